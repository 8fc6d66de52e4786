using Counterpoise.Units;

namespace Counterpoise.Learning.Methods;

/// <summary>
/// The quantile of losses that began in a fixed list of stressed months, as far as they lie in the past (house
/// methodology, 3b).
/// </summary>
public sealed class StressedMonths
{
    private readonly double[] _quantiles;
    private readonly long _from;

    /// <summary>The months.</summary>
    public static IReadOnlyList<(int Year, int Month)> Months { get; } =
        [(2018, 1), (2020, 3), (2021, 5), (2022, 6), (2022, 11), (2024, 8), (2025, 10), (2026, 2)];

    /// <summary>Quantiles at every hour.</summary>
    public StressedMonths(LossTable losses, Side side, LossKind kind, double level)
    {
        var history = losses.History;
        _from = history.From;
        var quantile = new StandardisedQuantile(losses, static _ => 1, side, kind, level, IsStressed);
        _quantiles = new double[history.To - history.From + 1];
        for (var i = 0; i < _quantiles.Length; i++) _quantiles[i] = quantile.At(_from + i);
    }

    /// <summary>The quantile known at an hour; NaN while no such month has begun.</summary>
    public double At(long hour) => _quantiles[hour - _from];

    private static bool IsStressed(long hour)
    {
        var time = Instant.FromUnixSeconds(hour * 3_600).ToUtcDateTime();
        return Months.Contains((time.Year, time.Month));
    }
}
