using Counterpoise.Units;

namespace Counterpoise.Margins.Dynamic;

/// <summary>
/// The static parameters of a dynamic rulebook that hold for every coin. Formulas and reasons:
/// docs/methodology.md, whose sections are named in brackets.
/// </summary>
public sealed record DynamicRules
{
    /// <summary>An older value of the market is not used.</summary>
    public required Duration GreatestAge { get; init; }

    /// <summary>A value of less confidence is not used, 0 to 1.</summary>
    public required double LeastConfidence { get; init; }

    /// <summary>PSR_MM over PSR where the range is a fallback, and of floor and cap [12].</summary>
    public required double MaintenanceScan { get; init; }

    /// <summary>VU: relative rise of a 30-day volatility [5].</summary>
    public required ParameterRange VolRise { get; init; }

    /// <summary>Relative fall of a 30-day volatility [5].</summary>
    public required double VolFall { get; init; }

    /// <summary>Power of 30 d / time below 30 days [5].</summary>
    public required double ShortPower { get; init; }

    /// <summary>The same beyond 30 days [5].</summary>
    public required double LongPower { get; init; }

    /// <summary>A volatility shocked upwards is at least this, annualised fraction [5].</summary>
    public required double VolFloor { get; init; }

    /// <summary>Moves of the tails, relative [6].</summary>
    public required IReadOnlyList<double> Tails { get; init; }

    /// <summary>Basis: annualised move [7].</summary>
    public required double BasisMove { get; init; }

    /// <summary>Basis: least move [7].</summary>
    public required double LeastBasisMove { get; init; }

    /// <summary>φ_V: share of the vega saving across tenors that is granted [7].</summary>
    public required double VegaNetting { get; init; }

    /// <summary>Days of the vega tenors; an expiry between two counts with both, linearly in time [7].</summary>
    public required IReadOnlyList<double> VegaTenors { get; init; }

    /// <summary>φ: greatest share of the saving across coins that is granted [7].</summary>
    public required double CrossNetting { get; init; }

    /// <summary>ρ* is at most this [7].</summary>
    public required double GreatestCorrelation { get; init; }

    /// <summary>|ρ_3d − ρ_30d| from which φ falls, and at which it is 0 [7].</summary>
    public required (double From, double To) CorrelationBreak { get; init; }

    /// <summary>Depth over slow depth from which φ falls (initial margin), and at which it is 0 [7].</summary>
    public required (double From, double To) DepthLoss { get; init; }

    /// <summary>Y in the square-root impact [8].</summary>
    public required double Impact { get; init; }

    /// <summary>s^iv is at least this where no vega volume is known, fraction [8].</summary>
    public required double IlliquidVolSpread { get; init; }

    /// <summary>Initial margin's liquidity cost is at most this multiple, when depth is gone [8].</summary>
    public required double GreatestDepthFactor { get; init; }

    /// <summary>Share of a day's volume that can be closed in a day [9].</summary>
    public required double Participation { get; init; }

    /// <summary>Hours before expiry from which the ramp runs, and to which [10].</summary>
    public required (double From, double To) ExpiryRampHours { get; init; }

    /// <summary>Short-option minimum, share of the index [12].</summary>
    public required double ShortOption { get; init; }

    /// <summary>Share of the rate floor on what is hedged [10].</summary>
    public required double HedgedShare { get; init; }

    /// <summary>Market-wide add-on at H = 1, share of the scan; 0: off [10].</summary>
    public required double MarketWide { get; init; }

    /// <summary>Maintenance is at least this share of initial before market-wide add-on and depth now [12].</summary>
    public required double LeastMaintenance { get; init; }

    /// <summary>Cells of the scan for one requirement; those of maintenance stand behind those of initial.</summary>
    public int CellCount => DynamicCells.Grid + Tails.Count;

    /// <summary>Initial is raised until maintenance is at most this share of it [12].</summary>
    public required double GreatestMaintenance { get; init; }
}

/// <summary>The static parameters of a class of coins.</summary>
public sealed record DynamicCoin
{
    /// <summary>PSR: range of the scan, fraction of the price [4].</summary>
    public required ParameterRange Scan { get; init; }

    /// <summary>σ: standard deviation of ln S over a day [8].</summary>
    public required ParameterRange DailyVol { get; init; }

    /// <summary>s: bid-ask over mid [8].</summary>
    public required ParameterRange Spread { get; init; }

    /// <summary>ADV in USD a day; the floor is the fallback [8].</summary>
    public required ParameterRange DailyVolumeUsd { get; init; }

    /// <summary>s^iv, fraction of volatility [8].</summary>
    public required ParameterRange VolSpread { get; init; }

    /// <summary>ADV^vega, USD per volatility point a day; the floor is the fallback [8].</summary>
    public required ParameterRange VegaVolume { get; init; }

    /// <summary>σ^iv: standard deviation of implied volatility over a day, fraction [8].</summary>
    public required double VolMove { get; init; }

    /// <summary>ℓ₀: rate floor of a small position [10].</summary>
    public required double Leverage { get; init; }

    /// <summary>Notional at which the rate floor has doubled, USD [10].</summary>
    public required double DoublingUsd { get; init; }

    /// <summary>
    /// Open interest from which the rate floor rises, and at which it is 1, USD; null: it does not [10].
    /// </summary>
    public (double From, double To)? OpenInterestUsd { get; init; }
}
