using Counterpoise.Margins;
using Counterpoise.Margins.Sizing;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Cli.Orders;

/// <summary>What to close of a portfolio to release initial margin, under one rulebook.</summary>
internal sealed class ReleasePlan
{
    /// <summary>Of more positions only those with the most margin alone are tried.</summary>
    public const int MostPositions = 64;

    private readonly AskedPortfolio _asked;

    public ReleasePlan(AskedPortfolio asked, Rulebook rulebook, double amountUsd, ReleaseMeasure by)
    {
        (_asked, Rulebook, AmountUsd, By) = (asked, rulebook, amountUsd, by);
        var margin = MarginEvaluator.Evaluate(rulebook, new MarkedPortfolio(asked.Portfolio, asked.Marked));
        Now = asked.Totals(rulebook, asked.Portfolio);
        var held = margin.Buckets.SelectMany(b => b.Holdings.Select((h, row) => (
                Holding: h, Alone: b.Initial.Standalone[row] * b.UnitUsd)))
            .Where(h => h.Holding.Instrument is not null).OrderByDescending(h => h.Alone).ToArray();
        Positions = held.Length;
        ClosablePosition[] all =
            [.. held.Take(MostPositions).Select(h => Closable(h.Holding)).OfType<ClosablePosition>()];
        Unquoted = all.Count(p => p.CostUsd is null);
        Tried = by == ReleaseMeasure.Cost ? [.. all.Where(p => p.CostUsd is not null)] : all;
        var search = new MarginRelease(amountUsd, parts => After(parts).InitialUsd, by);
        Offers = search.Find(Tried);
        AllReleaseUsd = search.Released([.. Tried.Select(p => new ClosedPart(p, p.Lots))]);
    }

    public Rulebook Rulebook { get; }

    public double AmountUsd { get; }

    public ReleaseMeasure By { get; }

    public MarginTotals Now { get; }

    /// <summary>Net positions of the portfolio.</summary>
    public int Positions { get; }

    public IReadOnlyList<ClosablePosition> Tried { get; }

    /// <summary>Of those that could be tried, how many have no bid and ask.</summary>
    public int Unquoted { get; }

    /// <summary>What closing everything tried releases, USD.</summary>
    public double AllReleaseUsd { get; }

    public IReadOnlyList<ReleaseOffer> Offers { get; }

    /// <summary>Totals with these parts closed at the mark.</summary>
    public MarginTotals After(IReadOnlyList<ClosedPart> parts) => _asked.Totals(
        Rulebook,
        Trade.Apply(
            [.. parts.Select(p => new Trade(p.Position.Instrument, p.Trade, null))], _asked.Portfolio, _asked.Market));

    // Net positions are whole numbers of lots: the rows were checked.
    private ClosablePosition? Closable(Holding holding)
    {
        var instrument = holding.Instrument!;
        var quantity = _asked.Portfolio.Positions.Where(p => p.Instrument == instrument)
            .Aggregate(Quantity.Zero, (sum, p) => sum + p.Quantity);
        var lots = quantity.Magnitude.Units / _asked.Market.TermsOf(instrument).LotSize.Units;
        return lots == 0 ? null : new ClosablePosition(
            instrument, quantity, lots, Math.Abs(holding.Delta) * holding.Index, CostOf(holding));
    }

    // Half the spread; the quote of a twin in another currency is not this one's.
    private double? CostOf(Holding holding)
    {
        var (market, instrument) = (_asked.Market, holding.Instrument!);
        if (market.QuoteOf(instrument) is not { Bid: { } bid, Ask: { } ask } quote || quote.Instrument != instrument
            || !(ask >= bid)) return null;
        var units = Math.Abs(holding.Quantity) * market.TermsOf(instrument).ContractSize.ToDouble();
        var half = (ask - bid) / 2;
        if (!instrument.IsInverse) return units * half * market.UsdPrice(instrument.Settlement).Value;
        return instrument.IsOption ? units * half * holding.Index : units * half / market.MarkOf(instrument);
    }
}
