namespace Counterpoise.Markets.Indicators;

/// <summary>Tenors of options: up to 7, 30, 90, 180 and more days (house methodology, section 7).</summary>
public static class TenorBuckets
{
    private const double SecondsADay = 86_400;

    /// <summary>Buckets there are.</summary>
    public const int Count = 5;

    /// <summary>The bucket of an expiry, 0 to 4.</summary>
    /// <param name="seconds">Seconds to it.</param>
    public static int Of(double seconds) => (seconds / SecondsADay) switch
    {
        <= 7 => 0,
        <= 30 => 1,
        <= 90 => 2,
        <= 180 => 3,
        _ => 4,
    };
}
