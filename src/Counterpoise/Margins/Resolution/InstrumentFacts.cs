using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins.Resolution;

/// <summary>
/// What a market says of an instrument whatever the rulebook, looked up once, and the contracts rulebooks made of it.
/// </summary>
internal sealed class InstrumentFacts
{
    private readonly List<(ContractKey Key, PricedContract Contract)> _contracts = [];
    private (Rulebook Rulebook, VolSource Vols, Currency Unit, Holding Holding)? _last;
    private readonly ForwardSplit _forward;
    private readonly double _size;
    private readonly double _seconds;
    private double? _mark;

    /// <summary>Looks it up.</summary>
    /// <exception cref="InvalidInputException">The market lacks its underlying or its price.</exception>
    public InstrumentFacts(Market market, Instrument instrument)
    {
        (Market, Instrument) = (market, instrument);
        Underlying = market.UnderlyingOf(Instrument.Base);
        Name = Instrument.ToString();
        _forward = market.ForwardOf(Instrument);
        _size = market.TermsOf(Instrument).ContractSize.ToDouble();
        _seconds = Instrument.Expiry is { } expiry ? (expiry - market.Time).Seconds : 0;
        var curve = market.CurveOf(Instrument);
        var quote = market.QuoteOf(Instrument);
        Rate = Math.Max(curve?.Rate?.Value ?? 0, 0);
        Confidence = ConfidenceOf(quote, curve);
        OpenInterest = OpenInterestOf(quote);
    }

    public Market Market { get; }

    public Instrument Instrument { get; }

    public Underlying Underlying { get; }

    /// <summary>As printed.</summary>
    public string Name { get; }

    /// <summary>Interest rate to its expiry, per year, at least 0.</summary>
    public double Rate { get; }

    /// <summary>Confidence in its own feeds, 0 to 1.</summary>
    public double Confidence { get; }

    /// <summary>Open interest of its contract, base coins; null for options and where the market has none.</summary>
    public double? OpenInterest { get; }

    /// <summary>The venue's mark price.</summary>
    /// <exception cref="InvalidInputException">The market has none.</exception>
    public double Mark => _mark ??= Market.MarkOf(Instrument);

    /// <summary>
    /// The holding that was made of it last, of whatever quantity, if it was for the same rulebook, vols and unit.
    /// </summary>
    public Holding? LastHolding(Rulebook rulebook, VolSource vols, Currency unit) =>
        _last is { } last && ReferenceEquals(last.Rulebook, rulebook) && ReferenceEquals(last.Vols, vols)
        && last.Unit == unit ? last.Holding : null;

    /// <summary>Remembers it.</summary>
    public void Remember(Rulebook rulebook, VolSource vols, Currency unit, Holding holding) =>
        _last = (rulebook, vols, unit, holding);

    /// <summary>Its contract under a rulebook.</summary>
    /// <exception cref="InvalidInputException">The source has no volatility or smile for it.</exception>
    public PricedContract ContractUnder(Rulebook rulebook, VolSource vols)
    {
        var key = new ContractKey(
            vols, Instrument.IsInverse && !rulebook.LinearOnly, Instrument.IsOption && rulebook.Discounting,
            rulebook.Vols.Smile);
        foreach (var (known, contract) in _contracts)
            if (known == key) return contract;
        var made = new PricedContract(Instrument.IsOption ? Option(key) : Future(key.IsInverse));
        _contracts.Add((key, made));
        return made;
    }

    private Contract Option(ContractKey key) => new(
        key.IsInverse ? Payoff.InverseOption : Payoff.LinearOption, _forward.Variable, _forward.Fixed)
    {
        Open = _forward.Open,
        Size = _size,
        Strike = Instrument.Strike.ToDouble(),
        Right = Instrument.Right,
        Vol = key.Vols.VolOf(Instrument),
        Smile = key.Smile == SmileRule.StickyMoneyness ? key.Vols.SmileOf(Instrument) : null,
        Seconds = _seconds,
        Rate = key.Discounts ? Rate : 0,
    };

    // A coin-settled future of A dollars is A/F coins of its linear twin.
    private Contract Future(bool isInverse) => new(
        isInverse ? Payoff.InverseFuture : Payoff.LinearFuture, _forward.Variable, _forward.Fixed)
    {
        Open = _forward.Open,
        Size = Instrument.IsInverse && !isInverse ? _size / _forward.Total : _size,
        Seconds = _seconds,
    };

    // An option is as trusted as the least of its forward, rate, vol and settlement feeds; a perpetual as its own.
    private static double ConfidenceOf(Quote? quote, ExpiryCurve? curve)
    {
        var least = quote?.Confidence ?? 1;
        if (curve is null) return least;
        foreach (var feed in (ReadOnlySpan<Observed?>)[curve.Forward, curve.Rate, curve.SettlementAverage])
            least = Math.Min(least, feed?.Confidence ?? 1);
        return Math.Min(least, curve.VolConfidence);
    }

    // The venue states it in the contract's unit of quantity: coins, or dollars for an inverse future.
    private double? OpenInterestOf(Quote? quote)
    {
        if (Instrument.IsOption || quote is not { OpenInterest: { } open }) return null;
        var coins = open * Market.TermsOf(quote.Instrument).ContractSize.ToDouble();
        return quote.Instrument.IsInverse ? coins / Underlying.Index.Value : coins;
    }

    private readonly record struct ContractKey(VolSource Vols, bool IsInverse, bool Discounts, SmileRule Smile);
}

/// <summary>A contract and what it is worth.</summary>
/// <param name="contract">Numbers only.</param>
internal sealed class PricedContract(Contract contract)
{
    private double? _delta;

    public Contract Contract => contract;

    /// <summary>Model value per unit of quantity, native currency.</summary>
    public double Value { get; } = contract.Value;

    /// <summary>Net delta per unit of quantity, base coins: charges ask for it again and again.</summary>
    public double Delta => _delta ??= contract.Delta;
}
