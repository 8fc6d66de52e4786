using System.Text;
using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;

namespace Counterpoise.Rulebooks.Tests;

/// <summary>What a market does not quote is not taken from another contract on the same coin.</summary>
public sealed class MissingMarkTests
{
    private const string Coin = """{"instrument": "BTC/USD:BTC", "mark": 105000, "openInterest": 9000000000}""";

    [Fact]
    public void A_perpetual_without_a_mark_beside_one_with_a_mark_is_refused_by_name()
    {
        var error = Assert.Throws<InvalidInputException>(() => Evaluate("binance-usdm", Coin));
        Assert.Equal("BTC_USDT-PERPETUAL, mark", error.Field);
        Assert.Equal("is not in market \"m\"", error.Problem);
        Assert.Equal("add its mark; that of BTC-PERPETUAL is another contract's", error.Remedy);
    }

    // 1 × 100,100: its own mark, and confidence and open interest that are not the other's.
    [Fact]
    public void With_its_own_mark_nothing_of_the_other_contract_counts()
    {
        const string own = """{"instrument": "BTC/USDT:USDT", "mark": 100100}""";
        var held = Evaluate("binance-usdm", $"{Coin}, {own}").Holdings.Single();
        Assert.Equal(100_100, held.Mark);
        Assert.Null(held.OpenInterest);
    }

    // No perpetual on the coin is quoted: the venue marks at its oracle.
    [Fact]
    public void Where_no_perpetual_is_quoted_it_is_the_index() =>
        Assert.Equal(100_000, Evaluate("binance-usdm", "").Holdings.Single().Mark);

    [Fact]
    public void A_dated_future_is_at_the_forward_of_its_expiry_or_refused()
    {
        var future = InstrumentSymbol.Parse("BTC_USDC-27MAR26");
        var market = MarketOf("""{"instrument": "BTC-27MAR26", "mark": 105000}""");
        Assert.Null(market.QuoteOf(future));
        Assert.Throws<InvalidInputException>(() => market.ForwardOf(future));
    }

    // An option is the same whichever currency it settles in: its volatility holds, its mark does not.
    [Fact]
    public void An_option_takes_the_volatility_of_its_twin()
    {
        var market = MarketOf("""{"instrument": "BTC-27MAR26-100000-C", "mark": 0.05, "vol": 0.61}""");
        Assert.Equal(0.61, market.VolOf(InstrumentSymbol.Parse("BTC_USDC-27MAR26-100000-C")));
    }

    private static BucketMargin Evaluate(string rulebook, string instruments) => MarginEvaluator.Evaluate(
        RulebookLibrary.Find(rulebook), PortfolioJson.Read("""
            {"positions": [{"instrument": "BTC/USDT:USDT", "quantity": "1"}], "balances": {"USDT": "1000000"} }
            """u8.ToArray()), MarketOf(instruments)).Buckets.Single();

    private static Market MarketOf(string instruments) => MarketJson.Read(Encoding.UTF8.GetBytes($$"""
        {"name": "m", "time": "2026-01-01T08:00:00Z", "currencies": {"USDT": 1}, "underlyings": {"BTC": {
          "index": 100000, "instruments": [{{instruments}}] } } }
        """));
}
