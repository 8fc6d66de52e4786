using Counterpoise.Units;

namespace Counterpoise.Markets;

/// <summary>
/// The dynamic parameters of one coin: what a dynamic rulebook takes from the state of the market, each with age and
/// confidence. Null: not known; the rulebook then uses its static value, which is never the smaller one.
/// </summary>
public sealed record RiskParameters
{
    /// <summary>PSR⁺: scan range upwards for initial margin, fraction of the price.</summary>
    public Observed? ScanUp { get; init; }

    /// <summary>PSR⁻: scan range downwards for initial margin, fraction of the price.</summary>
    public Observed? ScanDown { get; init; }

    /// <summary>Scan range upwards for maintenance margin, fraction of the price.</summary>
    public Observed? MaintenanceScanUp { get; init; }

    /// <summary>Scan range downwards for maintenance margin, fraction of the price.</summary>
    public Observed? MaintenanceScanDown { get; init; }

    /// <summary>VU: relative rise of a 30-day implied volatility.</summary>
    public Observed? VolRise { get; init; }

    /// <summary>σ: standard deviation of ln S over a day.</summary>
    public Observed? DailyVol { get; init; }

    /// <summary>s: 95 % quantile of (ask − bid)/mid of the perpetual over 30 days, a fraction.</summary>
    public Observed? Spread { get; init; }

    /// <summary>ADV: coins traded a day, the lesser of the 5-day and 30-day means.</summary>
    public Observed? DailyVolume { get; init; }

    /// <summary>
    /// s^iv by tenor (≤ 7, 30, 90, 180, more days): bid-ask in volatility, a fraction (0.02 is 2 points).
    /// </summary>
    public IReadOnlyList<Observed?> VolSpreads { get; init; } = [];

    /// <summary>ADV^vega by tenor: USD per volatility point traded a day.</summary>
    public IReadOnlyList<Observed?> VegaVolumes { get; init; } = [];

    /// <summary>Slow depth of the perpetual's book, USD: what is usual.</summary>
    public Observed? DepthSlow { get; init; }

    /// <summary>Its depth now, USD.</summary>
    public Observed? DepthNow { get; init; }

    /// <summary>Open interest in all its contracts, USD.</summary>
    public Observed? OpenInterest { get; init; }

    /// <summary>H: the weighted score of market-wide indicators, 0 to 1, after hysteresis and speed limit.</summary>
    public Observed? Stress { get; init; }
}

/// <summary>How two coins move together: correlations of log returns, −1 to 1.</summary>
/// <param name="First">One coin.</param>
/// <param name="Second">The other.</param>
public sealed record CoinCorrelation(Currency First, Currency Second)
{
    /// <summary>Exponentially weighted over 30 days.</summary>
    public Observed? Month { get; init; }

    /// <summary>Over 3 days.</summary>
    public Observed? ThreeDays { get; init; }

    /// <summary>5 % quantile of the monthly one over three years.</summary>
    public Observed? Low { get; init; }
}
