using Counterpoise.Cli.Statements;
using Counterpoise.Learning;
using Counterpoise.Learning.Backtests;
using Counterpoise.Learning.Methods;
using Counterpoise.Markets.Candles;

namespace Counterpoise.Cli.Backtests;

/// <summary>A backtest as text.</summary>
internal static class BacktestText
{
    public static void Write(BacktestJob job, TextWriter output)
    {
        var page = new TextPage(output, TextPage.IsColourful(output));
        foreach (var history in job.Histories)
        {
            page.Field(
                history.Coin.Code,
                $"{history.Count:N0} hours, {CandleHistory.NameOf(history.From)} to {CandleHistory.NameOf(history.To)} "
                + $"UTC; {history.Outages.Count:N0} outages, {history.Outages.Sum(o => o.Hours):N0} h");
        }
        page.Field("ran", $"{job.Elapsed.TotalSeconds:0.0} s");
        foreach (var window in Enum.GetValues<BacktestWindow>())
        {
            BacktestRow[] rows = [.. job.Report.Rows.Where(r => r.Window == window && r.N > 0)];
            WriteForecasts(page, rows, window);
        }
        WriteCharges(page, [.. job.Report.Rows.Where(r => r.Window == BacktestWindow.All && r.N > 0)]);
        WriteCrashes(page, job.Report.Crashes);
        WriteComparisons(page, job.Report.Comparisons);
        WriteCorrections(page, job.Report);
    }

    private static string Share(double value, int decimals = 2) =>
        double.IsNaN(value) ? "-" : $"{(value * 100).ToString($"F{decimals}")} %";

    private static string P(double? p) => p is { } value ? value.ToString("0.000") : "-";

    private static void WriteForecasts(TextPage page, BacktestRow[] rows, BacktestWindow window)
    {
        page.Title(
            $"Forecasts, {BacktestJson.NameOf(window)}",
            "99 % of a day's loss, windows that do not overlap, from 08:00 UTC; p-values; Holm over the table");
        var grid = new TextGrid("lllrrrrrrrllrrr");
        grid.Head(
            "", "method", "tail", "n", "breaches", "coverage", "Kupiec", "Christ.", "DQ", "too many", "Holm", "", "mean",
            "pinball bp", "worst 1d");
        foreach (var r in rows.Where(r => r.Object == BacktestObject.Forecast))
        {
            grid.Add(
                r.Asset.Code, MethodNames.NameOf(r.Method), Tail(r.Side, r.Loss), $"{r.N:N0}", $"{r.Breaches:N0}",
                Share(r.Coverage), P(r.KupiecP), P(r.ChristoffersenP), P(r.DqP), P(r.TooManyP),
                r.HolmRejected == true ? new TextCell("rejected", Tone.Bad) : "", "", Share(r.MeanMargin),
                (r.Pinball * 1e4).ToString("0.000"), $"x{r.Worst1d:0.00}");
        }
        grid.Write(page);
    }

    private static void WriteCharges(TextPage page, BacktestRow[] rows)
    {
        page.Title("Charged", "what accounts would have paid: floor, cap, stressed months, speed limits; all of history");
        var grid = new TextGrid("lllrrrrrrrrrrr");
        grid.Head(
            "", "method", "tail", "hours", "n", "breaches", "coverage", "from", "too many", "mean", "peak/trough",
            "worst 1d", "worst 30d", "loss beyond");
        foreach (var r in rows.Where(r => r.Object == BacktestObject.Charged).OrderByDescending(r => r.Horizon))
        {
            grid.Add(
                r.Asset.Code, MethodNames.NameOf(r.Method), Tail(r.Side, r.Loss), $"{r.Horizon}", $"{r.N:N0}",
                $"{r.Breaches:N0}", Share(r.Coverage, r.Horizon == 2 ? 3 : 2),
                Share(r.CiLow, r.Horizon == 2 ? 3 : 2), P(r.TooManyP), Share(r.MeanMargin), $"{r.PeakToTrough:0.0}",
                $"x{r.Worst1d:0.00}", $"x{r.Worst30d:0.00}", Share(r.LossBeyondMargin));
        }
        grid.Write(page);
    }

    private static void WriteCrashes(TextPage page, IReadOnlyList<CrashDay> days)
    {
        page.Title("Blow-ups", "charge a long had paid when the day began, 08:00 UTC, against its worst moment");
        var grid = new TextGrid("llllrrrl");
        grid.Head("", "day", "", "method", "day before", "charge", "loss", "");
        foreach (var day in days)
        {
            grid.Add(
                day.Asset.Code, CandleHistory.NameOf(day.Origin)[..10], day.Name, MethodNames.NameOf(day.Method),
                Share(day.MarginDayBefore ?? double.NaN), Share(day.Margin ?? double.NaN),
                Share(day.Loss ?? double.NaN), Verdict(day));
        }
        grid.Write(page);
    }

    private static TextCell Verdict(CrashDay day) => day switch
    {
        { State: not CrashState.Judged } => BacktestJson.NameOf(day.State),
        { Coverage: >= 1 } => new TextCell("covered", Tone.Good),
        _ => new TextCell($"short by {Share(day.Loss!.Value - day.Margin!.Value)}", Tone.Bad),
    };

    private static void WriteComparisons(TextPage page, IReadOnlyList<MethodComparison> comparisons)
    {
        page.Title("Whose forecast costs less", "mean pinball loss, bp of the price; * in the 90 % confidence set");
        var grid = new TextGrid("llllrr");
        grid.Head("", "tail", "part", "pinball", "learned over FHS", "p");
        foreach (var c in comparisons)
        {
            var methods = string.Join("  ", c.Methods.Select((m, i) =>
                $"{MethodNames.NameOf(m)} {c.Pinball[i] * 1e4:0.000}{(c.Set.IsIn[i] ? "*" : "")}"));
            grid.Add(
                c.Asset.Code, Tail(c.Side, c.Loss), BacktestJson.NameOf(c.Window), methods,
                c.LearnedOverFhs is { } dm ? dm.Statistic.ToString("0.00") : "", P(c.LearnedOverFhs?.P));
        }
        grid.Write(page);
    }

    private static void WriteCorrections(TextPage page, BacktestReport report)
    {
        page.Title("Online correction", "scale of the forecast; bound on |frequency - 1 %|; days it is void");
        foreach (var c in report.Corrections)
        {
            var conformal = string.Join("", c.Conformal.Select(a =>
                $"; adaptive conformal {a.Gamma}: infinite on {a.InfiniteDays:N0} of {a.Days:N0} days"));
            page.Line(
                $"  {c.Asset} {MethodNames.NameOf(c.Method)} {Tail(c.Side, c.Loss)}: "
                + $"{c.Correction.Scales.Min():0.00} to {c.Correction.Scales.Max():0.00}, bound "
                + $"{Share(c.Correction.Bound)}, at a bound on {c.Correction.AtBound.Count:N0} days, at floor or cap on "
                + $"{c.ClampedDays.Count:N0}{conformal}");
        }
    }

    private static string Tail(Side side, LossKind loss) =>
        $"{MethodNames.NameOf(side)} {MethodNames.NameOf(loss)}";
}
