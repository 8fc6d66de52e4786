using Counterpoise.Markets.Candles;
using Counterpoise.Markets.Indicators;
using Counterpoise.Units;

namespace Counterpoise.Markets.Feeds;

/// <summary>Something a recorded feed says, when it was known.</summary>
/// <param name="Time">When.</param>
public abstract record FeedEvent(Instant Time);

/// <summary>A mark price.</summary>
/// <param name="Time">When it was known: the end of its minute.</param>
/// <param name="Price">USD.</param>
public sealed record MarkEvent(Instant Time, double Price) : FeedEvent(Time);

/// <summary>A trade on another venue.</summary>
/// <param name="Time">When.</param>
/// <param name="Price">USD.</param>
public sealed record OtherPriceEvent(Instant Time, double Price) : FeedEvent(Time);

/// <summary>Depth as a venue sums it up.</summary>
/// <param name="Time">When.</param>
/// <param name="Sample">Within 1 % of its middle.</param>
public sealed record DepthEvent(Instant Time, DepthSample Sample) : FeedEvent(Time);

/// <summary>Quotes of an option.</summary>
/// <param name="Time">When.</param>
/// <param name="Quote">Prices in coin.</param>
public sealed record OptionQuoteEvent(Instant Time, OptionQuote Quote) : FeedEvent(Time);

/// <summary>A message of an order book: levels that changed, or all levels.</summary>
/// <param name="Time">Local time of receipt.</param>
/// <param name="UpdateId">The venue's number.</param>
/// <param name="IsSnapshot">The levels are the whole book.</param>
/// <param name="Levels">What changed.</param>
public sealed record BookEvent(Instant Time, long UpdateId, bool IsSnapshot, ReadOnlyMemory<BookLevel> Levels)
    : FeedEvent(Time);

/// <summary>A trade on the venue of the book.</summary>
/// <param name="Time">Local time of receipt.</param>
/// <param name="Price">USD.</param>
/// <param name="Size">Coins or contracts.</param>
public sealed record TradeEvent(Instant Time, double Price, double Size) : FeedEvent(Time);

/// <summary>An hour that ended.</summary>
/// <param name="Time">Its end.</param>
/// <param name="Hour">When it opened, hours since 1970.</param>
/// <param name="Candle">Its prices and volume.</param>
/// <param name="OtherClose">Close of a second coin; null: not known.</param>
public sealed record HourEvent(Instant Time, long Hour, Candle Candle, double? OtherClose) : FeedEvent(Time);

/// <summary>A number of a slow series.</summary>
/// <param name="Time">When it was known.</param>
/// <param name="Name">Funding (fraction per 8 hours), Implied (annualised fraction) or Basis (USD).</param>
/// <param name="Value">In that unit.</param>
public sealed record SeriesEvent(Instant Time, IndicatorName Name, double Value) : FeedEvent(Time);

/// <summary>A price level of an order book.</summary>
/// <param name="IsBid">Bid or ask.</param>
/// <param name="Price">USD.</param>
/// <param name="Size">Coins or contracts; 0: the level is gone.</param>
public readonly record struct BookLevel(bool IsBid, double Price, double Size);
