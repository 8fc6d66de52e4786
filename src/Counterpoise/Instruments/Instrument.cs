using Counterpoise.Units;

namespace Counterpoise.Instruments;

/// <summary>What kind of contract.</summary>
public enum InstrumentKind
{
    /// <summary>The coin itself against a quote currency.</summary>
    Spot = 0,

    /// <summary>A future without expiry.</summary>
    Perpetual = 1,

    /// <summary>A dated future.</summary>
    Future = 2,

    /// <summary>A European option.</summary>
    Option = 3,
}

/// <summary>
/// What can be held, by its economic terms. Two instruments are equal when their terms are; contract and lot sizes are
/// venue facts and live in <see cref="ContractTerms"/>. <em>Inverse</em> means settled in the base coin (Deribit BTC
/// contracts), <em>linear</em> settled in the quote currency.
/// </summary>
public sealed record Instrument : IComparable<Instrument>
{
    private Instrument(InstrumentKind kind, Currency baseCurrency, Currency quote, Currency settlement)
    {
        Kind = kind;
        Base = baseCurrency;
        Quote = quote;
        Settlement = settlement;
    }

    /// <summary>Spot, perpetual, future or option.</summary>
    public InstrumentKind Kind { get; }

    /// <summary>The coin it is about.</summary>
    public Currency Base { get; }

    /// <summary>
    /// What its strike or price is quoted in (an inverse option's premium is in coin, its strike in this).
    /// </summary>
    public Currency Quote { get; }

    /// <summary>What profit and loss are paid in.</summary>
    public Currency Settlement { get; }

    /// <summary>When it expires; null for spot and perpetuals.</summary>
    public Instant? Expiry { get; private init; }

    /// <summary>Strike in the quote currency; zero if not an option.</summary>
    public Price Strike { get; private init; }

    /// <summary>Call or put; <see cref="OptionRight.Call"/> if not an option.</summary>
    public OptionRight Right { get; private init; }

    /// <summary>Settled in the base coin.</summary>
    public bool IsInverse => Kind != InstrumentKind.Spot && Settlement == Base;

    /// <summary>An option.</summary>
    public bool IsOption => Kind == InstrumentKind.Option;

    /// <summary>The coin itself, paid for in <paramref name="quote"/>.</summary>
    public static Instrument Spot(Currency baseCurrency, Currency quote) =>
        new(InstrumentKind.Spot, baseCurrency, quote, quote);

    /// <summary>A perpetual future.</summary>
    public static Instrument Perpetual(Currency baseCurrency, Currency quote, Currency settlement) =>
        new(InstrumentKind.Perpetual, baseCurrency, quote, Checked(baseCurrency, quote, settlement));

    /// <summary>A dated future.</summary>
    public static Instrument Future(Currency baseCurrency, Currency quote, Currency settlement, Instant expiry) =>
        new(InstrumentKind.Future, baseCurrency, quote, Checked(baseCurrency, quote, settlement)) { Expiry = expiry };

    /// <summary>A European option.</summary>
    /// <exception cref="InvalidInputException">The strike is not positive.</exception>
    public static Instrument Option(
        Currency baseCurrency, Currency quote, Currency settlement, Instant expiry, Price strike, OptionRight right) =>
        strike.Units > 0
            ? new(InstrumentKind.Option, baseCurrency, quote, Checked(baseCurrency, quote, settlement))
            {
                Expiry = expiry,
                Strike = strike,
                Right = right,
            }
            : throw new InvalidInputException("strike", strike.ToString(), "is not a strike", "use a price > 0");

    /// <summary>
    /// Base, settlement, quote, kind, expiry, strike, call before put: the order in which everything is summed.
    /// </summary>
    public int CompareTo(Instrument? other)
    {
        if (other is null) return 1;
        var order = Base.CompareTo(other.Base);
        if (order == 0) order = Settlement.CompareTo(other.Settlement);
        if (order == 0) order = Quote.CompareTo(other.Quote);
        if (order == 0) order = Kind.CompareTo(other.Kind);
        if (order == 0) order = (Expiry ?? default).CompareTo(other.Expiry ?? default);
        if (order == 0) order = Strike.CompareTo(other.Strike);
        return order == 0 ? Right.CompareTo(other.Right) : order;
    }

    /// <summary>Earlier in the canonical order.</summary>
    public static bool operator <(Instrument left, Instrument right) => left.CompareTo(right) < 0;

    /// <summary>Later in the canonical order.</summary>
    public static bool operator >(Instrument left, Instrument right) => left.CompareTo(right) > 0;

    /// <summary>Not later in the canonical order.</summary>
    public static bool operator <=(Instrument left, Instrument right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in the canonical order.</summary>
    public static bool operator >=(Instrument left, Instrument right) => left.CompareTo(right) >= 0;

    /// <summary>The canonical symbol: Deribit's dialect, else ccxt's where Deribit has no name for it.</summary>
    public override string ToString() => InstrumentSymbol.Print(this);

    private static Currency Checked(Currency baseCurrency, Currency quote, Currency settlement) =>
        settlement == baseCurrency || settlement == quote
            ? settlement
            : throw new InvalidInputException(
                "settlement", settlement.Code, "is neither base nor quote currency",
                $"use {baseCurrency} (inverse) or {quote} (linear)");
}

/// <summary>Venue facts of a contract.</summary>
/// <param name="ContractSize">
/// What one unit of quantity stands for: base coins (linear contracts, options) or quote currency (inverse futures).
/// Deribit quantities are its <c>amount</c> field, so this is 1 there.
/// </param>
/// <param name="LotSize">Smallest step of quantity.</param>
public readonly record struct ContractTerms(Quantity ContractSize, Quantity LotSize)
{
    /// <summary>
    /// Deribit's terms where no listing is at hand: inverse futures in steps of $10 (BTC) and $1 (others), inverse
    /// options 0.1 BTC and 1 of other coins (docs.deribit.com, public/get_instruments), all else unrestricted.
    /// </summary>
    public static ContractTerms Default(Instrument instrument)
    {
        var bitcoin = string.Equals(instrument.Base.Code, "BTC", StringComparison.Ordinal);
        var lot = (instrument.IsInverse, instrument.IsOption) switch
        {
            (true, true) => bitcoin ? new Quantity(10_000_000) : Quantity.FromWhole(1),
            (true, false) => Quantity.FromWhole(bitcoin ? 10 : 1),
            _ => Quantity.Epsilon,
        };
        return new ContractTerms(Quantity.FromWhole(1), lot);
    }
}
