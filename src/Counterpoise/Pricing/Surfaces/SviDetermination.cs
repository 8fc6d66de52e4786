using Counterpoise.Pricing.Models;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>How well quotes determine the five parameters of their curve, constraints not counted.</summary>
internal static class SviDetermination
{
    private const int Count = 5;

    public static Determination Of(SmileFit fit)
    {
        var svi = fit.Svi;
        var normal = new double[Count * Count];
        var sum = 0.0;
        Span<double> row = stackalloc double[Count];
        foreach (var quote in fit.Quotes)
        {
            var d = quote.LogMoneyness - svi.M;
            var root = Math.Sqrt(d * d + svi.Sigma * svi.Sigma);
            var vol = fit.Vol(quote.LogMoneyness);
            var miss = vol - quote.Vol;
            sum += quote.Weight * miss * miss;
            row[0] = 1;
            row[1] = svi.Rho * d + root;
            row[2] = svi.B * d;
            row[3] = -svi.B * (svi.Rho + d / root);
            row[4] = svi.B * svi.Sigma / root;
            var weight = quote.Weight / (4 * vol * vol * fit.Years * fit.Years);
            for (var i = 0; i < Count; i++)
                for (var j = 0; j < Count; j++) normal[i * Count + j] += weight * row[i] * row[j];
        }
        var range = fit.Quotes.Count == 0 ? 1 : fit.Quotes[^1].LogMoneyness - fit.Quotes[0].LogMoneyness;
        return Determination.Of(
            [
                new("a", svi.A, double.NaN, svi.Variance(0)),
                new("b", svi.B, double.NaN, svi.B),
                new("rho", svi.Rho, double.NaN, 1),
                new("m", svi.M, double.NaN, Math.Max(range, 1e-6)),
                new("sigma", svi.Sigma, double.NaN, svi.Sigma),
            ],
            normal, sum, fit.Quotes.Count);
    }
}
