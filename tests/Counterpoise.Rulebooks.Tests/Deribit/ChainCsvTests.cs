using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Deribit;
using Counterpoise.Tests.Shared;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Deribit;

public sealed class ChainCsvTests
{
    private const string DemoChain = "market/deribit/demo_full_chain_20260822T153351Z.csv.gz";
    private const string StressChains = "market/deribit/stress_20260204_20260207_all_snapshots.csv.gz";

    private const string Slim =
        "snapshot_utc,instrument_name,underlying_price,index_price,bid_price,ask_price,"
        + "mark_price,mark_iv,delta,vega,open_interest,volume\n"
        + "2026-05-01T16:00:00Z,BTC-26JUN26-80000-C,78718.36,78591.27,0.05,0.052,0.051,0.6,0.5,100,254.9,0.5\n"
        + "2026-05-01T16:00:00Z,BTC-26JUN26-80000-P,78718.36,78591.29,,0.07,0.068,0.6,-0.5,100,10,0\n"
        + "2026-05-01T16:00:00Z,BTC-26JUN26-90000-C,78718.40,78591.30,0.01,0.02,0.015,0.65,0.2,80,1,0\n";

    [Fact]
    public void Every_option_of_the_demo_chain_is_imported()
    {
        using var csv = SharedData.OpenText(DemoChain, 1970);
        var market = ChainCsv.Read(csv);

        Assert.Equal("2026-08-22T15:33:51.68363Z", market.Time.ToString());
        Assert.False(market.Synthetic);
        Assert.Equal(1038, Options(market, "BTC").Count());
        Assert.Equal(932, Options(market, "ETH").Count());
        Assert.All(market.Underlyings.Values, u => Assert.Equal(12, u.Expiries.Count));
        Assert.All(market.Underlyings.Values.SelectMany(u => u.Expiries.Values), e => Assert.NotNull(e.Forward));
        Assert.InRange(market.Underlyings[Currency.Parse("BTC")].Index.Value, 77_000, 77_100);
        Assert.All(Options(market, "BTC"), q => Assert.True(q is { Mark: not null, Vol: > 0.1 and < 5 }));
    }

    [Fact]
    public void The_demo_chain_has_its_futures_and_a_perpetual_at_the_index()
    {
        using var csv = SharedData.OpenText(DemoChain, 24);
        var market = ChainCsv.Read(csv);

        foreach (var underlying in market.Underlyings.Values)
        {
            var perpetual = Assert.Single(underlying.Quotes.Values, q => q.Instrument.Kind == InstrumentKind.Perpetual);
            Assert.Equal(underlying.Index.Value, perpetual.Mark);
            var futures = underlying.Quotes.Values.Where(q => q.Instrument.Kind == InstrumentKind.Future).ToArray();
            Assert.Equal(12, futures.Length);
            Assert.All(futures, f =>
                Assert.Equal(underlying.Expiries[f.Instrument.Expiry!.Value].Forward!.Value.Value, f.Mark));
        }
    }

    [Fact]
    public void The_demo_chain_written_as_a_market_is_read_back_equal()
    {
        using var csv = SharedData.OpenText(DemoChain, 1970);
        var market = ChainCsv.Read(csv);
        var back = MarketJson.Read(System.Text.Encoding.UTF8.GetBytes(MarketJson.Write(market)));

        foreach (var (coin, underlying) in market.Underlyings)
        {
            Assert.Equal(underlying.Index, back.Underlyings[coin].Index);
            Assert.Equal(underlying.Expiries, back.Underlyings[coin].Expiries);
            Assert.Equal(underlying.Quotes, back.Underlyings[coin].Quotes);
        }
    }

    [Fact]
    public void A_row_keeps_its_own_forward_where_it_differs_from_the_most_frequent()
    {
        var market = Read(Slim);
        var underlying = market.Underlyings[Currency.Parse("BTC")];

        Assert.Equal(78718.36, Assert.Single(underlying.Expiries.Values).Forward!.Value.Value);
        Assert.Null(Quote(underlying, "BTC-26JUN26-80000-C").Forward);
        Assert.Equal(78718.40, Quote(underlying, "BTC-26JUN26-90000-C").Forward);
    }

