using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Margins.Historical;

/// <summary>
/// Rulebooks made from a price history: one cell a date and coin, the dates of all coins in the same places, so that
/// coins move together as they did; every contract repriced in full. Formulas: docs/numerics/historical.md.
/// </summary>
public static class HistoricalRulebook
{
    /// <summary>Name of the value-at-risk rulebook.</summary>
    public const string ValueAtRisk = "historical-var";

    /// <summary>Name of the expected-shortfall rulebook.</summary>
    public const string ExpectedShortfall = "historical-es";

    private static readonly string[] Stable = ["USDC", "USDT", "DAI"];

    /// <summary>The rulebook of a history.</summary>
    /// <exception cref="InvalidInputException">
    /// The history is too short for the confidence, a price never moves while the filter starts, or an option is out of
    /// range.
    /// </exception>
    public static Rulebook Build(PriceHistory history, HistoricalOptions options)
    {
        options.Check();
        history.CheckWhole();
        // A return across a missing day is of several days: it is no scenario, and the filter does not see it.
        int[] rows = [.. Enumerable.Range(0, history.Days.Count).Where(history.FollowsADay)];
        var dates = DatesOf(history, rows.Length, options);
        var isOneHorizon = options.InitialHorizonDays == options.MaintenanceHorizonDays;
        double[] horizons = isOneHorizon
            ? [options.InitialHorizonDays]
            : [options.InitialHorizonDays, options.MaintenanceHorizonDays];
        UnderlyingRules[] rules =
        [
            .. history.Coins.Select(coin => new UnderlyingRules(
                coin, SettlementScope.Any, CellsOf(history, rows, coin, options, dates, horizons), [])),
        ];
        return Empty(options, PriceHistory.NameOf(history.Days[^1])) with
        {
            InitialReducer = new Reducer(options.Kind, options.InitialConfidence) { Count = dates },
            MaintenanceReducer = new Reducer(options.Kind, options.MaintenanceConfidence)
            {
                First = isOneHorizon ? 0 : dates,
                Count = dates,
            },
            Sources =
            [
                $"{dates:N0} returns up to {PriceHistory.NameOf(history.Days[^1])} of "
                + $"{string.Join(", ", history.Coins)}, as given",
            ],
            Unknown = Unknown(history),
            Underlyings = rules,
            Collateral = CollateralOf(history),
            Needs = null,
        };
    }

    /// <summary>The rulebook without a history: everything but its cells. Evaluating it is refused.</summary>
    /// <param name="kind">Which of the two.</param>
    public static Rulebook WithoutHistory(ReducerKind kind) => Empty(new HistoricalOptions(kind), "-");

    private static Rulebook Empty(HistoricalOptions options, string effective)
    {
        var isTail = options.Kind == ReducerKind.ExpectedShortfall;
        var name = isTail ? "expected shortfall" : "value-at-risk";
        return new Rulebook(isTail ? ExpectedShortfall : ValueAtRisk, effective)
        {
            Title = TitleOf(options, name),
            Sources = ["no history given"],
            Label = HonestyLabel.Approximate,
            LabelReason = "a model of ours over the history it is given; no venue's rules and no venue's parameters",
            Explanation = Explain(options, name, isTail),
            Needs = "give a price history with --history FILE",
            SubAdditive = isTail,
            MarginRatio = "maintenance margin / equity in USD",
            Bucket = BucketRule.Account,
            RiskUnit = RiskUnitRule.Bucket,
            Pool = PoolRule.Underlying,
            LinearOnly = true,
            LeavesOut = true,
            ValueAtMark = true,
            Factors = new LossFactors(1, 1),
            Underlyings = [],
            InitialReducer = new Reducer(options.Kind, options.InitialConfidence),
            MaintenanceReducer = new Reducer(options.Kind, options.MaintenanceConfidence),
        };
    }

    // Says what differs from the defaults: two statements with the same title are of the same rule.
    private static string TitleOf(HistoricalOptions options, string name)
    {
        var isPlain = options is { Lambda: 1, FloorLambda: null };
        var title = $"{char.ToUpperInvariant(name[0])}{name[1..]} by {(isPlain ? "plain" : "filtered")} historical "
            + "simulation, one account";
        if (!isPlain && options.Lambda != new HistoricalOptions(options.Kind).Lambda)
            title += $", lambda {options.Lambda:0.####}";
        var (initial, maintenance) = (options.InitialHorizonDays, options.MaintenanceHorizonDays);
        if (initial != maintenance) return $"{title}, {initial:0.##} d (maintenance {maintenance:0.##} d)";
        return initial == 1 ? title : $"{title}, {initial:0.##} d";
    }

