using Counterpoise.Units;

namespace Counterpoise.Margins.Liquidations;

/// <summary>How a side of a liquidation search ended.</summary>
public enum LiquidationOutcome
{
    /// <summary>There is a price.</summary>
    Price = 0,

    /// <summary>No price in the range breaches.</summary>
    None = 1,

    /// <summary>The account is below already.</summary>
    AlreadyBelow = 2,
}

/// <summary>The first breach on one side.</summary>
/// <param name="Outcome">How the search ended.</param>
/// <param name="Price">First tick from today at which the account is below, USD; NaN without one.</param>
/// <param name="Near">The tick before it, where it is not; NaN without one.</param>
public readonly record struct LiquidationSide(LiquidationOutcome Outcome, double Price, double Near)
{
    /// <summary>No price.</summary>
    public static LiquidationSide Without(LiquidationOutcome outcome) => new(outcome, double.NaN, double.NaN);
}

/// <summary>An interval of prices, both ends included, in which the account is never below.</summary>
/// <param name="From">USD.</param>
/// <param name="To">USD.</param>
public readonly record struct SafeInterval(double From, double To);

/// <summary>Where something turns negative as the price of one coin moves.</summary>
/// <param name="Down">As the price falls from today.</param>
/// <param name="Up">As it rises.</param>
/// <param name="Safe">All prices of the range at which it is not negative, ascending.</param>
public sealed record PriceCrossings(LiquidationSide Down, LiquidationSide Up, IReadOnlyList<SafeInterval> Safe);

/// <summary>How far one coin can move before a bucket is liquidated.</summary>
/// <param name="Bucket">Unit of the bucket.</param>
/// <param name="Coin">Whose price moves.</param>
/// <param name="Today">Its index today, USD.</param>
/// <param name="Grid">The ticks looked at.</param>
/// <param name="Range">Lowest and highest price looked at, USD.</param>
public sealed record LiquidationPath(
    Currency Bucket, Currency Coin, double Today, PriceGrid Grid, (double From, double To) Range)
{
    /// <summary>Beyond so many daily standard deviations no joint point is looked for.</summary>
    public const double FarthestJoint = 40;

    /// <summary>Equity − maintenance margin.</summary>
    public required PriceCrossings Liquidation { get; init; }

    /// <summary>Equity alone: where the bucket is bankrupt.</summary>
    public required PriceCrossings Bankruptcy { get; init; }

    /// <summary>The nearest point of price and volatility; null if there is none or no measure.</summary>
    public JointPoint? Joint { get; init; }

    /// <summary>How the coin moves; null if the market has no volatility at the money.</summary>
    public JointMoves? Moves { get; init; }

    /// <summary>
    /// Null if every interval between the prices is proved by bounds; else why there are none, and the path was sampled
    /// every basis point.
    /// </summary>
    public string? SampledBecause { get; init; }

    /// <summary>Why the range ends where it does; null at today's price / 100 and × 100.</summary>
    public string? RangeEnds { get; init; }

    /// <summary>How many prices were evaluated.</summary>
    public required int Evaluations { get; init; }
}

/// <summary>A bucket at one price of the path.</summary>
/// <param name="Price">Index of the coin, USD.</param>
/// <param name="Equity">Bucket units.</param>
/// <param name="Maintenance">Bucket units.</param>
/// <param name="UnitUsd">USD price of one bucket unit there.</param>
public readonly record struct PricePoint(double Price, double Equity, double Maintenance, double UnitUsd)
{
    /// <summary>Equity − maintenance margin, bucket units.</summary>
    public double Excess => Equity - Maintenance;
}
