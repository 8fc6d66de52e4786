using Counterpoise.Instruments;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Margins.Resolution;

/// <summary>
/// Notional of positions at their entry prices. A trade that reduces leaves the entry price alone, one that adds moves
/// it, one that turns the position round starts anew: the average is that of the rows on the position's side. Rows
/// without an entry price count at the mark.
/// </summary>
internal static class EntryNotional
{
    /// <summary>Puts it on the futures whose rules ask for it.</summary>
    /// <param name="holdings">Of one bucket.</param>
    /// <param name="positions">The rows of the portfolio.</param>
    public static void Add(List<Holding> holdings, IReadOnlyList<Position> positions)
    {
        ILookup<Instrument, Position>? byInstrument = null;
        for (var i = 0; i < holdings.Count; i++)
        {
            if (!holdings[i].IsFuture || !IsAsked(holdings[i])) continue;
            byInstrument ??= Lots(positions).ToLookup(l => l.Instrument);
            holdings[i] = holdings[i] with { AtEntry = AtEntry(holdings[i], byInstrument[holdings[i].Instrument!]) };
        }
    }

    private static bool IsAsked(Holding h)
    {
        foreach (var charge in h.Rules!.Charges)
            if (charge.UsesEntryPrice) return true;
        return false;
    }

    // By price, so that neither order nor splitting changes a bit; also rows whose profit the venue reports.
    private static IEnumerable<Position> Lots(IReadOnlyList<Position> positions)
    {
        var lots = new SortedDictionary<(Instrument, Price), Quantity>();
        foreach (var position in positions)
        {
            if (position.EntryPrice is not { } entry) continue;
            var key = (position.Instrument, entry);
            lots[key] = lots.GetValueOrDefault(key) + position.Quantity;
        }
        return lots.Select(l => new Position(l.Key.Item1, l.Value) { EntryPrice = l.Key.Item2 });
    }

    // Linear: Σ q·entry / (Q·mark). Inverse, whose notional is in coins: Σ q/entry · mark / Q.
    private static double? AtEntry(Holding h, IEnumerable<Position> lots)
    {
        var (rest, size, notional, side) = (h.Quantity, 0.0, 0.0, Math.Sign(h.Quantity));
        foreach (var lot in lots)
        {
            var quantity = lot.Quantity.ToDouble();
            rest -= quantity;
            if (quantity * side <= 0) continue;
            var entry = lot.EntryPrice!.Value.ToDouble();
            size += Math.Abs(quantity);
            notional += Math.Abs(quantity) * (lot.Instrument.IsInverse ? h.Mark / entry : entry / h.Mark);
        }
        if (size == 0) return null;
        var atMark = Math.Max(rest * side, 0);
        return (notional + atMark) / (size + atMark);
    }
}
