using Counterpoise.Cli.Statements;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Surfaces;

/// <summary>
/// The picture of a fitted market: per coin key figures, every smile with its quotes, the surface from above, and total
/// variance, whose lines do not cross. Coins below each other.
/// </summary>
internal static class SurfaceSvg
{
    private const double Width = 1280;
    private const double Side = 36;
    private const double Inner = Width - 2 * Side;
    private const int PerRow = 4;
    private const double Gap = 22;
    private const double MapHeight = 452;

    // Labels on the map have a pale edge: they stand on every colour.
    private const string Style = """
        .cp .fitted{stroke:#2b6cb0}.cp .spread{stroke:#a9b8ca}.cp .dots{stroke:#39475a}.cp .grid{stroke:#e9ecf0}
        .cp .iso{stroke:#2a1430;stroke-opacity:.55}.cp .tiny{font-size:10.5px}
        .cp .onmap{fill:#1c0f24;stroke:#fff;stroke-opacity:.85;stroke-width:3px;paint-order:stroke;font-size:11px}
        @media screen and (prefers-color-scheme:dark){
        .cp .fitted{stroke:#5aa2ea}.cp .spread{stroke:#4d5c70}.cp .dots{stroke:#d3dce7}.cp .grid{stroke:#202934}}

        """;

    public static string Picture(MarketFit market, SurfaceFitOptions options)
    {
        var canvas = new SvgCanvas(Width, Style);
        var y = 0.0;
        CoinFit[] coins = [.. market.Coins.Where(c => c.Surface.Smiles.Count > 0)];
        foreach (var coin in coins) y = Draw(canvas, y, market, coin, options);
        return canvas.Finish(
            Math.Max(y, 60),
            $"Volatility surface of {string.Join(", ", coins.Select(c => c.Surface.Base.Code))}, {market.Time}");
    }

    private static double Draw(
        SvgCanvas canvas, double top, MarketFit market, CoinFit coin, SurfaceFitOptions options)
    {
        DrawHeader(canvas, top, market, coin);
        DrawFigures(canvas, top + 88, coin, options);
        var y = top + 196;
        canvas.Heading(
            Side, y, "Smiles",
            "implied volatility by log-moneyness k and strike K; bar: bid to ask, dot: fitted to, line: fit, dashed "
            + "beyond the quotes");
        y += 16;
        const double panel = (Inner - (PerRow - 1) * Gap) / PerRow;
        for (var i = 0; i < coin.Surface.Smiles.Count; i++)
        {
            var (row, column) = (i / PerRow, i % PerRow);
            SmileDrawing.Draw(
                canvas, Side + column * (panel + Gap), y + row * (SmileDrawing.Height + 14), panel,
                coin.Surface.Smiles[i]);
        }
        y += (coin.Surface.Smiles.Count + PerRow - 1) / PerRow * (SmileDrawing.Height + 14) + 10;
        canvas.Line(Side, y - 8, Width - Side, y - 8, "line");
        const double half = (Inner - 40) / 2;
        SurfaceMap.Draw(canvas, Side, y + 6, half, MapHeight, coin.Surface);
        VarianceDrawing.Draw(canvas, Side + half + 40, y + 6, half, MapHeight, coin.Surface);
        return y + MapHeight + 26;
    }

    private static void DrawHeader(SvgCanvas canvas, double top, MarketFit market, CoinFit coin)
    {
        var right = coin.Violations == 0
            ? canvas.Pill(Width - Side, top + 26, "NO ARBITRAGE", "pill-verified")
            : canvas.Pill(Width - Side, top + 26, "ARBITRAGE", "cost");
        if (market.Synthetic) right = canvas.Pill(right - 10, top + 26, "SYNTHETIC MARKET", "pill-synthetic");
        canvas.Text(Side, top + 46, $"{coin.Surface.Base} volatility surface", "ink h1");
        canvas.Text(
            Side, top + 72,
            SvgCanvas.Fit(Figures.Typeset(SurfaceText.Origin(market)), Inner), "soft");
    }

    private static void DrawFigures(SvgCanvas canvas, double top, CoinFit coin, SurfaceFitOptions options)
    {
        var (density, calendar) = (coin.LeastDensity!, coin.LeastCalendar);
        var (repaired, leaning) = (coin.Count(FitKind.Repaired), coin.Count(FitKind.FromSurface));
        var tiles = new (string Name, string Value, string Below)[]
        {
            ("expiries", $"{coin.Surface.Smiles.Count}",
                $"{coin.Count(FitKind.Free)} free, {repaired} repaired" + (leaning > 0 ? $", {leaning} leaning" : "")),
            ("quotes", $"{coin.Quotes}",
                $"{SurfaceText.Share(coin.Inside, coin.Quotes)} % fitted inside bid\u2013ask"),
            ("RMSE, median expiry", $"{SurfaceText.Points(coin.MedianRmse)} bp",
                $"max {SurfaceText.Points(coin.MaxRmse)} bp"),
            ("least density g(k)", Figures.Number(density.LeastDensity, 4),
                $"{SurfaceText.Name(density)} at k = {SurfaceText.Place(density.LeastDensityAt)}"),
            (options.Calendar == CalendarRange.Quoted ? "least gap where quoted" : "least calendar gap",
                 calendar is null ? "\u2013" : SurfaceText.Gap(calendar.LeastCalendar),
                calendar is null ? "one expiry"
                    : $"{SurfaceText.Name(calendar)} at k = {SurfaceText.Place(calendar.LeastCalendarAt)}"),
            ("steepest wing", Figures.Number(coin.MostSlope, 3), "at most 2 (Lee)"),
        };
        const double width = (Inner - 5 * 12) / 6;
        for (var i = 0; i < tiles.Length; i++)
        {
            var x = Side + i * (width + 12);
            canvas.Rect(x, top, width, 78, "card", round: 8);
            canvas.Text(x + 14, top + 22, tiles[i].Name, "soft");
            canvas.Text(x + 14, top + 47, Figures.Typeset(tiles[i].Value), "ink kpi");
            canvas.Text(x + 14, top + 67, Figures.Typeset(tiles[i].Below), "soft small");
        }
    }
}
