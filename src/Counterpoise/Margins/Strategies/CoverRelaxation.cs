namespace Counterpoise.Margins.Strategies;

/// <summary>
/// The linear relaxation of a <see cref="CoverProgram"/> by the revised simplex method with an explicit inverse: few
/// rows, many columns. The steps are in doubles; what is claimed from them, <see cref="Bound"/>, is computed in whole
/// numbers from the rounded duals and holds whatever the doubles did.
/// </summary>
internal sealed class CoverRelaxation
{
    // Duals in 1/65,536 of a unit of cost.
    private const double DualGrain = 65_536;
    private const double Zero = 1e-9;

    // Costs are below 2³⁶: their double error stays under it, and it under what a dual is rounded down by.
    private const double Tolerance = 1e-5;

    private readonly CoverProgram _program;
    private readonly long[] _rightSide;
    private readonly IReadOnlyList<CoverLimit> _limits;
    private readonly int _size;
    private readonly double[] _inverse;
    private readonly double[] _values;
    private readonly int[] _basis;
    private readonly double[] _duals;
    private readonly double[] _direction;
    private readonly double _artificialCost;
    private readonly Dictionary<int, int> _limitOf = [];

    public CoverRelaxation(CoverProgram program, long[] rightSide, IReadOnlyList<CoverLimit> limits, long artificial)
    {
        (_program, _rightSide, _limits) = (program, rightSide, limits);
        var rows = rightSide.Length;
        _size = rows + limits.Count;
        _inverse = new double[_size * _size];
        _values = new double[_size];
        _basis = new int[_size];
        _duals = new double[_size];
        _direction = new double[_size];
        _artificialCost = artificial;
        for (var k = 0; k < limits.Count; k++) _limitOf[limits[k].Column] = rows + k;
        for (var i = 0; i < _size; i++)
        {
            _inverse[i * _size + i] = 1;
            _values[i] = i < rows ? rightSide[i] : limits[i - rows].Most;
            // Numbers beyond the columns: slack of a limit, then what makes up for a single column that has a limit.
            _basis[i] = i >= rows ? Slack(i)
                : _limitOf.ContainsKey(program.Single[i]) ? Artificial(i) : program.Single[i];
        }
    }

    /// <summary>Simplex steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Columns of the solution and how much of each, in the order of the columns.</summary>
    public IReadOnlyList<(int Column, double Amount)> Solution { get; private set; } = [];

    /// <summary>No cover costs less, whole units: ⌈b·y + Σ min(0, c_j − a_j·y)·room_j⌉ with rounded y.</summary>
    public long Bound { get; private set; }

    public void Solve()
    {
        var stalled = 0;
        var most = 2_000 + 60 * _size;
        while (Steps < most)
        {
            Price();
            var entering = Entering(isFirst: stalled > 2 * _size);
            if (entering < 0) break;
            Direct(entering);
            var leaving = Leaving();
            if (leaving < 0) break;
            stalled = _values[leaving] <= Zero ? stalled + 1 : 0;
            Pivot(entering, leaving);
            Steps++;
        }
        Price();
        Bound = SafeBound();
        Solution =
        [
            .. Enumerable.Range(0, _size).Where(i => _basis[i] < _program.Columns.Length && _values[i] > Zero)
                .Select(i => (_basis[i], _values[i])).OrderBy(s => s.Item1),
        ];
    }

    private int Slack(int row) => _program.Columns.Length + row;

    private int Artificial(int row) => _program.Columns.Length + _size + row;

    private double CostOf(int variable) =>
        variable < _program.Columns.Length ? _program.Columns[variable].Cost
        : variable < _program.Columns.Length + _size ? 0 : _artificialCost;

    private void Price()
    {
        Array.Clear(_duals);
        for (var i = 0; i < _size; i++)
        {
            var cost = CostOf(_basis[i]);
            if (cost == 0) continue;
            for (var k = 0; k < _size; k++) _duals[k] += cost * _inverse[i * _size + k];
        }
    }

