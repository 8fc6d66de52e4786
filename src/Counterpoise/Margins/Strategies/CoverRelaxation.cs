namespace Counterpoise.Margins.Strategies;

/// <summary>
/// The linear relaxation of a <see cref="CoverProgram"/> by the revised simplex method with an explicit inverse: few
/// rows, many columns. Limits and taken columns leave the basis optimal but perhaps infeasible, and the dual method
/// repairs it in a few steps. The steps are in doubles; what is claimed from them, <see cref="Bound"/>, is computed in
/// whole numbers from the rounded duals and holds whatever the doubles did.
/// </summary>
internal sealed class CoverRelaxation
{
    // Duals in 1/65,536 of a unit of cost.
    private const double DualGrain = 65_536;
    private const double Zero = 1e-9;
    private const double SmallPivot = 1e-5;
    private const double LeastPivot = 1e-7;

    // Units of cost.
    private const double Slight = 100;
    private const int FreshAfter = 100;
    private const int MostStalled = 6;

    // Costs are below 2³³: their double error stays under it, and it under what a dual is rounded down by.
    private const double Tolerance = 1e-5;

    private readonly CoverProgram _program;
    private readonly int _rows;
    private readonly double[] _reduced;
    private readonly double[] _across;
    private List<CoverLimit> _limits = [];
    private long[] _rightSide;
    private double[] _inverse;
    private double[] _values;
    private double[] _duals;
    private double[] _direction;

    // Columns, then the slacks of the limits.
    private int[] _basis;
    private int _sinceFresh;
    private Int128 _safe;

    /// <summary>Every row covered by its single column.</summary>
    public CoverRelaxation(CoverProgram program, ReadOnlySpan<long> rightSide)
    {
        _program = program;
        _rows = rightSide.Length;
        _rightSide = rightSide.ToArray();
        _reduced = new double[program.Columns.Length];
        _across = new double[program.Columns.Length];
        _inverse = new double[_rows * _rows];
        _values = new double[_rows];
        _duals = new double[_rows];
        _direction = new double[_rows];
        _basis = (int[])program.Single.Clone();
        for (var i = 0; i < _rows; i++) (_inverse[i * _rows + i], _values[i]) = (1, rightSide[i]);
    }

    private CoverRelaxation(CoverRelaxation from)
    {
        (_program, _rows) = (from._program, from._rows);
        // What a step computes anew is shared: relaxations of one search take turns.
        (_reduced, _across) = (from._reduced, from._across);
        _limits = [.. from._limits];
        _rightSide = (long[])from._rightSide.Clone();
        _inverse = (double[])from._inverse.Clone();
        _values = (double[])from._values.Clone();
        _duals = (double[])from._duals.Clone();
        _direction = new double[from.Size];
        _basis = (int[])from._basis.Clone();
        _sinceFresh = from._sinceFresh;
        Taken = [.. from.Taken];
        (TakenCost, Bound, Solution) = (from.TakenCost, from.Bound, from.Solution);
    }

    /// <summary>Columns taken for good, and how many.</summary>
    public List<(int Column, long Count)> Taken { get; } = [];

    /// <summary>Their cost.</summary>
    public long TakenCost { get; private set; }

    /// <summary>Simplex steps taken by this copy.</summary>
    public int Steps { get; private set; }

    /// <summary>Columns of the solution and how much of each, in the order of the columns.</summary>
    public IReadOnlyList<(int Column, double Amount)> Solution { get; private set; } = [];

    /// <summary>
    /// No cover costs less, whole units: what is taken + ⌈b·y + Σ min(0, c_j − a_j·y)·room_j⌉ with rounded y.
    /// </summary>
    public long Bound { get; private set; }

    /// <summary>Products of one step, about.</summary>
    public long StepWork => 2L * CoverProgram.MostRows * _program.Columns.Length + (long)Size * Size;

    private int Size => _basis.Length;

    public CoverRelaxation Copy() => new(this);

    /// <summary>What is left to cover.</summary>
    public long[] Left() => _rightSide[.._rows];

    /// <summary>Takes so many of a column for good; false if there is no room for them.</summary>
    public bool Take(int column, long count)
    {
        var c = _program.Columns[column];
        for (var i = 0; i < c.Rows.Length; i++) _rightSide[c.Rows[i]] -= count * c.Units[i];
        for (var k = 0; k < _limits.Count; k++)
        {
            _limits[k] = _limits[k].After(column, count);
            _rightSide[_rows + k] = _limits[k].Most;
        }
        if (Array.Exists(_rightSide, b => b < 0)) return false;
        Direct(column);
        for (var i = 0; i < Size; i++) _values[i] -= count * _direction[i];
        Taken.Add((column, count));
        TakenCost += count * c.Cost;
        return true;
    }

