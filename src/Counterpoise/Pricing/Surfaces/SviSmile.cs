namespace Counterpoise.Pricing.Surfaces;

/// <summary>The smile of a raw SVI curve: √(w(k)/T).</summary>
/// <param name="svi">Total variance.</param>
/// <param name="years">T > 0, years of 365 days.</param>
public sealed class SviSmile(RawSvi svi, double years) : Smile
{
    /// <inheritdoc />
    public override double Vol(double logMoneyness) => Math.Sqrt(Math.Max(0, svi.Variance(logMoneyness)) / years);
}
