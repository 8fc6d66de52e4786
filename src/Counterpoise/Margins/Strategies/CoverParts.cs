namespace Counterpoise.Margins.Strategies;

/// <summary>
/// Columns that cost no less than two others which together cover the same: a least cover does without them. A short
/// condor is a credit and a debit spread, a long straddle a call and a put.
/// </summary>
internal static class CoverParts
{
    /// <summary>The columns that are no sum of others, in their order; every single one is among them.</summary>
    public static int[] Whole(CoverProgram program)
    {
        var costs = new Dictionary<(int, int, int, int), long>();
        foreach (var column in program.Columns)
        {
            var key = Key(column.Rows, column.Units);
            costs[key] = Math.Min(column.Cost, costs.GetValueOrDefault(key, long.MaxValue));
        }
        return [.. Enumerable.Range(0, program.Columns.Length).Where(j => !IsSum(program.Columns[j], costs))];
    }

    // Every way to put some of its units on one side and the rest on the other.
    private static bool IsSum(CoverColumn column, Dictionary<(int, int, int, int), long> costs)
    {
        var ways = 1;
        foreach (var units in column.Units) ways *= units + 1;
        Span<int> one = stackalloc int[CoverProgram.MostRows], other = stackalloc int[CoverProgram.MostRows];
        for (var way = 1; way < ways - 1; way++)
        {
            for (int i = 0, rest = way; i < column.Units.Length; i++)
            {
                one[i] = rest % (column.Units[i] + 1);
                other[i] = column.Units[i] - one[i];
                rest /= column.Units[i] + 1;
            }
            if (costs.TryGetValue(Key(column.Rows, one), out var a)
                && costs.TryGetValue(Key(column.Rows, other), out var b) && a + b <= column.Cost) return true;
        }
        return false;
    }

    // Rows with their units, ascending; 0 where there are fewer.
    private static (int, int, int, int) Key(ReadOnlySpan<int> rows, ReadOnlySpan<int> units)
    {
        Span<int> key = stackalloc int[CoverProgram.MostRows];
        key.Clear();
        for (var i = 0; i < rows.Length; i++)
            if (units[i] > 0) key[i] = CoverProgram.MostRows * (rows[i] + 1) + units[i];
        key.Sort();
        return (key[0], key[1], key[2], key[3]);
    }
}