    /// <summary>Cuts whose slack is basic hold nothing up and go; the given limits come, their slacks basic.</summary>
    public void Limit(IReadOnlyList<CoverLimit> added)
    {
        var columns = _program.Columns.Length;
        var loose = new bool[_limits.Count];
        foreach (var b in _basis)
            if (b >= columns) loose[b - columns] = !_limits[b - columns].IsBranch;
        int[] kept = [.. Enumerable.Range(0, _limits.Count).Where(k => !loose[k])];
        int[] rows = [.. Enumerable.Range(0, _rows), .. kept.Select(k => _rows + k)];
        int[] places = [.. Enumerable.Range(0, Size).Where(i => _basis[i] < columns || !loose[_basis[i] - columns])];
        var (inverse, values, basis, size) = (_inverse, _values, _basis, rows.Length + added.Count);
        _limits = [.. kept.Select(k => _limits[k]), .. added];
        _rightSide = [.. rows.Select(r => _rightSide[r]), .. added.Select(l => l.Most)];
        (_inverse, _values, _basis) = (new double[size * size], new double[size], new int[size]);
        (_duals, _direction) = (new double[size], new double[size]);
        for (var i = 0; i < places.Length; i++)
        {
            var b = basis[places[i]];
            _basis[i] = b < columns ? b : columns + Array.IndexOf(kept, b - columns);
            _values[i] = values[places[i]];
            for (var k = 0; k < rows.Length; k++)
                _inverse[i * size + k] = inverse[places[i] * basis.Length + rows[k]];
        }
        for (var n = 0; n < added.Count; n++) Append(added[n], rows.Length + n, columns + kept.Length + n, rows.Length);
    }

    /// <summary>Solves it, or stops once no cover below <paramref name="enough"/> is left.</summary>
    public void Solve(long enough)
    {
        // From the single legs it is a long way, from a solved parent a short one.
        var most = Steps + (_limits.Count == 0 && Taken.Count == 0 ? 2_000 + 60 * Size : 200 + 10 * Size);
        var isFeasible = Dual(most, enough);
        if (isFeasible) Primal(most);
        _safe = SafeSum();
        // What was known before it was limited holds still.
        Bound = Math.Max(Bound, TakenCost + CeilingOf(_safe));
        Solution = !isFeasible ? [] :
        [
            .. Enumerable.Range(0, Size)
                .Where(i => _basis[i] < _program.Columns.Length && _values[i] > Zero && double.IsFinite(_values[i]))
                .Select(i => (_basis[i], _values[i])).OrderBy(s => s.Item1),
        ];
    }

    /// <summary>Limits the solution breaks, the deepest ones; none: nothing new was found.</summary>
    public IReadOnlyList<CoverLimit> Cuts()
    {
        var fractional = Enumerable.Range(0, Size)
            .Where(i => _basis[i] < _program.Columns.Length && Off(_values[i]) > 1e-4)
            .OrderByDescending(i => Off(_values[i]));
        return new CoverCuts(_program, _limits, _rightSide, Solution)
            .Deepest(fractional.Select(row => _inverse.AsSpan(row * Size, Size).ToArray()));
    }

    /// <summary>The columns that may stand in a cover below <paramref name="best"/>, and the single ones.</summary>
    public int[] Useful(long best)
    {
        var reduced = Reduced(RoundedDuals());
        var room = (Int128)(best - TakenCost - 1) * (long)DualGrain - _safe;
        var singles = _program.Single.ToHashSet();
        return
        [
            .. Enumerable.Range(0, _program.Columns.Length)
                .Where(j => reduced[j] <= room || singles.Contains(j)),
        ];
    }

    private static double Off(double value) => Math.Abs(value - Math.Round(value));

    // A limit's row below the basis: its slack takes up what the basic columns leave of it.
    private void Append(CoverLimit limit, int place, int slack, int filled)
    {
        var size = Size;
        _basis[place] = slack;
        _values[place] = limit.Most;
        _inverse[place * size + place] = 1;
        for (var i = 0; i < filled; i++)
        {
            var units = _basis[i] < _program.Columns.Length ? limit.UnitsOf(_basis[i]) : 0;
            if (units == 0) continue;
            _values[place] -= units * _values[i];
            for (var k = 0; k < filled; k++) _inverse[place * size + k] -= units * _inverse[i * size + k];
        }
    }

