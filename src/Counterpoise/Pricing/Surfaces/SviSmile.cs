namespace Counterpoise.Pricing.Surfaces;

/// <summary>Raw SVI read as implied volatility: √(w(k)/T).</summary>
public sealed class SviSmile : Smile
{
    private readonly RawSvi _svi;
    private readonly double _years;

    /// <summary>Takes the total variance of an expiry.</summary>
    /// <param name="svi">Total variance of k.</param>
    /// <param name="years">T, years of 365 days, positive.</param>
    /// <exception cref="InvalidInputException">Somewhere total variance, or T, is not a positive number.</exception>
    public SviSmile(RawSvi svi, double years)
    {
        if (!(svi.LeastVariance > 0) || !double.IsFinite(svi.LeastVariance) || !(svi.B >= 0))
        {
            throw new InvalidInputException(
                "smile", svi.LeastVariance.ToString("R"), "is the least total variance of an SVI smile",
                "use parameters with a + bσ√(1 − ρ²) > 0 and b ≥ 0: a volatility is positive at every strike");
        }
        if (!(years > 0))
        {
            throw new InvalidInputException(
                "smile", years.ToString("R"), "is the time to expiry of an SVI smile",
                "use a smile that has not expired");
        }
        (_svi, _years) = (svi, years);
    }

    /// <inheritdoc />
    public override double Vol(double logMoneyness) => Math.Sqrt(_svi.Variance(logMoneyness) / _years);
}
