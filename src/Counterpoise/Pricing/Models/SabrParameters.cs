namespace Counterpoise.Pricing.Models;

/// <summary>
/// SABR (Hagan, Kumar, Lesniewski, Woodward 2002): dF = α_t·F^β·dW, dα = ν·α·dZ, dW·dZ = ρ·dt. Valid: Alpha > 0,
/// 0 ≤ Beta ≤ 1, Nu ≥ 0, |Rho| &lt; 1. Alpha and Beta move a smile nearly alike: hold Beta, 1 for crypto.
/// </summary>
/// <param name="Alpha">Volatility now: at the money about α·F^{β − 1}, annualised.</param>
/// <param name="Beta">Elasticity: 1 lognormal, 0 normal.</param>
/// <param name="Nu">Volatility of volatility, per √year.</param>
/// <param name="Rho">Correlation of forward and volatility.</param>
public readonly record struct SabrParameters(double Alpha, double Beta, double Nu, double Rho)
{
    /// <summary>Whether options can be priced under these parameters.</summary>
    public bool IsValid =>
        Alpha is > 0 and < double.PositiveInfinity && Beta is >= 0 and <= 1
        && Nu is >= 0 and < double.PositiveInfinity && Rho is > -1 and < 1;
}
