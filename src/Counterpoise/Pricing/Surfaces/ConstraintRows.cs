using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// Linearised constraints c + A·δ ≥ 0, each on one expiry and perhaps the one before it, and the damped step under
/// them: min ½δᵀHδ + gᵀδ + penalty·Σmax(0, −(c + Aδ)), H block-diagonal. Solved in the dual, whose variables lie in
/// [0, penalty], by an active set: the row that is violated most joins those that push, these are solved for together,
/// and one that reaches a limit on the way stays there (Goldfarb, Idnani 1983, with the upper limit of the penalty).
/// Few rows push, and mostly those of the step before: it begins with them.
/// </summary>
internal sealed class ConstraintRows(int slices)
{
    private const int Count = SviPoint.Count;
    private const int Width = 2 * Count;
    private const int MostTogether = 5 * Count;
    private const double Negligible = 1e-12;

    // Neighbouring points of a grid give nearly the same row.
    private const double Ridge = 1e-7;

    private readonly List<Row> _rows = [];
    private readonly Dictionary<int, double> _pushed = [];
    private double[] _gradients = new double[64 * Width];
    private double[] _solved = [];
    private double[] _dual = [];
    private bool[] _isFree = [];

    /// <summary>Forgets the rows, but not how they pushed.</summary>
    public void Clear()
    {
        _pushed.Clear();
        for (var j = 0; j < _rows.Count; j++) if (_dual.Length > j && _dual[j] > 0) _pushed[_rows[j].Key] = _dual[j];
        _rows.Clear();
    }

    /// <summary>A constraint on one expiry.</summary>
    public void Add(int key, int slice, ReadOnlySpan<double> gradient, double value, double at = 0) =>
        Add(key, slice, gradient, [], value, at);

    /// <summary>A constraint on an expiry and the one before it.</summary>
    /// <param name="key">The same for the same constraint in the next step.</param>
    /// <param name="slice">The expiry.</param>
    /// <param name="gradient">Of its parameters.</param>
    /// <param name="before">Of the parameters of the one before it; empty if it does not matter.</param>
    /// <param name="value">c.</param>
    /// <param name="at">The log-moneyness it is about, if any.</param>
    public void Add(
        int key, int slice, ReadOnlySpan<double> gradient, ReadOnlySpan<double> before, double value, double at = 0)
    {
        var start = _rows.Count * Width;
        if (_gradients.Length < start + Width) Array.Resize(ref _gradients, 2 * _gradients.Length);
        var row = _gradients.AsSpan(start, Width);
        row.Clear();
        before.CopyTo(row);
        gradient.CopyTo(row[Count..]);
        _rows.Add(new Row(slice * 1000 + key, slice, value, at));
        if (_dual.Length < _rows.Count) Array.Resize(ref _dual, 2 * _rows.Count);
        _dual[_rows.Count - 1] = _pushed.GetValueOrDefault(slice * 1000 + key);
    }

    /// <summary>
    /// Second-order correction (Fletcher 1982): where a step missed the curved constraints, their values there take the
    /// place of what the lines had promised, and the step is solved for again.
    /// </summary>
    /// <param name="step">The step that missed.</param>
    /// <param name="value">A constraint's value after it.</param>
    public void Correct(ReadOnlySpan<double> step, Func<Row, double> value)
    {
        for (var j = 0; j < _rows.Count; j++)
        {
            var row = _rows[j];
            _rows[j] = row with { Value = row.Value + value(row) - ValueAfter(j, step) };
        }
    }

    /// <summary>The step. Asked again for the same rows, it begins with the duals it found.</summary>
    /// <param name="inverse">H⁻¹, block by block.</param>
    /// <param name="gradient">g.</param>
    /// <param name="penalty">Of a unit of violation.</param>
    /// <param name="step">Receives δ.</param>
    public void Solve(ReadOnlySpan<double> inverse, ReadOnlySpan<double> gradient, double penalty, Span<double> step)
    {
        for (var i = 0; i < slices; i++)
            Multiply(inverse[(i * Count * Count)..], gradient.Slice(i * Count, Count), step.Slice(i * Count, Count));
        for (var i = 0; i < slices * Count; i++) step[i] = -step[i];
        if (_isFree.Length < _rows.Count)
            (_isFree, _solved) = (new bool[2 * _rows.Count], new double[2 * _rows.Count * Width]);
        var pushing = 0;
        for (var j = 0; j < _rows.Count; j++)
        {
            Prepare(j, inverse);
            var dual = Math.Min(_dual[j], penalty);
            _isFree[j] = dual > 0 && dual < penalty && pushing < MostTogether;
            if (_isFree[j]) pushing++;
            _dual[j] = 0;
            if (_isFree[j] || dual == penalty) Push(j, dual, step);
        }
        for (var round = 0; round < 10 * MostTogether; round++)
        {
            for (var i = 0; i < MostTogether && !Settle(penalty, step); i++) { }
            if (!Join(penalty, step)) break;
        }
    }

