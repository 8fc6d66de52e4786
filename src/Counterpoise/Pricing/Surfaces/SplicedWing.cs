using Counterpoise.Instruments;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// One wing of a smile beyond its last quote b, in the shape of a model. The price there, of the put below and the call
/// above, is β·(M(b + α·(K − b)) − M₀), M the model's price, M₀ for puts its price at K = 0, so that a put of strike 0
/// is worth nothing, and 0 for calls: a positive multiple of a convex function of a line in K, so convex. α and β are
/// such that price and slope in K meet the fitted smile's at b; there is no kink. So a smile without butterfly
/// arbitrage stays so, whatever the model, and only the model's shape counts, not how well it meets the quotes.
/// <para>
/// Price over slope is the mean excess, how far beyond b the forward is on average once it is beyond: the quotes fix
/// it, and α stretches the model's to it. A model that would have to be stretched by more than a factor of two is not
/// used, nor is a wing whose nodes and splines come out with a negative density.
/// </para>
/// <para>
/// Kept as implied volatilities an eighth of a deviation apart, cubic between; beyond six deviations, or where the
/// model's price is too small to tell, total variance goes on as a straight line.
/// </para>
/// </summary>
internal sealed class SplicedWing
{
    private const int PerDeviation = 8;
    private const int Deviations = 6;
    private const int Nodes = PerDeviation * Deviations + 1;

    private const double MostStretch = 2;

    // Points of a check between two nodes.
    private const int Fine = 4;

    private readonly double[] _vol;
    private readonly double[] _slope;
    private readonly double _edge;
    private readonly double _step;
    private readonly double _years;
    private readonly double _endSlope;

    private SplicedWing(double[] vol, double edge, double step, double years, double edgeSlope)
    {
        (_vol, _edge, _step, _years) = (vol, edge, step, years);
        _slope = new double[vol.Length];
        for (var i = 1; i < vol.Length - 1; i++) _slope[i] = (vol[i + 1] - vol[i - 1]) / 2;
        _slope[0] = edgeSlope * step;
        _slope[^1] = vol[^1] - vol[^2];
        // Outwards, per unit of |k|: w does not fall, and no faster than Lee allows.
        _endSlope = Math.Clamp(2 * vol[^1] * _slope[^1] / Math.Abs(step) * years, 0, Butterfly.MostSlope);
    }

    /// <summary>Splices a model to a smile.</summary>
    /// <param name="fit">The fitted smile.</param>
    /// <param name="model">Whose shape.</param>
    /// <param name="edge">Log-moneyness of the last quote, below 0 for the left wing.</param>
    /// <param name="deviation">σ_ATM·√T, negative for the left wing.</param>
    /// <returns>Null if the model is too far off.</returns>
    public static SplicedWing? Of(SmileFit fit, WingModel model, double edge, double deviation)
    {
        var sign = Math.Sign(deviation);
        var right = sign < 0 ? OptionRight.Put : OptionRight.Call;
        var (vol, strike) = (fit.Vol(edge), Elementary.Exp(edge));
        var volSlope = fit.Svi.Slope(edge) / (2 * vol * fit.Years);
        var black = Black76.All(right, 1, strike, vol, fit.Years);
        // K·dV/dK of Black is V − F·Δ, of degree 1 in F and K; and the smile's own slope.
        var excess = black.Price / (black.Price - black.Delta + black.Vega * volSlope);
        if (Stretch(model, sign, edge, fit.Years, excess) is not { } stretch) return null;
        Span<double> strikes = stackalloc double[Nodes];
        Span<double> prices = stackalloc double[Nodes];
        var step = deviation / PerDeviation;
        for (var i = 0; i < Nodes; i++)
            strikes[i] = Math.Max(0, strike + stretch * (Elementary.Exp(edge + i * step) - strike));
        model.Prices(sign, strikes, fit.Years, prices);
        var atZero = Price(model, sign, strike * (1 - stretch), fit.Years);
        var scale = black.Price / (prices[0] - atZero);
        var vols = new List<double> { vol };
        for (var i = 1; i < Nodes && prices[i] - atZero > model.LeastPrice; i++)
        {
            var implied = ImpliedVol.Solve(
                right, scale * (prices[i] - atZero), 1, Elementary.Exp(edge + i * step), fit.Years);
            if (!implied.IsSolved) break;
            vols.Add(implied.Vol);
        }
        if (vols.Count < 3) return null;
        var wing = new SplicedWing([.. vols], edge, step, fit.Years, volSlope);
        return wing.IsFree() ? wing : null;
    }

    /// <summary>True if nowhere in a range its total variance exceeds another curve's.</summary>
    public bool IsBelow(in RawSvi other, double low, double high)
    {
        for (var i = 0; i < Nodes * Fine; i++)
        {
            var k = _edge + i * _step / Fine;
            if (k >= low && k <= high && Variance(k) > other.Variance(k)) return false;
        }
        return true;
    }

    /// <summary>Implied volatility beyond the edge.</summary>
    public double Vol(double k)
    {
        var x = (k - _edge) / _step;
        var last = _vol.Length - 1;
        if (x >= last)
        {
            var end = _edge + last * _step;
            return Math.Sqrt(_vol[last] * _vol[last] + _endSlope * Math.Abs(k - end) / _years);
        }
        var i = (int)x;
        var (t, rest) = (x - i, 1 - (x - i));
        return rest * rest * ((1 + 2 * t) * _vol[i] + t * _slope[i])
            + t * t * ((1 + 2 * rest) * _vol[i + 1] - rest * _slope[i + 1]);
    }

    // What nodes, splines and the straight end have made of it: Durrleman's g by differences.
    private bool IsFree()
    {
        var step = Math.Abs(_step) / Fine;
        for (var i = 2; i < 3 * Nodes * Fine / 2; i++)
        {
            var k = _edge + i * _step / Fine;
            var (before, w, after) = (Variance(k - step), Variance(k), Variance(k + step));
            var (slope, bend) = ((after - before) / (2 * step), (after - 2 * w + before) / (step * step));
            var first = 1 - k * slope / (2 * w);
            if (!(first * first - 0.25 * slope * slope * (1 / w + 0.25) + 0.5 * bend >= 0)) return false;
        }
        return true;
    }

    private double Variance(double k)
    {
        var vol = Vol(k);
        return vol * vol * _years;
    }

    // α with the mean excess asked for, in units of the strike: it falls as α grows.
    private static double? Stretch(WingModel model, int sign, double edge, double years, double excess)
    {
        var (log, elasticity) = model.LogPrice(sign, edge, years);
        var (strike, price) = (Elementary.Exp(edge), Elementary.Exp(log));
        if (double.IsNaN(elasticity)) return null;
        double Excess(double stretch) =>
            (1 - Price(model, sign, strike * (1 - stretch), years) / price) / (stretch * elasticity);
        var (low, high) = (1 / MostStretch, MostStretch);
        if (!(sign * Excess(low) <= sign * excess) || !(sign * Excess(high) >= sign * excess)) return null;
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (sign * Excess(middle) < sign * excess) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    // M₀: of puts only, and nothing where the line meets 0 before the strike does.
    private static double Price(WingModel model, int sign, double strike, double years)
    {
        if (sign > 0 || !(strike > 0)) return 0;
        Span<double> price = stackalloc double[1];
        model.Prices(sign, [strike], years, price);
        return price[0] > model.LeastPrice ? price[0] : 0;
    }
}
