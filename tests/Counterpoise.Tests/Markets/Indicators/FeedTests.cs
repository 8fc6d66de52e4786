using System.Text;
using Counterpoise.Markets.Feeds;
using Counterpoise.Markets.Indicators;

namespace Counterpoise.Tests.Markets.Indicators;

public sealed class FeedTests
{
    [Fact]
    public void A_book_waits_for_its_snapshot_and_drops_what_that_holds()
    {
        var book = new OrderBook(waits: true);
        Assert.False(book.Apply(Message(5, false, (true, 99, 7))));
        Assert.False(book.Apply(Message(11, false, (true, 99, 3))));
        Assert.Null(book.Bid);
        Assert.True(book.Apply(Message(10, true, (true, 99, 1), (true, 98, 2), (false, 101, 4))));
        // 5 was in it, 11 comes after it.
        Assert.Equal(1, book.Dropped);
        Assert.Equal((99.0, 101.0, 3), (book.Bid, book.Ask, book.Levels));
        Assert.True(book.Apply(Message(12, false, (true, 99, 0), (false, 101, 5))));
        Assert.Equal(98, book.Bid);
        Assert.False(book.Apply(Message(12, true, (true, 97, 1)) with { IsSnapshot = false, UpdateId = 9 }));
    }

    [Fact]
    public void Depth_is_counted_as_far_as_the_snapshot_reaches()
    {
        var book = new OrderBook(waits: true);
        book.Apply(Message(1, true, (true, 999, 1), (true, 997, 2), (false, 1_001, 4), (false, 1_002, 8)));
        Assert.Equal(0.002, book.Reach, 12);
        var depth = book.Depth();
        // 0.2 % of 1,000: 997 is beyond.
        Assert.Equal((999.0, 999.0), (depth.BidUsd, depth.BidPrice));
        Assert.Equal(4 * 1_001 + 8 * 1_002, depth.AskUsd, 9);
        Assert.Equal((4 * 1_001 + 8 * 1_002) / 12.0, depth.AskPrice, 9);
        var contracts = new OrderBook(waits: false, usdPerUnit: 100);
        contracts.Apply(Message(1, false, (true, 999, 1), (true, 980, 2), (false, 1_001, 4)));
        Assert.Equal((100.0, 400.0, false), (contracts.Depth().BidUsd, contracts.Depth().AskUsd, contracts.IsWhole));
    }

    [Fact]
    public void Messages_of_a_book_are_lines_of_one_kind_and_number()
    {
        var events = BookFeed.Read(Bytes("""
            local_ts_ns,exch_ts_ms,kind,side,price,qty,update_id
            1000,2,D,b,99,1,7
            1000,2,D,a,101,2,7
            2000,3,D,b,99,0,8
            3000,4,T,s,99,0.5,1
            4000,5,S,b,98,1,9
            """));
        Assert.Equal([1000, 2000, 3000, 4000], events.Select(e => e.Time.Nanoseconds));
        Assert.Equal(2, Assert.IsType<BookEvent>(events[0]).Levels.Length);
        Assert.Equal(0.5, Assert.IsType<TradeEvent>(events[2]).Size);
        Assert.True(Assert.IsType<BookEvent>(events[3]).IsSnapshot);
    }

    [Fact]
    public void A_sample_of_depth_may_cross_a_second_and_lack_a_side()
    {
        var events = RecordedFeed.Depths(Bytes("""
            timestamp,percentage,depth,notional,weighted_avg_price
            2025-10-10 00:00:07,-1,2,200,100
            2025-10-10 00:00:08,1,3,330,110
            2025-10-10 00:00:38,1,3,340,110
            """));
        var samples = events.Cast<DepthEvent>().Select(e => e.Sample).ToArray();
        Assert.Equal(new DepthSample(200, 100, 330, 110), samples[0]);
        Assert.Equal("no bids", new DepthGuard().Fault(events[1].Time, samples[1], null));
    }

    [Theory]
    [InlineData("a,b\n1,2", "header \"a,b\" does not begin with")]
    [InlineData("timestamp_us,side,price,amount\n", "feed has no rows")]
    [InlineData("timestamp_us,side,price,amount\n1,buy,x,1", "row 1, price \"x\" is not a number")]
    [InlineData("timestamp_us,side,price,amount\n1,buy,,1", "row 1, price \"\" is missing")]
    [InlineData("timestamp_us,side,price,amount\n1.5,buy,2,1", "row 1, timestamp_us \"1.5\" is not a whole number")]
    [InlineData("timestamp_us,side,price,amount\n1,buy", "row 1 \"1,buy\" has not 4 fields")]
    public void A_bad_row_is_named(string text, string message)
    {
        var e = Assert.Throws<InvalidInputException>(() => RecordedFeed.OtherTrades(Bytes(text)));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_book_without_snapshot_gives_price_and_spread_and_no_depth()
    {
        var coin = new CoinIndicators();
        var intake = new FeedIntake(coin, new OrderBook(waits: false, usdPerUnit: 100));
        Assert.Equal("one side is empty", intake.Apply(Message(1, false, (true, 999, 1))).Reason);
        Assert.Equal(JudgementKind.Rejected, intake.Apply(Message(2, false, (false, 1_001, 1))).Kind);
        Assert.Equal(1_000, coin.Price);
        Assert.Equal(0.002, coin[IndicatorName.Spread].At(default).Value!.Value, 12);
        Assert.Null(coin.Parameters(default).DepthNow);
        Assert.StartsWith(
            "crossed", intake.Apply(Message(3, false, (true, 1_005, 1))).Reason!, StringComparison.Ordinal);
    }

    private static BookEvent Message(
        long id, bool isSnapshot, params (bool IsBid, double Price, double Size)[] levels) =>
        new(default, id, isSnapshot, levels.Select(l => new BookLevel(l.IsBid, l.Price, l.Size)).ToArray());

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
