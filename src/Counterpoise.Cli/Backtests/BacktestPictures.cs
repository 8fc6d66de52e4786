using Counterpoise.Cli.Statements;
using Counterpoise.Cli.Surfaces;
using Counterpoise.Learning;
using Counterpoise.Learning.Backtests;
using Counterpoise.Learning.Methods;
using Counterpoise.Markets.Candles;
using Counterpoise.Units;

namespace Counterpoise.Cli.Backtests;

/// <summary>Pictures of a backtest.</summary>
internal static class BacktestPictures
{
    private const double Width = 1120;
    private const double Left = 64;
    private const double Right = 24;

    private const string Style = """
        .cp .loss{stroke:#8a94a3}.cp .breach{stroke:#c8501e}.cp .grid{stroke:#e9ecf0}.cp .tiny{font-size:10.5px}
        .cp .m0{stroke:#8a5a00}.cp .m1{stroke:#c8501e}.cp .m2{stroke:#2b6cb0}.cp .m3{stroke:#7d8b9e}
        .cp .m4{stroke:#1b7f5c}.cp .d0{fill:#8a5a00}.cp .d1{fill:#c8501e}.cp .d2{fill:#2b6cb0}.cp .d3{fill:#7d8b9e}
        .cp .d4{fill:#1b7f5c}
        @media screen and (prefers-color-scheme:dark){.cp .grid{stroke:#202934}}

        """;

    /// <summary>Charge of one method against each day's worst moment; days above it are marked.</summary>
    public static string ThroughTime(JudgedSeries judged)
    {
        var series = judged.Values;
        int[] at = [.. Enumerable.Range(0, series.Origins.Count).Where(t => !double.IsNaN(series.Values[t]))];
        var canvas = new SvgCanvas(Width, Style);
        canvas.Heading(
            Left, 26, $"{judged.Asset}, {MethodNames.NameOf(series.Method)}, {MethodNames.NameOf(series.Side)}",
            "charge (line) over each day's worst moment (bars), % of the price; marked: not covered");
        var across = new Axis(series.Origins[at[0]], series.Origins[at[^1]], Left, Width - Right);
        var most = at.Max(t => Math.Max(series.Values[t], double.IsNaN(series.Losses[t]) ? 0 : series.Losses[t]));
        var upwards = new Axis(0, 1.05 * most, 270, 44);
        Percents(canvas, across, upwards, 6);
        Years(canvas, across, upwards, series.Origins[at[0]], series.Origins[at[^1]]);
        var (losses, breaches, charge) = (new SvgPath(), new SvgPath(), new SvgPath());
        foreach (var t in at)
        {
            var x = across.At(series.Origins[t]);
            if (series.Losses[t] > 0)
            {
                var bars = series.Losses[t] > series.Values[t] ? breaches : losses;
                bars.Segment(x, upwards.From, x, upwards.At(series.Losses[t]));
            }
            charge.Add(x, upwards.At(series.Values[t]));
        }
        canvas.Stroke(losses, "loss", 0.6);
        canvas.Stroke(breaches, "breach", 2);
        canvas.Stroke(charge, $"m{(int)series.Method}", 1.6);
        return canvas.Finish(300, $"Charge against loss, {judged.Asset}");
    }

    /// <summary>What a method costs on average, what it covers, and how it rises in a day.</summary>
    public static string Frontier(IReadOnlyList<BacktestRow> rows, Currency asset)
    {
        BacktestRow[] charged =
        [
            .. rows.Where(r => r.Asset == asset && r is
            {
                Object: BacktestObject.Charged, Horizon: 24, Loss: LossKind.Excursion, Window: BacktestWindow.All,
                N: > 0,
            }),
        ];
        var canvas = new SvgCanvas(Width, Style);
        canvas.Heading(
            Left, 26, $"{asset}: coverage, cost, procyclicality",
            "charge against worst moments, all of history; area: largest rise in a day");
        var across = new Axis(0, 1.1 * charged.Max(r => r.MeanMargin), Left, Width - Right);
        var lowest = Math.Min(0.985, charged.Min(r => r.Coverage));
        var upwards = new Axis(lowest - 0.001, 1.0008, 300, 44);
        Percents(canvas, across, upwards, 7);
        canvas.Line(across.From, upwards.At(0.99), across.To, upwards.At(0.99), "axis");
        canvas.Text(across.To, upwards.At(0.99) - 5, "99 % asked for", "soft small", "end");
        var (places, digits) = across.Ticks(10);
        foreach (var place in places)
        {
            canvas.Text(
                across.At(place), upwards.From + 18, Figures.Number(place * 100, Math.Max(digits - 2, 0)), "ink tiny",
                "middle");
        }
        canvas.Text(
            (across.From + across.To) / 2, upwards.From + 36, "mean charge, % of the price", "soft small", "middle");
        foreach (var row in charged)
        {
            var (x, y) = (across.At(row.MeanMargin), upwards.At(row.Coverage));
            var radius = 4 + 5 * Math.Sqrt(Math.Max(row.Worst1d - 1, 0));
            canvas.Rect(x - radius, y - radius, 2 * radius, 2 * radius, $"d{(int)row.Method}", 0.75, radius);
            canvas.Text(
                x + radius + 5, y + 4,
                $"{MethodNames.NameOf(row.Method)} {MethodNames.NameOf(row.Side)}, x{row.Worst1d:0.00}", "ink small");
        }
        return canvas.Finish(348, $"Coverage over cost, {asset}");
    }

    private static void Percents(SvgCanvas canvas, Axis across, Axis upwards, int most)
    {
        var (levels, decimals) = upwards.Ticks(most);
        foreach (var level in levels)
        {
            canvas.Line(across.From, upwards.At(level), across.To, upwards.At(level), "grid");
            canvas.Text(
                across.From - 8, upwards.At(level) + 4, Figures.Number(level * 100, Math.Max(decimals - 2, 0)),
                "soft tiny", "end");
        }
    }

    private static void Years(SvgCanvas canvas, Axis across, Axis upwards, long first, long last)
    {
        for (var year = YearOf(first) + 1; year <= YearOf(last); year++)
        {
            var hour = Instant.FromUtc(year, 1, 1).Nanoseconds / 3_600_000_000_000;
            canvas.Line(across.At(hour), upwards.From, across.At(hour), upwards.From + 5, "axis");
            canvas.Text(across.At(hour), upwards.From + 18, $"{year}", "ink tiny", "middle");
        }
        canvas.Line(across.From, upwards.From, across.To, upwards.From, "axis");
    }

    private static int YearOf(long hour) => int.Parse(CandleHistory.NameOf(hour)[..4]);
}
