using Counterpoise.Json;
using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Strategies;
using Counterpoise.Rulebooks.Simm;

namespace Counterpoise.Rulebooks;

/// <summary>Reads one charge: its type and parameters.</summary>
internal static class ChargeJson
{
    private static readonly string[] ChargeFields =
    [
        "type", "annualisedMove", "minimumMove", "maintenanceFactor", "perCoin", "thresholdUsd", "maximumRate",
        "maintenance", "initialAdd", "threshold", "factor", "base", "minimum", "initial", "slope",
        "longMaintenance", "shortMaintenance", "boxCost",
        "linear", "coinsApart", "tiers", "net", "hedged", "usd", "days",
        "strictPrice", "lowerUsd", "upperUsd", "maximum", "long", "short", "positive", .. SimmChargeJson.Fields,
        "scope", "on", "call", "put", "putValue", "putInitial", "unpairedInitial", "unpairedMaintenance",
    ];

    private const string Types =
        "rollShock, deltaShock, perpetual, nakedShort, collateralHaircut, oracle, standardOption, standardFuture, "
        + "futureContingency, reductionCost, deltaMinimum, contractMinimum, shortOptionMinimum, calendarSpread, "
        + "spotMonth, borrow, unrealisedGains, openInterestMargin, sizePremiumMargin, healthMargin, simm, "
        + "strategies, expiryOption or depeg";

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
            "borrow" => new BorrowMargin(f.Optional("strictPrice")?.Boolean() ?? false),
            "unrealisedGains" => new UnrealisedGains(
                Number("initial", 1), Number("maintenance", 1), f.Optional("maximum")?.Double(0, 1e15) ?? 1e15),
            "openInterestMargin" => new OpenInterestMargin(
                Number("initial", 1), Number("maintenanceFactor", 1), Number("lowerUsd", 1e15),
                Number("upperUsd", 1e15)),
            "sizePremiumMargin" => new SizePremiumMargin(
                Number("initial", 1), f.Required("maintenance").Double(0, f.Required("initial").Double()),
                Number("slope", 1)),
            "healthMargin" => new HealthMargin(
                ReadPair(f.Required("long")), ReadPair(f.Required("short")), ReadPair(f.Required("positive"))),
            "collateralHaircut" => new CollateralHaircut(f.Optional("on")?.Choice(
                ("value", HaircutBase.Value), ("usd", HaircutBase.Usd), ("usdCredit", HaircutBase.UsdCredit))
                ?? HaircutBase.Value,
                f.Optional("strictPrice")?.Boolean() ?? false),
            "oracle" => new OracleContingency(Number("threshold", 1), Number("factor", 100))
            {
                Scope = f.Optional("scope")?.Choice(
                    ("portfolio", OracleScope.Portfolio), ("sharedPerpetual", OracleScope.SharedPerpetual),
                    ("shorts", OracleScope.Shorts)) ?? OracleScope.Portfolio,
            },
            "expiryOption" =>
                new ExpiryOptionMargin(Number("base", 1), Number("minimum", 1), Number("call", 1), Number("put", 1))
                {
                    MaintenancePutValue = Number("putValue", 1),
                    PutInitialFactor = Number("putInitial", 10),
                    UnpairedInitial = Number("unpairedInitial", 10),
                    UnpairedMaintenance = Number("unpairedMaintenance", 10),
                },
            "depeg" => new StableCoinDepeg(Number("threshold", 2), Number("factor", 1_000)),
            "standardOption" =>
                new StandardOptionMargin(Number("base", 1), Number("minimum", 1), Number("maintenance", 1)),
            "standardFuture" =>
                new StandardFutureMargin(Number("initial", 1), Number("maintenance", 1), Number("slope", 1)),
            "strategies" => new StrategyMarginCharge(new StrategyRates(
                Number("short", 1), Number("minimum", 1), Number("initial", 1), Number("longMaintenance", 1),
                Number("shortMaintenance", 1), Number("boxCost", 10))),
            "futureContingency" => new FutureContingency(Number("factor", 1)),
            "reductionCost" => new ReductionCost(Number("factor", 1), ReadTiers(f.Required("tiers"))),
            "deltaMinimum" => new DeltaMinimum(Number("net", 1), Number("hedged", 1)),
            "contractMinimum" => new ContractMinimum(Number("usd")),
            "shortOptionMinimum" => new ShortOptionMinimum(Number("factor", 1)),
            "calendarSpread" => new CalendarSpreadCharge(Number("factor", 1)),
            "spotMonth" => new SpotMonthCharge(Number("days", 366), Number("factor", 1)),
            "simm" => SimmChargeJson.Read(f),
            _ => throw type.Error("is not a charge", $"use {Types}"),
        };
    }

    // [initial, maintenance].
    private static (double Initial, double Maintenance) ReadPair(JsonCursor at)
    {
        double[] pair = [.. at.Items(2).Select(v => v.Double(0, 1))];
        return pair.Length == 2
            ? (pair[0], pair[1])
            : throw at.Error(null, "is not two rates", "use [initial, maintenance]");
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
