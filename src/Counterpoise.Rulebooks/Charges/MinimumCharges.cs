using Counterpoise.Json;
using Counterpoise.Margins.Charges;

namespace Counterpoise.Rulebooks.Charges;

/// <summary>Charges that are least amounts: what closing the portfolio costs, or a fee per contract.</summary>
internal static class MinimumCharges
{
    public static IReadOnlyList<ChargeType> All { get; } =
    [
        new("reductionCost", ["factor", "tiers"], f =>
            new ReductionCost(f.Number("factor", 1), ReadTiers(f.Required("tiers")))),
        new("deltaMinimum", ["net", "hedged"], f => new DeltaMinimum(f.Number("net", 1), f.Number("hedged", 1))),
        new("contractMinimum", ["usd"], f => new ContractMinimum(f.Number("usd"))),
        new("shortOptionMinimum", ["factor"], f => new ShortOptionMinimum(f.Number("factor", 1))),
    ];

    // [upper end, multiplier], ascending; the last has no upper end: [multiplier].
    private static (double, double)[] ReadTiers(JsonCursor at)
    {
        var tiers = new List<(double UpTo, double Multiplier)>();
        foreach (var item in at.Items(100))
        {
            double[] tier = [.. item.Items(2).Select(v => v.Double(0, 1e15))];
            var (upTo, multiplier) = tier.Length == 1 ? (double.PositiveInfinity, tier[0]) : (tier[0], tier[^1]);
            if (tier.Length == 0 || (tiers.Count > 0 && !(upTo > tiers[^1].UpTo)))
                throw item.Error(null, "does not follow the tier before it", "list ascending [upper end, multiplier]");
            tiers.Add((upTo, multiplier));
        }
        return tiers.Count > 0 && double.IsInfinity(tiers[^1].UpTo)
            ? [.. tiers]
            : throw at.Error(null, "have an end", "let the last tier be [multiplier], without an upper end");
    }
}