    [Fact]
    public void Of_equally_frequent_forwards_the_lowest_is_the_expiry_s()
    {
        var market = Read(Slim.Replace("P,78718.36", "P,78718.50", StringComparison.Ordinal));

        Assert.Equal(78718.36, Expiry(market).Forward!.Value.Value);
    }

    [Fact]
    public void The_index_is_the_median_and_empty_fields_are_absent()
    {
        var underlying = Read(Slim).Underlyings[Currency.Parse("BTC")];

        Assert.Equal(78591.29, underlying.Index.Value);
        Assert.Null(Quote(underlying, "BTC-26JUN26-80000-P").Bid);
        Assert.Equal(0.07, Quote(underlying, "BTC-26JUN26-80000-P").Ask);
        Assert.Equal(254.9, Quote(underlying, "BTC-26JUN26-80000-C").OpenInterest);
    }

    [Fact]
    public void An_expiry_without_forwards_gets_one_by_put_call_parity()
    {
        var text = WithoutForwards();

        Assert.Equal(80_000 / (1 - (0.051 - 0.068)), Expiry(Read(text)).Forward!.Value.Value, 1e-9);
    }

    [Fact]
    public void A_row_without_forward_falls_back_to_its_expiry_s()
    {
        var underlying = Read(Slim.Replace("P,78718.36", "P,", StringComparison.Ordinal)).Underlyings.Values.Single();

        Assert.Null(Quote(underlying, "BTC-26JUN26-80000-P").Forward);
        Assert.Equal(78718.36, underlying.Expiries.Values.Single().Forward!.Value.Value);
    }

    [Fact]
    public void Without_a_strike_marked_on_both_sides_an_expiry_has_no_forward()
    {
        var text = WithoutForwards().Replace("0.068", "", StringComparison.Ordinal);

        Assert.Null(Expiry(Read(text)).Forward);
    }

    [Fact]
    public void A_synthetic_forward_is_no_future()
    {
        const string text =
            "timestamp,instrument_name,underlying,mark_price,implied_volatility,"
            + "index_price,futures_price,futures_instrument_name\n"
            + "2026-08-22T15:33:51.683630+00:00,BTC-4SEP26-80000-C,78718.36,0.05,0.6,78591.27,78718.36,SYN.BTC-4SEP26";

        Assert.DoesNotContain(
            Read(text).Underlyings.Values.Single().Quotes.Keys, i => i.Kind == InstrumentKind.Future);
    }

    [Fact]
    public void A_snapshot_must_be_chosen_where_there_are_several()
    {
        var text = Slim + "2026-05-02T16:00:00Z,BTC-26JUN26-80000-C,79000,79100,,,0.05,0.6,,,,\n";

        var error = Assert.Throws<InvalidInputException>(() => Read(text));
        Assert.Equal("snapshot", error.Field);
        Assert.Contains("2026-05-01T16:00:00Z, 2026-05-02T16:00:00Z", error.Remedy, StringComparison.Ordinal);
        var second = ChainCsv.Read(new StringReader(text), Instant.FromUtc(2026, 5, 2, 16));
        Assert.Equal(79100, second.Underlyings.Values.Single().Index.Value);
        var missing = Assert.Throws<InvalidInputException>(
            () => ChainCsv.Read(new StringReader(text), Instant.FromUtc(2026, 5, 3)));
        Assert.Equal("2026-05-03T00:00:00Z", missing.Value);
        Assert.Equal(2, ChainCsv.ReadAll(new StringReader(text)).Count);
    }

