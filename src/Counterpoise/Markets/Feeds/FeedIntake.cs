using Counterpoise.Markets.Indicators;

namespace Counterpoise.Markets.Feeds;

/// <summary>A feed's events into a coin's indicators: the one place that knows what each event says.</summary>
/// <param name="indicators">Of the coin.</param>
/// <param name="book">For events of an order book; null: the feed has none.</param>
public sealed class FeedIntake(CoinIndicators indicators, OrderBook? book = null)
{
    private const string NotWhole = "no snapshot: price and spread count, depth does not";

    private readonly CorrelationGauge _correlation = new();

    /// <summary>Of the coin.</summary>
    public CoinIndicators Indicators => indicators;

    /// <summary>The correlation with the second coin.</summary>
    public CorrelationGauge Correlation => _correlation;

    /// <summary>Takes an event; what became of it.</summary>
    public Judgement Apply(FeedEvent message)
    {
        switch (message)
        {
            case MarkEvent mark: return indicators.Mark(mark.Time, mark.Price);
            case DepthEvent depth: return indicators.Depth(depth.Time, depth.Sample);
            case BookEvent update: return Apply(update);
            case OptionQuoteEvent quote: return indicators.OptionQuote(quote.Time, quote.Quote);
            case OtherPriceEvent other:
                indicators.OtherPrice(other.Time, other.Price);
                return Judgement.Accepted;
            case HourEvent hour:
                Apply(hour);
                return Judgement.Accepted;
            case SeriesEvent series:
                Apply(series);
                return Judgement.Accepted;
            default: return Judgement.Accepted;
        }
    }

    private void Apply(HourEvent hour)
    {
        indicators.Hour(hour.Hour, hour.Candle);
        if (hour.OtherClose is not { } other) return;
        _correlation.Step(hour.Hour, hour.Candle.Close, other);
        if (_correlation.Break is { } gap) indicators.Observe(IndicatorName.CorrelationBreak, hour.Time, gap);
    }

    private void Apply(SeriesEvent series)
    {
        switch (series.Name)
        {
            case IndicatorName.Funding:
                indicators.Funding(series.Time, series.Value);
                break;
            case IndicatorName.Implied:
                indicators.Implied(series.Time, series.Value);
                break;
            // The file has US dollars.
            case IndicatorName.Basis when indicators.Price > 0:
                indicators.Basis(series.Time, series.Value / indicators.Price);
                break;
            default:
                break;
        }
    }

    private Judgement Apply(BookEvent update)
    {
        if (book is null) return Judgement.Rejected("the feed has no book");
        if (!book.Apply(update))
        {
            return book.IsWhole
                ? Judgement.Rejected("the snapshot already holds it")
                : Judgement.Held("waits for the snapshot");
        }
        if (book.Bid is not { } bid || book.Ask is not { } ask) return Judgement.Held("one side is empty");
        var spread = indicators.Spread(update.Time, bid, ask);
        if (spread.Kind != JudgementKind.Accepted) return spread;
        var mark = indicators.Mark(update.Time, 0.5 * (bid + ask));
        if (mark.Kind != JudgementKind.Accepted) return mark;
        if (book.IsWhole) return indicators.Depth(update.Time, book.Depth());
        return indicators.RejectDepth(update.Time, NotWhole);
    }
}
