using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>The indicators of a coin.</summary>
public enum IndicatorName
{
    /// <summary>Exponentially weighted volatility, λ = 1 − 1/240 an hour.</summary>
    FastVol = 0,

    /// <summary>Half-life 30 days.</summary>
    SlowVol = 1,

    /// <summary>All history.</summary>
    LongVol = 2,

    /// <summary>From ranges, Garman and Klass, ten days.</summary>
    RangeVol = 3,

    /// <summary>Fast over slow.</summary>
    VolRatio = 4,

    /// <summary>Implied level of 30 days.</summary>
    Implied = 5,

    /// <summary>Volatility of the implied level.</summary>
    VolOfVol = 6,

    /// <summary>Implied level of a week less that of three months.</summary>
    TermSlope = 7,

    /// <summary>Puts over calls at 30 days.</summary>
    Skew = 8,

    /// <summary>Depth now.</summary>
    DepthNow = 9,

    /// <summary>Depth as usual, half-life a day.</summary>
    DepthSlow = 10,

    /// <summary>Bid-ask of the perpetual.</summary>
    Spread = 11,

    /// <summary>Coins a day, the lesser of 5 and 30 days.</summary>
    Volume = 12,

    /// <summary>Size of the funding rate.</summary>
    Funding = 13,

    /// <summary>Size of the basis.</summary>
    Basis = 14,

    /// <summary>Open interest.</summary>
    OpenInterest = 15,

    /// <summary>How much of the open interest stands in few contracts.</summary>
    OpenInterestConcentration = 16,

    /// <summary>Open interest over a day's volume.</summary>
    OpenInterestOverVolume = 17,

    /// <summary>Distance of the 3-day from the 30-day correlation.</summary>
    CorrelationBreak = 18,

    /// <summary>Bid-ask in volatility, options up to 7 days.</summary>
    VolSpread7 = 19,

    /// <summary>Up to 30 days.</summary>
    VolSpread30 = 20,

    /// <summary>Up to 90 days.</summary>
    VolSpread90 = 21,

    /// <summary>Up to 180 days.</summary>
    VolSpread180 = 22,

    /// <summary>Beyond.</summary>
    VolSpreadLong = 23,
}

/// <summary>What is fixed of each indicator: how old it may be, and how it acts.</summary>
public static class IndicatorList
{
    private static readonly Duration Minutes5 = Duration.FromSeconds(300);
    private static readonly Duration Hours2 = Duration.FromSeconds(2 * 3_600);
    private static readonly Duration Hours9 = Duration.FromSeconds(9 * 3_600);
    private static readonly Duration Hours36 = Duration.FromSeconds(36 * 3_600);

    /// <summary>The terms of an indicator.</summary>
    public static IndicatorTerms Terms(IndicatorName name) => name switch
    {
        IndicatorName.FastVol => Up("volatility, fast", "a day", IndicatorGroup.None, Hours2),
        IndicatorName.SlowVol => Up("volatility, slow", "a day", IndicatorGroup.None, Hours2),
        IndicatorName.LongVol => Up("volatility, long-run", "a day", IndicatorGroup.None, Hours2),
        IndicatorName.RangeVol => Up("volatility, ranges", "a day", IndicatorGroup.None, Hours2),
        IndicatorName.VolRatio => Up("fast over slow volatility", "", IndicatorGroup.Volatility, Hours2),
        IndicatorName.Implied => Up("implied volatility, 30 days", "a year", IndicatorGroup.None, Hours36) with
        { Possible = (0.01, 5), Leap = 2 },
        IndicatorName.VolOfVol => Up("volatility of implied", "a day", IndicatorGroup.None, Hours36),
        IndicatorName.TermSlope => Up("term structure, 7 less 90 days", "a year", IndicatorGroup.None, Hours36),
        IndicatorName.Skew => Up("skew, 30 days", "a year", IndicatorGroup.SkewAndCorrelation, Hours36),
        // A corrupted book is right now and then: it has to be right for five minutes.
        IndicatorName.DepthNow => new IndicatorTerms(
            "depth, now", "USD", IndicatorGroup.Depth, RisesWithRisk: false, Duration.FromSeconds(90))
        { Grace = default, ClearAfter = Minutes5 },
        // It stands over the depth of now: a greater one needs more margin.
        IndicatorName.DepthSlow => Up("depth, slow", "USD", IndicatorGroup.None, Hours2),
        IndicatorName.Spread => Up("spread", "of the price", IndicatorGroup.Spread, Minutes5),
        IndicatorName.Volume => Down("volume", "coins a day", IndicatorGroup.None, Hours2),
        // No venue lets more than a hundredth be paid in 8 hours.
        IndicatorName.Funding => Up("funding, size", "8 h", IndicatorGroup.Funding, Hours9) with
        { Possible = (0, 0.01) },
        IndicatorName.Basis => Up("basis, size", "of the price", IndicatorGroup.Basis, Hours36) with
        { Possible = (0, 0.2) },
        IndicatorName.OpenInterest => Up("open interest", "USD", IndicatorGroup.None, Hours36) with { Leap = 2 },
        IndicatorName.OpenInterestConcentration =>
            Up("open interest, concentration", "", IndicatorGroup.None, Hours36),
        IndicatorName.OpenInterestOverVolume =>
            Up("open interest over volume", "days", IndicatorGroup.OpenInterest, Hours36),
        IndicatorName.CorrelationBreak =>
            Up("correlation break", "", IndicatorGroup.SkewAndCorrelation, Hours2),
        IndicatorName.VolSpread7 => OptionSpread("to 7 days"),
        IndicatorName.VolSpread30 => OptionSpread("to 30 days"),
        IndicatorName.VolSpread90 => OptionSpread("to 90 days"),
        IndicatorName.VolSpread180 => OptionSpread("to 180 days"),
        _ => OptionSpread("beyond 180 days"),
    };

    private static IndicatorTerms OptionSpread(string tenor) =>
        Up($"option spread, {tenor}", "volatility", IndicatorGroup.None, Minutes5) with { Grace = default };

    private static IndicatorTerms Up(string name, string unit, IndicatorGroup group, Duration maxAge) =>
        new(name, unit, group, RisesWithRisk: true, maxAge);

    private static IndicatorTerms Down(string name, string unit, IndicatorGroup group, Duration maxAge) =>
        new(name, unit, group, RisesWithRisk: false, maxAge);
}
