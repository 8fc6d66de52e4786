using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Pricing.Models;

/// <summary>The quotes of one expiry as a Heston calibration sees them: out of the money, on a forward of 1.</summary>
internal sealed class HestonTarget
{
    // Of the model's prices on a forward of 1: errors are about 1e-12.
    private const double LeastPrice = 1e-10;
    private const double LeastVega = 1e-8;

    private readonly double[] _sign;
    private readonly double[] _strike;
    private readonly double[] _vol;
    private readonly double[] _scale;
    private readonly double _years;

    public HestonTarget(ExpiryQuotes expiry)
    {
        _years = expiry.Years;
        _sign = [.. expiry.Quotes.Select(q => q.LogMoneyness < 0 ? -1.0 : 1)];
        _strike = [.. expiry.Quotes.Select(q => Elementary.Exp(q.LogMoneyness))];
        _vol = [.. expiry.Quotes.Select(q => q.Vol)];
        _scale = [.. expiry.Quotes.Select(q => Math.Sqrt(q.Weight))];
    }

    public int Count => _vol.Length;

    /// <summary>
    /// Errors of implied volatility times √weight, and their derivatives in the five parameters; false if the model has
    /// no value.
    /// </summary>
    public bool Evaluate(in HestonParameters parameters, Span<double> residuals, Span<double> jacobian)
    {
        const int count = HestonParameters.Count;
        BatchHeston.PriceAndGradient(new HestonSlice(1, _years, _sign, _strike), parameters, residuals, jacobian);
        for (var i = 0; i < Count; i++)
        {
            if (!double.IsFinite(residuals[i])) return false;
            (residuals[i], var slope) = ToVol(i, residuals[i]);
            for (var j = 0; j < count; j++) jacobian[i * count + j] *= slope;
        }
        return true;
    }

    // From a price to the error of its volatility and that error's derivative in the price. Where the price holds no
    // volatility, being too small beside its own error, the error is that to first order at the quote.
    private (double Error, double Slope) ToVol(int i, double price)
    {
        var right = _sign[i] < 0 ? OptionRight.Put : OptionRight.Call;
        var implied = price > LeastPrice ? ImpliedVol.Solve(right, price, 1, _strike[i], _years) : default;
        var at = Black76.All(right, 1, _strike[i], implied.IsSolved ? implied.Vol : _vol[i], _years);
        var slope = _scale[i] / Math.Max(at.Vega, LeastVega);
        return (implied.IsSolved ? (implied.Vol - _vol[i]) * _scale[i] : (price - at.Price) * slope, slope);
    }
}
