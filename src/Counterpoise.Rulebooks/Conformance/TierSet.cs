using Counterpoise.Instruments;
using Counterpoise.Rulebooks.Tiers;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>Published tiers: the cum of each, recomputed from its rates, and continuity at its floor.</summary>
internal static class TierSet
{
    public static VectorSet Binance { get; } = new(
        "margin/binance_usdm_leverage_tiers", "margin/binance_usdm_leverage_tiers.csv", "tiers", 1, 2_805,
        (file, bytes) =>
        {
            var tables = TierFile.Read(file, bytes);
            return new FileChecks(
                tables.Sum(t => t.Value.StatedCums.Count),
                [
                    Conformance.Check.AtLeast(file, "symbols", 349, tables.Count),
                    .. tables.OrderBy(t => t.Key).SelectMany(t => Compare(CcxtSymbol.Print(t.Key), t.Value)),
                ]);
        });

    private static IEnumerable<Check> Compare(string symbol, StatedTiers stated)
    {
        var table = stated.Table;
        for (var i = 0; i < stated.StatedCums.Count; i++)
        {
            var (cum, tier) = (stated.StatedCums[i], table.Tiers[i]);
            yield return Conformance.Check.Number(
                symbol, $"cum of tier {i + 1}", cum, table.Cum(i), StatedTiers.Allowed(cum));
            if (i == 0) continue;
            var above = tier.Floor * tier.Maintenance - table.Cum(i);
            yield return Conformance.Check.Number(
                symbol, $"maintenance at the floor of tier {i + 1}", table.Maintenance(tier.Floor), above,
                1e-9 * Math.Max(1, tier.Floor));
        }
    }
}
