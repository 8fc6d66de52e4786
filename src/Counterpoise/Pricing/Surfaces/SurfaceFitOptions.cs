namespace Counterpoise.Pricing.Surfaces;

/// <summary>How much a quote counts.</summary>
public enum QuoteWeights
{
    /// <summary>
    /// By certainty: 1/(half the bid-ask spread in volatility, spread/(2·vega), but at least 0.25 and at most 10
    /// points)².
    /// </summary>
    SpreadAndVega = 0,

    /// <summary>All the same.</summary>
    Equal = 1,
}

/// <summary>Where later expiries must have more total variance than earlier ones.</summary>
public enum CalendarRange
{
    /// <summary>At every log-moneyness, in the wings too.</summary>
    Everywhere = 0,

    /// <summary>Over the union of the quoted ranges of all expiries.</summary>
    Quoted = 1,
}

/// <summary>What a surface fit takes and demands.</summary>
public sealed record SurfaceFitOptions
{
    /// <summary>The defaults.</summary>
    public static SurfaceFitOptions Default { get; } = new();

    /// <summary>How much a quote counts.</summary>
    public QuoteWeights Weights { get; init; }

    /// <summary>Where calendar arbitrage is excluded.</summary>
    public CalendarRange Calendar { get; init; }

    /// <summary>Expiries nearer than this are not fitted, years of 365 days (0.002 is 17½ hours).</summary>
    public double LeastYears { get; init; } = 0.002;

    /// <summary>Quotes farther than this many standard deviations, |ln K/F| > Width·σ_ATM·√T, are left out.</summary>
    public double Width { get; init; } = 3;
}
