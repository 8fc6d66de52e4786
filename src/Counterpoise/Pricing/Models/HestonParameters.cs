using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Models;

/// <summary>
/// Heston 1993: dF = F·√v·dW, dv = κ(θ − v)·dt + σ√v·dZ, dW·dZ = ρ·dt. Valid: V0 and Theta ≥ 0, Kappa and VolOfVol
/// &gt; 0, |Rho| &lt; 1, all finite. Other values may be held; pricing under them gives NaN. Above 1e100 it may, too.
/// </summary>
/// <param name="V0">Variance now, per year: 0.25 is a volatility of 50 %.</param>
/// <param name="Kappa">Speed at which variance returns to its mean, per year.</param>
/// <param name="Theta">Mean variance, per year.</param>
/// <param name="VolOfVol">σ, volatility of the variance, per year.</param>
/// <param name="Rho">Correlation of forward and variance.</param>
public readonly record struct HestonParameters(double V0, double Kappa, double Theta, double VolOfVol, double Rho)
{
    /// <summary>Number of parameters, in the order of the constructor; the length of a row of a Jacobian.</summary>
    public const int Count = 5;

    /// <summary>Whether options can be priced under these parameters.</summary>
    public bool IsValid =>
        V0 is >= 0 and < double.PositiveInfinity
        && Kappa is > 0 and < double.PositiveInfinity
        && Theta is >= 0 and < double.PositiveInfinity
        && VolOfVol is > 0 and < double.PositiveInfinity
        && Rho is > -1 and < 1;

    /// <summary>Feller's condition 2κθ ≥ σ²: variance never reaches 0. Pricing does not need it.</summary>
    public bool FellerHolds => 2 * Kappa * Theta >= VolOfVol * VolOfVol;

    /// <summary>
    /// Expected variance over the years, θT + (V0 − θ)·(1 − e^{−κT})/κ, not annualised: a variance swap pays it. 0 for
    /// T ≤ 0; NaN if the parameters are not valid.
    /// </summary>
    public double TotalVariance(double years)
    {
        if (!IsValid || double.IsNaN(years)) return double.NaN;
        if (years <= 0) return 0;
        var decay = Kappa * years;
        // Close to 0 the series: 1 − e^{−d} would cancel.
        var share = decay < 1e-3
            ? 1 - decay / 2 * (1 - decay / 3 * (1 - decay / 4))
            : (1 - Elementary.Exp(-decay)) / decay;
        return years * (Theta * (1 - share) + V0 * share);
    }
}
