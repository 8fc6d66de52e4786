using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>What a reading is worth.</summary>
public enum IndicatorQuality
{
    /// <summary>Nothing was ever accepted: there is no value.</summary>
    NoHistory = 0,

    /// <summary>The latest observation was accepted and is not too old.</summary>
    Fresh = 1,

    /// <summary>No observation for longer than the indicator allows.</summary>
    Stale = 2,

    /// <summary>The latest observation was refused; the reason says why.</summary>
    Rejected = 3,
}

/// <summary>
/// An indicator at an instant. Where it is not fresh its value is the last good one or the conservative end, whichever
/// needs more margin: bad input never lowers a requirement.
/// </summary>
/// <param name="Value">In the indicator's unit; null: nothing was ever accepted.</param>
/// <param name="Age">Since the last accepted observation.</param>
/// <param name="Quality">What it is worth.</param>
/// <param name="Reason">Why it was rejected; null where it was not.</param>
/// <param name="Score">
/// 0 (as usual) to 1 (as in the worst twentieth of the year, twice over); null: less than a year of history, which is
/// not the same as stale.
/// </param>
public readonly record struct IndicatorReading(
    double? Value, Duration Age, IndicatorQuality Quality, string? Reason, double? Score)
{
    /// <summary>As printed: <c>fresh</c>, <c>stale</c>, <c>rejected: bids above asks</c>, <c>no history</c>.</summary>
    public string QualityText => Quality switch
    {
        IndicatorQuality.Fresh => "fresh",
        IndicatorQuality.Stale => "stale",
        IndicatorQuality.Rejected => $"rejected: {Reason}",
        _ => "no history",
    };

    /// <summary>1 while fresh; ½ while the last good value is held; 0 after that, and without any value.</summary>
    public double Confidence { get; init; }

    /// <summary>For a rulebook; null without a value.</summary>
    public Observed? ToObserved() => Value is { } value ? new Observed(value, Confidence, Age) : null;
}
