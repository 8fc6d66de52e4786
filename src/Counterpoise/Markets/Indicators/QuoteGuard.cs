using System.Globalization;
using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>
/// Judges an option's quotes. A feed that is filled forward repeats the last quote for ever: it is stale when neither
/// bid nor ask nor their sizes have changed for minutes while the mark has moved away and out of the quote.
/// </summary>
public sealed class QuoteGuard
{
    private (double? Bid, double? Ask, double? BidSize, double? AskSize) _quote;
    private Instant _since;
    private double _markThen;

    /// <summary>A quote may stand unchanged for this long whatever the mark does.</summary>
    public Duration MaxUnchanged { get; init; } = Duration.FromSeconds(300);

    /// <summary>Relative move of the mark since, out of the quote, that makes an unchanged one stale.</summary>
    public double MarkMove { get; init; } = 0.02;

    /// <summary>Why a quote is refused; null if it is accepted.</summary>
    /// <param name="time">When it was sent.</param>
    /// <param name="bid">Best bid; null: none.</param>
    /// <param name="ask">Best ask; null: none.</param>
    /// <param name="bidSize">Its size; null: not known.</param>
    /// <param name="askSize">Its size; null: not known.</param>
    /// <param name="mark">The venue's mark, in the same unit.</param>
    public string? Fault(Instant time, double? bid, double? ask, double? bidSize, double? askSize, double mark)
    {
        var quote = (bid, ask, bidSize, askSize);
        if (quote != _quote || _markThen == 0) (_quote, _since, _markThen) = (quote, time, mark);
        if (bid is null || ask is null) return "one side is missing";
        if (!(ask > bid)) return "crossed: bid at or above ask";
        var unchanged = time - _since;
        var move = Math.Abs(mark / _markThen - 1);
        if (unchanged < MaxUnchanged || !(move > MarkMove) || (mark >= bid && mark <= ask)) return null;
        return $"no new quote since {Clock(_since)}, the mark has left it";
    }

    private static string Clock(Instant time) =>
        time.ToUtcDateTime().ToString("HH:mm", CultureInfo.InvariantCulture);
}
