using Counterpoise.Cli.Statements;
using Counterpoise.Learning;
using Counterpoise.Learning.Backtests;
using Counterpoise.Learning.Methods;
using Counterpoise.Markets.Candles;
using Counterpoise.Markets.Indicators;

namespace Counterpoise.Cli.Backtests;

/// <summary>One table of a backtest, for text and page alike.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Remark">What its numbers mean.</param>
/// <param name="Columns">Alignment, as a <see cref="TextGrid"/> has it.</param>
/// <param name="Head">Names of the columns.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record BacktestTable(
    string Title, string Remark, string Columns, IReadOnlyList<string> Head, IReadOnlyList<TextCell[]> Rows)
{
    /// <summary>True if it is long: in text only on demand.</summary>
    public bool IsLong { get; init; }
}

/// <summary>The tables of a backtest.</summary>
internal static class BacktestTables
{
    public static IEnumerable<BacktestTable> Of(BacktestReport report)
    {
        foreach (var window in Enum.GetValues<BacktestWindow>()) yield return Forecasts(report, window);
        foreach (var window in Enum.GetValues<BacktestWindow>()) yield return Charges(report, window);
        yield return Crashes(report);
        yield return Years(report);
        yield return Comparisons(report);
        yield return Promotions(report);
        yield return Alarms(report);
        yield return Corrections(report);
        yield return Shortfalls(report);
        yield return Sensitivities(report);
        yield return Coverage();
        yield return Configurations();
        yield return Outages(report);
        yield return Breaches(report);
    }

    private static BacktestTable Forecasts(BacktestReport report, BacktestWindow window) => new(
        $"Forecasts, {NameOf(window)}",
        "99 % of a day's loss; p-values of Kupiec, Christoffersen (conditional coverage), dynamic quantile (simulated) "
        + "and one-sided of as many breaches; Holm at 5 % over the table, each test for itself",
        "lllrrrrrrrlrrr",
        [
            "", "method", "tail", "n", "breaches", "coverage", "Kupiec", "Christ.", "DQ", "too many", "Holm", "mean",
            "pinball bp", "worst 1d",
        ],
        [
            .. from r in report.Rows
               where r.Object == BacktestObject.Forecast && r.Window == window && r.N > 0
               select (TextCell[])
               [
                   r.Asset.Code, MethodNames.NameOf(r.Method), Tail(r.Side, r.Loss), $"{r.N:N0}", $"{r.Breaches:N0}",
                   Share(r.Coverage), P(r.KupiecP), P(r.ChristoffersenP), P(r.DqP), P(r.TooManyP),
                   r.HolmRejected == true ? new TextCell("rejected", Tone.Bad) : "", Share(r.MeanMargin),
                   (r.Pinball * 1e4).ToString("0.000"), $"x{r.Worst1d:0.00}",
               ],
        ]);

    private static BacktestTable Charges(BacktestReport report, BacktestWindow window) => new(
        $"Charged, {NameOf(window)}",
        "floor, cap, stressed months, speed limits; a day at 99 %, two hours (maintenance) at 99.9 %; coverage with "
        + "the lower end of its 95 % interval; one-sided p of as many breaches; loss beyond: sum over the windows",
        "lllrrrrrrlrrrrrr",
        [
            "", "method", "tail", "hours", "n", "breaches", "coverage", "from", "too many", "Holm", "mean",
            "peak/trough", "worst 1d", "worst 5d", "worst 30d", "loss beyond",
        ],
        [
            .. from r in report.Rows
               where r.Object == BacktestObject.Charged && r.Window == window && r.N > 0
               orderby r.Horizon descending
               let decimals = r.Horizon == 2 ? 3 : 2
               select (TextCell[])
               [
                   r.Asset.Code, MethodNames.NameOf(r.Method), Tail(r.Side, r.Loss), $"{r.Horizon}", $"{r.N:N0}",
                   $"{r.Breaches:N0}", Share(r.Coverage, decimals), Share(r.CiLow, decimals), P(r.TooManyP),
                   r.HolmRejected == true ? new TextCell("rejected", Tone.Bad) : "", Share(r.MeanMargin),
                   $"{r.PeakToTrough:0.0}", $"x{r.Worst1d:0.00}", $"x{r.Worst5d:0.00}", $"x{r.Worst30d:0.00}",
                   Share(r.LossBeyondMargin),
               ],
        ]);

