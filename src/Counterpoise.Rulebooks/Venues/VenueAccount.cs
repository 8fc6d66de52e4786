using Counterpoise.Instruments;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Venues;

/// <summary>Venues whose account messages are read.</summary>
public enum Venue
{
    /// <summary>Binance USD-M and COIN-M futures.</summary>
    Binance = 0,

    /// <summary>BitMEX; no rulebook of it ships.</summary>
    Bitmex = 1,

    /// <summary>Bybit unified account.</summary>
    Bybit = 2,

    /// <summary>Deribit.</summary>
    Deribit = 3,

    /// <summary>Hyperliquid perpetuals.</summary>
    Hyperliquid = 4,

    /// <summary>OKX.</summary>
    Okx = 5,
}

/// <summary>A number of a message and how finely it was printed.</summary>
/// <param name="Value">In the unit of its place.</param>
/// <param name="Decimals">Digits behind the point; 0 where zeros may have been left out.</param>
public readonly record struct Reported(double Value, int Decimals)
{
    /// <summary>
    /// How far two values may lie apart and still print alike: one of the last digit, since venues round up, down and
    /// to the nearest. A value without decimals may have lost its zeros: cents, or 10⁻⁶ of a coin.
    /// </summary>
    public double Grain(Currency unit)
    {
        var grain = 1.0;
        for (var i = 0; i < Math.Max(Decimals, unit.IsDollar ? 2 : 6); i++) grain /= 10;
        return grain;
    }

    /// <summary>True if a value prints alike.</summary>
    public bool IsMetBy(double ours, Currency unit) =>
        Math.Abs(ours - Value) <= Grain(unit) * (1 + 1e-6) + Math.Abs(Value) * 1e-12;
}

/// <summary>A position as its venue states it.</summary>
/// <param name="Symbol">The venue's name of the contract.</param>
/// <param name="Instrument">What it is; null: the name is not one we read.</param>
/// <param name="Quantity">Signed, in the venue's unit.</param>
/// <param name="Unit">Currency of its margins.</param>
public sealed record VenuePosition(string Symbol, Instrument? Instrument, Quantity Quantity, Currency Unit)
{
    /// <summary>
    /// What one unit of quantity stands for; null: one coin, or one unit of quote currency if inverse.
    /// </summary>
    public Quantity? ContractSize { get; init; }

    /// <summary>What the message should say of it and does not; null: nothing.</summary>
    public string? Lacks { get; init; }

    /// <summary>Average entry price.</summary>
    public double? Entry { get; init; }

    /// <summary>Mark price, settlement currency for options.</summary>
    public double? Mark { get; init; }

    /// <summary>Index price of the base coin.</summary>
    public double? Index { get; init; }

    /// <summary>Forward of its expiry, quote currency; no message here states one.</summary>
    public double? Forward { get; init; }

    /// <summary>Its implied volatility, annualised fraction; no message here states one.</summary>
    public double? Vol { get; init; }

    /// <summary>Leverage chosen for it.</summary>
    public double? Leverage { get; init; }

    /// <summary>The venue's own notional; at which price, differs by venue.</summary>
    public Reported? Notional { get; init; }

    /// <summary>Unrealised profit, settlement currency.</summary>
    public Reported? Profit { get; init; }

    /// <summary>Initial margin as returned, <see cref="Unit"/>.</summary>
    public Reported? Initial { get; init; }

    /// <summary>Maintenance margin as returned, <see cref="Unit"/>.</summary>
    public Reported? Maintenance { get; init; }

    /// <summary>
    /// Initial margin of open orders in this contract, <see cref="Unit"/>, where it is in <see cref="Initial"/>.
    /// </summary>
    public Reported? OrderInitial { get; init; }

    /// <summary>Liquidation price as returned.</summary>
    public Reported? LiquidationPrice { get; init; }

    /// <summary>True if it has margin of its own.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>True if <see cref="Initial"/> is what its trader put there, not what the venue requires.</summary>
    public bool IsInitialAllotted { get; init; }
}

/// <summary>What a total counts of positions that have margin of their own.</summary>
public enum IsolatedShare
{
    /// <summary>What they require, as of any other position.</summary>
    Required = 0,

    /// <summary>Nothing: the total is of cross positions.</summary>
    LeftOut = 1,

    /// <summary>What is allotted to them.</summary>
    Allotted = 2,

    /// <summary>Not known: the venue says to ignore the total where there are any.</summary>
    Ignored = 3,
}

/// <summary>Requirements of an account or of one of its margin currencies as the venue states them.</summary>
/// <param name="Unit">Of its amounts.</param>
/// <param name="IsAccount">True: of everything, counted in the unit; false: of what is margined in the unit.</param>
public sealed record VenueTotal(Currency Unit, bool IsAccount)
{
    /// <summary>Initial margin.</summary>
    public Reported? Initial { get; init; }

    /// <summary>Maintenance margin.</summary>
    public Reported? Maintenance { get; init; }

    /// <summary>The part of the initial margin that open orders hold.</summary>
    public Reported? OrderInitial { get; init; }

    /// <summary>Equity or margin balance.</summary>
    public Reported? Equity { get; init; }

    /// <summary>What of isolated positions is in <see cref="Initial"/>.</summary>
    public IsolatedShare InitialOfIsolated { get; init; }

    /// <summary>What of isolated positions is in <see cref="Maintenance"/>.</summary>
    public IsolatedShare MaintenanceOfIsolated { get; init; }
}

/// <summary>What messages of one venue say of one account. Whom it belongs to is not read.</summary>
/// <param name="Venue">Who sent them.</param>
public sealed record VenueAccount(Venue Venue)
{
    /// <summary>The latest time in the messages; null: they have none.</summary>
    public Instant? Time { get; init; }

    /// <summary>The venue's word for how the account is margined; null: not said.</summary>
    public string? Mode { get; init; }

    /// <summary>The rulebook that mode goes by; null: none ships.</summary>
    public string? Rulebook { get; init; }

    /// <summary>Why the rulebook was chosen, or why there is none.</summary>
    public string RulebookReason { get; init; } = "";

    /// <summary>Positions other than zero, in the order of the messages.</summary>
    public IReadOnlyList<VenuePosition> Positions { get; init; } = [];

    /// <summary>Positions of quantity zero, left out.</summary>
    public int Flat { get; init; }

    /// <summary>Totals, in the order of the messages.</summary>
    public IReadOnlyList<VenueTotal> Totals { get; init; } = [];

    /// <summary>Balances other than zero.</summary>
    public IReadOnlyDictionary<Currency, Quantity> Balances { get; init; } = new Dictionary<Currency, Quantity>();

    /// <summary>USD prices of currencies, where the messages state them.</summary>
    public IReadOnlyDictionary<Currency, double> Prices { get; init; } = new Dictionary<Currency, double>();

    /// <summary>What a reader should know of how the messages were understood.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
