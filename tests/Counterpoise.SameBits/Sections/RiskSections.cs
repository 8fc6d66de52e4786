using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.SameBits.Inputs;

namespace Counterpoise.SameBits.Sections;

/// <summary>The risk array, and accounts scanned over it.</summary>
internal static class RiskSections
{
    private const int Rows = 301;

    /// <summary>Arrays whose rows change a few at a time, so that they stand in ever new blocks of eight.</summary>
    public static void Array(BitDigest digest, int count)
    {
        var random = new SplitMix(8);
        IReadOnlyList<Scenario>[] lists = [RiskInputs.Full, RiskInputs.Full, RiskInputs.Short, RiskInputs.Irregular];
        var array = new RiskArray(
            [.. Enumerable.Range(0, Rows).Select(_ => RiskInputs.Usual(random))], row => lists[row % lists.Length]);
        var end = digest.Count + count;
        for (Add(digest, array); digest.Count < end; Add(digest, array))
        {
            for (var row = random.Below(3); row < Rows; row += 1 + random.Below(3))
                array.Set(row, random.OneIn(24) ? RiskInputs.Unusual(random) : RiskInputs.Usual(random));
            array.Refresh();
        }
    }

    public static void Totals(BitDigest digest, int count)
    {
        var random = new SplitMix(9);
        foreach (var scenarios in new[] { RiskInputs.Full, RiskInputs.Short, RiskInputs.Single })
        {
            var array = Scanned(random, scenarios);
            var totals = new double[array.Stride];
            for (var end = digest.Count + count / 3; digest.Count < end;)
            {
                var (_, rows, quantities) = Accounts(random, 1);
                AccountScan.Totals(array, rows, quantities, totals);
                digest.Add(totals.AsSpan(0, scenarios.Count + 1));
            }
        }
    }

    public static void Worst(BitDigest digest, int count)
    {
        var random = new SplitMix(10);
        var worst = new double[Pieces.Longest];
        foreach (var scenarios in new[] { RiskInputs.Full, RiskInputs.Short, RiskInputs.Single })
        {
            var array = Scanned(random, scenarios);
            foreach (var length in Pieces.Of(count / 3, random))
            {
                var (starts, rows, quantities) = Accounts(random, length);
                AccountScan.Worst(
                    array, 1 + random.Below(scenarios.Count), new(starts, rows, quantities), worst.AsSpan(0, length));
                digest.Add(worst.AsSpan(0, length));
            }
        }
    }

    // Rows differ in length: padding is no result.
    private static void Add(BitDigest digest, RiskArray array)
    {
        for (var row = 0; row < array.Count; row++)
            digest.Add(array.Cells.Slice(row * array.Stride, array.ScenariosOf(row) + 1));
    }

    private static RiskArray Scanned(SplitMix random, IReadOnlyList<Scenario> scenarios) =>
        new([.. Enumerable.Range(0, Rows).Select(_ => RiskInputs.Usual(random))], _ => scenarios);

    private static (int[] Starts, int[] Rows, double[] Quantities) Accounts(SplitMix random, int count)
    {
        var starts = new int[count + 1];
        for (var i = 0; i < count; i++) starts[i + 1] = starts[i] + random.Below(12);
        var rows = new int[starts[count]];
        var quantities = new double[starts[count]];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = random.Below(Rows);
            quantities[i] = random.OneIn(30)
                ? random.Of(0, -0.0, double.Epsilon, 1e12, -1e-9, double.NaN, double.NegativeInfinity)
                : random.Signed(random.Magnitude(-7, 7));
        }
        return (starts, rows, quantities);
    }
}