    // While a value is below zero it leaves, and the column whose reduced cost allows it enters. Many reduced costs are
    // equal; a small number of its own on each keeps the steps from going round in a circle. The primal steps that
    // follow know nothing of these numbers.
    private bool Dual(int most, long enough)
    {
        PriceApart();
        while (Steps < most)
        {
            if (_sinceFresh > FreshAfter)
            {
                Refresh();
                PriceApart();
            }
            var leaving = 0;
            for (var i = 1; i < Size; i++) if (_values[i] < _values[leaving]) leaving = i;
            if (_values[leaving] >= -Zero) return true;
            var row = _inverse.AsSpan(leaving * Size, Size);
            Sums(row, _across);
            if (EnteringAt(row) is not { } entering)
            {
                // Nothing can raise it: along this row the bound grows without end.
                var far = 2 * Math.Max(enough - TakenCost, 1) / -_values[leaving];
                for (var k = 0; k < Size; k++) _duals[k] -= far * row[k];
                return false;
            }
            for (var k = 0; k < Size; k++) _duals[k] -= entering.Ratio * row[k];
            for (var j = 0; j < _across.Length; j++)
                _reduced[j] = Math.Max(_reduced[j] + entering.Ratio * _across[j], 0);
            Direct(entering.Variable);
            if (Math.Abs(_direction[leaving]) < SmallPivot) return true;
            Pivot(entering.Variable, leaving);
        }
        return true;
    }

    // Of the variables that keep all reduced costs above −Slight, the one with the greatest pivot.
    private (int Variable, double Ratio)? EnteringAt(ReadOnlySpan<double> row)
    {
        var least = double.PositiveInfinity;
        for (var j = 0; j < _across.Length; j++)
            if (_across[j] < -SmallPivot) least = Math.Min(least, (_reduced[j] + Slight) / -_across[j]);
        for (var k = _rows; k < row.Length; k++)
            if (row[k] < -SmallPivot) least = Math.Min(least, (Math.Max(-_duals[k], 0) + Slight) / -row[k]);
        (int, double)? best = null;
        var greatest = SmallPivot;
        for (var j = 0; j < _across.Length; j++)
        {
            if (_across[j] >= -greatest || _reduced[j] / -_across[j] > least) continue;
            (best, greatest) = ((j, _reduced[j] / -_across[j]), -_across[j]);
        }
        for (var k = _rows; k < row.Length; k++)
        {
            var reduced = Math.Max(-_duals[k], 0);
            if (row[k] >= -greatest || reduced / -row[k] > least) continue;
            (best, greatest) = ((Slack(k), reduced / -row[k]), -row[k]);
        }
        return best;
    }

    private void Primal(int most)
    {
        var stalled = 0;
        while (true)
        {
            if (_sinceFresh > FreshAfter) Refresh();
            Price();
            var entering = Entering(isFirst: stalled > 2 * Size);
            if (entering < 0 || Steps >= most) return;
            Direct(entering);
            var leaving = Leaving();
            if (leaving < 0) return;
            stalled = _values[leaving] <= Zero ? stalled + 1 : 0;
            // What rounding keeps from coming to an end is given up: the bound holds for any duals.
            if (stalled > MostStalled * Size) return;
            Pivot(entering, leaving);
        }
    }

    private void PriceApart()
    {
        Price();
        for (var j = 0; j < _reduced.Length; j++) _reduced[j] = Math.Max(_reduced[j], 0) + Apart(j);
    }

    // 1 to 1,000 units of cost, in no order.
    private static double Apart(int number) => 1 + (number * 7_919L + 104_729) % 1_009;

    private int Slack(int row) => _program.Columns.Length + row - _rows;

    // By column: Σ y·a over all rows.
    private void Sums(ReadOnlySpan<double> y, double[] sums)
    {
        _program.Times(y, sums);
        for (var k = 0; k < _limits.Count; k++)
        {
            var (limit, factor) = (_limits[k], y[_rows + k]);
            if (factor == 0) continue;
            for (var i = 0; i < limit.Columns.Length; i++) sums[limit.Columns[i]] += factor * limit.Units[i];
        }
    }

    private void Price()
    {
        Array.Clear(_duals);
        for (var i = 0; i < Size; i++)
        {
            var cost = _basis[i] < _program.Columns.Length ? _program.Columns[_basis[i]].Cost : 0;
            if (cost == 0) continue;
            for (var k = 0; k < Size; k++) _duals[k] += cost * _inverse[i * Size + k];
        }
        Sums(_duals, _reduced);
        for (var j = 0; j < _reduced.Length; j++) _reduced[j] = _program.Columns[j].Cost - _reduced[j];
    }

