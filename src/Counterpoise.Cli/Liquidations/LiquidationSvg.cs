using Counterpoise.Cli.Statements;
using Counterpoise.Cli.Surfaces;
using Counterpoise.Margins.Liquidations;

namespace Counterpoise.Cli.Liquidations;

/// <summary>
/// Equity and maintenance margin over the price of each coin, safe intervals shaded. A panel shows what lies around
/// today's price and the edges near it.
/// </summary>
internal static class LiquidationSvg
{
    private const double Width = 1120;
    private const double Side = 36;
    private const double Left = 92;
    private const double Panel = 330;
    private const int Steps = 240;

    private const string Style = """
        .cp .equity{stroke:#2b6cb0}.cp .need{stroke:#c8501e}.cp .safe{fill:#2b6cb0;fill-opacity:.10}
        .cp .edge{stroke:#c8501e;stroke-dasharray:4 3}.cp .grid{stroke:#e9ecf0}.cp .tiny{font-size:10.5px}
        @media screen and (prefers-color-scheme:dark){
        .cp .equity{stroke:#5aa2ea}.cp .need{stroke:#e0703c}.cp .grid{stroke:#202934}}

        """;

    public static string Picture(IReadOnlyList<LiquidationPage> pages)
    {
        var canvas = new SvgCanvas(Width, Style);
        var y = 20.0;
        foreach (var page in pages)
        {
            canvas.Text(Side, y + 26, $"Liquidation prices: {page.Rulebook.Name}", "ink h1");
            canvas.Text(
                Side, y + 50,
                SvgCanvas.Fit(
                    $"{page.Held.Portfolio.Name} on {page.Held.Market.Name}, {page.Held.Market.Time}; "
                    + $"{page.Rulebook.Title}, label: {Statement.NameOf(page.Rulebook.Label)}", Width - 2 * Side),
                "soft");
            if (page.Held.Market.Synthetic) canvas.Pill(Width - Side, y + 8, "SYNTHETIC MARKET", "pill-synthetic");
            y += 74;
            if (page.Reason is { } reason)
            {
                canvas.Text(Side, y, SvgCanvas.Fit($"not applicable: {reason}", Width - 2 * Side), "soft");
                y += 30;
            }
            else if (!page.LeftOut.IsEmpty)
            {
                canvas.Text(Side, y, SvgCanvas.Fit($"left out: {page.LeftOut}", Width - 2 * Side), "ink b");
                y += 30;
            }
            foreach (var path in page.Paths)
            {
                Draw(canvas, y, page, path);
                y += Panel + 40;
            }
        }
        return canvas.Finish(y, "Equity and maintenance margin over the price");
    }

    private static void Draw(SvgCanvas canvas, double top, LiquidationPage page, LiquidationPath path)
    {
        string Price(double price) => LiquidationPage.Price(path, price);
        var (down, up) = (path.Liquidation.Down, path.Liquidation.Up);
        canvas.Heading(
            Side, top, $"{path.Coin} in {path.Bucket}",
            $"index {Price(path.Today)}; down {LiquidationPage.Name(path, down, isUp: false)}, "
            + $"up {LiquidationPage.Name(path, up, isUp: true)}; "
            + (path.SampledBecause is null ? "certified" : "sampled") + "; shaded: safe");
        var (from, to) = Shown(path);
        var across = new Axis(from, to, Side + Left, Width - Side);
        double[] prices = [.. Enumerable.Range(0, Steps + 1).Select(i => from + (to - from) * i / Steps)];
        PricePoint[] points =
            [.. LiquidationEvaluator.Curve(page.Rulebook, page.Held, path.Bucket, path.Coin, prices)];
        double[] values = [.. points.SelectMany(p => new[] { p.Equity, p.Maintenance }), 0];
        var (low, high) = (values.Min(), values.Max());
        var margin = Math.Max(0.06 * (high - low), 1e-9);
        var upwards = new Axis(low - margin, high + margin, top + Panel - 40, top + 18);
        foreach (var interval in path.Liquidation.Safe)
        {
            var (a, b) = (Math.Max(interval.From, from), Math.Min(interval.To, to));
            canvas.Rect(across.At(a), upwards.To, across.At(b) - across.At(a), upwards.From - upwards.To, "safe");
        }
        DrawAxes(canvas, path, across, upwards);
        canvas.Stroke(Curve(points, across, upwards, p => p.Equity), "equity", 2);
        canvas.Stroke(Curve(points, across, upwards, p => p.Maintenance), "need", 2);
        foreach (var side in new[] { down, up })
        {
            if (side.Outcome != LiquidationOutcome.Price || !across.Holds(side.Price)) continue;
            canvas.Line(across.At(side.Price), upwards.From, across.At(side.Price), upwards.To, "edge");
            canvas.Text(across.At(side.Price) + 5, upwards.To + 12, Price(side.Price), "costtext small b");
        }
        canvas.Text(across.To - 146, top, "equity", "relieftext small b", "end");
        canvas.Text(across.To, top, "maintenance margin", "costtext small b", "end");
    }

    private static void DrawAxes(SvgCanvas canvas, LiquidationPath path, Axis across, Axis upwards)
    {
        var (levels, decimals) = upwards.Ticks(6);
        foreach (var level in levels)
        {
            canvas.Line(across.From, upwards.At(level), across.To, upwards.At(level), "grid");
            canvas.Text(
                across.From - 8, upwards.At(level) + 4, Figures.Typeset(Figures.Number(level, decimals)), "soft tiny",
                "end");
        }
        var (places, digits) = across.Ticks(9);
        foreach (var place in places)
        {
            canvas.Line(across.At(place), upwards.From, across.At(place), upwards.From + 4, "axis");
            canvas.Text(across.At(place), upwards.From + 17, Figures.Number(place, digits), "ink tiny", "middle");
        }
        canvas.Line(across.From, upwards.From, across.To, upwards.From, "axis");
        canvas.Line(across.At(path.Today), upwards.From, across.At(path.Today), upwards.To, "axis");
        canvas.Text(across.At(path.Today) + 5, upwards.From - 8, "today", "soft small");
        canvas.Text(
            (across.From + across.To) / 2, upwards.From + 34, $"index of {path.Coin}, USD; amounts in {path.Bucket}",
            "soft small", "middle");
    }

    private static SvgPath Curve(PricePoint[] points, Axis across, Axis upwards, Func<PricePoint, double> of)
    {
        var line = new SvgPath();
        foreach (var point in points) line.Add(across.At(point.Price), upwards.At(of(point)));
        return line;
    }

    // Around today and the nearest edges, a third more on either side.
    private static (double From, double To) Shown(LiquidationPath path)
    {
        double[] edges =
        [
            0.75 * path.Today, 1.25 * path.Today,
            .. path.Liquidation.Safe.SelectMany(s => new[] { s.From, s.To })
                .Where(p => p > path.Range.From && p < path.Range.To && p > path.Today / 4 && p < path.Today * 4),
        ];
        var room = 0.15 * (edges.Max() - edges.Min());
        return (Math.Max(edges.Min() - room, path.Range.From), Math.Min(edges.Max() + room, path.Range.To));
    }
}
