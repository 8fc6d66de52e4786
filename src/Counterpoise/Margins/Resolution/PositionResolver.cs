using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins.Resolution;

/// <summary>A net position × rulebook × market → a holding: numbers only, or one clear refusal.</summary>
internal static class PositionResolver
{
    /// <summary>Most a single position may stand for, USD at index: beyond it amounts could overflow.</summary>
    public const double MaxNotionalUsd = 1e15;

    /// <summary>A position by itself.</summary>
    public static Holding Resolve(
        Rulebook rulebook, Market market, VolSource vols, Position position, Currency unit, double? leverage = null)
    {
        Check(rulebook, position.Instrument);
        return Resolve(rulebook, new InstrumentFacts(market, position.Instrument), position, vols, unit, leverage);
    }

    /// <summary>A net position of a portfolio.</summary>
    public static Holding Resolve(
        Rulebook rulebook, MarkedPortfolio held, int index, VolSource vols, Currency unit, double? leverage)
    {
        var position = held.NetPositions[index];
        Check(rulebook, position.Instrument);
        return Resolve(rulebook, held.FactsOf(index), position, vols, unit, leverage);
    }

    private static Holding Resolve(
        Rulebook rulebook, InstrumentFacts facts, Position position, VolSource vols, Currency unit, double? leverage)
    {
        var quantity = position.Quantity.ToDouble();
        Holding holding;
        if (facts.LastHolding(rulebook, vols, unit) is { } last)
            holding = last with { Quantity = quantity, Leverage = leverage };
        else
        {
            holding = Make(rulebook, facts, quantity, vols, unit) with { Leverage = leverage };
            facts.Remember(rulebook, vols, unit, holding);
        }
        var notional = holding.Coins * holding.Index;
        return notional <= MaxNotionalUsd
            ? holding
            : throw new InvalidInputException(
                "positions.quantity", position.Quantity.ToString(),
                $"of {facts.Instrument} stands for {notional:0.###e+0} USD",
                $"keep a position below {MaxNotionalUsd:0e+0} USD");
    }

    private static Holding Make(
        Rulebook rulebook, InstrumentFacts facts, double quantity, VolSource vols, Currency unit)
    {
        var (instrument, underlying) = (facts.Instrument, facts.Underlying);
        var priced = facts.ContractUnder(rulebook, vols);
        var contract = priced.Contract;
        var coinRate = unit == instrument.Base ? 1 : underlying.Index.Value;
        return new Holding(facts.Name, contract, quantity)
        {
            Instrument = instrument,
            Rules = rulebook.RulesFor(instrument.Base, contract.IsInverse),
            Priced = priced,
            Base = instrument.Base,
            Expiry = instrument.Expiry,
            UnitRate = contract.IsInverse ? coinRate : 1,
            CoinRate = coinRate,
            UnitUsd = facts.Market.UsdPrice(unit).Value,
            Rate = facts.Rate,
            Index = underlying.Index.Value,
            IndexConfidence = underlying.Index.Confidence,
            Confidence = facts.Confidence,
            Mark = Mark(rulebook, facts, priced),
            OpenInterest = facts.OpenInterest,
        };
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
                $"is an option, which {rulebook.Name} has no rule for",
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

    private static double Mark(Rulebook rulebook, InstrumentFacts facts, PricedContract priced)
    {
        var contract = priced.Contract;
        if (!contract.IsOption) return facts.Mark;
        // Under a dollar venue a coin-settled option is its twin: a mark in coin is not a mark in dollars.
        return rulebook.ValueAtMark && facts.Instrument.IsInverse == contract.IsInverse
            && facts.Market.HasMark(facts.Instrument)
            ? facts.Mark
            : priced.Value / contract.Size;
    }
}
