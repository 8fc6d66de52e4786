using Counterpoise.Portfolios;
using Counterpoise.Tests.Instruments;
using Counterpoise.Units;
using CsCheck;

namespace Counterpoise.Tests.Portfolios;

/// <summary>Random portfolios, with every optional part there or not.</summary>
internal static class PortfolioGen
{
    public static readonly Gen<Quantity> Quantity =
        Gen.Frequency(
            (1, Gen.Const(0L)),
            (4, Gen.Long[-10_000, 10_000].Select(q => q * 10_000_000)),
            (2, Gen.Long[-long.MaxValue, long.MaxValue])).Select(units => new Quantity(units));

    public static readonly Gen<Amount> Amount =
        from nanos in Gen.OneOf(Gen.Long[-1_000_000, 1_000_000], Gen.Long)
        from currency in InstrumentGen.Coin
        select new Amount(nanos, currency);

    public static readonly Gen<Position> Position =
        from instrument in InstrumentGen.Any
        from quantity in Quantity
        from entry in Gen.Long[1, long.MaxValue]
        from pnl in Amount
        from hasEntry in Gen.Bool
        from hasPnl in Gen.Bool
        select new Position(instrument, quantity)
        {
            EntryPrice = hasEntry ? new Price(entry) : null,
            UnrealisedPnl = hasPnl ? pnl with { Currency = instrument.Settlement } : null,
        };

    public static readonly Gen<Portfolio> Portfolio =
        from name in Gen.OneOf(Gen.Const(""), Gen.OneOf("covered calls", "\"quoted\"\n", "Größe ≥ 0"))
        from positions in Position.Array[0, 6]
        from balances in Gen.Dictionary(InstrumentGen.Coin, Quantity)[0, 4]
        from reserved in Gen.Select(Gen.OneOf("open orders", "mmp"), Amount).Array[0, 3]
        select new Portfolio(name)
        {
            Positions = positions,
            Balances = balances,
            Reserved =
            [
                .. reserved.Select(r => new ReservedMargin(r.Item1, r.Item2.Nanos < 0 ? -r.Item2 : r.Item2)),
            ],
        };

    /// <summary>Records compare lists and maps by reference; this compares what is in them.</summary>
    public static bool Same(Portfolio a, Portfolio b) =>
        string.Equals(a.Name, b.Name, StringComparison.Ordinal)
        && a.Positions.SequenceEqual(b.Positions)
        && a.Balances.OrderBy(x => x.Key).SequenceEqual(b.Balances.OrderBy(x => x.Key))
        && a.Reserved.SequenceEqual(b.Reserved);
}
