namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// Linearised constraints c + A·δ ≥ 0, each on one expiry and perhaps the one before it, and the damped step under
/// them: min ½δᵀHδ + gᵀδ + penalty·Σmax(0, −(c + Aδ)), H block-diagonal, by coordinate descent on the dual
/// (Hildreth 1957), whose variables lie in [0, penalty].
/// </summary>
internal sealed class ConstraintRows(int slices)
{
    private const int Count = SviPoint.Count;
    private const int MostRounds = 20;
    private const int MostSweeps = 40;

    private readonly List<int> _slice = [];
    private readonly List<double> _value = [];
    private double[] _rows = new double[64 * 2 * Count];
    private double[] _solved = [];
    private double[] _dual = [];

    public void Clear()
    {
        _slice.Clear();
        _value.Clear();
    }

    /// <summary>A constraint on one expiry.</summary>
    public void Add(int slice, ReadOnlySpan<double> gradient, double value) => Add(slice, gradient, [], value);

    /// <summary>A constraint on an expiry and the one before it.</summary>
    public void Add(int slice, ReadOnlySpan<double> gradient, ReadOnlySpan<double> before, double value)
    {
        var at = _slice.Count * 2 * Count;
        if (_rows.Length < at + 2 * Count) Array.Resize(ref _rows, 2 * _rows.Length);
        var row = _rows.AsSpan(at, 2 * Count);
        row.Clear();
        before.CopyTo(row);
        gradient.CopyTo(row[Count..]);
        _slice.Add(slice);
        _value.Add(value);
    }

    /// <summary>The step.</summary>
    /// <param name="inverse">H⁻¹, block by block.</param>
    /// <param name="gradient">g.</param>
    /// <param name="penalty">Of a unit of violation.</param>
    /// <param name="step">Receives δ.</param>
    public void Solve(ReadOnlySpan<double> inverse, ReadOnlySpan<double> gradient, double penalty, Span<double> step)
    {
        for (var i = 0; i < slices; i++)
            Multiply(inverse.Slice(i * Count * Count), gradient.Slice(i * Count, Count), step.Slice(i * Count, Count));
        for (var i = 0; i < slices * Count; i++) step[i] = -step[i];
        var rows = _slice.Count;
        if (_dual.Length < rows) (_dual, _solved) = (new double[rows], new double[rows * 2 * Count]);
        _dual.AsSpan(0, rows).Clear();
        Span<double> own = stackalloc double[rows];
        for (var j = 0; j < rows; j++)
        {
            var solved = _solved.AsSpan(j * 2 * Count, 2 * Count);
            var row = _rows.AsSpan(j * 2 * Count, 2 * Count);
            if (_slice[j] > 0) Multiply(inverse.Slice((_slice[j] - 1) * Count * Count), row[..Count], solved[..Count]);
            else solved[..Count].Clear();
            Multiply(inverse.Slice(_slice[j] * Count * Count), row[Count..], solved[Count..]);
            own[j] = Dot(row, solved);
        }
        // Every row once, then those that push until they rest; done when a round over all moves nothing.
        for (var round = 0; round < MostRounds && Sweep(own, penalty, step, onlyPushing: false); round++)
        {
            var sweeps = 0;
            while (sweeps++ < MostSweeps && Sweep(own, penalty, step, onlyPushing: true)) { }
        }
    }

    private bool Sweep(ReadOnlySpan<double> own, double penalty, Span<double> step, bool onlyPushing)
    {
        var moved = false;
        for (var j = 0; j < own.Length; j++)
        {
            if (!(own[j] > 0) || (onlyPushing && _dual[j] == 0)) continue;
            var first = Math.Max(_slice[j] - 1, 0) * Count;
            var offset = _slice[j] > 0 ? 0 : Count;
            var part = step.Slice(first, 2 * Count - offset);
            var value = _value[j] + Dot(_rows.AsSpan(j * 2 * Count + offset, 2 * Count - offset), part);
            var dual = Math.Clamp(_dual[j] - value / own[j], 0, penalty);
            var change = dual - _dual[j];
            if (change == 0) continue;
            _dual[j] = dual;
            moved |= Math.Abs(change) * own[j] > 1e-8;
            var solved = _solved.AsSpan(j * 2 * Count + offset, 2 * Count - offset);
            for (var i = 0; i < part.Length; i++) part[i] += change * solved[i];
        }
        return moved;
    }

    private static void Multiply(ReadOnlySpan<double> block, ReadOnlySpan<double> vector, Span<double> result)
    {
        for (var r = 0; r < Count; r++) result[r] = Dot(block.Slice(r * Count, Count), vector);
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