    private static string[] Explain(HistoricalOptions options, string name, bool isTail) =>
    [
        $"Initial margin: {name} at {options.InitialConfidence * 100:0.####} %, {options.InitialHorizonDays:0.##} d; "
        + $"maintenance: {options.MaintenanceConfidence * 100:0.####} %, {options.MaintenanceHorizonDays:0.##} d.",
        "Loss: minus the change of the account's value in USD, coins held as collateral included, when the prices of a "
        + "past day's log returns are put on today's at once; every contract is repriced in full, no time passes. "
        + "Coin-settled contracts are taken as their linear twins: in dollars they gain and lose the same.",
        $"Returns are divided by their day's volatility (EWMA, lambda {options.Lambda:0.####}) and multiplied by "
        + (options.FloorLambda is { } floor ? $"today's, at least that of lambda {floor:0.####}" : "today's")
        + "; longer horizons by the square root of the days. All coins move by the same date.",
        isTail
            ? "Expected shortfall is the mean of the worst share of the dates, the last of them with the fraction "
                + "that is left: sub-additive; each position's part is the mean of its parts on those dates."
            : "Value-at-risk is the loss on one date, the least with at least the confidence of all dates no worse: "
                + "not sub-additive; each position's part is its own on that date.",
    ];

    private static string[] Unknown(PriceHistory history)
    {
        List<string> unknown = ["what has not happened within the history: it is in no scenario"];
        Currency[] still = [.. history.Coins.Where(c => history.VolsOf(c) is null)];
        if (still.Length > 0)
        {
            unknown.Add(
                $"implied volatility of {string.Join(", ", still)} on the dates: not in the history, so unchanged");
        }
        if (history.Missing.Count > 0)
        {
            var count = history.Missing.Count;
            var names = string.Join(", ", history.Missing.Take(5).Select(PriceHistory.NameOf));
            if (count > 5) names += $" and {count - 5} more";
            var days = count == 1 ? "day is" : "days are";
            unknown.Add($"{count} {days} missing in the history: {names}; returns across are no scenarios");
        }
        unknown.Add("costs of closing out, concentration, basis between maturities: no charge");
        unknown.Add("the price of stable-coins: taken as it is, in no scenario");
        return [.. unknown];
    }

    private static int DatesOf(PriceHistory history, int returns, HistoricalOptions options)
    {
        var dates = Math.Min(returns - options.SeedReturns, options.MostDates);
        // With less than one date in the tail there is no quantile to read off.
        var needed = (int)Math.Ceiling(Math.Round(1 / (1 - options.InitialConfidence), 9));
        if (dates >= needed) return dates;
        throw new InvalidInputException(
            "history", $"{history.Days.Count} days", $"leaves {Math.Max(dates, 0)} dates after the "
            + $"{options.SeedReturns} returns the filter starts from, too short for "
            + $"{options.InitialConfidence * 100:0.####} %",
            $"give at least {needed + options.SeedReturns + 1} days");
    }

    private static ScanCell[] CellsOf(
        PriceHistory history, int[] rows, Currency coin, HistoricalOptions options, int dates, double[] horizons)
    {
        var returns = EwmaFilter.LogReturns(history.PricesOf(coin), rows);
        if (EwmaFilter.Vols(returns, options.SeedReturns, options.Lambda)[0] == 0)
        {
            throw new InvalidInputException(
                $"column {coin}", null, $"does not move in its first {options.SeedReturns} returns",
                "cut those days off: the filter has nothing to start from");
        }
        var filtered = EwmaFilter.Filtered(returns, options.SeedReturns, options.Lambda, options.FloorLambda);
        var vols = history.VolsOf(coin);
        var skipped = filtered.Length - dates;
        var cells = new List<ScanCell>();
        foreach (var horizon in horizons)
        {
            var root = Math.Sqrt(horizon);
            for (var i = skipped; i < filtered.Length; i++)
            {
                var day = rows[options.SeedReturns + i];
                var spot = Elementary.Exp(root * filtered[i]);
                var vol = vols is null ? VolShock.None : Shock(vols[day] / vols[day - 1], root);
                cells.Add(new ScanCell("dates", new Scenario(spot, vol))
                {
                    Date = PriceHistory.NameOf(history.Days[day]),
                });
            }
        }
        return [.. cells];
    }

    private static VolShock Shock(double factor, double root)
    {
        if (factor == 1) return VolShock.None;
        var move = Elementary.Exp(root * Elementary.Log(factor)) - 1;
        return new TableVolShock(move > 0, InPoints: false) { Days = [30], Sizes = [Math.Abs(move)] };
    }

    private static Dictionary<Currency, CollateralRule> CollateralOf(PriceHistory history)
    {
        var collateral = new Dictionary<Currency, CollateralRule>();
        foreach (var coin in history.Coins) collateral[coin] = new CollateralRule(coin, true, 0, 0);
        foreach (var stable in Stable) collateral[Currency.Parse(stable)] = new CollateralRule(default, false, 0, 0);
        return collateral;
    }
}
