using Counterpoise.Instruments;
using Counterpoise.Units;

namespace Counterpoise.Portfolios;

/// <summary>Which way an order trades.</summary>
public enum OrderSide
{
    /// <summary>The account buys.</summary>
    Buy = 0,

    /// <summary>The account sells.</summary>
    Sell = 1,
}

/// <summary>A resting limit order of one instrument.</summary>
/// <param name="Instrument">What it trades; no spot pair.</param>
/// <param name="Side">Which way.</param>
/// <param name="Quantity">What is not filled yet, &gt; 0, in the venue's unit.</param>
/// <param name="LimitPrice">
/// Where it fills: quote currency (coin for inverse options), &gt; 0. An option may be had for nothing.
/// </param>
public sealed record OpenOrder(Instrument Instrument, OrderSide Side, Quantity Quantity, Price LimitPrice)
{
    /// <summary>
    /// True if it may only reduce the position of today: what it would open beyond that is not filled.
    /// </summary>
    public bool ReduceOnly { get; init; }

    /// <summary>The trade if all of it is filled at its limit price.</summary>
    public Position Fill =>
        new(Instrument, Side == OrderSide.Buy ? Quantity : -Quantity) { EntryPrice = LimitPrice };

    /// <summary>E.g. <c>buy 5 BTC-PERPETUAL @ 99500</c>.</summary>
    public override string ToString() =>
        $"{(Side == OrderSide.Buy ? "buy" : "sell")} {Quantity} {Instrument} @ {LimitPrice}"
        + (ReduceOnly ? ", reduce-only" : "");
}
