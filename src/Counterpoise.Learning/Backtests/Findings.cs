using Counterpoise.Learning.Methods;
using Counterpoise.Learning.Statistics;
using Counterpoise.Units;

namespace Counterpoise.Learning.Backtests;

/// <summary>How many breaches of 1 % forecasts a year of 365 windows may have.</summary>
public enum TrafficLight
{
    /// <summary>Up to 6: what a right model has in 94 % of years.</summary>
    Green = 0,

    /// <summary>7 to 12.</summary>
    Yellow = 1,

    /// <summary>13 or more.</summary>
    Red = 2,
}

/// <summary>Breaches of one forecast in a calendar year.</summary>
public sealed record YearZone(
    Currency Asset, Method Method, Side Side, LossKind Loss, int Year, int N, int Breaches)
{
    /// <summary>Its zone, for 365 windows; a part of a year is judged by the same numbers.</summary>
    public TrafficLight Zone => Breaches switch
    {
        <= 6 => TrafficLight.Green,
        <= 12 => TrafficLight.Yellow,
        _ => TrafficLight.Red,
    };
}

/// <summary>What is known of a method on the day of a blow-up.</summary>
public enum CrashState
{
    /// <summary>There is a margin and a loss.</summary>
    Judged = 0,

    /// <summary>The history does not reach there, or an hour of the day is missing.</summary>
    NoData = 1,

    /// <summary>The method had not warmed up.</summary>
    WarmUp = 2,
}

/// <summary>One method on the day of a blow-up: the charge a long paid against the worst moment of the day.</summary>
/// <param name="Asset">Coin.</param>
/// <param name="Method">Method.</param>
/// <param name="Name">What happened.</param>
/// <param name="Origin">First hour of the day, 08:00 UTC.</param>
/// <param name="State">Whether the rest is known.</param>
public sealed record CrashDay(Currency Asset, Method Method, string Name, long Origin, CrashState State)
{
    /// <summary>Charged range when the day before began, fraction of the price.</summary>
    public double? MarginDayBefore { get; init; }

    /// <summary>Charged range when the day began.</summary>
    public double? Margin { get; init; }

    /// <summary>Worst loss of a long within the day.</summary>
    public double? Loss { get; init; }

    /// <summary>Margin ÷ loss.</summary>
    public double? Coverage => Margin / Loss;
}

/// <summary>A window with a missing hour, with the loss over the hours that are there.</summary>
public sealed record OutageWindow(
    Currency Asset, long Origin, int MissingHours, double LongLoss, double ShortLoss);

/// <summary>What an online correction did to one tail.</summary>
public sealed record CorrectionReport(
    Currency Asset, Method Method, Side Side, LossKind Loss, OnlineCorrection Correction,
    IReadOnlyList<AdaptiveConformal> Conformal, IReadOnlyList<long> ClampedDays);

/// <summary>Pinball losses of the methods on one tail.</summary>
/// <param name="Asset">Coin.</param>
/// <param name="Side">Tail.</param>
/// <param name="Loss">Loss.</param>
/// <param name="Window">Part of the history.</param>
/// <param name="Methods">In the order of the rest.</param>
/// <param name="Pinball">Mean pinball loss over the days all methods have.</param>
/// <param name="Set">90 % model confidence set.</param>
/// <param name="LearnedOverFhs">Diebold–Mariano of FHS against learned; null without the learned one.</param>
public sealed record MethodComparison(
    Currency Asset, Side Side, LossKind Loss, BacktestWindow Window, IReadOnlyList<Method> Methods,
    IReadOnlyList<double> Pinball, ConfidenceSet Set, TestResult? LearnedOverFhs);

/// <summary>FHS from every hour of the day: breaches of 24 overlapping tests, and a block bootstrap of their mean.
/// </summary>
public sealed record OriginSensitivity(
    Currency Asset, Side Side, LossKind Loss, int Days, IReadOnlyList<int> Breaches, double Coverage, double Low,
    double High);

/// <summary>Expected shortfall at 97.5 % by FHS.</summary>
public sealed record ShortfallRow(
    Currency Asset, Side Side, LossKind Loss, BacktestWindow Window, int N, ShortfallResult Result);
