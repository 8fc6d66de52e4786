namespace Counterpoise.Margins.Strategies;

/// <summary>
/// Chvátal and Gomory: for any multipliers u ≥ 0, Σ ⌊u·a_j⌋ x_j ≤ ⌊u·b⌋ holds for whole x ≥ 0. The multipliers are the
/// fractional parts of a row of the basis' inverse and of its multiples, as whole numbers over a small denominator: the
/// cut is exact. Half the denominator makes every multiplier 0 or ½, which is what odd numbers of lots ask for.
/// </summary>
internal sealed class CoverCuts
{
    private const int MaxDenominator = 60;
    private const int MaxMultiples = 20;
    private const int MaxCuts = 10;
    private const double LeastBroken = 1e-3;

    private readonly CoverProgram _program;
    private readonly IReadOnlyList<CoverLimit> _limits;
    private readonly long[] _rightSide;
    private readonly (double Amount, int[] Rows, int[] Units)[] _held;

    /// <summary>Cuts off a solution.</summary>
    /// <param name="program">The programme.</param>
    /// <param name="limits">Its limits, rows after those of the programme.</param>
    /// <param name="rightSide">Of all rows.</param>
    /// <param name="solution">Columns and how much of each.</param>
    public CoverCuts(
        CoverProgram program, IReadOnlyList<CoverLimit> limits, long[] rightSide,
        IReadOnlyList<(int Column, double Amount)> solution)
    {
        (_program, _limits, _rightSide) = (program, limits, rightSide);
        _held = [.. solution.Select(s => Held(s.Column, s.Amount))];
    }

    private int First => _rightSide.Length - _limits.Count;

    /// <summary>Of all cuts of some rows of the inverse, the deepest ones the solution breaks.</summary>
    public IReadOnlyList<CoverLimit> Deepest(IEnumerable<double[]> inverseRows)
    {
        var found = new List<(double Depth, Multipliers By)>();
        foreach (var row in inverseRows)
        {
            foreach (var by in MultiplesOf(row))
                if (Depth(by) is var depth and > 0) found.Add((depth, by));
        }
        var cuts = new List<CoverLimit>();
        foreach (var (_, by) in found.OrderByDescending(f => f.Depth))
        {
            if (cuts.Count == MaxCuts) break;
            var cut = CutBy(by);
            if (!cuts.Exists(c => IsSame(c, cut))) cuts.Add(cut);
        }
        return cuts;
    }

    private static bool IsSame(CoverLimit a, CoverLimit b) =>
        a.Most == b.Most && a.Columns.AsSpan().SequenceEqual(b.Columns) && a.Units.AsSpan().SequenceEqual(b.Units);

    private static IEnumerable<Multipliers> MultiplesOf(double[] inverseRow)
    {
        var parts = Array.ConvertAll(inverseRow, v => Math.Max(v - Math.Floor(v + 1e-7), 0));
        if (Denominator(parts) is not { } denominator) yield break;
        var whole = Array.ConvertAll(parts, p => (long)Math.Round(p * denominator));
        var half = denominator % 2 == 0 ? denominator / 2 : 0;
        if (half > 0) yield return Times(half);
        for (var times = 1; times < Math.Min(denominator, MaxMultiples); times++)
            if (times != half) yield return Times(times);
        Multipliers Times(int times) => new(Array.ConvertAll(whole, w => w * times % denominator), denominator);
    }

    private static int? Denominator(double[] parts)
    {
        for (var d = 2; d <= MaxDenominator; d++)
        {
            var fits = true;
            for (var k = 0; k < parts.Length && fits; k++)
                fits = Math.Abs(parts[k] * d - Math.Round(parts[k] * d)) < 1e-5;
            if (fits) return d;
        }
        return null;
    }

    private (double Amount, int[] Rows, int[] Units) Held(int column, double amount)
    {
        var c = _program.Columns[column];
        List<int> rows = [.. c.Rows], units = [.. c.Units];
        for (var k = 0; k < _limits.Count; k++)
        {
            if (_limits[k].UnitsOf(column) is var own and not 0)
            {
                rows.Add(First + k);
                units.Add(own);
            }
        }
        return (amount, [.. rows], [.. units]);
    }

    // How far the solution lies beyond the cut, in columns; 0 if it does not.
    private double Depth(Multipliers by)
    {
        var right = 0L;
        for (var k = 0; k < by.Parts.Length; k++) right += by.Parts[k] * _rightSide[k];
        var (broken, squares) = (-(double)(right / by.Denominator), 0.0);
        foreach (var (amount, rows, units) in _held)
        {
            var sum = 0L;
            for (var i = 0; i < rows.Length; i++) sum += by.Parts[rows[i]] * units[i];
            double times = sum / by.Denominator;
            broken += times * amount;
            squares += times * times;
        }
        return broken > LeastBroken ? broken / Math.Sqrt(squares) : 0;
    }

    private CoverLimit CutBy(Multipliers by)
    {
        var sums = new long[_program.Columns.Length];
        var right = 0L;
        for (var k = 0; k < by.Parts.Length; k++) right += by.Parts[k] * _rightSide[k];
        for (var k = 0; k < _limits.Count; k++)
        {
            if (by.Parts[First + k] == 0) continue;
            var limit = _limits[k];
            for (var i = 0; i < limit.Columns.Length; i++)
                sums[limit.Columns[i]] += by.Parts[First + k] * limit.Units[i];
        }
        var columns = new List<int>();
        var units = new List<int>();
        for (var j = 0; j < sums.Length; j++)
        {
            var column = _program.Columns[j];
            for (var i = 0; i < column.Rows.Length; i++) sums[j] += by.Parts[column.Rows[i]] * column.Units[i];
            if (sums[j] < by.Denominator) continue;
            columns.Add(j);
            units.Add((int)(sums[j] / by.Denominator));
        }
        return new CoverLimit([.. columns], [.. units], right / by.Denominator);
    }

    // By row: whole parts of the denominator.
    private readonly record struct Multipliers(long[] Parts, int Denominator);
}