    [Theory]
    [InlineData("", "row 1", "is empty")]
    [InlineData("a,b\n1,2\n", "row 1, column snapshot_utc", "is missing")]
    [InlineData("snapshot_utc,instrument_name,underlying_price,index_price,mark_price\n", "row 1, column mark_iv",
        "is missing")]
    [InlineData("snapshot_utc,snapshot_utc\n", "row 1, column snapshot_utc", "appears twice")]
    public void A_wrong_header_is_named(string text, string field, string problem)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(text));
        Assert.Equal((field, problem), (error.Field, error.Problem));
    }

    [Theory]
    [InlineData("BTC-26JUN26-80000-P", "BTC-26JUN26-80000", "row 3, column instrument_name", "is not a Deribit name")]
    [InlineData("78591.29", "NaN", "row 3, column index_price", "is not finite")]
    [InlineData("78591.29", "-78591.29", "row 3, column index_price", "is negative")]
    [InlineData("78591.29", "0", "row 3, column index_price", "is out of range")]
    [InlineData("78591.29", "1e999", "row 3, column index_price", "is not finite")]
    [InlineData("0.068", "0.0.68", "row 3, column mark_price", "is not a number")]
    [InlineData("0.068", "-0.068", "row 3, column mark_price", "is negative")]
    [InlineData("0.65", "65", "row 4, column mark_iv", "is out of range")]
    [InlineData("2026-05-01T16:00:00Z,BTC-26JUN26-9", "soon,BTC-26JUN26-9", "row 4, column snapshot_utc",
        "is not an instant")]
    [InlineData("26JUN26-80000-P", "26JUN26-80000-C", "row 3, column instrument_name", "appears twice")]
    [InlineData(",80,1,0", ",80", "row 4", "has 10 columns where the header has 12")]
    public void A_bad_row_is_named_by_row_and_column(string good, string bad, string field, string problem)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(Slim.Replace(good, bad, StringComparison.Ordinal)));
        Assert.Equal((field, problem), (error.Field, error.Problem));
    }

    [Fact]
    public void A_text_cut_anywhere_is_refused_or_loses_only_digits_of_the_last_column()
    {
        var trimmed = Slim.TrimEnd();
        var lastComma = trimmed.LastIndexOf(',');
        for (var length = 0; length <= lastComma; length++)
        {
            var text = trimmed[..length];
            var commas = text.Count(c => c == ',');
            // Here the text ends after, or within the last column of, a row: nothing tells it from a shorter chain.
            if (commas % 11 == 0 && commas >= 22) continue;
            Assert.Throws<InvalidInputException>(() => Read(text));
        }
    }

    [Fact]
    public void Every_snapshot_of_the_stress_window_is_imported()
    {
        using var csv = SharedData.OpenText(StressChains, 27_544);
        var markets = ChainCsv.ReadAll(csv);

        Assert.Equal(16, markets.Count);
        Assert.Equal(27_544, markets.Sum(m => m.Underlyings.Values.Sum(u => u.Quotes.Keys.Count(i => i.IsOption))));
        Assert.All(markets.SelectMany(m => m.Underlyings.Values).SelectMany(u => u.Expiries.Values), e =>
            Assert.NotNull(e.Forward));
    }

    [Fact]
    public void Expiries_whose_forward_is_missing_in_the_daily_files_get_one_near_the_index()
    {
        using var csv = SharedData.OpenText("market/deribit/daily_chain_202605.csv.gz", 51_260);
        var markets = ChainCsv.ReadAll(csv);

        Assert.All(markets.SelectMany(m => m.Underlyings.Values), u =>
            Assert.All(u.Expiries.Values, e => Assert.InRange(e.Forward!.Value.Value / u.Index.Value, 0.97, 1.10)));
    }

    private static string WithoutForwards() =>
        Slim.Replace("78718.36", "", StringComparison.Ordinal).Replace("78718.40", "", StringComparison.Ordinal);

    private static Market Read(string text) => ChainCsv.Read(new StringReader(text));

    private static ExpiryCurve Expiry(Market market) => market.Underlyings.Values.Single().Expiries.Values.Single();

    private static Quote Quote(Underlying underlying, string symbol) =>
        underlying.Quotes[InstrumentSymbol.Parse(symbol)];

    private static IEnumerable<Quote> Options(Market market, string coin) =>
        market.Underlyings[Currency.Parse(coin)].Quotes.Values.Where(q => q.Instrument.IsOption);
}
