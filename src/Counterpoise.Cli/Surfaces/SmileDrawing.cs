using Counterpoise.Cli.Statements;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Surfaces;

/// <summary>One smile: bid to ask as bars, marks as dots, the fit as a line, dashed beyond the quotes.</summary>
internal static class SmileDrawing
{
    public const double Height = 226;

    // Beside and below the plot: labels of volatility; of log-moneyness and strike.
    private const double Left = 40;
    private const double Top = 44;
    private const double Below = 36;

    /// <summary>How far the curve goes on beyond the quotes, as a share of their range.</summary>
    private const double Beyond = 0.2;

    private const int Steps = 24;

    public static void Draw(SvgCanvas canvas, double x, double top, double width, SmileFit smile)
    {
        var (low, high) = (smile.Quotes[0].LogMoneyness, smile.Quotes[^1].LogMoneyness);
        var span = Math.Max(high - low, 0.2 * smile.Vol(0) * Math.Sqrt(smile.Years));
        var across = new Axis(
            Math.Min(low, 0) - Beyond * span, Math.Max(high, 0) + Beyond * span, x + Left, x + width);
        var (from, to) = Range(smile, across);
        var up = new Axis(from, to, top + Height - Below, top + Top);
        DrawTitle(canvas, x, top, width, smile);
        DrawAxes(canvas, x, across, up, smile.Forward);
        var bars = new SvgPath();
        var marks = new SvgPath();
        foreach (var quote in smile.Quotes)
        {
            var at = across.At(quote.LogMoneyness);
            // A side that holds no volatility is open: the bar goes to the edge.
            var bid = Math.Clamp(quote.BidVol ?? from, from, to);
            var ask = Math.Clamp(quote.AskVol ?? to, from, to);
            bars.Segment(at, up.At(bid), at, up.At(ask));
            marks.Dot(at, up.At(quote.Vol));
        }
        canvas.Stroke(bars, "spread", 2.4);
        canvas.Stroke(Curve(smile, across, up, across.Low, low), "fitted", 1.4, dashed: true);
        canvas.Stroke(Curve(smile, across, up, high, across.High), "fitted", 1.4, dashed: true);
        canvas.Stroke(Curve(smile, across, up, low, high), "fitted", 1.8);
        canvas.Stroke(marks, "dots", 3.4);
    }

    private static void DrawTitle(SvgCanvas canvas, double x, double top, double width, SmileFit smile)
    {
        canvas.Heading(x, top + 16, SurfaceText.Name(smile), $"{Figures.Number(smile.Years * 365, 1)} days");
        canvas.Text(x + width, top + 16, $"RMSE {SurfaceText.Points(smile.Rmse)} bp", "ink", "end");
        var atTheMoney = Figures.Percent(smile.Vol(0), smile.Vol(0) < 0.9995 ? 1 : 0);
        canvas.Text(x, top + 33, $"{smile.Quotes.Count} quotes \u00B7 ATM {atTheMoney}", "soft small");
        var kind = smile.Kind == FitKind.Repaired
            ? $"repaired, alone {SurfaceText.Points(smile.FreeRmse)} bp"
            : SurfaceText.Kind(smile);
        canvas.Text(x + width, top + 33, kind, smile.Kind == FitKind.Free ? "soft small" : "costtext small", "end");
    }

    // What the marks and the curve need; bars may be cut.
    private static (double From, double To) Range(SmileFit smile, Axis across)
    {
        var (low, high) = (smile.Quotes.Min(q => q.Vol), smile.Quotes.Max(q => q.Vol));
        for (var i = 0; i <= Steps; i++)
        {
            var vol = smile.Vol(across.Low + (across.High - across.Low) * i / Steps);
            (low, high) = (Math.Min(low, vol), Math.Max(high, vol));
        }
        var pad = Math.Max(0.08 * (high - low), 0.005);
        return (Math.Max(0, low - pad), high + pad);
    }

    private static void DrawAxes(SvgCanvas canvas, double left, Axis across, Axis up, double forward)
    {
        var (vols, volDecimals) = Axis.Ticks(up.Low * 100, up.High * 100, 5);
        foreach (var vol in vols)
        {
            var y = up.At(vol / 100);
            canvas.Line(across.From, y, across.To, y, "grid");
            canvas.Text(across.From - 6, y + 4, Figures.Number(vol, volDecimals) + "%", "soft tiny", "end");
        }
        var (places, decimals) = across.Ticks(6);
        foreach (var k in places)
        {
            var x = across.At(k);
            canvas.Line(x, up.From, x, up.From + 3, "axis");
            // Near the end of the axis half a label would stick out; moved inside, it needs room there.
            var isInside = x < across.To - 14;
            if (!isInside && places.Length > 1 && x - across.At(places[^2]) < 54) continue;
            var (at, anchor) = isInside ? (x, "middle") : (across.To, "end");
            canvas.Text(at, up.From + 15, Figures.Typeset(Figures.Number(k, decimals)), "ink tiny", anchor);
            canvas.Text(at, up.From + 28, Strike(forward * Math.Exp(k)), "soft tiny", anchor);
        }
        canvas.Text(left, up.From + 15, "k", "ink tiny");
        canvas.Text(left, up.From + 28, "K", "soft tiny");
        canvas.Line(across.From, up.From, across.To, up.From, "axis");
        canvas.Line(across.At(0), up.To, across.At(0), up.From, "axis");
    }

    private static SvgPath Curve(SmileFit smile, Axis across, Axis up, double from, double to)
    {
        var path = new SvgPath();
        for (var i = 0; i <= Steps && to > from; i++)
        {
            var k = from + (to - from) * i / Steps;
            path.Add(across.At(k), up.At(smile.Vol(k)));
        }
        return path;
    }

    /// <summary>A strike in three or four digits.</summary>
    public static string Strike(double strike) => strike switch
    {
        >= 999_500 => Figures.Number(strike / 1e6, 2) + "M",
        >= 99_950 => Figures.Number(strike / 1000, 0) + "k",
        >= 9_999.5 => Figures.Number(strike / 1000, 1) + "k",
        >= 100 => Figures.Number(strike, 0),
        _ => Figures.Short(strike, 3),
    };
}
