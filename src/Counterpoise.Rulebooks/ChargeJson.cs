using Counterpoise.Json;
using Counterpoise.Margins.Charges;
using Counterpoise.Rulebooks.Tiers;

namespace Counterpoise.Rulebooks;

/// <summary>Reads one charge: its type and parameters.</summary>
internal static class ChargeJson
{
    private static readonly string[] ChargeFields =
    [
        "type", "annualisedMove", "minimumMove", "maintenanceFactor", "perCoin", "thresholdUsd", "maximumRate",
        "maintenance", "initialAdd", "threshold", "factor", "base", "minimum", "initial", "slope",
        "linear", "coinsApart", "tiers", "net", "hedged", "usd", "days",
        "tables", "takerFee", "fee", "onForward", "markFloorsCalls",
    ];

    private const string Types =
        "rollShock, deltaShock, perpetual, nakedShort, collateralHaircut, oracle, standardOption, standardFuture, "
        + "futureContingency, reductionCost, deltaMinimum, contractMinimum, shortOptionMinimum, calendarSpread, "
        + "tieredFuture, indexOption or spotMonth";

    public static Charge Read(JsonCursor at)
    {
        var f = at.Fields(ChargeFields);
        double Number(string name, double max = 1e12) => f.Required(name).Double(0, max);
        var type = f.Required("type");
        return type.Text() switch
        {
            "rollShock" =>
                new RollShock(Number("annualisedMove", 10), Number("minimumMove", 1), Number("maintenanceFactor", 10))
                {
                    IsLinear = f.Optional("linear")?.Boolean() ?? false,
                    CoinsApart = f.Optional("coinsApart")?.Boolean() ?? false,
                },
            "deltaShock" => new DeltaShock(
                Number("perCoin"), Number("thresholdUsd"), Number("maximumRate", 1), Number("maintenanceFactor", 10)),
            "perpetual" => new PerpetualContingency(Number("maintenance", 1), Number("initialAdd", 1)),
            "nakedShort" => new NakedShortContingency(Number("maintenance", 1), Number("initialAdd", 1)),
            "collateralHaircut" => new CollateralHaircut(),
            "oracle" => new OracleContingency(Number("threshold", 1), Number("factor", 100)),
            "standardOption" =>
                new StandardOptionMargin(Number("base", 1), Number("minimum", 1), Number("maintenance", 1)),
            "standardFuture" =>
                new StandardFutureMargin(Number("initial", 1), Number("maintenance", 1), Number("slope", 1)),
            "futureContingency" => new FutureContingency(Number("factor", 1)),
            "reductionCost" => new ReductionCost(Number("factor", 1), ReadTiers(f.Required("tiers"))),
            "deltaMinimum" => new DeltaMinimum(Number("net", 1), Number("hedged", 1)),
            "contractMinimum" => new ContractMinimum(Number("usd")),
            "shortOptionMinimum" => new ShortOptionMinimum(Number("factor", 1)),
            "calendarSpread" => new CalendarSpreadCharge(Number("factor", 1)),
            "spotMonth" => new SpotMonthCharge(Number("days", 366), Number("factor", 1)),
            "tieredFuture" => new TieredFutureMargin(
                TierTablesJson.Read(f.Required("tables")), f.Optional("takerFee")?.Double(0, 0.1) ?? 0),
            "indexOption" => new IndexOptionMargin(
                Number("base", 1), Number("minimum", 1), Number("maintenance", 1),
                f.Optional("fee")?.Double(0, 1) ?? 0, f.Optional("factor")?.Double(0.01, 100) ?? 1)
            {
                OnForward = f.Optional("onForward")?.Boolean() ?? false,
                MarkFloorsCalls = f.Optional("markFloorsCalls")?.Boolean() ?? false,
            },
            _ => throw type.Error("is not a charge", $"use {Types}"),
        };
    }

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
