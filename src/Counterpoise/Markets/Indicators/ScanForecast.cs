namespace Counterpoise.Markets.Indicators;

/// <summary>
/// Scan ranges from volatility alone, clamp(k·σ, floor, cap): what the calibrated forecast of Counterpoise.Learning
/// replaces where it is at hand. k = 2.86 for one day and 0.65 of that range for maintenance, floor and cap of bitcoin
/// (house methodology, sections 2, 4 and 12).
/// </summary>
public static class ScanForecast
{
    private const double Multiple = 2.86;
    private const double MaintenanceShare = 0.65;
    private const double Floor = 0.08;
    private const double Cap = 0.35;

    /// <summary>Range of initial margin, fraction of the price, both sides.</summary>
    /// <param name="dailyVol">σ, standard deviation of ln S over a day.</param>
    public static double Initial(double dailyVol) => Math.Clamp(Multiple * dailyVol, Floor, Cap);

    /// <summary>Range of maintenance margin.</summary>
    /// <param name="slowDailyVol">σ of half-life 30 days.</param>
    public static double Maintenance(double slowDailyVol) => MaintenanceShare * Initial(slowDailyVol);
}
