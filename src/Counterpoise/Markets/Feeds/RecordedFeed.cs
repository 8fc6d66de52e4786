using System.Text;
using Counterpoise.Markets.Indicators;
using Counterpoise.Units;

namespace Counterpoise.Markets.Feeds;

/// <summary>
/// Readers of recorded feeds as CSV: marks by the minute, depth in bands around the middle, option quotes by the
/// minute, trades of another venue. Each gives events in the order of the file.
/// </summary>
public static class RecordedFeed
{
    private static readonly string[] MarkColumns = ["open_time_ms", "open", "high", "low", "close"];
    private static readonly string[] DepthColumns =
        ["timestamp", "percentage", "depth", "notional", "weighted_avg_price"];

    private static readonly string[] TradeColumns = ["timestamp_us", "side", "price", "amount"];

    private static readonly string[] OptionColumns =
    [
        "minute_utc", "symbol", "type", "strike_price", "expiration", "open_interest", "last_price", "bid_price",
        "bid_amount", "bid_iv", "ask_price", "ask_amount", "ask_iv", "mark_price",
    ];

    /// <summary>Marks, the close of each minute at its end.</summary>
    /// <param name="utf8">Klines: <c>open_time_ms,open,high,low,close,…</c>.</param>
    /// <exception cref="InvalidInputException">It cannot be used; names row and column.</exception>
    public static IReadOnlyList<FeedEvent> Marks(ReadOnlyMemory<byte> utf8)
    {
        const long minute = 60_000;
        var events = new List<FeedEvent>();
        CsvRow.ReadAll(utf8, MarkColumns, row => events.Add(
            new MarkEvent(Instant.FromUnixMilliseconds(row.Whole(0) + minute), row.Number(4))));
        return events;
    }

    /// <summary>Depth within 1 %: rows of one sample go from −5 to 5 and may cross a second.</summary>
    /// <param name="utf8"><c>timestamp,percentage,depth,notional,weighted_avg_price</c>.</param>
    /// <exception cref="InvalidInputException">It cannot be used; names row and column.</exception>
    public static IReadOnlyList<FeedEvent> Depths(ReadOnlyMemory<byte> utf8)
    {
        var events = new List<FeedEvent>();
        (double Usd, double Price) bid = default;
        var last = double.PositiveInfinity;
        CsvRow.ReadAll(utf8, DepthColumns, row =>
        {
            var band = row.Number(1);
            if (band <= last) bid = default;
            last = band;
            if (band == -1) bid = (row.Number(3), row.Number(4));
            if (band != 1) return;
            events.Add(new DepthEvent(row.Time(0), new DepthSample(bid.Usd, bid.Price, row.Number(3), row.Number(4))));
        });
        return events;
    }

    /// <summary>Quotes, known at the end of their minute; rows without a mark say nothing.</summary>
    /// <param name="utf8"><c>minute_utc,symbol,…</c>.</param>
    /// <exception cref="InvalidInputException">It cannot be used; names row and column.</exception>
    public static IReadOnlyList<FeedEvent> OptionQuotes(ReadOnlyMemory<byte> utf8)
    {
        var events = new List<FeedEvent>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        CsvRow.ReadAll(utf8, OptionColumns, row =>
        {
            if (row.NumberOrNone(13) is not { } mark) return;
            var name = Encoding.UTF8.GetString(row.Text(1));
            if (!names.TryGetValue(name, out var option)) names[name] = option = name;
            var time = row.Time(0) + Duration.FromSeconds(60);
            var seconds = (new Instant(checked(row.Whole(4) * 1_000)) - time).Seconds;
            events.Add(new OptionQuoteEvent(time, new OptionQuote(
                option, seconds, row.NumberOrNone(7), row.NumberOrNone(10), row.NumberOrNone(8), row.NumberOrNone(11),
                mark, row.NumberOrNone(12) - row.NumberOrNone(9))));
        });
        return events;
    }

    /// <summary>Trades of another venue.</summary>
    /// <param name="utf8"><c>timestamp_us,side,price,amount</c>.</param>
    /// <exception cref="InvalidInputException">It cannot be used; names row and column.</exception>
    public static IReadOnlyList<FeedEvent> OtherTrades(ReadOnlyMemory<byte> utf8)
    {
        var events = new List<FeedEvent>();
        CsvRow.ReadAll(utf8, TradeColumns, row => events.Add(
            new OtherPriceEvent(new Instant(checked(row.Whole(0) * 1_000)), row.Number(2))));
        return events;
    }

    /// <summary>A series of one value a time, in the order of the file.</summary>
    /// <param name="utf8"><c>timestamp_utc,NAME</c>.</param>
    /// <param name="column">NAME.</param>
    /// <exception cref="InvalidInputException">It cannot be used; names row and column.</exception>
    public static IReadOnlyList<(Instant Time, double Value)> Series(ReadOnlyMemory<byte> utf8, string column)
    {
        var values = new List<(Instant Time, double Value)>();
        CsvRow.ReadAll(utf8, ["timestamp_utc", column], row =>
        {
            if (row.NumberOrNone(1) is { } value) values.Add((row.Time(0), value));
        });
        return values;
    }

    /// <summary>Events of several files in the order of time; at the same instant in the order of the files.</summary>
    public static IReadOnlyList<FeedEvent> Merge(params IEnumerable<FeedEvent>[] files) =>
        [.. files.SelectMany(f => f).Select((e, i) => (Event: e, Index: i))
            .OrderBy(p => p.Event.Time.Nanoseconds).ThenBy(p => p.Index).Select(p => p.Event)];
}
