using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>Which part of the market-wide score an indicator belongs to; a part has one weight.</summary>
public enum IndicatorGroup
{
    /// <summary>None: it sets a parameter and has no part in the score.</summary>
    None = 0,

    /// <summary>Fast over slow volatility.</summary>
    Volatility = 1,

    /// <summary>Inverse depth.</summary>
    Depth = 2,

    /// <summary>Bid-ask spread of the perpetual.</summary>
    Spread = 3,

    /// <summary>Size of the funding rate.</summary>
    Funding = 4,

    /// <summary>Size of the basis.</summary>
    Basis = 5,

    /// <summary>Open interest over volume.</summary>
    OpenInterest = 6,

    /// <summary>Skew, and correlation that breaks.</summary>
    SkewAndCorrelation = 7,
}

/// <summary>What is fixed of an indicator.</summary>
/// <param name="Name">As printed.</param>
/// <param name="Unit">Of its value, as printed.</param>
/// <param name="Group">Its part of the market-wide score.</param>
/// <param name="RisesWithRisk">True if a greater value needs more margin (volatility), false for depth.</param>
/// <param name="MaxAge">An older value is stale.</param>
public sealed record IndicatorTerms(
    string Name, string Unit, IndicatorGroup Group, bool RisesWithRisk, Duration MaxAge)
{
    /// <summary>
    /// For how long a stale or rejected reading keeps the last good value; then it takes the conservative end.
    /// </summary>
    public Duration Grace { get; init; } = Duration.FromSeconds(2 * 3_600);

    /// <summary>The conservative end is the worst value accepted within this span before the last good one.</summary>
    public Duration Memory { get; init; } = Duration.FromDays(1);

    /// <summary>
    /// After a rejection observations must be good for so long before one counts again: a corrupted source that is
    /// right now and then is not trusted now and then.
    /// </summary>
    public Duration ClearAfter { get; init; }

    /// <summary>A value beyond these is none: a wrong unit or a broken source.</summary>
    public (double Least, double Most) Possible { get; init; } = (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>
    /// A value this many times the last accepted, or that part of it, is a spike until the next leaps the same way;
    /// infinite: any may be.
    /// </summary>
    public double Leap { get; init; } = double.PositiveInfinity;

    /// <summary>The worse of two values: the one that needs more margin.</summary>
    public double Worse(double a, double b) => RisesWithRisk ? Math.Max(a, b) : Math.Min(a, b);
}
