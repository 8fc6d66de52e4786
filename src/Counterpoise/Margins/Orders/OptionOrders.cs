using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Margins.Orders;

/// <summary>
/// Orders of options, each by a formula of its own instead of a fill. Per coin, IM the initial margin of a short
/// position: sell to open max(IM − limit, minimum·index), sell to close 0, buy to close max(limit − IM, 0), buy to open
/// its premium. Coin-settled options: in coin, index 1. OKX help, Option Margin (2026-05-01); of buying to open that
/// page says only that a long needs no margin.
/// </summary>
/// <param name="Minimum">Least margin of a sell to open, share of the index.</param>
public sealed record OptionOrderRule(double Minimum)
{
    /// <summary>The formulas in words.</summary>
    public string Describe() =>
        $"options: sell to open max(margin \u2212 price, {Minimum:0.##%} of index), buy to close "
        + "max(price \u2212 margin, 0), buy to open its premium, sell to close nothing";
}

/// <summary>The orders of one option, against what is held of it.</summary>
/// <param name="Rule">The formulas.</param>
/// <param name="Held">Position of today, signed.</param>
internal sealed record OptionOrders(OptionOrderRule Rule, Quantity Held)
{
    /// <summary>Initial margin of the option short, bucket units per unit of quantity.</summary>
    public required double ShortMargin { get; init; }

    /// <summary>Bucket units per unit of quantity and unit of price.</summary>
    public required double PriceRate { get; init; }

    /// <summary>The index, bucket units per unit of quantity.</summary>
    public required double Index { get; init; }

    /// <summary>
    /// What the orders need together, bucket units. Which of them closes the position depends on which fills first:
    /// the worst order of filling counts.
    /// </summary>
    public double Needed(IEnumerable<OpenOrder> orders)
    {
        var needed = 0.0;
        var left = Held.Magnitude;
        // Whose opening costs more than its closing by least closes first: so the rest costs most.
        foreach (var order in orders.OrderBy(o => o.ReduceOnly ? double.NegativeInfinity : Opening(o) - Closing(o)))
        {
            var closes = Closes(order) ? Smaller(order.Quantity, left) : Quantity.Zero;
            left -= closes;
            needed += closes.ToDouble() * Closing(order);
            if (!order.ReduceOnly) needed += (order.Quantity - closes).ToDouble() * Opening(order);
        }
        return needed;
    }

    private bool Closes(OpenOrder order) => Held.Sign * order.Fill.Quantity.Sign < 0;

    private double Opening(OpenOrder order)
    {
        var price = order.LimitPrice.ToDouble() * PriceRate;
        return order.Side == OrderSide.Buy ? price : Math.Max(ShortMargin - price, Rule.Minimum * Index);
    }

    private double Closing(OpenOrder order) => order.Side == OrderSide.Sell
        ? 0
        : Math.Max(order.LimitPrice.ToDouble() * PriceRate - ShortMargin, 0);

    private static Quantity Smaller(Quantity a, Quantity b) => a < b ? a : b;
}