    private static BacktestTable Crashes(BacktestReport report) => new(
        "Blow-ups",
        "what a long had been charged when the day before and the day began, against the day's worst moment",
        "llllrrrrl", ["", "day", "", "method", "day before", "charge", "loss", "charge/loss", ""],
        [
            .. from d in report.Crashes
               select (TextCell[])
               [
                   d.Asset.Code, CandleHistory.NameOf(d.Origin)[..10], d.Name, MethodNames.NameOf(d.Method),
                   Share(d.MarginDayBefore), Share(d.Margin), Share(d.Loss), d.Coverage?.ToString("0.00") ?? "-",
                   Verdict(d),
               ],
        ]);

    private static BacktestTable Years(BacktestReport report) => new(
        "Traffic light", "breaches of the forecast by year; of 365 windows green up to 6, yellow 7 to 12, red from 13",
        "llllrrl", ["", "method", "tail", "year", "n", "breaches", "zone"],
        [
            .. from y in report.Years
               select (TextCell[])
               [
                   y.Asset.Code, MethodNames.NameOf(y.Method), Tail(y.Side, y.Loss), $"{y.Year}", $"{y.N}",
                   $"{y.Breaches}",
                   new TextCell(NameOf(y.Zone), y.Zone == TrafficLight.Green ? Tone.Good : Tone.Bad),
               ],
        ])
    {
        IsLong = true,
    };

    private static BacktestTable Comparisons(BacktestReport report) => new(
        "Whose forecast costs less",
        "mean pinball loss, bp of the price; * in the 90 % model confidence set; Diebold-Mariano of FHS against "
        + "learned, positive if learned costs less, one-sided p",
        "llllrr", ["", "tail", "part", "pinball", "DM", "p"],
        [
            .. from c in report.Comparisons
               let methods = string.Join("  ", c.Methods.Select((m, i) =>
                   $"{MethodNames.NameOf(m)} {c.Pinball[i] * 1e4:0.000}{(c.Set.IsIn[i] ? "*" : "")}"))
               select (TextCell[])
               [
                   c.Asset.Code, Tail(c.Side, c.Loss), NameOf(c.Window), methods,
                   c.LearnedOverFhs is { } dm ? dm.Statistic.ToString("0.00") : "", P(c.LearnedOverFhs?.P),
               ],
        ]);

    private static BacktestTable Promotions(BacktestReport report) => new(
        "Champion and challenger",
        "would learned take over from FHS on the sealed part? at least 90 days, Diebold-Mariano p < 0.05, no more loss "
        + "beyond what was charged",
        "lllrll", ["", "tail", "", "days", "", "because"],
        [
            .. from v in Governance.Promotions(report)
               select (TextCell[])
               [
                   v.Asset.Code, MethodNames.NameOf(v.Side), MethodNames.NameOf(v.Loss), $"{v.Days:N0}",
                   v.Decision.Promoted
                       ? new TextCell("promoted", Tone.Good)
                       : new TextCell("stays challenger", Tone.Marked),
                   string.Join("; ", v.Decision.Reasons),
               ],
        ]);

    private static BacktestTable Alarms(BacktestReport report) => new(
        "Drift alarms", "CUSUM of breaches, three times as many as expected; a right forecast alarms every 12 years",
        "llll", ["", "method", "tail", "first days"],
        [
            .. from a in Governance.Alarms(report)
               where a.Alarms.Count > 0
               select (TextCell[])
               [
                   a.Asset.Code, MethodNames.NameOf(a.Method), Tail(a.Side, a.Loss),
                   string.Join(", ", a.Alarms.Select(o => CandleHistory.NameOf(o)[..10])),
               ],
        ]);

    private static BacktestTable Corrections(BacktestReport report) => new(
        "Online correction",
        "scale c of the forecast; bound on |frequency - 1 %|, void on days the tracker stands at a bound or floor or "
        + "cap decide the charge; beside it adaptive conformal inference: days it asks for an infinite margin",
        "lllrrrrrrr",
        [
            "", "method", "tail", "least c", "most c", "bound", "days at bound", "at floor or cap", "infinite, g=0.005",
            "infinite, g=0.02",
        ],
        [
            .. from c in report.Corrections
               select (TextCell[])
               [
                   c.Asset.Code, MethodNames.NameOf(c.Method), Tail(c.Side, c.Loss),
                   $"{c.Correction.Scales.Min():0.00}", $"{c.Correction.Scales.Max():0.00}", Share(c.Correction.Bound),
                   $"{c.Correction.AtBound.Count:N0}", $"{c.ClampedDays.Count:N0}",
                   c.Conformal.Count > 0 ? $"{c.Conformal[0].InfiniteDays:N0}" : "-",
                   c.Conformal.Count > 1 ? $"{c.Conformal[1].InfiniteDays:N0}" : "-",
               ],
        ]);