    // The row farthest on the wrong side of its limit joins those that push; false if there is none.
    private bool Join(double penalty, ReadOnlySpan<double> step)
    {
        var (worst, row) = (Negligible, -1);
        for (var j = 0; j < _rows.Count; j++)
        {
            if (_isFree[j] || Own(j) <= 0) continue;
            var value = ValueAfter(j, step);
            var wrong = _dual[j] == 0 ? -value : _dual[j] >= penalty ? value : Math.Abs(value);
            // In units of the step it takes to mend it.
            wrong = wrong > 0 ? wrong * wrong / Own(j) : 0;
            if (wrong > worst) (worst, row) = (wrong, j);
        }
        if (row < 0) return false;
        _isFree[row] = true;
        return true;
    }

    // All that push at once, M·change = −value; false if one of them reached its limit.
    private bool Settle(double penalty, Span<double> step)
    {
        Span<int> free = stackalloc int[2 * MostTogether];
        var n = 0;
        for (var j = 0; j < _rows.Count && n < free.Length; j++) if (_isFree[j]) free[n++] = j;
        if (n == 0) return true;
        Span<double> matrix = stackalloc double[n * n];
        Span<double> change = stackalloc double[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = Product(free[i], free[j]);
            matrix[i * n + i] *= 1 + Ridge;
            change[i] = -ValueAfter(free[i], step);
        }
        Span<double> lower = stackalloc double[n * n];
        if (!SmallMatrix.Cholesky(matrix, lower, n)) return true;
        SmallMatrix.Solve(lower, change, n);
        var (share, first) = (1.0, -1);
        for (var i = 0; i < n; i++)
        {
            var room = change[i] > 0 ? penalty - _dual[free[i]] : -_dual[free[i]];
            if (Math.Abs(change[i]) * share <= Math.Abs(room)) continue;
            (share, first) = (room / change[i], i);
        }
        for (var i = 0; i < n; i++) Push(free[i], share * change[i], step);
        if (first < 0) return true;
        _dual[free[first]] = change[first] > 0 ? penalty : 0;
        _isFree[free[first]] = false;
        return false;
    }

    // H⁻¹·a of a row.
    private void Prepare(int j, ReadOnlySpan<double> inverse)
    {
        var slice = _rows[j].Slice;
        var solved = _solved.AsSpan(j * Width, Width);
        var row = _gradients.AsSpan(j * Width, Width);
        if (slice > 0) Multiply(inverse[((slice - 1) * Count * Count)..], row[..Count], solved[..Count]);
        else solved[..Count].Clear();
        Multiply(inverse[(slice * Count * Count)..], row[Count..], solved[Count..]);
    }

    private double Own(int j) => Dot(_gradients.AsSpan(j * Width, Width), _solved.AsSpan(j * Width, Width));

    private double Product(int i, int j)
    {
        var apart = _rows[i].Slice - _rows[j].Slice;
        if (apart is < -1 or > 1) return 0;
        var row = _gradients.AsSpan(i * Width, Width);
        var solved = _solved.AsSpan(j * Width, Width);
        if (apart == 0) return Dot(row, solved);
        return apart < 0 ? Dot(row[Count..], solved[..Count]) : Dot(row[..Count], solved[Count..]);
    }

    // c + A·δ of a row.
    private double ValueAfter(int j, ReadOnlySpan<double> step)
    {
        var (first, offset) = Place(j);
        return _rows[j].Value + Dot(_gradients.AsSpan(j * Width + offset, Width - offset), step[first..]);
    }

    private void Push(int j, double change, Span<double> step)
    {
        _dual[j] += change;
        var (first, offset) = Place(j);
        var solved = _solved.AsSpan(j * Width + offset, Width - offset);
        for (var i = 0; i < solved.Length; i++) step[first + i] += change * solved[i];
    }

    // Where a row's parameters begin in a step, and in the row: the first expiry has none before it.
    private (int First, int Offset) Place(int j)
    {
        var slice = _rows[j].Slice;
        return slice > 0 ? ((slice - 1) * Count, 0) : (0, Count);
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

    /// <summary>A row.</summary>
    /// <param name="Key">Which, 1000 for each expiry.</param>
    /// <param name="Slice">The expiry.</param>
    /// <param name="Value">c.</param>
    /// <param name="At">The log-moneyness it is about.</param>
    internal readonly record struct Row(int Key, int Slice, double Value, double At);
}
