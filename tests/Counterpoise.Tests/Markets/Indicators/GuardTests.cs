using Counterpoise.Markets.Indicators;
using Counterpoise.Units;

namespace Counterpoise.Tests.Markets.Indicators;

/// <summary>Every guard with input made for it.</summary>
public sealed class GuardTests
{
    private static readonly Instant Start = Instant.FromUtc(2025, 10, 10, 15);

    private static readonly DepthSample Healthy = new(150e6, 99_500, 160e6, 100_500);

    [Fact]
    public void Depth_around_the_mark_that_changes_is_accepted()
    {
        var guard = new DepthGuard();
        for (var i = 0; i < 20; i++)
        {
            var sample = Healthy with { BidUsd = 150e6 + 1e6 * i, AskUsd = 160e6 - 1e6 * i };
            Assert.Null(guard.Fault(After(30 * i), sample, 100_000));
        }
    }

    [Theory]
    [InlineData(101_000, 100_500, null, "crossed: bids stand above asks on average")]
    [InlineData(100_300, 100_500, 100_000.0, "bids stand more than 0.2 % above the mark on average")]
    [InlineData(99_000, 99_700, 100_000.0, "asks stand more than 0.2 % below the mark on average")]
    public void A_book_on_the_wrong_side_is_refused(double bid, double ask, double? mark, string reason) =>
        Assert.Equal(reason, new DepthGuard().Fault(Start, new DepthSample(150e6, bid, 160e6, ask), mark));

    [Theory]
    [InlineData(0, 99_500, "no bids")]
    [InlineData(double.NaN, 99_500, "no bids")]
    [InlineData(150e6, double.NaN, "no bids")]
    public void A_side_without_depth_is_refused(double usd, double price, string reason) =>
        Assert.Equal(reason, new DepthGuard().Fault(Start, Healthy with { BidUsd = usd, BidPrice = price }, null));

    [Fact]
    public void A_side_that_does_not_change_is_refused_whatever_its_price_does()
    {
        var guard = new DepthGuard();
        for (var i = 0; i < 10; i++)
        {
            var price = 100_500 + 10.0 * i;
            // 1,000 coins throughout.
            var sample = Healthy with { BidUsd = 150e6 + 1e6 * i, AskPrice = price, AskUsd = 1_000 * price };
            Assert.Equal(i < 5 ? null : "constant: asks do not change", guard.Fault(After(30 * i), sample, 100_000));
        }
        // Many equal samples within a second are a quiet second.
        var fast = new DepthGuard();
        for (var i = 0; i < 50; i++) Assert.Null(fast.Fault(After(0.02 * i), Healthy, 100_000));
    }

    [Fact]
    public void A_ghost_that_would_thicken_the_book_lowers_nothing()
    {
        var coin = new CoinIndicators();
        coin.Mark(Start, 100_000);
        for (var i = 0; i < 10; i++) coin.Depth(After(30 * i), Healthy with { BidUsd = 20e6 + 1e5 * i });
        var before = coin.Parameters(After(270)).DepthNow!.Value.Value;
        var ghost = new DepthSample(900e6, 121_363, 900e6, 100_500);
        for (var i = 10; i < 200; i++)
        {
            Assert.Equal(JudgementKind.Rejected, coin.Depth(After(30 * i), ghost).Kind);
            Assert.True(coin.Parameters(After(30 * i)).DepthNow!.Value.Value <= before);
        }
        Assert.Equal(JudgementKind.Held, coin.Depth(After(6_000), Healthy).Kind);
        Assert.Equal(20e6, coin.Parameters(After(6_000)).DepthNow!.Value.Value);
    }

    [Fact]
    public void A_quote_that_stands_while_the_mark_leaves_it_is_stale()
    {
        var guard = new QuoteGuard();
        Assert.Null(guard.Fault(After(0), 0.0975, 0.106, 72, 72, 0.102));
        // The mark is out, but not for five minutes yet.
        Assert.Null(guard.Fault(After(240), 0.0975, 0.106, 72, 72, 0.110));
        Assert.Equal(
            "no new quote since 15:00, the mark has left it", guard.Fault(After(300), 0.0975, 0.106, 72, 72, 0.110));
        Assert.Null(guard.Fault(After(330), 0.0975, 0.106, 72, 72, 0.105));
        // A new size is a new quote.
        Assert.Null(guard.Fault(After(360), 0.0975, 0.106, 71, 72, 0.110));
    }

