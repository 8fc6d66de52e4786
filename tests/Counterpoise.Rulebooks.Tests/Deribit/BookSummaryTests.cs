using System.Text;
using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Deribit;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Deribit;

/// <summary>Replies here are made up in the documented form; none was recorded.</summary>
public sealed class BookSummaryTests
{
    private const string Options = """
        {"jsonrpc":"2.0","usIn":1,"usOut":2,"testnet":false,"result":[
        {"instrument_name":"BTC-25SEP26-100000-C","underlying_index":"BTC-25SEP26","underlying_price":77405.28,
         "mark_price":0.0123,"mark_iv":62.5,"bid_price":null,"ask_price":0.013,"mid_price":null,"open_interest":174.5,
         "volume":1.5,"interest_rate":0.0,"estimated_delivery_price":77081.8,"creation_timestamp":1787412831683,
         "quote_currency":"BTC","base_currency":"BTC","price_change":null},
        {"instrument_name":"BTC-25SEP26-100000-P","underlying_index":"BTC-25SEP26","underlying_price":77405.28,
         "mark_price":0.3042,"mark_iv":62.5,"bid_price":0.30,"ask_price":0.31,"open_interest":0,"volume":0,
         "interest_rate":0.0,"estimated_delivery_price":77081.8,"creation_timestamp":1787412831684},
        {"instrument_name":"BTC-4SEP26-80000-C","underlying_index":"SYN.BTC-4SEP26","underlying_price":77200,
         "mark_price":0.0123,"mark_iv":0,"estimated_delivery_price":77081.8,"creation_timestamp":1787412831684},
        {"instrument_name":"BTC-CS-25SEP26-100000_110000","mark_price":-0.01,"creation_timestamp":1787412831684}
        ]}
        """;

    private const string Futures = """
        [{"instrument_name":"BTC-PERPETUAL","mark_price":77100.5,"bid_price":77100,"ask_price":77101,
          "open_interest":1139551440,"volume":5052.9,"funding_8h":6.55e-6,"current_funding":0,
          "estimated_delivery_price":77081.8,"creation_timestamp":1787412831000},
         {"instrument_name":"BTC-25SEP26","mark_price":77405.31,"estimated_delivery_price":77081.9,
          "creation_timestamp":1787412831000},
         {"instrument_name":"BTC-FS-25SEP26_PERP","mark_price":-300.5,"creation_timestamp":1787412831000},
         {"instrument_name":"BTC_USDC","mark_price":77000,"creation_timestamp":1787412831000}]
        """;

    [Fact]
    public void Volatility_comes_in_percent_and_null_is_absent()
    {
        var underlying = Read(Options).Underlyings[Currency.Parse("BTC")];
        var call = underlying.Quotes[InstrumentSymbol.Parse("BTC-25SEP26-100000-C")];

        Assert.Equal(0.625, call.Vol);
        Assert.Null(call.Bid);
        Assert.Equal((0.0123, 0.013, 174.5, 1.5), (call.Mark, call.Ask, call.OpenInterest, call.Volume));
        Assert.Null(underlying.Quotes[InstrumentSymbol.Parse("BTC-4SEP26-80000-C")].Vol);
        Assert.Equal(77081.8, underlying.Index.Value);
    }

    [Fact]
    public void The_time_is_the_latest_of_all_replies()
    {
        Assert.Equal(Instant.FromUnixMilliseconds(1787412831684), Read(Options, Futures).Time);
        Assert.Equal(Instant.FromUnixMilliseconds(1787412831684), Read(Futures, Options).Time);
    }

    [Fact]
    public void Replies_are_combined_and_real_futures_beat_those_named_by_options()
    {
        var quotes = Read(Options, Futures).Underlyings[Currency.Parse("BTC")].Quotes;

        Assert.Equal(5, quotes.Count);
        Assert.Equal(77100.5, quotes[InstrumentSymbol.Parse("BTC-PERPETUAL")].Mark);
        Assert.Equal(77405.31, quotes[InstrumentSymbol.Parse("BTC-25SEP26")].Mark);
    }