    // The most negative reduced cost, or the first one where steps have been without progress (Bland's rule).
    private int Entering(bool isFirst)
    {
        var (best, least) = (-1, -Tolerance);
        for (var j = 0; j < _reduced.Length; j++)
        {
            if (_reduced[j] >= least) continue;
            (best, least) = (j, _reduced[j]);
            if (isFirst) return best;
        }
        for (var row = _rows; row < Size; row++)
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
            AddColumn(entering - _program.Columns.Length + _rows, 1);
            return;
        }
        var c = _program.Columns[entering];
        for (var i = 0; i < c.Rows.Length; i++) AddColumn(c.Rows[i], c.Units[i]);
        for (var k = 0; k < _limits.Count; k++)
            if (_limits[k].UnitsOf(entering) is var units and not 0) AddColumn(_rows + k, units);
    }

    private void AddColumn(int row, double units)
    {
        for (var i = 0; i < Size; i++) _direction[i] += units * _inverse[i * Size + row];
    }

    // Ties go to the variable with the lowest number.
    private int Leaving()
    {
        var (best, least) = (-1, double.PositiveInfinity);
        for (var i = 0; i < Size; i++)
        {
            if (_direction[i] <= LeastPivot) continue;
            var ratio = Math.Max(_values[i], 0) / _direction[i];
            if (ratio < least - Zero || (ratio <= least + Zero && best >= 0 && _basis[i] < _basis[best]))
                (best, least) = (i, Math.Min(ratio, least));
        }
        return best;
    }

    private void Pivot(int entering, int leaving)
    {
        var size = Size;
        var by = 1 / _direction[leaving];
        var own = _inverse.AsSpan(leaving * size, size);
        for (var k = 0; k < own.Length; k++) own[k] *= by;
        _values[leaving] *= by;
        for (var i = 0; i < size; i++)
        {
            var factor = _direction[i];
            if (i == leaving || factor == 0) continue;
            var row = _inverse.AsSpan(i * size, size);
            for (var k = 0; k < row.Length; k++) row[k] -= factor * own[k];
            _values[i] -= factor * _values[leaving];
        }
        _basis[leaving] = entering;
        Steps++;
        _sinceFresh++;
    }

    // The inverse anew from the basis, so that what steps have rounded does not add up: every basic variable enters
    // the unit matrix at the place of its greatest pivot.
    private void Refresh()
    {
        var (basis, steps, size) = (_basis, Steps, Size);
        Array.Clear(_inverse);
        for (var i = 0; i < size; i++) (_inverse[i * size + i], _values[i]) = (1, _rightSide[i]);
        _basis = new int[size];
        var isFree = new bool[size];
        Array.Fill(isFree, true);
        foreach (var variable in basis)
        {
            Direct(variable);
            var place = -1;
            for (var i = 0; i < size; i++)
            {
                if (isFree[i] && (place < 0 || Math.Abs(_direction[i]) > Math.Abs(_direction[place]))) place = i;
            }
            isFree[place] = false;
            Pivot(variable, place);
        }
        (Steps, _sinceFresh) = (steps, 0);
    }

    // A dual rounded down a little leaves no reduced cost of the basis below 0. Limits take duals ≤ 0.
    private long[] RoundedDuals()
    {
        var duals = new long[Size];
        for (var i = 0; i < duals.Length; i++)
        {
            // A basis that has lost its inverse says nothing.
            if (!double.IsFinite(_duals[i])) return new long[Size];
            duals[i] = (long)Math.Floor(Math.Clamp(_duals[i], -1e14, 1e14) * DualGrain) - 2;
            if (i >= _rows) duals[i] = Math.Min(duals[i], 0);
        }
        return duals;
    }

    // What is below 0 all the same counts with all the room the column has.
    private Int128 SafeSum()
    {
        var duals = RoundedDuals();
        Int128 sum = 0;
        for (var i = 0; i < duals.Length; i++) sum += (Int128)duals[i] * _rightSide[i];
        var reduced = Reduced(duals);
        for (var j = 0; j < reduced.Length; j++)
            if (reduced[j] < 0) sum += reduced[j] * _program.Room(j, _rightSide.AsSpan(0, _rows));
        return sum;
    }

    // By column, in parts of a unit.
    private Int128[] Reduced(long[] duals)
    {
        var reduced = new Int128[_program.Columns.Length];
        for (var j = 0; j < reduced.Length; j++)
        {
            var c = _program.Columns[j];
            reduced[j] = (Int128)c.Cost * (long)DualGrain;
            for (var i = 0; i < c.Rows.Length; i++) reduced[j] -= (Int128)duals[c.Rows[i]] * c.Units[i];
        }
        for (var k = 0; k < _limits.Count; k++)
        {
            var (limit, dual) = (_limits[k], duals[_rows + k]);
            for (var i = 0; i < limit.Columns.Length && dual != 0; i++)
                reduced[limit.Columns[i]] -= (Int128)dual * limit.Units[i];
        }
        return reduced;
    }

    private static long CeilingOf(Int128 sum)
    {
        var grain = (Int128)(long)DualGrain;
        var floor = sum / grain;
        var ceiling = sum > floor * grain ? floor + 1 : floor;
        // Along a row without end it may be any size.
        return (long)Int128.Min(ceiling, long.MaxValue / 4);
    }
}
