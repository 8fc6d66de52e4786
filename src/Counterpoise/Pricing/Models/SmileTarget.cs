using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Pricing.Models;

/// <summary>The quotes of one expiry as a calibration sees them: out of the money, on a forward of 1.</summary>
internal sealed class SmileTarget
{
    // Of a model's price on a forward of 1: what is smaller may be its error.
    private const double LeastPrice = 1e-10;
    private const double LeastVega = 1e-8;

    private readonly double[] _vol;
    private readonly double[] _scale;

    public SmileTarget(IReadOnlyList<SmileQuote> quotes, double years)
    {
        Years = years;
        Sign = [.. quotes.Select(q => q.LogMoneyness < 0 ? -1.0 : 1)];
        Strike = [.. quotes.Select(q => Elementary.Exp(q.LogMoneyness))];
        _vol = [.. quotes.Select(q => q.Vol)];
        _scale = [.. quotes.Select(q => Math.Sqrt(q.Weight))];
    }

    public int Count => _vol.Length;

    public double Years { get; }

    /// <summary>−1 put, +1 call.</summary>
    public double[] Sign { get; }

    /// <summary>K/F.</summary>
    public double[] Strike { get; }

    /// <summary>The volatility quoted nearest the money.</summary>
    public double AtTheMoney
    {
        get
        {
            var nearest = 0;
            for (var i = 1; i < Count; i++)
                if (Math.Abs(Strike[i] - 1) < Math.Abs(Strike[nearest] - 1)) nearest = i;
            return _vol[nearest];
        }
    }

    /// <summary>Error of a volatility, times √weight.</summary>
    public double Error(int i, double vol) => (vol - _vol[i]) * _scale[i];

    /// <summary>√weight.</summary>
    public double Scale(int i) => _scale[i];

    /// <summary>
    /// From a price to the error of its volatility, times √weight, and that error's derivative in the price. Where the
    /// price is too small to hold a volatility the error is that to first order at the quote.
    /// </summary>
    public (double Error, double Slope) OfPrice(int i, double price)
    {
        var right = Sign[i] < 0 ? OptionRight.Put : OptionRight.Call;
        var implied = price > LeastPrice ? ImpliedVol.Solve(right, price, 1, Strike[i], Years) : default;
        var at = Black76.All(right, 1, Strike[i], implied.IsSolved ? implied.Vol : _vol[i], Years);
        var slope = _scale[i] / Math.Max(at.Vega, LeastVega);
        return (implied.IsSolved ? Error(i, implied.Vol) : (price - at.Price) * slope, slope);
    }

    /// <summary>Root mean square and largest error of volatility, quotes counting alike.</summary>
    /// <param name="residuals">Errors times √weight.</param>
    public (double Rmse, double Most) Unweighted(ReadOnlySpan<double> residuals)
    {
        var (sum, most) = (0.0, 0.0);
        for (var i = 0; i < Count; i++)
        {
            var error = Math.Abs(residuals[i] / _scale[i]);
            (sum, most) = (sum + error * error, Math.Max(most, error));
        }
        return (Math.Sqrt(sum / Count), most);
    }
}
