using Counterpoise.Cli.Statements;
using Counterpoise.Margins;
using Counterpoise.Margins.Sizing;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Cli.Orders;

/// <summary>
/// The sizes of an order after whose fill every bucket's equity covers its initial margin, exact to the lot.
/// </summary>
internal sealed class LargestOrder
{
    /// <summary>Sizes of a greater notional are not looked at, USD at the index.</summary>
    public const double MostUsd = 1e10;

    private readonly AskedPortfolio _asked;

    public LargestOrder(AskedPortfolio asked, Rulebook rulebook, OrderText order)
    {
        (_asked, Rulebook, Order) = (asked, rulebook, order);
        var (market, instrument) = (asked.Market, order.Instrument);
        var terms = market.TermsOf(instrument);
        Lot = terms.LotSize;
        var isInDollars = instrument is { IsInverse: true, IsOption: false };
        var usd = Lot.ToDouble() * terms.ContractSize.ToDouble()
            * (isInDollars ? 1 : market.UnderlyingOf(instrument.Base).Index.Value);
        // The quantity has to stay one, and so do its sums with the position.
        Most = Math.Max(1, (long)Math.Min(MostUsd / usd, long.MaxValue / 4.0 / Lot.Units));
        Now = asked.Totals(rulebook, asked.Portfolio);
        // What cannot be held at all is an error, not a size that does not fit.
        After(1);
        var held = asked.Portfolio.Positions.Where(p => p.Instrument == instrument)
            .Aggregate(Quantity.Zero, (sum, p) => sum + p.Quantity);
        var against = held.Sign == (order.Side == OrderSide.Buy ? -1 : 1)
            ? Math.Min(held.Magnitude.Units / Lot.Units, Most)
            : 0;
        Ranges = SizeSearch.Find(Fits, Most, [against, 2 * against]);
    }

    public Rulebook Rulebook { get; }

    public OrderText Order { get; }

    public Quantity Lot { get; }

    /// <summary>The most lots looked at.</summary>
    public long Most { get; }

    public MarginTotals Now { get; }

    /// <summary>Sizes that fit, in lots; several where margin is not monotone.</summary>
    public IReadOnlyList<SizeRange> Ranges { get; }

    public Quantity Size(long lots) => new(Lot.Units * lots);

    /// <summary>Balances that do not count at the largest size; null if none fits.</summary>
    public LeftOutBalances? LeftOutAtLargest =>
        Ranges.Count > 0 ? LeftOutBalances.Of(Rulebook, Filled(Ranges[0].To)) : null;

    /// <summary>Totals after a fill of so many lots.</summary>
    /// <exception cref="InvalidInputException">The rulebook refuses that size.</exception>
    public MarginTotals After(long lots) => _asked.Totals(Rulebook, Filled(lots));

    /// <summary>The same; null if the rulebook refuses that size, e.g. beyond its last tier.</summary>
    public MarginTotals? TryAfter(long lots)
    {
        try
        {
            return After(lots);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private Portfolio Filled(long lots) =>
        Trade.Apply([Order.Fill(Size(lots), _asked.Market)], _asked.Portfolio, _asked.Market);

    private bool Fits(long lots) => TryAfter(lots) is { } totals && OrderNeeds.Missing(totals) is null;
}
