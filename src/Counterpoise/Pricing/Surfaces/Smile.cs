namespace Counterpoise.Pricing.Surfaces;

/// <summary>Implied volatility of one expiry as a function of log-moneyness.</summary>
public abstract class Smile
{
    /// <summary>Implied volatility, annualised fraction, positive.</summary>
    /// <param name="logMoneyness">k = ln(K/F), F the forward of this expiry.</param>
    public abstract double Vol(double logMoneyness);
}
