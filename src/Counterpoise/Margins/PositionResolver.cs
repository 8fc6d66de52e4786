using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins;

/// <summary>A net position × rulebook × market → a holding: numbers only, or one clear refusal.</summary>
internal static class PositionResolver
{
    /// <summary>Most a single position may stand for, USD at index: beyond it amounts could overflow.</summary>
    public const double MaxNotionalUsd = 1e15;

    public static Holding Resolve(
        Rulebook rulebook, Market market, VolSource vols, Position position, Currency unit, double? leverage = null)
    {
        var instrument = position.Instrument;
        Check(rulebook, instrument);
        var underlying = market.UnderlyingOf(instrument.Base);
        var contract = ContractOf(rulebook, market, vols, instrument);
        rulebook.RulesFor(instrument.Base, contract.IsInverse);
        var coinRate = unit == instrument.Base ? 1 : underlying.Index.Value;
        var holding = new Holding(instrument.ToString(), contract, position.Quantity.ToDouble())
        {
            Instrument = instrument,
            Leverage = leverage,
            Base = instrument.Base,
            Expiry = instrument.Expiry,
            UnitRate = contract.IsInverse ? coinRate : 1,
            CoinRate = coinRate,
            UnitUsd = market.UsdPrice(unit).Value,
            Rate = RateOf(market, instrument),
            Index = underlying.Index.Value,
            IndexConfidence = underlying.Index.Confidence,
            Confidence = ConfidenceOf(market, instrument),
            Mark = Mark(rulebook, market, instrument, contract),
            OpenInterest = OpenInterestOf(market, instrument, underlying),
        };
        var notional = holding.Coins * holding.Index;
        return notional <= MaxNotionalUsd
            ? holding
            : throw new InvalidInputException(
                "positions.quantity", position.Quantity.ToString(),
                $"of {instrument} stands for {notional:0.###e+0} USD",
                $"keep a position below {MaxNotionalUsd:0e+0} USD");
    }

    private static void Check(Rulebook rulebook, Instrument instrument)
    {
        const string field = "positions.instrument";
        if (instrument.Kind == InstrumentKind.Spot)
        {
            throw new InvalidInputException(
                field, instrument.ToString(), "is a spot pair", "give the coin under \"balances\" instead");
        }
        if (!instrument.Quote.IsDollar)
        {
            throw new InvalidInputException(
                field, instrument.ToString(), $"is quoted in {instrument.Quote}, not in dollars",
                "leave it out: no rulebook here has a rule for it");
        }
        if (instrument.IsOption && !rulebook.Options)
        {
            throw new InvalidInputException(
                field, instrument.ToString(),
                $"is an option: the venue of {rulebook.Name} lists none, so it has no rule for one",
                "leave it out or use a rulebook with options");
        }
        if (!instrument.IsOption && !rulebook.Futures)
        {
            throw new InvalidInputException(
                field, instrument.ToString(), $"is a future, which {rulebook.Name} has no rule for",
                "use another rulebook for this portfolio");
        }
        if (instrument.Kind == InstrumentKind.Future && !rulebook.DatedFutures)
        {
            throw new InvalidInputException(
                field, instrument.ToString(), $"is a dated future, which {rulebook.Name} has no rule for",
                "use another rulebook for this portfolio");
        }
    }

    private static Contract ContractOf(Rulebook rulebook, Market market, VolSource vols, Instrument instrument)
    {
        var forward = market.ForwardOf(instrument);
        var inverse = instrument.IsInverse && !rulebook.LinearOnly;
        var size = market.TermsOf(instrument).ContractSize.ToDouble();
        var seconds = instrument.Expiry is { } expiry ? (expiry - market.Time).Seconds : 0;
        if (!instrument.IsOption)
        {
            // A coin-settled future of A dollars is A/F coins of its linear twin.
            if (instrument.IsInverse && !inverse) size /= forward.Total;
            return new Contract(inverse ? Payoff.InverseFuture : Payoff.LinearFuture, forward.Variable, forward.Fixed)
            {
                Open = forward.Open,
                Size = size,
                Seconds = seconds,
            };
        }
        return new Contract(inverse ? Payoff.InverseOption : Payoff.LinearOption, forward.Variable, forward.Fixed)
        {
            Open = forward.Open,
            Size = size,
            Strike = instrument.Strike.ToDouble(),
            Right = instrument.Right,
            Vol = vols.VolOf(instrument),
            Smile = rulebook.Vols.Smile == SmileRule.StickyMoneyness ? vols.SmileOf(instrument) : null,
            Seconds = seconds,
            Rate = rulebook.Discounting ? RateOf(market, instrument) : 0,
        };
    }

    // The venue states it in the contract's unit of quantity: coins, or dollars for an inverse future.
    private static double? OpenInterestOf(Market market, Instrument instrument, Underlying underlying)
    {
        if (instrument.IsOption || market.QuoteOf(instrument) is not { OpenInterest: { } open } quote) return null;
        var coins = open * market.TermsOf(quote.Instrument).ContractSize.ToDouble();
        return quote.Instrument.IsInverse ? coins / underlying.Index.Value : coins;
    }

    private static double RateOf(Market market, Instrument instrument) =>
        Math.Max(market.CurveOf(instrument)?.Rate?.Value ?? 0, 0);

    // An option is as trusted as the least of its forward, rate, vol and settlement feeds; a perpetual as its own.
    private static double ConfidenceOf(Market market, Instrument instrument)
    {
        var least = market.QuoteOf(instrument)?.Confidence ?? 1;
        if (market.CurveOf(instrument) is not { } curve) return least;
        foreach (var feed in (ReadOnlySpan<Observed?>)[curve.Forward, curve.Rate, curve.SettlementAverage])
            least = Math.Min(least, feed?.Confidence ?? 1);
        return Math.Min(least, curve.VolConfidence);
    }

    private static double Mark(Rulebook rulebook, Market market, Instrument instrument, Contract contract)
    {
        if (!contract.IsOption) return market.MarkOf(instrument);
        // Under a dollar venue a coin-settled option is its twin: a mark in coin is not a mark in dollars.
        return rulebook.ValueAtMark && instrument.IsInverse == contract.IsInverse && market.HasMark(instrument)
            ? market.MarkOf(instrument)
            : contract.Value / contract.Size;
    }
}
