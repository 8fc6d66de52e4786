using Counterpoise.Json;
using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Strategies;

namespace Counterpoise.Rulebooks;

/// <summary>Reads one charge: its type and parameters.</summary>
internal static class ChargeJson
{
    private static readonly string[] ChargeFields =
    [
        "type", "annualisedMove", "minimumMove", "maintenanceFactor", "perCoin", "thresholdUsd", "maximumRate",
        "maintenance", "initialAdd", "threshold", "factor", "base", "minimum", "initial", "slope",
        "short", "longMaintenance", "shortMaintenance", "boxCost",
    ];

    public static Charge Read(JsonCursor at)
    {
        var f = at.Fields(ChargeFields);
        double Number(string name, double max = 1e12) => f.Required(name).Double(0, max);
        var type = f.Required("type");
        return type.Text() switch
        {
            "rollShock" =>
                new RollShock(Number("annualisedMove", 10), Number("minimumMove", 1), Number("maintenanceFactor", 10)),
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
            "strategies" => new StrategyMarginCharge(new StrategyRates(
                Number("short", 1), Number("minimum", 1), Number("initial", 1), Number("longMaintenance", 1),
                Number("shortMaintenance", 1), Number("boxCost", 10))),
            _ => throw type.Error("is not a charge",
                "use rollShock, deltaShock, perpetual, nakedShort, collateralHaircut, oracle, standardOption, "
                + "standardFuture or strategies"),
        };
    }
}
