namespace Counterpoise.Markets;

/// <summary>
/// A <see cref="VolShock"/> at one time to expiry: σ′ = max(floor, σ·max(0, 1 + level + m) + points), m = min(cap,
/// slope·k) for k ≥ 0, else max(−cap, slope·k), with k the log-moneyness ln(K/F) or its absolute value.
/// <c>default</c> changes nothing.
/// </summary>
/// <param name="Level">Relative change at every strike.</param>
/// <param name="Floor">Least volatility after the shock.</param>
/// <param name="Slope">Relative change per unit of log-moneyness.</param>
/// <param name="Cap">Limit of what the slope gives.</param>
/// <param name="IsAbsolute">k is |ln(K/F)|.</param>
/// <param name="Points">Absolute change at every strike, annualised fraction (0.1 is ten points).</param>
public readonly record struct ExpiryVolShock(
    double Level, double Floor = 0, double Slope = 0, double Cap = 0, bool IsAbsolute = false, double Points = 0)
{
    /// <summary>The shocked volatility.</summary>
    /// <param name="vol">Implied volatility, annualised fraction.</param>
    /// <param name="logMoneyness">ln(K/F) with today's forward.</param>
    public double Apply(double vol, double logMoneyness)
    {
        var k = IsAbsolute ? Math.Abs(logMoneyness) : logMoneyness;
        var skew = Slope == 0 ? 0 : k >= 0 ? Math.Min(Cap, k * Slope) : Math.Max(-Cap, k * Slope);
        return Math.Max(Floor, vol * Math.Max(0, 1 + Level + skew) + Points);
    }
}
