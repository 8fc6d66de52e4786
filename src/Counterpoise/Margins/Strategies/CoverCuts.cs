namespace Counterpoise.Margins.Strategies;

/// <summary>
/// Chvátal and Gomory: for any multipliers u ≥ 0, Σ ⌊u·a_j⌋ x_j ≤ ⌊u·b⌋ holds for whole x ≥ 0. The multipliers are the
/// fractional parts of a row of the basis' inverse, as whole numbers over a small denominator: the cut is exact.
/// </summary>
internal static class CoverCuts
{
    private const int MaxDenominator = 60;

    /// <summary>The cut of a row of the inverse; null if the row's parts have no small denominator.</summary>
    /// <param name="program">The programme.</param>
    /// <param name="limits">Its limits, rows after those of the programme.</param>
    /// <param name="rightSide">Of all rows.</param>
    /// <param name="inverseRow">Of a basic column that is fractional.</param>
    public static CoverLimit? Of(
        CoverProgram program, IReadOnlyList<CoverLimit> limits, ReadOnlySpan<long> rightSide,
        ReadOnlySpan<double> inverseRow)
    {
        var parts = new double[inverseRow.Length];
        for (var k = 0; k < parts.Length; k++)
            parts[k] = Math.Max(inverseRow[k] - Math.Floor(inverseRow[k] + 1e-7), 0);
        if (Denominator(parts) is not { } denominator) return null;
        var sums = new long[program.Columns.Length];
        var multipliers = new long[parts.Length];
        var right = 0L;
        for (var k = 0; k < parts.Length; k++)
        {
            multipliers[k] = (long)Math.Round(parts[k] * denominator);
            right += multipliers[k] * rightSide[k];
        }
        var first = parts.Length - limits.Count;
        for (var k = 0; k < limits.Count; k++)
        {
            if (multipliers[first + k] == 0) continue;
            var limit = limits[k];
            for (var i = 0; i < limit.Columns.Length; i++)
                sums[limit.Columns[i]] += multipliers[first + k] * limit.Units[i];
        }
        var columns = new List<int>();
        var units = new List<int>();
        for (var j = 0; j < sums.Length; j++)
        {
            var column = program.Columns[j];
            for (var i = 0; i < column.Rows.Length; i++) sums[j] += multipliers[column.Rows[i]] * column.Units[i];
            if (sums[j] < denominator) continue;
            columns.Add(j);
            units.Add((int)(sums[j] / denominator));
        }
        return new CoverLimit([.. columns], [.. units], right / denominator);
    }

    private static int? Denominator(ReadOnlySpan<double> parts)
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
}
