using Counterpoise.Instruments;
using Counterpoise.Units;

namespace Counterpoise.Portfolios;

/// <summary>The net quantity of one instrument.</summary>
/// <param name="Instrument">What is held.</param>
/// <param name="Quantity">Signed, in the venue's unit (see <see cref="ContractTerms"/>): long is positive.</param>
public sealed record Position(Instrument Instrument, Quantity Quantity)
{
    /// <summary>
    /// Average entry price; with it a future's unrealised P&amp;L is part of equity. Null: taken as settled.
    /// </summary>
    public Price? EntryPrice { get; init; }

    /// <summary>
    /// Unrealised P&amp;L and funding as the venue reports it, settlement currency, a gain positive. Beats entry price.
    /// </summary>
    public Amount? UnrealisedPnl { get; init; }
}

/// <summary>
/// Margin a venue reports as held for orders, by its own rule, e.g. Deribit's <c>open_orders_margin</c>,
/// <c>mmp_margin</c>, <c>spot_margin</c>.
/// </summary>
/// <param name="Name">What for.</param>
/// <param name="Margin">How much, ≥ 0.</param>
public sealed record ReservedMargin(string Name, Amount Margin);

/// <summary>Signed quantities of instruments, balances of currencies, open orders and margin reserved.</summary>
/// <param name="Name">What to call it.</param>
public sealed record Portfolio(string Name)
{
    /// <summary>Any order; one instrument may stand in several rows.</summary>
    public IReadOnlyList<Position> Positions { get; init; } = [];

    /// <summary>
    /// Balances by currency. A rulebook says which are cash and which are collateral. A negative balance is a debt.
    /// </summary>
    public IReadOnlyDictionary<Currency, Quantity> Balances { get; init; } = new Dictionary<Currency, Quantity>();

    /// <summary>
    /// Leverage chosen per contract, ≥ 1, where a venue has that choice; a contract without one takes the most its size
    /// allows.
    /// </summary>
    public IReadOnlyDictionary<Instrument, double> Leverage { get; init; } = new Dictionary<Instrument, double>();

    /// <summary>
    /// Net delta by coin of all accounts of the same owner, this one included, coins: what has to be closed with it.
    /// A rulebook that looks at size takes the larger of it and the account's own; empty: the account is all there is.
    /// </summary>
    public IReadOnlyDictionary<Currency, Quantity> OwnerDelta { get; init; } = new Dictionary<Currency, Quantity>();

    /// <summary>Margin reserved for orders.</summary>
    public IReadOnlyList<ReservedMargin> Reserved { get; init; } = [];

    /// <summary>Open orders; a rulebook says what they need.</summary>
    public IReadOnlyList<OpenOrder> Orders { get; init; } = [];

    /// <summary>
    /// One row per instrument in canonical order, zero quantities left out: what every rulebook works on, so that
    /// neither order nor splitting changes any number.
    /// </summary>
    /// <exception cref="InvalidInputException">The rows of an instrument are too large to add up.</exception>
    public IReadOnlyList<Position> NetPositions()
    {
        var net = new SortedDictionary<Instrument, Quantity>();
        for (var i = 0; i < Positions.Count; i++)
        {
            var position = Positions[i];
            net[position.Instrument] = Sum(net.GetValueOrDefault(position.Instrument), i);
        }
        return [.. net.Where(p => p.Value != Quantity.Zero).Select(p => new Position(p.Key, p.Value))];
    }

    /// <summary>
    /// The rows that carry unrealised profit or loss, one per instrument and entry price in canonical order, so that
    /// equity does not depend on order or splitting either. Rows without entry price and profit and loss are left out:
    /// they are taken as settled at the mark. So are entries that cancel and rows of quantity 0: they hold nothing.
    /// </summary>
    /// <exception cref="InvalidInputException">The rows of an entry price are too large to add up.</exception>
    public IReadOnlyList<Position> EntryLots()
    {
        var lots = new SortedDictionary<(Instrument, Price), Quantity>();
        var reported = new SortedDictionary<Instrument, Amount>();
        for (var i = 0; i < Positions.Count; i++)
        {
            var position = Positions[i];
            if (position.Quantity == Quantity.Zero) continue;
            if (position.UnrealisedPnl is { } pnl)
                reported[position.Instrument] = reported.GetValueOrDefault(position.Instrument) + pnl;
            else if (position.EntryPrice is { } entry)
                lots[(position.Instrument, entry)] = Sum(lots.GetValueOrDefault((position.Instrument, entry)), i);
        }
        return
        [
            .. lots.Where(l => l.Value != Quantity.Zero)
                .Select(l => new Position(l.Key.Item1, l.Value) { EntryPrice = l.Key.Item2 }),
            .. reported.Select(r => new Position(r.Key, Quantity.Zero) { UnrealisedPnl = r.Value }),
        ];
    }

    /// <summary>This portfolio after trades: rows are appended, balances unchanged.</summary>
    public Portfolio With(params IEnumerable<Position> trades) => this with { Positions = [.. Positions, .. trades] };

    private Quantity Sum(Quantity before, int row)
    {
        var quantity = Positions[row].Quantity;
        var sum = unchecked(before.Units + quantity.Units);
        // Two of one sign whose sum has the other.
        if (((before.Units ^ sum) & (quantity.Units ^ sum)) >= 0 && sum != long.MinValue) return new Quantity(sum);
        throw new InvalidInputException(
            $"positions[{row}].quantity", quantity.ToString(),
            $"of {Positions[row].Instrument} is too large to add to the {before} of the rows before it",
            "use smaller quantities");
    }
}
