namespace Counterpoise.Pricing.Kernels;

/// <summary>The domain every pricer shares, and its edges.</summary>
internal static class Domain
{
    /// <summary>Underlying, strike and vol finite, not negative; years finite of either sign; false for NaN.</summary>
    public static bool Holds(double underlying, double strike, double vol, double years) =>
        underlying is >= 0 and < double.PositiveInfinity
        && strike is >= 0 and < double.PositiveInfinity
        && vol is >= 0 and < double.PositiveInfinity
        && double.IsFinite(years);

    /// <summary>ln(underlying/strike) with its limits: −∞ at underlying 0, +∞ at strike 0, 0 when both are 0.</summary>
    public static DoubleDouble LogRatio(double underlying, double strike)
    {
        if (underlying > 0 && strike > 0)
        {
            return Kernels.LogRatio.Of(underlying, strike);
        }

        return double.IsNaN(underlying + strike) ? new(double.NaN)
            : underlying == strike ? new(0)
            : new(underlying > strike ? double.PositiveInfinity : double.NegativeInfinity);
    }
}
