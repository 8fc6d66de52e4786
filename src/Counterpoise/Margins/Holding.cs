using Counterpoise.Instruments;
using Counterpoise.Margins.Resolution;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins;

/// <summary>
/// One row of a margin statement, resolved against rulebook and market: the net quantity of an instrument, or a
/// non-cash collateral balance. Numbers only, apart from what names it.
/// </summary>
/// <param name="Name">As printed.</param>
/// <param name="Contract">How its value moves.</param>
/// <param name="Quantity">Signed, in the contract's unit of quantity.</param>
public sealed record Holding(string Name, Contract Contract, double Quantity)
{
    /// <summary>The instrument as held; null for collateral.</summary>
    public Instrument? Instrument { get; init; }

    /// <summary>The leverage chosen for it; null: none chosen, or the venue has no such choice.</summary>
    public double? Leverage { get; init; }

    /// <summary>The rules it falls under; null for collateral that follows no underlying.</summary>
    public UnderlyingRules? Rules { get; init; }

    /// <summary>The collateral currency; null for a position.</summary>
    public Currency? Collateral { get; init; }

    /// <summary>What it is about; default for collateral that follows no underlying.</summary>
    public Currency Base { get; init; }

    /// <summary>Its expiry; null for perpetuals and collateral.</summary>
    public Instant? Expiry { get; init; }

    /// <summary>True if it takes part in the scenarios.</summary>
    public bool IsScanned { get; init; } = true;

    /// <summary>Bucket units per native unit.</summary>
    public double UnitRate { get; init; } = 1;

    /// <summary>Bucket units per base coin.</summary>
    public double CoinRate { get; init; } = 1;

    /// <summary>USD price of one bucket unit.</summary>
    public double UnitUsd { get; init; } = 1;

    /// <summary>
    /// Interest rate to its expiry, per year, at least 0: what static discounts use, also where values are not
    /// discounted.
    /// </summary>
    public double Rate { get; init; }

    /// <summary>Index price of the base coin, USD.</summary>
    public double Index { get; init; }

    /// <summary>
    /// Confidence in the prices behind it, its own feeds only (an option's forward, rate and vol), 0 to 1.
    /// </summary>
    public double Confidence { get; init; } = 1;

    /// <summary>Confidence in the index of its base coin, 0 to 1.</summary>
    public double IndexConfidence { get; init; } = 1;

    /// <summary>Time-weighted average price of a collateral coin, bucket units; null if the market has none.</summary>
    public double? Twap { get; init; }

    /// <summary>Open interest of its contract, base coins; null if the market has none.</summary>
    public double? OpenInterest { get; init; }

    /// <summary>Unrealised profit and loss of a future, bucket units; a gain positive.</summary>
    public double Unrealised { get; init; }

    /// <summary>
    /// Notional of a future at its entry prices per notional at the mark; null: the portfolio has no entry price, or no
    /// rule asks for one.
    /// </summary>
    public double? AtEntry { get; init; }

    /// <summary>Net delta on its coin of all accounts of the owner, coins; 0 where it is not given.</summary>
    public double OwnerDelta { get; init; }

    /// <summary>Haircuts, for collateral.</summary>
    public CollateralRule? CollateralRule { get; init; }

    /// <summary>Mark price, settlement currency, as equity values it.</summary>
    public double Mark { get; init; }

    /// <summary>Value in bucket units at <see cref="Mark"/>; 0 for futures.</summary>
    public double Value => Contract.IsOption || Contract.Payoff == Payoff.Coin
        ? Quantity * Contract.Size * Mark * UnitRate
        : 0;

    /// <summary>
    /// Of a coin balance that offsets derivatives on its coin, the part in use, coins
    /// (<see cref="CollateralRule.IsSpotInUse"/>); null: it has no such part.
    /// </summary>
    public double? InUse { get; init; }

    /// <summary>Signed quantity that moves in scenarios where it is scanned: all of it, or the part in use.</summary>
    public double Exposed => InUse ?? Quantity;

    /// <summary>Net delta in base coins, signed.</summary>
    public double Delta =>
        Exposed * (Priced is { } priced && ReferenceEquals(priced.Contract, Contract) ? priced.Delta : Contract.Delta);

    /// <summary>What is known of <see cref="Contract"/>, as long as it is this one.</summary>
    internal PricedContract? Priced { get; init; }

    /// <summary>An option.</summary>
    public bool IsOption => Contract.IsOption;

    /// <summary>A perpetual or dated future.</summary>
    public bool IsFuture => Contract.Payoff is Payoff.LinearFuture or Payoff.InverseFuture;

    /// <summary>Size in base coins without sign: options and futures alike.</summary>
    public double Coins => Math.Abs(Quantity) * Contract.Size
        * (Contract.Payoff == Payoff.InverseFuture ? 1 / Contract.Forward : 1);

    /// <summary>Size in base coins, short negative.</summary>
    public double SignedCoins => Quantity < 0 ? 0 - Coins : Coins;
}