    [Fact]
    public void Without_futures_the_named_future_is_marked_and_the_perpetual_is_at_the_index()
    {
        var quotes = Read(Options).Underlyings[Currency.Parse("BTC")].Quotes;

        Assert.Equal(77405.28, quotes[InstrumentSymbol.Parse("BTC-25SEP26")].Mark);
        Assert.Equal(77081.8, quotes[InstrumentSymbol.Parse("BTC-PERPETUAL")].Mark);
        Assert.False(quotes.ContainsKey(InstrumentSymbol.Parse("BTC-4SEP26")));
    }

    [Fact]
    public void Linear_options_are_priced_by_parity_in_quote_currency()
    {
        const string text = """
            [{"instrument_name":"ETH_USDC-25SEP26-2400-C","mark_price":150,"mark_iv":70,
              "estimated_delivery_price":2410,"creation_timestamp":1},
             {"instrument_name":"ETH_USDC-25SEP26-2400-P","mark_price":130,"mark_iv":70,
              "estimated_delivery_price":2410,"creation_timestamp":1}]
            """;
        var expiry = Read(text).Underlyings[Currency.Parse("ETH")].Expiries.Values.Single();

        Assert.Equal(2420, expiry.Forward!.Value.Value);
    }

    [Theory]
    [InlineData("62.5", "-1", "reply[0].result[0].mark_iv", "is negative")]
    [InlineData("62.5", "\"NaN\"", "reply[0].result[0].mark_iv", "is not finite")]
    [InlineData("62.5", "6000", "reply[0].result[0].mark_iv", "is out of range")]
    [InlineData("0.0123", "-0.0123", "reply[0].result[0].mark_price", "is negative")]
    [InlineData("77405.28", "0", "reply[0].result[0].underlying_price", "is out of range")]
    [InlineData("1787412831683", "1.5", "reply[0].result[0].creation_timestamp", "is not a whole number")]
    [InlineData("1787412831683", "-5", "reply[0].result[0].creation_timestamp", "is out of range")]
    [InlineData("\"BTC-25SEP26-100000-C\"", "7", "reply[0].result[0].instrument_name", "is not a string")]
    [InlineData("\"BTC-25SEP26-100000-C\"", "\"BTC-31SEP26-1-C\"", "reply[0].result[0].instrument_name",
        "is not a Deribit name")]
    [InlineData("100000-P", "100000-C", "reply[0].result[1].instrument_name", "appears twice")]
    [InlineData("\"result\"", "\"results\"", "reply[0].result", "is missing")]
    [InlineData("\"jsonrpc\":\"2.0\"", "\"error\":{\"message\":\"Invalid params\",\"code\":-32602}", "reply[0].error",
        "is an error reply")]
    public void A_bad_reply_is_named(string good, string bad, string field, string problem)
    {
        var text = Options.Replace(good, bad, StringComparison.Ordinal);
        var error = Assert.Throws<InvalidInputException>(() => Read(text));
        Assert.Equal((field, problem), (error.Field, error.Problem));
    }

    [Fact]
    public void Every_proper_prefix_of_a_reply_is_refused()
    {
        for (var length = 0; length < Options.TrimEnd().Length; length++)
        {
            var text = Options[..length];
            Assert.Throws<InvalidInputException>(() => Read(text));
        }
    }

    [Fact]
    public void No_instruments_and_no_index_are_refused()
    {
        Assert.Equal("has no instruments", Assert.Throws<InvalidInputException>(() => Read("[]")).Problem);
        var error = Assert.Throws<InvalidInputException>(
            () => Read("""[{"instrument_name":"BTC-PERPETUAL","mark_price":1,"creation_timestamp":1}]"""));
        Assert.Equal("index of BTC", error.Field);
    }

    private static Market Read(params string[] replies) =>
        BookSummary.Read([.. replies.Select(r => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(r))]);
}
