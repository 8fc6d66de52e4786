using Counterpoise.Instruments;
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

    public static readonly Gen<Instrument> Traded = InstrumentGen.Any.Where(i => i.Kind != InstrumentKind.Spot);

    public static readonly Gen<OpenOrder> Order =
        from instrument in Traded
        from buys in Gen.Bool
        from quantity in Gen.Long[1, long.MaxValue]
        from limit in Gen.Long[instrument.IsOption ? 0 : 1, long.MaxValue]
        from reduces in Gen.Bool
        select new OpenOrder(
            instrument, buys ? OrderSide.Buy : OrderSide.Sell, new Quantity(quantity), new Price(limit))
        {
            ReduceOnly = reduces,
        };

    /// <summary>Whole, with a fraction, and the ends of the range.</summary>
    public static readonly Gen<double> Leverage =
        Gen.OneOf(Gen.Int[1, 125].Select(l => (double)l), Gen.Double[1, 1_000], Gen.Const(1_000.0));

    public static readonly Gen<Portfolio> Portfolio =
        from name in Gen.OneOf(Gen.Const(""), Gen.OneOf("covered calls", "\"quoted\"\n", "Größe ≥ 0"))
        from positions in Position.Array[0, 6]
        from balances in Gen.Dictionary(InstrumentGen.Coin, Quantity)[0, 4]
        from owner in Gen.Dictionary(InstrumentGen.Coin, Quantity)[0, 2]
        from reserved in Gen.Select(Gen.OneOf("open orders", "mmp"), Amount).Array[0, 3]
        from leverage in Gen.Dictionary(Traded.Where(i => !i.IsOption), Leverage)[0, 3]
        from orders in Order.Array[0, 4]
        select new Portfolio(name)
        {
            Positions = positions,
            Balances = balances,
            OwnerDelta = owner,
            Leverage = leverage,
            Orders = orders,
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
        && a.OwnerDelta.OrderBy(x => x.Key).SequenceEqual(b.OwnerDelta.OrderBy(x => x.Key))
        && a.Leverage.OrderBy(x => x.Key).SequenceEqual(b.Leverage.OrderBy(x => x.Key))
        && a.Reserved.SequenceEqual(b.Reserved)
        && a.Orders.SequenceEqual(b.Orders);
}
