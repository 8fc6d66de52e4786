using Counterpoise.Instruments;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Margins.Changes;

/// <summary>The rows of one instrument that has expired, whatever their order.</summary>
internal sealed class ExpiredRows
{
    private readonly List<(double Quantity, double Entry)> _lots = [];
    private Quantity _reported;
    private Amount _profit;

    private ExpiredRows()
    {
    }

    /// <summary>Net.</summary>
    public Quantity Quantity { get; private set; }

    /// <summary>By instrument, in canonical order.</summary>
    public static SortedDictionary<Instrument, ExpiredRows> Of(
        Portfolio portfolio, Func<Instrument, bool> hasExpired)
    {
        var found = new SortedDictionary<Instrument, ExpiredRows>();
        foreach (var p in portfolio.Positions)
        {
            if (p.Quantity == Quantity.Zero || !hasExpired(p.Instrument)) continue;
            if (!found.TryGetValue(p.Instrument, out var rows)) found[p.Instrument] = rows = new ExpiredRows();
            rows.Quantity += p.Quantity;
            if (p.UnrealisedPnl is not { } profit) continue;
            rows._reported += p.Quantity;
            rows._profit += profit;
        }
        foreach (var lot in portfolio.EntryLots())
            if (lot.EntryPrice is { } entry && found.TryGetValue(lot.Instrument, out var rows))
                rows._lots.Add((lot.Quantity.ToDouble(), entry.ToDouble()));
        return found;
    }

    /// <summary>Gain of a future at a delivery price, settlement currency.</summary>
    /// <param name="future">Which.</param>
    /// <param name="size">Contract size.</param>
    /// <param name="mark">Mark that the reported profit belongs to.</param>
    /// <param name="price">Delivery price.</param>
    public double Gain(Instrument future, double size, double mark, double price)
    {
        var gain = _profit.ToDouble() + _reported.ToDouble() * size * PortfolioRoll.Gain(future, mark, price);
        foreach (var (quantity, entry) in _lots)
            gain += quantity * size * PortfolioRoll.Gain(future, entry, price);
        return gain;
    }
}
