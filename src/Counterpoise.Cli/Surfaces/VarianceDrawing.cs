using Counterpoise.Cli.Statements;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Surfaces;

/// <summary>
/// Total variance of all expiries: where no line crosses another there is no calendar arbitrage. Logarithmic, so that
/// near expiries are seen beside distant ones.
/// </summary>
internal static class VarianceDrawing
{
    private const double Left = 44;
    private const double Right = 62;
    private const double Below = 44;
    private const int Steps = 120;

    public static void Draw(SvgCanvas canvas, double x, double top, double width, double height, VolSurface surface)
    {
        canvas.Heading(x, top + 16, "Total variance", "vol\u00B2 \u00B7 T by log-moneyness; lines do not cross");
        var smiles = surface.Smiles;
        var reach = smiles.Max(s => Math.Max(-s.Quotes[0].LogMoneyness, s.Quotes[^1].LogMoneyness));
        reach = Math.Max(reach, 0.05) * 1.1;
        var across = new Axis(-reach, reach, x + Left, x + width - Right);
        var low = smiles.Min(s => s.Svi.LeastVariance);
        var high = smiles.Max(s => Math.Max(s.Svi.Variance(-reach), s.Svi.Variance(reach)));
        var up = new Axis(Math.Log10(low * 0.8), Math.Log10(high * 1.2), top + height - Below, top + 32);
        DrawAxes(canvas, across, up);
        var ends = new List<(double Y, string Name, string Colour)>();
        for (var i = 0; i < smiles.Count; i++)
        {
            var (smile, colour) = (smiles[i], Ramp.Time.At(smiles.Count == 1 ? 0 : (double)i / (smiles.Count - 1)));
            var (from, to) = (smile.Quotes[0].LogMoneyness, smile.Quotes[^1].LogMoneyness);
            canvas.Stroke(Curve(smile, across, up, -reach, from), colour, 1, dashed: true);
            canvas.Stroke(Curve(smile, across, up, to, reach), colour, 1, dashed: true);
            canvas.Stroke(Curve(smile, across, up, from, to), colour, 2);
            ends.Add((up.At(Math.Log10(smile.Svi.Variance(reach))), SurfaceText.Name(smile), colour));
        }
        DrawNames(canvas, across.To, ends);
    }

    private static void DrawAxes(SvgCanvas canvas, Axis across, Axis up)
    {
        for (var power = (int)Math.Floor(up.Low); power <= up.High; power++)
        {
            foreach (var digit in (int[])[1, 2, 5])
            {
                var log = power + Math.Log10(digit);
                if (!up.Holds(log)) continue;
                canvas.Line(across.From, up.At(log), across.To, up.At(log), "grid");
                var text = Figures.Short(Math.Pow(10, power) * digit, Math.Max(0, 1 - power));
                canvas.Text(across.From - 6, up.At(log) + 4, text, "soft tiny", "end");
            }
        }
        var (places, decimals) = across.Ticks(9);
        foreach (var k in places)
        {
            canvas.Line(across.At(k), up.From, across.At(k), up.From + 4, "axis");
            canvas.Text(
                across.At(k), up.From + 17, Figures.Typeset(Figures.Number(k, decimals)), "ink tiny", "middle");
        }
        canvas.Line(across.From, up.From, across.To, up.From, "axis");
        canvas.Line(across.At(0), up.From, across.At(0), up.To, "line");
        canvas.Text(
            (across.From + across.To) / 2, up.From + 34, "k = ln(K/F); solid where quoted, dashed beyond", "soft small",
            "middle");
    }

    private static SvgPath Curve(SmileFit smile, Axis across, Axis up, double from, double to)
    {
        var path = new SvgPath();
        var steps = Math.Max(8, (int)(Steps * (to - from) / (across.High - across.Low)));
        for (var i = 0; i <= steps && to > from; i++)
        {
            var k = from + (to - from) * i / steps;
            path.Add(across.At(k), up.At(Math.Log10(smile.Svi.Variance(k))));
        }
        return path;
    }

    // From the lowest line up, each label at its line's end or as near above as there is room.
    private static void DrawNames(SvgCanvas canvas, double x, List<(double Y, string Name, string Colour)> ends)
    {
        const double row = 12;
        var last = double.PositiveInfinity;
        foreach (var (y, name, colour) in ends.OrderByDescending(e => e.Y))
        {
            var at = Math.Min(y, last - row);
            last = at;
            var hook = new SvgPath();
            hook.Segment(x + 2, y, x + 10, at);
            canvas.Stroke(hook, colour, 1);
            canvas.Text(x + 13, at + 4, name, "ink tiny");
        }
    }
}
