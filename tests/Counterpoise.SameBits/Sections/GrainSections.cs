using Counterpoise.Margins.Scanning;
using Counterpoise.Pricing;
using Counterpoise.SameBits.Inputs;

namespace Counterpoise.SameBits.Sections;

/// <summary>Cells in whole grains: an account kept up to date by trades and ticks, and accounts scanned.</summary>
internal static class GrainSections
{
    private const int Rows = 101;
    private const double Lot = 0.1;
    private const long MostLots = 100_000;

    public static void Totals(BitDigest digest, int count)
    {
        var random = new SplitMix(14);
        var scenarios = RiskInputs.Full;
        var ticks = new RiskArray[3];
        for (var i = 0; i < ticks.Length; i++)
            ticks[i] = new([.. Enumerable.Range(0, Rows).Select(_ => RiskInputs.Usual(random))], _ => scenarios);
        var largest = ticks.Max(tick => tick.Cells.ToArray().Max(Math.Abs));
        var array = new GrainArray(Rows, scenarios.Count, Grain.For(largest * Lot, MostLots));
        for (var row = 0; row < Rows; row++) Set(digest, array, row, ticks[0]);
        var totals = new ScenarioTotals(array);
        var lots = new long[Rows];
        var end = digest.Count + count;
        for (var step = 0; digest.Count < end; step++)
        {
            var row = random.Below(Rows);
            if (step % 7 == 6)
                Reprice(digest, array, row, random.Of(ticks), totals, lots);
            else
                Trade(digest, row, random.Below(6001) - 3000, totals, lots);
            digest.Add(totals.Grains[..(scenarios.Count + 1)]);
            digest.Add([totals.Worst(), totals.Value, totals.Change(3), totals.RoundingBound, totals.GrossLots]);
            if (step % 10 == 9) Scan(digest, array, lots);
        }
    }

    private static void Set(BitDigest digest, GrainArray array, int row, RiskArray tick)
    {
        var taken = array.TrySet(row, tick.Cells.Slice(row * tick.Stride, tick.Stride), Lot);
        digest.Add([taken ? 1 : 0, array.Largest(row)]);
    }

    private static void Reprice(
        BitDigest digest, GrainArray array, int row, RiskArray tick, ScenarioTotals totals, long[] lots)
    {
        var before = array.Row(row).ToArray();
        Set(digest, array, row, tick);
        var taken = totals.TryReprice(row, before, lots[row]);
        var rebuilt = taken || totals.TryRebuild([.. Enumerable.Range(0, Rows)], lots);
        digest.Add([taken ? 1 : 0, rebuilt ? 1 : 0]);
    }

    private static void Trade(BitDigest digest, int row, long traded, ScenarioTotals totals, long[] lots)
    {
        var taken = totals.TryTrade(row, lots[row], traded);
        if (taken) lots[row] += traded;
        digest.Add([taken ? 1 : 0]);
    }

    // All rows as one account, then as accounts of growing size.
    private static void Scan(BitDigest digest, GrainArray array, long[] lots)
    {
        var rows = Enumerable.Range(0, Rows).ToArray();
        var quantities = Array.ConvertAll(lots, lot => (double)lot);
        var sums = new double[array.Stride];
        AccountScan.Totals(array, rows, quantities, sums);
        digest.Add(sums.AsSpan(0, array.Scenarios + 1));
        var sizes = Enumerable.Range(0, Rows).Select(i => i * (i + 1) / 2);
        int[] starts = [.. sizes.TakeWhile(start => start < Rows), Rows];
        var worst = new double[starts.Length - 1];
        AccountScan.Worst(array, new(starts, rows, quantities), worst);
        digest.Add(worst.AsSpan());
    }
}
