using Counterpoise.Pricing.Models;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// One SSVI surface through all expiries of a coin: three numbers for the shape, one per expiry for the level. Free of
/// arbitrage by theorem, and coarser than a fit per expiry; what <see cref="SurfaceFit"/> repairs from.
/// </summary>
/// <param name="Ssvi">ρ, η, γ.</param>
/// <param name="Theta">Total variance at the money of each expiry, growing.</param>
/// <param name="Rmse">Root mean square error of volatility over all quotes, counting alike.</param>
/// <param name="Determination">How well the quotes determine ρ, η and γ, given the levels.</param>
public sealed record SsviFit(Ssvi Ssvi, IReadOnlyList<double> Theta, double Rmse, Determination Determination)
{
    private const double Step = 1e-4;

    /// <summary>Fits quotes; each expiry counts once.</summary>
    /// <param name="expiries">Ascending; those without a quote do not count.</param>
    /// <returns>Null if there is no quote at all.</returns>
    public static SsviFit? Of(IReadOnlyList<ExpiryQuotes> expiries)
    {
        ExpiryQuotes[] quoted = [.. expiries.Where(e => e.Quotes.Count > 0)];
        if (quoted.Length == 0) return null;
        var theta = new double[quoted.Length];
        var ssvi = Ssvi.Fit([.. quoted.Select(e => new JointSlice(e))], theta);
        var (sum, weighted, count) = (0.0, 0.0, 0);
        var normal = new double[9];
        Span<double> row = stackalloc double[3];
        for (var e = 0; e < quoted.Length; e++)
        {
            foreach (var quote in quoted[e].Quotes)
            {
                var share = quote.Weight / quoted[e].Quotes.Count;
                var miss = Vol(ssvi) - quote.Vol;
                sum += miss * miss;
                weighted += share * miss * miss;
                count++;
                row[0] = Slope(h => ssvi with { Rho = ssvi.Rho + h });
                row[1] = Slope(h => ssvi with { Eta = ssvi.Eta + h });
                row[2] = Slope(h => ssvi with { Gamma = ssvi.Gamma + h });
                for (var i = 0; i < 3; i++)
                    for (var j = 0; j < 3; j++) normal[3 * i + j] += share * row[i] * row[j];

                double Slope(Func<double, Ssvi> moved) => (Vol(moved(Step)) - Vol(moved(-Step))) / (2 * Step);

                double Vol(Ssvi s) => Math.Sqrt(s.Slice(theta[e]).Variance(quote.LogMoneyness) / quoted[e].Years);
            }
        }
        return new SsviFit(ssvi, theta, Math.Sqrt(sum / count), Determine(ssvi, normal, weighted, count));
    }

    private static Determination Determine(Ssvi ssvi, double[] normal, double sum, int count) => Determination.Of(
        [
            new("rho", ssvi.Rho, double.NaN, 1),
            new("eta", ssvi.Eta, double.NaN, ssvi.Eta, !(ssvi.Eta * (1 + Math.Abs(ssvi.Rho)) < 1.997)),
            new("gamma", ssvi.Gamma, double.NaN, ssvi.Gamma, ssvi.Gamma is <= 0.01 or >= 0.5),
        ],
        normal, sum, count);
}
