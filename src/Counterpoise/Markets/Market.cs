using Counterpoise.Instruments;
using Counterpoise.Units;

namespace Counterpoise.Markets;

/// <summary>A number that was observed: its value, how much its source is trusted, and how old it is.</summary>
/// <param name="Value">In the unit its place says.</param>
/// <param name="Confidence">0 (none) to 1 (full), as an oracle reports it.</param>
/// <param name="Age">Time between observation and the market's instant; not negative.</param>
public readonly record struct Observed(double Value, double Confidence = 1, Duration Age = default)
{
    /// <summary>The same confidence and age with another value.</summary>
    public Observed With(double value) => this with { Value = value };
}

/// <summary>One instrument's quotes. Option prices are in the settlement currency (coin for inverse options).</summary>
/// <param name="Instrument">Of what.</param>
public sealed record Quote(Instrument Instrument)
{
    /// <summary>The venue's mark price; null if it sent none.</summary>
    public double? Mark { get; init; }

    /// <summary>Best bid; null if there is none.</summary>
    public double? Bid { get; init; }

    /// <summary>Best ask; null if there is none.</summary>
    public double? Ask { get; init; }

    /// <summary>Implied volatility of the mark, annualised fraction (0.62 is 62 %); null if it sent none.</summary>
    public double? Vol { get; init; }

    /// <summary>This row's own forward in quote currency, where it differs from its expiry's; else null.</summary>
    public double? Forward { get; init; }

    /// <summary>Open interest as the venue states it; null if it sent none.</summary>
    public double? OpenInterest { get; init; }

    /// <summary>24 h volume as the venue states it; null if it sent none.</summary>
    public double? Volume { get; init; }

    /// <summary>Confidence in mark and vol, 0 to 1.</summary>
    public double Confidence { get; init; } = 1;

    /// <summary>Age at the market's instant.</summary>
    public Duration Age { get; init; }

    /// <summary>Contract and lot size as listed; null: <see cref="ContractTerms.Default"/>.</summary>
    public ContractTerms? Terms { get; init; }
}

/// <summary>A shock on a smile, with the market it was applied in.</summary>
/// <param name="Shock">The rule.</param>
/// <param name="Seconds">Seconds to expiry then.</param>
/// <param name="Forward">Forward then, quote currency.</param>
public sealed record SmileShock(VolShock Shock, double Seconds, double Forward);

/// <summary>What is known of one expiry of one underlying.</summary>
/// <param name="Expiry">When.</param>
public sealed record ExpiryCurve(Instant Expiry)
{
    /// <summary>Forward price in quote currency (the future's mark, or synthetic).</summary>
    public Observed? Forward { get; init; }

    /// <summary>Interest rate to this expiry, continuously compounded per year; null: 0.</summary>
    public Observed? Rate { get; init; }

    /// <summary>The smile, where the source gives one.</summary>
    public SviSlice? Svi { get; init; }

    /// <summary>What scenarios have done to the smile, oldest first; never part of a market file.</summary>
    public IReadOnlyList<SmileShock> SmileShocks { get; init; } = [];

    /// <summary>Confidence in the smile or the vols of this expiry, 0 to 1.</summary>
    public double VolConfidence { get; init; } = 1;

    /// <summary>
    /// In the settlement window: the average of the index over the part of the window that has passed (the estimated
    /// delivery price so far). Null outside it.
    /// </summary>
    public Observed? SettlementAverage { get; init; }
}

/// <summary>Everything known of one base coin.</summary>
/// <param name="Base">The coin.</param>
/// <param name="Index">Index (spot) price in USD.</param>
public sealed record Underlying(Currency Base, Observed Index)
{
    /// <summary>
    /// Time-weighted average of the oracle's price over its window (Drift: 5 minutes), USD; null if the source gives
    /// none. It lies in the past: a scenario leaves it where it is.
    /// </summary>
    public Observed? Twap { get; init; }

    /// <summary>η: daily standard deviation of ln σ, for a parallel relative move of all its volatilities.</summary>
    public double VolOfVol { get; init; } = 0.05;

    /// <summary>ρ: correlation of that move with the price's, −1 &lt; ρ &lt; 1.</summary>
    public double SpotVolCorrelation { get; init; }

    /// <summary>What a dynamic rulebook takes from the state of the market; null: nothing is known.</summary>
    public RiskParameters? Risk { get; init; }

    /// <summary>By expiry, ascending.</summary>
    public IReadOnlyDictionary<Instant, ExpiryCurve> Expiries { get; init; } = new Dictionary<Instant, ExpiryCurve>();

    /// <summary>By instrument.</summary>
    public IReadOnlyDictionary<Instrument, Quote> Quotes { get; init; } = new Dictionary<Instrument, Quote>();
}

/// <summary>An immutable picture of the market at an instant. Every value has its age and confidence.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="Synthetic">True if no venue ever showed them: made from a formula.</param>
/// <param name="Time">The instant of the picture.</param>
public sealed record Market(string Name, string Source, bool Synthetic, Instant Time)
{
    /// <summary>By base coin.</summary>
    public IReadOnlyDictionary<Currency, Underlying> Underlyings { get; init; } =
        new Dictionary<Currency, Underlying>();

    /// <summary>USD prices of currencies that are not underlyings: stable-coins, staked coins.</summary>
    public IReadOnlyDictionary<Currency, Observed> Currencies { get; init; } = new Dictionary<Currency, Observed>();

    /// <summary>How pairs of coins move together, each pair once.</summary>
    public IReadOnlyList<CoinCorrelation> Correlations { get; init; } = [];
}
