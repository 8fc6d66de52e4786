using Counterpoise.Markets.Candles;
using Counterpoise.Markets.Feeds;
using Counterpoise.Markets.Indicators;
using Counterpoise.Rulebooks.Deribit;
using Counterpoise.Units;

namespace Counterpoise.Cli.Replays;

/// <summary>A recorded feed and the hours before it.</summary>
/// <param name="Name">As chosen.</param>
/// <param name="Start">The first event of the feed itself; those before are history.</param>
/// <param name="Events">In the order of time.</param>
/// <param name="Notable">Instants the timeline shows, ascending.</param>
internal sealed record ReplayFeed(
    string Name, Instant Start, IReadOnlyList<FeedEvent> Events, IReadOnlyList<Instant> Notable)
{
    /// <summary>The feeds there are; the first is the default.</summary>
    public static readonly string[] Names = ["crash-20251010", "l2-usdm", "l2-coinm", "chain-202602"];

    private const double ContractUsd = 100;

    /// <summary>The book its messages build, empty; null: it has none.</summary>
    public OrderBook? Book { get; init; }

    /// <summary>Files read, by name.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Reads a feed.</summary>
    /// <param name="name">Of <see cref="Names"/>.</param>
    /// <param name="folder">The folder of recorded data.</param>
    /// <exception cref="InvalidInputException">A file of the feed is missing or cannot be used.</exception>
    public static ReplayFeed Read(string name, string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidInputException(
                "--data", folder, "is not a folder", "name the folder of the recorded data");
        }
        var files = new List<string>();
        var feed = name == Names[0] ? Crash(Load) : name == Names[3] ? Chains(Load) : OfBook(name, Load);
        var end = feed.Events[^1].Time;
        IReadOnlyList<FeedEvent>[] slow =
        [
            Optional("funding_rate_btc_2022_2025.csv.gz", b => Funding(b)),
            Optional("dvol_btc_2022_2025.csv.gz", b => Daily(b, "dvol_pct", IndicatorName.Implied, 0.01)),
            Optional("basis_spread_btc_2022_2025.csv.gz", b => Daily(b, "basis_usd", IndicatorName.Basis, 1)),
            Hours(),
        ];
        var events = RecordedFeed.Merge([.. slow.Select(s => s.Where(e => e.Time <= end)), feed.Events]);
        return feed with { Events = events, Files = files };

        IReadOnlyList<FeedEvent> Hours()
        {
            const string other = "eth_usdt_binance_1h.csv.gz";
            CandleHistory? second = null;
            Optional(other, b =>
            {
                second = CandleCsv.Read(b, Currency.Parse("ETH"));
                return [];
            });
            return Optional(
                "btc_usdt_binance_1h.csv.gz", b => HourEvents(CandleCsv.Read(b, Currency.Parse("BTC")), second));
        }

        IReadOnlyList<FeedEvent> Load(string file, Func<ReadOnlyMemory<byte>, IReadOnlyList<FeedEvent>> parser)
        {
            files.Add(file);
            return InputFile.Read(Path.Combine(folder, file), parser);
        }

        IReadOnlyList<FeedEvent> Optional(
            string file, Func<ReadOnlyMemory<byte>, IReadOnlyList<FeedEvent>> parser) =>
            File.Exists(Path.Combine(folder, file)) ? Load(file, parser) : [];
    }

    private static FeedEvent[] Funding(ReadOnlyMemory<byte> utf8) =>
    [
        .. RecordedFeed.Series(utf8, "funding_rate_pct_8h")
            .Select(v => new SeriesEvent(v.Time, IndicatorName.Funding, v.Value / 100)),
    ];

    // Whether the number of a day is its open or its close the file does not say: it is known when the day is over.
    private static FeedEvent[] Daily(ReadOnlyMemory<byte> utf8, string column, IndicatorName name, double unit) =>
    [
        .. RecordedFeed.Series(utf8, column)
            .Select(v => new SeriesEvent(v.Time + Duration.FromDays(1), name, v.Value * unit)),
    ];

    private static FeedEvent[] HourEvents(CandleHistory history, CandleHistory? second) =>
    [
        .. history.Hours().Select(hour => new HourEvent(
            Instant.FromUnixSeconds(3_600 * (hour + 1)), hour, history[hour],
            second is not null && second.Has(hour) ? second[hour].Close : null)),
    ];

    private static ReplayFeed Crash(
        Func<string, Func<ReadOnlyMemory<byte>, IReadOnlyList<FeedEvent>>, IReadOnlyList<FeedEvent>> load)
    {
        var depth = load("crash_20251010/binance_btcusdt_perp_bookdepth_pct.csv.gz", RecordedFeed.Depths);
        var start = depth[0].Time;
        var marks = load("crash_20251010/binance_btcusd_perp_coinm_1m.csv.gz", RecordedFeed.Marks);
        var options = load("crash_20251010/okx_btc_options_1m.csv.gz", RecordedFeed.OptionQuotes);
        var trades = load("crash_20251010/gemini_btcusd_trades.csv.gz", RecordedFeed.OtherTrades);
        var day = Instant.FromUtc(2025, 10, 10);
        (int Hour, int Minute)[] notable =
        [
            (1, 0), (15, 15), (15, 20), (15, 23), (15, 26), (15, 30), (15, 31), (15, 40), (16, 0), (16, 41), (21, 10),
            (21, 20), (21, 21), (21, 22), (21, 30), (22, 0), (23, 59),
        ];
        return new ReplayFeed(
            Names[0], start, RecordedFeed.Merge(depth, marks.Where(e => e.Time >= start), options, trades),
            [.. notable.Select(n => day + Duration.FromSeconds(3_600 * n.Hour + 60 * n.Minute))])
        { Files = [] };
    }

    private static ReplayFeed OfBook(
        string name, Func<string, Func<ReadOnlyMemory<byte>, IReadOnlyList<FeedEvent>>, IReadOnlyList<FeedEvent>> load)
    {
        var isCoin = name == Names[2];
        var events = load(
            isCoin
                ? "l2/binance_coinm_btcusd_perp_20240809_events.csv.gz"
                : "l2/binance_usdm_btcusdt_20240808_events.csv.gz", BookFeed.Read);
        var start = events[0].Time;
        return new ReplayFeed(
            name, start, events, [.. Enumerable.Range(1, 12).Select(i => start + Duration.FromSeconds(30 * i))])
        { Files = [], Book = new OrderBook(waits: !isCoin, isCoin ? ContractUsd : null) };
    }

    private static ReplayFeed Chains(
        Func<string, Func<ReadOnlyMemory<byte>, IReadOnlyList<FeedEvent>>, IReadOnlyList<FeedEvent>> load)
    {
        var events = load("deribit/stress_20260204_20260207_all_snapshots.csv.gz", bytes =>
        [
            .. ChainCsv.ReadAll(ChainFile.Text(bytes)).Select(market => new ChainEvent(market.Time, market)),
        ]);
        return new ReplayFeed(Names[3], events[0].Time, events, [.. events.Select(e => e.Time)]) { Files = [] };
    }
}