    private static BacktestTable Shortfalls(BacktestReport report) => new(
        "Expected shortfall",
        "FHS at 97.5 %, uncorrected; Z2 of Acerbi and Szekely with values simulated for each sample",
        "lllrrrr", ["", "tail", "part", "n", "Z2", "p", "5 % lie below"],
        [
            .. from s in report.Shortfalls
               select (TextCell[])
               [
                   s.Asset.Code, Tail(s.Side, s.Loss), NameOf(s.Window), $"{s.N:N0}", s.Result.Z2.ToString("0.000"),
                   P(s.Result.P), s.Result.Critical.ToString("0.000"),
               ],
        ]);

    private static BacktestTable Sensitivities(BacktestReport report) => new(
        "From every hour of the day",
        "FHS, uncorrected: the 24 tests overlap, none counts as one; interval by a bootstrap over blocks of five days",
        "llrrrrr", ["", "tail", "days", "fewest breaches", "most", "coverage", "95 % from"],
        [
            .. from s in report.Sensitivities
               select (TextCell[])
               [
                   s.Asset.Code, Tail(s.Side, s.Loss), $"{s.Days:N0}", $"{s.Breaches.Min()}", $"{s.Breaches.Max()}",
                   Share(s.Coverage), Share(s.Low),
               ],
        ]);

    private static BacktestTable Coverage() => new(
        "What the recorded data allow to be said",
        "backtested: the methods here use it; replayed only: its code runs on a recording, nothing is claimed of it",
        "lllllll", ["indicator", "coins", "file", "from", "to", "status", ""],
        [
            .. from c in IndicatorCoverage.All
               select (TextCell[])
               [
                   c.Indicator, c.Coins, c.File.Length > 0 ? c.File : "-", c.From, c.To, c.StatusText, c.Remark,
               ],
        ])
    {
        IsLong = true,
    };

    private static BacktestTable Configurations() => new(
        "Configurations of the learned method that were tried",
        "on BTC to 2022-12-31 only, in order; change of the pinball loss against FHS, percent: a day's losses boosted "
        + "and blended, from every hour, two hours; the last one is in use",
        "lrrrrrr", ["", "day", "blended", "every hour", "blended", "two hours", "blended"],
        [
            .. from t in Learning.Boosting.Configurations.Tried
               select (TextCell[])
               [
                   t.Configuration.Name, $"{t.Day:0.00}", $"{t.DayBlended:0.00}", $"{t.Hourly:0.00}",
                   $"{t.HourlyBlended:0.00}", $"{t.Short:0.00}", $"{t.ShortBlended:0.00}",
               ],
        ])
    {
        IsLong = true,
    };

    private static BacktestTable Outages(BacktestReport report) => new(
        "Windows that touch an outage", "in no test; losses over the hours that are there",
        "llrrr", ["", "day from 08:00", "hours missing", "long", "short"],
        [
            .. from o in report.Outages
               select (TextCell[])
               [
                   o.Asset.Code, CandleHistory.NameOf(o.Origin)[..10], $"{o.MissingHours}", Share(o.LongLoss),
                   Share(o.ShortLoss),
               ],
        ])
    {
        IsLong = true,
    };

    private static BacktestTable Breaches(BacktestReport report) => new(
        "Breach dates", "days whose loss was above the forecast, all of history",
        "llll", ["", "method", "tail", "days"],
        [
            .. from r in report.Rows
               where r is { Object: BacktestObject.Forecast, Window: BacktestWindow.All, Breaches: > 0 }
               select (TextCell[])
               [
                   r.Asset.Code, MethodNames.NameOf(r.Method), Tail(r.Side, r.Loss),
                   string.Join(", ", r.BreachOrigins.Select(o => CandleHistory.NameOf(o)[..10])),
               ],
        ])
    {
        IsLong = true,
    };

    private static TextCell Verdict(CrashDay day) => day switch
    {
        { State: not CrashState.Judged } => NameOf(day.State),
        { Coverage: >= 1 } => new TextCell("covered", Tone.Good),
        _ => new TextCell($"short by {Share(day.Loss - day.Margin)}", Tone.Bad),
    };

    private static string Share(double? value, int decimals = 2) => value is { } v && double.IsFinite(v)
        ? $"{(v * 100).ToString($"F{decimals}")} %"
        : "-";

    private static string P(double? p) => p is { } value ? value.ToString("0.000") : "-";

    private static string Tail(Side side, LossKind loss) => $"{MethodNames.NameOf(side)} {MethodNames.NameOf(loss)}";

    private static string NameOf(BacktestWindow window) => BacktestJson.NameOf(window);

    private static string NameOf(TrafficLight zone) => BacktestJson.NameOf(zone);

    private static string NameOf(CrashState state) => BacktestJson.NameOf(state);
}
