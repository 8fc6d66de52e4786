using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Strategies;

namespace Counterpoise.Rulebooks.Charges;

/// <summary>Charges beside a scan, and those that look at a whole portfolio in their own way.</summary>
internal static class RiskCharges
{
    public static IReadOnlyList<ChargeType> All { get; } =
    [
        new("rollShock", ["annualisedMove", "minimumMove", "maintenanceFactor", "linear", "coinsApart"], f =>
            new RollShock(f.Number("annualisedMove", 10), f.Number("minimumMove", 1), f.Number("maintenanceFactor", 10))
            {
                IsLinear = f.Flag("linear"),
                CoinsApart = f.Flag("coinsApart"),
            }),
        new("deltaShock", ["perCoin", "thresholdUsd", "maximumRate", "maintenanceFactor"], f => new DeltaShock(
            f.Number("perCoin"), f.Number("thresholdUsd"), f.Number("maximumRate", 1),
            f.Number("maintenanceFactor", 10))),
        new("perpetual", ["maintenance", "initialAdd"], f =>
            new PerpetualContingency(f.Number("maintenance", 1), f.Number("initialAdd", 1))),
        new("nakedShort", ["maintenance", "initialAdd"], f =>
            new NakedShortContingency(f.Number("maintenance", 1), f.Number("initialAdd", 1))),
        new("oracle", ["threshold", "factor", "scope"], f =>
            new OracleContingency(f.Number("threshold", 1), f.Number("factor", 100))
            {
                Scope = f.Optional("scope")?.Choice(
                    ("portfolio", OracleScope.Portfolio), ("sharedPerpetual", OracleScope.SharedPerpetual),
                    ("shorts", OracleScope.Shorts)) ?? OracleScope.Portfolio,
            }),
        new("depeg", ["threshold", "factor"], f =>
            new StableCoinDepeg(f.Number("threshold", 2), f.Number("factor", 1_000))),
        new("futureContingency", ["factor"], f => new FutureContingency(f.Number("factor", 1))),
        new("calendarSpread", ["factor"], f => new CalendarSpreadCharge(f.Number("factor", 1))),
        new("spotMonth", ["days", "factor"], f => new SpotMonthCharge(f.Number("days", 366), f.Number("factor", 1))),
        new("simm", SimmChargeJson.Fields, SimmChargeJson.Read),
        new("strategies", ["short", "minimum", "initial", "longMaintenance", "shortMaintenance", "boxCost"], f =>
            new StrategyMarginCharge(new StrategyRates(
                f.Number("short", 1), f.Number("minimum", 1), f.Number("initial", 1), f.Number("longMaintenance", 1),
                f.Number("shortMaintenance", 1), f.Number("boxCost", 10)))),
    ];
}