    [Theory]
    [InlineData(null, 0.106, "one side is missing")]
    [InlineData(0.0975, null, "one side is missing")]
    [InlineData(0.106, 0.106, "crossed: bid at or above ask")]
    public void A_quote_without_two_sides_in_order_is_refused(double? bid, double? ask, string reason) =>
        Assert.Equal(reason, new QuoteGuard().Fault(Start, bid, ask, 1, 1, 0.1));

    [Fact]
    public void A_spike_of_one_source_is_refused_and_a_move_that_stays_is_not()
    {
        var guard = new PriceGuard();
        Assert.Null(guard.Fault(After(0), 100_000));
        Assert.Equal("spike of a single source: -10 % in one sample", guard.Fault(After(60), 90_000));
        Assert.Equal(100_000, guard.Last);
        Assert.Null(guard.Fault(After(120), 100_100));
        Assert.NotNull(guard.Fault(After(180), 90_000));
        Assert.Null(guard.Fault(After(240), 90_500));
        Assert.Equal(90_500, guard.Last);
    }

    [Fact]
    public void A_fall_that_goes_on_is_late_by_one_sample_and_a_long_silence_allows_more()
    {
        var guard = new PriceGuard();
        guard.Fault(After(0), 100_000);
        Assert.NotNull(guard.Fault(After(60), 95_000));
        Assert.Null(guard.Fault(After(120), 90_000));
        // Up again at once is another leap.
        Assert.NotNull(guard.Fault(After(180), 100_000));
        Assert.NotNull(guard.Fault(After(240), 80_000));
        Assert.Equal(90_000, guard.Last);
        Assert.Null(guard.Fault(After(240 + 6 * 3_600), 80_000));
    }

    [Fact]
    public void Another_venue_confirms_a_move_at_once_unless_it_is_old()
    {
        var guard = new PriceGuard();
        guard.Fault(After(0), 100_000);
        guard.Other(After(10), 90_500);
        Assert.Null(guard.Fault(After(60), 90_000));
        guard.Other(After(61), 100_000);
        Assert.NotNull(guard.Fault(After(182), 100_000));
        Assert.Equal("not a price", guard.Fault(After(210), double.NaN));
    }

    [Fact]
    public void A_crossed_spread_is_refused_and_the_95_percent_quantile_stays()
    {
        var coin = new CoinIndicators();
        for (var hour = 0; hour < 100; hour++)
            coin.Spread(After(3_600.0 * hour), 100 - 0.005 * hour, 100 + 0.005 * hour + 0.001);
        var before = coin.Parameters(After(3_600.0 * 99)).Spread!.Value;
        Assert.Equal(94.05 * 1e-4 + 1e-5, before.Value, 6);
        Assert.Equal(JudgementKind.Rejected, coin.Spread(After(3_600.0 * 99 + 1), 101, 100).Kind);
        var after = coin.Parameters(After(3_600.0 * 99 + 1)).Spread!.Value;
        Assert.Equal((before.Value, 0.5), (after.Value, after.Confidence));
    }

    [Fact]
    public void An_option_that_loses_its_quote_never_narrows_its_tenor()
    {
        var spreads = new OptionSpreads();
        var indicator = new Indicator(IndicatorList.Terms(IndicatorName.VolSpread30));
        OptionQuote Quote(string name, double spread, double? bid = 0.1) =>
            new(name, 86_400 * 20, bid, 0.11, 1, 1, 0.105, spread);
        spreads.Observe(After(0), Quote("wide", 0.30), indicator);
        spreads.Observe(After(1), Quote("wide", 0.10), indicator);
        Assert.Equal(JudgementKind.Accepted, spreads.Observe(After(2), Quote("narrow", 0.02), indicator).Kind);
        Assert.Equal(0.06, indicator.At(After(2)).Value!.Value, 12);
        Assert.Equal(JudgementKind.Rejected, spreads.Observe(After(3), Quote("wide", 0.10, bid: null), indicator).Kind);
        spreads.Observe(After(4), Quote("narrow", 0.02), indicator);
        Assert.Equal(0.16, indicator.At(After(4)).Value!.Value, 12);
        spreads.Observe(After(5), Quote("narrow", 0.02, bid: null), indicator);
        Assert.Equal("rejected: one side is missing", indicator.At(After(5)).QualityText);
        Assert.Equal(0.30, indicator.At(After(5)).Value!.Value, 12);
    }

    private static Instant After(double seconds) => Start + Duration.FromSeconds(seconds);
}
