using Counterpoise.Markets.Indicators;
using Counterpoise.Units;

namespace Counterpoise.Learning.Methods;

/// <summary>From forecast to charge: what the rulebook does to a forecast before anybody pays it.</summary>
/// <param name="Floor">Least scan range, a fraction of the price.</param>
/// <param name="Cap">Largest.</param>
public sealed record RangeLimits(double Floor, double Cap)
{
    /// <summary>Weight of the stressed quantile (RTS 153/2013 Art 28(1)(b)).</summary>
    public double StressWeight { get; init; } = 0.25;

    /// <summary>Most that a range falls in a day.</summary>
    public double FallPerDay { get; init; } = 0.05;

    /// <summary>Most that the maintenance range of what is held rises in a day, as a factor.</summary>
    public double RisePerDay { get; init; } = 1.25;

    /// <summary>Maintenance range ÷ range: 99.9 % of two hours over 99 % of a day.</summary>
    public double Maintenance { get; init; } = 0.65;

    /// <summary>The limits of a coin.</summary>
    public static RangeLimits Of(Currency coin)
    {
        var (floor, cap) = ScanLimits.Of(coin);
        return new RangeLimits(floor, cap);
    }

    /// <summary>Anti-procyclical, between floor and cap.</summary>
    /// <param name="forecast">q.</param>
    /// <param name="stressed">
    /// Quantile of stressed months; NaN while none has passed: the forecast stands alone.
    /// </param>
    public double Range(double forecast, double stressed) => Math.Clamp(
        double.IsNaN(stressed) ? forecast : (1 - StressWeight) * forecast + StressWeight * stressed, Floor, Cap);

    /// <summary>True if floor or cap decide.</summary>
    public bool IsClamped(double forecast, double stressed) => Range(forecast, stressed) is var r
        && (r == Floor || r == Cap);
}
