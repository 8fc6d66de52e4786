using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>Floor and cap of a scan range, fractions of the price (house methodology, section 4).</summary>
/// <param name="Floor">Least.</param>
/// <param name="Cap">Greatest.</param>
public readonly record struct ScanLimits(double Floor, double Cap)
{
    /// <summary>
    /// Bitcoin 8 to 35 %, ether 10 to 40 %, other majors 14 to 50 %, the rest 20 to 80 %: those of the rulebook
    /// <c>counterpoise</c>, which a test holds them to.
    /// </summary>
    public static ScanLimits Of(Currency coin) => coin.Code switch
    {
        "BTC" => new(0.08, 0.35),
        "ETH" => new(0.10, 0.40),
        "SOL" or "XRP" or "BNB" or "DOGE" or "ADA" or "LTC" or "BCH" => new(0.14, 0.50),
        _ => new(0.20, 0.80),
    };
}

/// <summary>
/// Scan ranges from volatility alone, clamp(k·σ, floor, cap): what the calibrated forecast of Counterpoise.Learning
/// replaces where it is at hand. k = 2.86 for one day and 0.65 of that range for maintenance (house methodology,
/// sections 2 and 12).
/// </summary>
public static class ScanForecast
{
    private const double Multiple = 2.86;
    private const double MaintenanceShare = 0.65;

    /// <summary>Range of initial margin, fraction of the price, both sides.</summary>
    /// <param name="dailyVol">σ, standard deviation of ln S over a day.</param>
    /// <param name="limits">Of the coin.</param>
    public static double Initial(double dailyVol, ScanLimits limits) =>
        Math.Clamp(Multiple * dailyVol, limits.Floor, limits.Cap);

    /// <summary>Range of maintenance margin.</summary>
    /// <param name="slowDailyVol">σ of half-life 30 days.</param>
    /// <param name="limits">Of the coin.</param>
    public static double Maintenance(double slowDailyVol, ScanLimits limits) =>
        MaintenanceShare * Initial(slowDailyVol, limits);
}