    // The most negative reduced cost, or the first one where steps have been without progress (Bland's rule).
    private int Entering(bool isFirst)
    {
        var (best, least) = (-1, -Tolerance);
        for (var j = 0; j < _program.Columns.Length; j++)
        {
            var column = _program.Columns[j];
            var reduced = (double)column.Cost;
            for (var i = 0; i < column.Rows.Length; i++) reduced -= _duals[column.Rows[i]] * column.Units[i];
            if (_limits.Count > 0 && _limitOf.TryGetValue(j, out var row)) reduced -= _duals[row];
            if (reduced >= least) continue;
            (best, least) = (j, reduced);
            if (isFirst) return best;
        }
        for (var row = _rightSide.Length; row < _size; row++)
        {
            if (-_duals[row] >= least) continue;
            (best, least) = (Slack(row), -_duals[row]);
            if (isFirst) return best;
        }
        return best;
    }

    private void Direct(int entering)
    {
        Array.Clear(_direction);
        if (entering >= _program.Columns.Length)
        {
            AddColumn(entering - _program.Columns.Length, 1);
            return;
        }
        var column = _program.Columns[entering];
        for (var i = 0; i < column.Rows.Length; i++) AddColumn(column.Rows[i], column.Units[i]);
        if (_limitOf.TryGetValue(entering, out var limit)) AddColumn(limit, 1);
    }

    private void AddColumn(int row, double units)
    {
        for (var i = 0; i < _size; i++) _direction[i] += units * _inverse[i * _size + row];
    }

    // Ties go to the variable with the lowest number.
    private int Leaving()
    {
        var (best, least) = (-1, double.PositiveInfinity);
        for (var i = 0; i < _size; i++)
        {
            if (_direction[i] <= Zero) continue;
            var ratio = Math.Max(_values[i], 0) / _direction[i];
            if (ratio < least - Zero || (ratio <= least + Zero && best >= 0 && _basis[i] < _basis[best]))
                (best, least) = (i, Math.Min(ratio, least));
        }
        return best;
    }

    private void Pivot(int entering, int leaving)
    {
        var by = 1 / _direction[leaving];
        var own = _inverse.AsSpan(leaving * _size, _size);
        for (var k = 0; k < _size; k++) own[k] *= by;
        _values[leaving] *= by;
        for (var i = 0; i < _size; i++)
        {
            var factor = _direction[i];
            if (i == leaving || factor == 0) continue;
            var row = _inverse.AsSpan(i * _size, _size);
            for (var k = 0; k < _size; k++) row[k] -= factor * own[k];
            _values[i] = Math.Max(_values[i] - factor * _values[leaving], 0);
        }
        _basis[leaving] = entering;
    }

    // A dual rounded down a little leaves no reduced cost of the basis below 0; what is below 0 all the same counts
    // with all the room the column has. Limits take duals ≤ 0.
    private long SafeBound()
    {
        var duals = new long[_size];
        Int128 sum = 0;
        for (var i = 0; i < _size; i++)
        {
            duals[i] = (long)Math.Floor(Math.Clamp(_duals[i], -1e14, 1e14) * DualGrain) - 2;
            if (i >= _rightSide.Length) duals[i] = Math.Min(duals[i], 0);
            sum += (Int128)duals[i] * (i < _rightSide.Length ? _rightSide[i] : _limits[i - _rightSide.Length].Most);
        }
        for (var j = 0; j < _program.Columns.Length; j++)
        {
            var column = _program.Columns[j];
            var reduced = (Int128)column.Cost * (long)DualGrain;
            for (var i = 0; i < column.Rows.Length; i++) reduced -= (Int128)duals[column.Rows[i]] * column.Units[i];
            if (_limits.Count > 0 && _limitOf.TryGetValue(j, out var row)) reduced -= duals[row];
            if (reduced < 0) sum += reduced * _program.Room(j, _rightSide);
        }
        var grain = (Int128)(long)DualGrain;
        var floor = sum / grain;
        return (long)(sum > floor * grain ? floor + 1 : floor);
    }
}
