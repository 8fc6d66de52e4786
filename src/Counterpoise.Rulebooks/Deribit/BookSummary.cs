using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Deribit;

/// <summary>
/// Reads replies of Deribit's <c>public/get_book_summary_by_currency</c>: one JSON document per call, whose
/// <c>result</c> lists instruments (docs.deribit.com; field names are taken from the documentation, no recorded reply
/// was at hand). Replies for several coins and kinds (options, futures) make one market together; an instrument may
/// stand in one of them only. <c>mark_iv</c> is in percent there. The index is the median
/// <c>estimated_delivery_price</c>, which is the index except in the half hour before an expiry, for that expiry.
/// Spot and combos are skipped.
/// </summary>
public static class BookSummary
{
    private const string Source = "Deribit public/get_book_summary_by_currency";

    private static readonly string[] ReplyFields = ["result", "error"];
    private static readonly string[] ErrorFields = ["message"];

    private static readonly string[] RowFields =
    [
        "instrument_name", "underlying_price", "underlying_index", "mark_price", "mark_iv", "bid_price", "ask_price",
        "open_interest", "volume", "interest_rate", "estimated_delivery_price", "creation_timestamp",
    ];

    /// <summary>The market of one or several replies. Its time is the latest <c>creation_timestamp</c>.</summary>
    /// <param name="replies">UTF-8 JSON, whole replies or their bare <c>result</c> arrays.</param>
    /// <param name="name">What to call the market; null: <c>Deribit</c> and the time.</param>
    /// <exception cref="InvalidInputException">
    /// A reply is malformed (named <c>reply[i]</c>), is an error reply, or holds no instrument.
    /// </exception>
    public static Market Read(IReadOnlyList<ReadOnlyMemory<byte>> replies, string? name = null)
    {
        var rows = new Dictionary<Instrument, ChainRow>();
        var time = default(Instant);
        for (var i = 0; i < replies.Count; i++)
        {
            var latest = JsonText.Read(replies[i], root => ReadReply(root, rows), $"reply[{i}]");
            if (latest > time) time = latest;
        }
        if (rows.Count == 0)
            throw new InvalidInputException("result", null, "has no instruments", "ask for a currency that has some");
        return ChainMarket.Build(name ?? $"Deribit {time}", Source, time, [.. rows.Values]);
    }

    private static Instant ReadReply(JsonCursor root, Dictionary<Instrument, ChainRow> rows)
    {
        var latest = default(Instant);
        foreach (var item in Result(root).Items())
        {
            var fields = item.Fields(RowFields, ignoreOthers: true);
            var symbol = fields.Required("instrument_name");
            if (IsSkipped(symbol.Text(), out var instrument)) continue;
            if (instrument is null)
                throw symbol.Error("is not a Deribit name", "use a name such as BTC-25SEP26-100000-C");
            if (!rows.TryAdd(instrument, ReadRow(fields, instrument)))
                throw symbol.Error("appears twice", "give each reply once");
            var time = Instant.FromUnixMilliseconds(Milliseconds(fields.Required("creation_timestamp")));
            if (time > latest) latest = time;
        }
        return latest;
    }

    private static JsonCursor Result(JsonCursor root)
    {
        if (root.IsArray) return root;
        var fields = root.Fields(ReplyFields, ignoreOthers: true);
        if (fields.Present("error") is { } error)
        {
            var said = error.IsObject ? error.Fields(ErrorFields, ignoreOthers: true).Present("message") : null;
            throw error.Error(said?.Text(), "is an error reply", "repeat the request");
        }
        return fields.Required("result");
    }

    // Combos have a strategy where others have a date (BTC-FS-25SEP26_PERP, BTC-CSR12-…); a portfolio holds their legs.
    private static bool IsSkipped(string name, out Instrument? instrument)
    {
        if (DeribitSymbol.TryParse(name, out instrument)) return instrument!.Kind == InstrumentKind.Spot;
        var parts = name.Split('-');
        return parts.Length >= 3 && parts[1].Length > 0 && char.IsAsciiLetterUpper(parts[1][0]);
    }

    private static long Milliseconds(JsonCursor at)
    {
        // 2262, where nanoseconds in 64 bits end.
        const long last = 9_200_000_000_000;
        var value = at.Whole();
        return value is >= 0 and <= last ? value : throw at.Error("is out of range", "use milliseconds since 1970");
    }

    private static ChainRow ReadRow(JsonFields fields, Instrument instrument)
    {
        var row = new ChainRow(instrument)
        {
            Index = Price(fields.Present("estimated_delivery_price")),
            Forward = instrument.IsOption ? Price(fields.Present("underlying_price")) : null,
            Mark = Premium(fields.Present("mark_price")),
            Bid = Premium(fields.Present("bid_price")),
            Ask = Premium(fields.Present("ask_price")),
            Vol = Vol(fields.Present("mark_iv")),
            OpenInterest = fields.Present("open_interest")?.Double(0, 1e18),
            Volume = fields.Present("volume")?.Double(0, 1e18),
            Rate = fields.Present("interest_rate")?.Double(-10, 10),
        };
        var named = DeribitSymbol.TryParse(fields.Present("underlying_index")?.Text(), out var future)
            && future!.Kind == InstrumentKind.Future;
        return named ? row with { Future = future, FuturePrice = row.Forward } : row;
    }

    private static double? Price(JsonCursor? at) => at?.Double(MarketJson.MinPrice, MarketJson.MaxPrice);

    private static double? Premium(JsonCursor? at) => at?.Double(0, MarketJson.MaxPrice);

    private static double? Vol(JsonCursor? at)
    {
        const string remedy = "mark_iv is in percent, at most 5000";
        return at?.Double(0, MarketJson.MaxVol * 100, remedy) is > 0 and var percent ? percent / 100 : null;
    }
}
