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
    private const int MaxCuts = 10;
    private const int MaxDenominator = 60;

    // Costs are below 2³³: their double error stays under it, and it under what a dual is rounded down by.
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
    private readonly int[][] _rows;
    private readonly int[][] _units;

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
        (_rows, _units) = Extended(program, limits, rows);
        for (var i = 0; i < _size; i++)
        {
            _inverse[i * _size + i] = 1;
            _values[i] = i < rows ? rightSide[i] : limits[i - rows].Most;
            // Numbers beyond the columns: slack of a limit, then what makes up for a single column that has a limit.
            _basis[i] = i >= rows ? Slack(i)
                : _rows[program.Single[i]].Length > 1 ? Artificial(i) : program.Single[i];
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

    /// <summary>Limits that hold the bound up, and new ones the solution breaks; none: nothing new was found.</summary>
    /// <remarks>
    /// Chvátal and Gomory: for any multipliers u ≥ 0, Σ ⌊u·a_j⌋ x_j ≤ ⌊u·b⌋ holds for whole x ≥ 0. The multipliers are
    /// the fractional parts of a row of the inverse, as whole numbers over a small denominator: the cut is exact.
    /// </remarks>
    public IReadOnlyList<CoverLimit> Cuts()
    {
        var found = new List<(double Broken, CoverLimit Cut)>();
        for (var row = 0; row < _size; row++)
        {
            var off = Math.Abs(_values[row] - Math.Round(_values[row]));
            if (_basis[row] >= _program.Columns.Length || off < 1e-4) continue;
            if (Cut(row) is { } cut) found.Add(cut);
        }
        if (found.Count == 0) return [];
        var kept = _limits.Where((_, k) => _duals[_rightSide.Length + k] < -Tolerance);
        return [.. kept, .. found.OrderByDescending(f => f.Broken).Take(MaxCuts).Select(f => f.Cut)];
    }

    private (double Broken, CoverLimit Cut)? Cut(int row)
    {
        var parts = new double[_size];
        for (var k = 0; k < _size; k++)
        {
            var u = _inverse[row * _size + k];
            parts[k] = u - Math.Floor(u + 1e-7);
        }
        if (Denominator(parts) is not { } denominator) return null;
        var multipliers = new long[_size];
        var right = 0L;
        for (var k = 0; k < _size; k++)
        {
            multipliers[k] = (long)Math.Round(Math.Max(parts[k], 0) * denominator);
            right += multipliers[k] * RightSide(k);
        }
        var columns = new List<int>();
        var units = new List<int>();
        for (var j = 0; j < _rows.Length; j++)
        {
            var sum = 0L;
            for (var i = 0; i < _rows[j].Length; i++) sum += multipliers[_rows[j][i]] * _units[j][i];
            if (sum < denominator) continue;
            columns.Add(j);
            units.Add((int)(sum / denominator));
        }
        var cut = new CoverLimit([.. columns], [.. units], right / denominator);
        var broken = -(double)cut.Most;
        for (var i = 0; i < _size; i++)
        {
            var at = _basis[i] < _rows.Length ? Array.BinarySearch(cut.Columns, _basis[i]) : -1;
            if (at >= 0) broken += cut.Units[at] * _values[i];
        }
        return broken > 1e-3 ? (broken, cut) : null;
    }

    private static int? Denominator(ReadOnlySpan<double> parts)
    {
        for (var d = 2; d <= MaxDenominator; d++)
        {
            var fits = true;
            foreach (var part in parts) fits &= Math.Abs(part * d - Math.Round(part * d)) < 1e-5;
            if (fits) return d;
        }
        return null;
    }

    private static (int[][] Rows, int[][] Units) Extended(
        CoverProgram program, IReadOnlyList<CoverLimit> limits, int first)
    {
        var rows = Array.ConvertAll(program.Columns, c => c.Rows);
        var units = Array.ConvertAll(program.Columns, c => c.Units);
        for (var k = 0; k < limits.Count; k++)
        {
            for (var i = 0; i < limits[k].Columns.Length; i++)
            {
                var j = limits[k].Columns[i];
                rows[j] = [.. rows[j], first + k];
                units[j] = [.. units[j], limits[k].Units[i]];
            }
        }
        return (rows, units);
    }

    private long RightSide(int row) =>
        row < _rightSide.Length ? _rightSide[row] : _limits[row - _rightSide.Length].Most;

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
            var (rows, units) = (_rows[j], _units[j]);
            var reduced = (double)_program.Columns[j].Cost;
            for (var i = 0; i < rows.Length; i++) reduced -= _duals[rows[i]] * units[i];
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
        var (rows, units) = (_rows[entering], _units[entering]);
        for (var i = 0; i < rows.Length; i++) AddColumn(rows[i], units[i]);
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
            sum += (Int128)duals[i] * RightSide(i);
        }
        for (var j = 0; j < _program.Columns.Length; j++)
        {
            var (rows, units) = (_rows[j], _units[j]);
            var reduced = (Int128)_program.Columns[j].Cost * (long)DualGrain;
            for (var i = 0; i < rows.Length; i++) reduced -= (Int128)duals[rows[i]] * units[i];
            if (reduced < 0) sum += reduced * _program.Room(j, _rightSide);
        }
        var grain = (Int128)(long)DualGrain;
        var floor = sum / grain;
        return (long)(sum > floor * grain ? floor + 1 : floor);
    }
}
