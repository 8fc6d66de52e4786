using Counterpoise.Cli.Statements;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Cli.Surfaces;

/// <summary>
/// The surface from above: implied volatility over standard deviations and time, time on a logarithmic scale. Dots are
/// quotes: elsewhere it is the fit that speaks.
/// </summary>
internal static class SurfaceMap
{
    private const double Reach = 3;
    private const int Columns = 45;
    private const int Rows = 31;
    private const double Left = 100;
    private const double Below = 78;

    public static void Draw(SvgCanvas canvas, double x, double top, double width, double height, VolSurface surface)
    {
        canvas.Heading(x, top + 16, "Surface", "implied volatility by moneyness and time to expiry; dots: quotes");
        var (near, far) = (surface.Smiles[0].Years, surface.Smiles[^1].Years);
        // One expiry alone is a strip.
        if (surface.Smiles.Count == 1) (near, far) = (near * 0.8, far * 1.25);
        var across = new Axis(-Reach, Reach, x + Left, x + width);
        var down = new Axis(Math.Log(near), Math.Log(far), top + 32, top + height - Below);
        var (map, low, high) = Grid(surface, across, down);
        var (levels, _) = Axis.Ticks(low * 100, high * 100, 11);
        DrawMap(canvas, map, levels, across, down);
        DrawQuotes(canvas, surface, across, down);
        DrawLabels(canvas, map, levels, across, down);
        DrawAxes(canvas, x, surface, across, down);
        DrawKey(canvas, across, down.To + 60, levels);
    }

    private static (ContourMap Map, double Low, double High) Grid(VolSurface surface, Axis across, Axis down)
    {
        var (values, low, high) = (new double[Rows, Columns], double.PositiveInfinity, 0.0);
        var x = new double[Columns];
        var y = new double[Rows];
        for (var row = 0; row < Rows; row++)
        {
            var log = down.Low + (down.High - down.Low) * row / (Rows - 1);
            y[row] = down.At(log);
            var expiry = surface.Time + Duration.FromDays(Math.Exp(log) * 365);
            var smile = surface.SmileAt(expiry)!;
            var deviation = smile.Vol(0) * Math.Sqrt((expiry - surface.Time).Years);
            for (var column = 0; column < Columns; column++)
            {
                var moves = across.Low + (across.High - across.Low) * column / (Columns - 1);
                x[column] = across.At(moves);
                var vol = smile.Vol(moves * deviation);
                values[row, column] = vol * 100;
                (low, high) = (Math.Min(low, vol), Math.Max(high, vol));
            }
        }
        return (new ContourMap(x, y, values), low, high);
    }

    // Band i is between levels i − 1 and i.
    private static string Colour(int band, double[] levels) => Ramp.Heat.At((double)band / Math.Max(levels.Length, 1));

    private static void DrawMap(SvgCanvas canvas, ContourMap map, double[] levels, Axis across, Axis down)
    {
        canvas.Rect(across.From, down.From, across.To - across.From, down.To - down.From, Colour(0, levels));
        for (var i = 0; i < levels.Length; i++) canvas.Fill(map.Above(levels[i]), Colour(i + 1, levels));
        foreach (var level in levels) canvas.Stroke(map.Line(level), "iso", 0.8);
    }

    private static void DrawQuotes(SvgCanvas canvas, VolSurface surface, Axis across, Axis down)
    {
        var dots = new SvgPath();
        foreach (var smile in surface.Smiles)
        {
            var deviation = smile.Vol(0) * Math.Sqrt(smile.Years);
            foreach (var quote in smile.Quotes)
            {
                var moves = quote.LogMoneyness / deviation;
                if (across.Holds(moves)) dots.Dot(across.At(moves), down.At(Math.Log(smile.Years)));
            }
        }
        canvas.Stroke(dots, "#ffffff", 2.6);
        canvas.Stroke(dots, "#2a1430", 1.5);
    }

    // Each level once left and once right of the money, where there is room for it.
    private static void DrawLabels(SvgCanvas canvas, ContourMap map, double[] levels, Axis across, Axis down)
    {
        const double halfWidth = 17;
        const double halfHeight = 8;
        var placed = new List<(double X, double Y, double Level)>();
        var middle = across.At(0);
        foreach (var (i, level) in levels.Index())
        {
            // Labels descend from level to level: side by side they would hide the map's middle.
            var best = Rows * (0.2 + 0.6 * i / levels.Length);
            foreach (var isLeft in (bool[])[true, false])
            {
                foreach (var row in Enumerable.Range(2, Rows - 4).OrderBy(r => Math.Abs(r - best)))
                {
                    var y = down.From + (down.To - down.From) * row / (Rows - 1);
                    double[] free =
                    [
                        .. map.CrossingsOf(row, level).Where(x => x < middle == isLeft && IsFree(x, y, level)),
                    ];
                    if (free.Length == 0) continue;
                    placed.Add((free[0], y, level));
                    canvas.Text(free[0], y + 4, Percent(level), "onmap", "middle");
                    break;
                }
            }
        }

        // The same number twice in a row says nothing.
        bool IsFree(double x, double y, double level) =>
            x > across.From + halfWidth && x < across.To - halfWidth
            && placed.TrueForAll(p =>
                Math.Abs(p.X - x) > (p.Level == level ? 5 : 2) * halfWidth || Math.Abs(p.Y - y) > 2 * halfHeight);
    }

    private static void DrawAxes(SvgCanvas canvas, double x, VolSurface surface, Axis across, Axis down)
    {
        var last = double.NegativeInfinity;
        foreach (var smile in surface.Smiles)
        {
            var y = down.At(Math.Log(smile.Years));
            canvas.Line(across.From - 4, y, across.From, y, "axis");
            if (y - last < 12) continue;
            last = y;
            canvas.Text(x, y + 4, SurfaceText.Name(smile), "ink tiny");
            canvas.Text(across.From - 7, y + 4, Days(smile), "soft tiny", "end");
        }
        for (var moves = -Reach; moves <= Reach; moves++)
        {
            var at = across.At(moves);
            canvas.Line(at, down.To, at, down.To + 4, "axis");
            canvas.Text(at, down.To + 17, Moves(moves), "ink tiny", moves == Reach ? "end" : "middle");
        }
        canvas.Text(
            (across.From + across.To) / 2, down.To + 34,
            "ln(K/F) in standard deviations, ATM volatility \u00B7 \u221AT", "soft small", "middle");
    }

    private static void DrawKey(SvgCanvas canvas, Axis across, double y, double[] levels)
    {
        var band = (across.To - across.From) / (levels.Length + 1);
        for (var i = 0; i <= levels.Length; i++)
            canvas.Rect(across.From + i * band, y - 14, band + 0.4, 10, Colour(i, levels));
        for (var i = 0; i < levels.Length; i++)
            canvas.Text(across.From + (i + 1) * band, y + 10, Percent(levels[i]), "soft tiny", "middle");
        canvas.Text(across.From - 7, y - 5, "volatility", "soft tiny", "end");
    }

    private static string Days(SmileFit smile) =>
        Figures.Number(smile.Years * 365, smile.Years * 365 < 9.95 ? 1 : 0) + " d";

    private static string Moves(double moves) =>
        moves == 0 ? "ATM" : (moves > 0 ? "+" : "\u2212") + Figures.Number(Math.Abs(moves), 0);

    private static string Percent(double points) => Figures.Short(points, 1) + "%";
}
