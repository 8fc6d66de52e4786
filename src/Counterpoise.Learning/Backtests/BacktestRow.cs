using Counterpoise.Learning.Methods;
using Counterpoise.Units;

namespace Counterpoise.Learning.Backtests;

/// <summary>What a row judges.</summary>
public enum BacktestObject
{
    /// <summary>The forecast, before floor, buffer, cap and speed limit: tested two-sided.</summary>
    Forecast = 0,

    /// <summary>What accounts would have paid: it must cover at least what it says.</summary>
    Charged = 1,
}

/// <summary>Which part of a history.</summary>
public enum BacktestWindow
{
    /// <summary>To 2022-12-31: parameters were chosen on it.</summary>
    Tuning = 0,

    /// <summary>From 2023-01-01: evaluated once, parameters frozen.</summary>
    Sealed = 1,

    /// <summary>Both.</summary>
    All = 2,
}

/// <summary>One line of a backtest.</summary>
public sealed record BacktestRow
{
    /// <summary>Of which coin.</summary>
    public required Currency Asset { get; init; }

    /// <summary>By which method.</summary>
    public required Method Method { get; init; }

    /// <summary>Forecast or charge.</summary>
    public required BacktestObject Object { get; init; }

    /// <summary>Who loses.</summary>
    public required Side Side { get; init; }

    /// <summary>Length of a window, hours: 24, or 2 for the maintenance range.</summary>
    public required int Horizon { get; init; }

    /// <summary>Which loss.</summary>
    public required LossKind Loss { get; init; }

    /// <summary>Which part of the history.</summary>
    public required BacktestWindow Window { get; init; }

    /// <summary>Expected frequency of breaches.</summary>
    public required double Alpha { get; init; }

    /// <summary>Windows: whole ones, after the warm-up.</summary>
    public required int N { get; init; }

    /// <summary>Losses above it.</summary>
    public required int Breaches { get; init; }

    /// <summary>Share of windows without a breach.</summary>
    public double Coverage => N == 0 ? double.NaN : 1 - (double)Breaches / N;

    /// <summary>95 % interval of the coverage (Clopper–Pearson), lower end.</summary>
    public required double CiLow { get; init; }

    /// <summary>Upper end.</summary>
    public required double CiHigh { get; init; }

    /// <summary>Kupiec's test; null for a charge.</summary>
    public double? KupiecP { get; init; }

    /// <summary>Christoffersen's conditional coverage; null for a charge.</summary>
    public double? ChristoffersenP { get; init; }

    /// <summary>Dynamic quantile, simulated; null for a charge.</summary>
    public double? DqP { get; init; }

    /// <summary>
    /// One-sided: how likely as many breaches or more if it covered exactly what it says. Of every row.
    /// </summary>
    public required double TooManyP { get; init; }

    /// <summary>
    /// True if one of the three tests is rejected at 5 % after Holm's correction over the family; null for a charge.
    /// </summary>
    public bool? HolmRejected { get; init; }

    /// <summary>Mean pinball loss, fraction of the price.</summary>
    public required double Pinball { get; init; }

    /// <summary>Mean of it, fraction of the price.</summary>
    public required double MeanMargin { get; init; }

    /// <summary>Largest over smallest.</summary>
    public required double PeakToTrough { get; init; }

    /// <summary>Largest rise over a day, as a factor.</summary>
    public required double Worst1d { get; init; }

    /// <summary>Over 5 days.</summary>
    public required double Worst5d { get; init; }

    /// <summary>Over 20 days.</summary>
    public required double Worst20d { get; init; }

    /// <summary>Over 30 days.</summary>
    public required double Worst30d { get; init; }

    /// <summary>Σ of what losses were above it, fraction of the price.</summary>
    public required double LossBeyondMargin { get; init; }

    /// <summary>When losses were above it: first hours of the windows.</summary>
    public required IReadOnlyList<long> BreachOrigins { get; init; }
}
