using Counterpoise.Numerics;

namespace Counterpoise.Markets;

/// <summary>
/// One expiry's smile in raw SVI (Gatheral 2004): total variance w(k) = a + b·(ρ·(k − m) + √((k − m)² + σ²)) with
/// k = ln(K/F), F and the year fraction τ those of the fit, which need not be today's.
/// </summary>
/// <param name="A">Level.</param>
/// <param name="B">Slope of the wings, ≥ 0.</param>
/// <param name="Rho">Rotation. Not required to lie in (−1, 1): feeds are taken as they are.</param>
/// <param name="M">Shift.</param>
/// <param name="Sigma">Smoothness at the money, ≥ 0.</param>
/// <param name="Forward">Forward of the fit, quote currency.</param>
/// <param name="Years">Year fraction of the fit.</param>
public sealed record SviSlice(double A, double B, double Rho, double M, double Sigma, double Forward, double Years)
{
    /// <summary>Total variance is capped here (venue rule of Derive: vol·√τ ≤ 12).</summary>
    public const double MaxTotalVariance = 144;

    /// <summary>
    /// Implied volatility at a strike, annualised fraction. |k| is bounded by 4·√(a + b·σ) and w by
    /// <see cref="MaxTotalVariance"/>, as Derive's feed does (v2-core, SVI.sol): without the bound far strikes differ
    /// from the venue's marks by up to 100 %.
    /// </summary>
    public double Vol(double strike)
    {
        var bound = 4 * Math.Sqrt(A + B * Sigma);
        var k = Math.Clamp(Elementary.Log(strike / Forward), -bound, bound);
        var d = k - M;
        var w = A + B * (Rho * d + Math.Sqrt(d * d + Sigma * Sigma));
        return Math.Sqrt(Math.Min(w, MaxTotalVariance) / Years);
    }
}
