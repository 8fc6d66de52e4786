using Counterpoise.Units;

namespace Counterpoise.Markets.Feeds;

/// <summary>
/// Reads a recording of order-book messages: <c>local_ts_ns,exch_ts_ms,kind,side,price,qty,update_id</c>, kinds S
/// (snapshot), D (changes) and T (trade). Lines of one kind and number in a row are one message. Order and time are the
/// file's and the local clock's: the two clocks of the recording differ by more than any latency.
/// </summary>
public static class BookFeed
{
    private static readonly string[] Columns =
        ["local_ts_ns", "exch_ts_ms", "kind", "side", "price", "qty", "update_id"];

    /// <summary>Reads the messages in the order of the file.</summary>
    /// <param name="utf8">The file.</param>
    /// <exception cref="InvalidInputException">It cannot be used; names row and column.</exception>
    public static IReadOnlyList<FeedEvent> Read(ReadOnlyMemory<byte> utf8)
    {
        var events = new List<FeedEvent>();
        var levels = new List<BookLevel>();
        (byte Kind, long Id, long Time) open = default;
        CsvRow.ReadAll(utf8, Columns, row =>
        {
            var (kind, id, time) = (Kind(row), row.Text(6).IsEmpty ? 0 : row.Whole(6), row.Whole(0));
            if (levels.Count > 0 && (kind != open.Kind || id != open.Id)) Close();
            if (kind == (byte)'T')
            {
                events.Add(new TradeEvent(new Instant(time), row.Number(4), row.Number(5)));
                return;
            }
            if (levels.Count == 0) open = (kind, id, time);
            levels.Add(new BookLevel(row.Text(3) is [(byte)'b'], row.Number(4), row.Number(5)));
        });
        if (levels.Count > 0) Close();
        return events;

        void Close()
        {
            events.Add(new BookEvent(new Instant(open.Time), open.Id, open.Kind == (byte)'S', levels.ToArray()));
            levels.Clear();
        }
    }

    private static byte Kind(CsvRow row) => row.Text(2) is [(byte)'S' or (byte)'D' or (byte)'T']
        ? row.Text(2)[0]
        : throw row.Fault(2, "is not S, D or T", "use a recording of an order book");
}
