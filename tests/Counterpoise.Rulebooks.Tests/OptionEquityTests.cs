using System.Text;
using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests;

/// <summary>What a venue's equity counts of options, and that nothing is counted twice.</summary>
public sealed class OptionEquityTests
{
    private const string Call = "BTC_USDC-25SEP26-110000-C";

    [Theory]
    [InlineData("bybit-cross", -1, 6_500)]
    [InlineData("bybit-cross", 5, 6_500)]
    [InlineData("aevo-sm", -1, 6_500)]
    [InlineData("deribit-sm", -1, 6_500)]
    [InlineData("finra-strategies", -1, 6_500)]
    [InlineData("okx-cross", 5, 6_500)]
    [InlineData("okx-cross", -1, 4_000)]
    [InlineData("bybit-pm", -1, 4_000)]
    [InlineData("bybit-pm", 5, 19_000)]
    public void Options_count_in_the_equity_as_the_venue_counts_them(string rulebook, int quantity, double equity)
    {
        var bucket = Margin(rulebook, quantity, "6500").Buckets.Single();
        Assert.Equal(equity, bucket.Equity.Total, 6);
    }

    /// <summary>
    /// The mark of 2,500 is in the requirement: 10 % of 100,000 + 2,500 initial, 3 % + 2,500 + 0.2 % maintenance
    /// (Bybit), against 6,500 of cash.
    /// </summary>
    [Fact]
    public void The_mark_of_a_short_option_counts_once()
    {
        var bucket = Margin("bybit-cross", -1, "6500").Buckets.Single();
        Assert.Equal(3_000 + 2_500 + 200, bucket.Maintenance.Exact, 6);
        Assert.Equal(5_700.0 / 6_500, bucket.MarginRatio!.Value, 9);
    }

    /// <summary>Long options are no cash: a future cannot be held on them.</summary>
    [Fact]
    public void A_long_option_carries_no_future()
    {
        var market = Market();
        var portfolio = new Portfolio("long calls and a future")
        {
            Positions =
            [
                new Position(InstrumentSymbol.Parse(Call), Quantity.FromWhole(5)),
                new Position(InstrumentSymbol.Parse("BTC/USDT:USDT"), Quantity.FromWhole(1)),
            ],
            Balances = new Dictionary<Currency, Quantity> { [Currency.Parse("USDC")] = Quantity.FromWhole(100) },
        };
        var margin = MarginEvaluator.Evaluate(RulebookLibrary.Find("bybit-cross"), portfolio, market);
        Assert.True(margin.Buckets.Single().MaintenanceExcess < 0);
    }

    private static Margin Margin(string rulebook, int quantity, string cash) => MarginEvaluator.Evaluate(
        RulebookLibrary.Find(rulebook),
        new Portfolio("one option")
        {
            Positions = [new Position(InstrumentSymbol.Parse(Call), Quantity.FromWhole(quantity))],
            Balances = new Dictionary<Currency, Quantity> { [Currency.Parse("USDC")] = Quantity.Parse(cash) },
        },
        Market());

    private static Market Market() => MarketJson.Read(Encoding.UTF8.GetBytes(
        """
        {"time": "2026-09-01T08:00:00Z", "underlyings": {"BTC": {"index": 100000, "expiries":
        [{"expiry": "2026-09-25T08:00:00Z", "forward": 100000}], "instruments": [
        {"instrument": "BTC/USDT:USDT", "mark": 100000},
        {"instrument": "BTC_USDC-25SEP26-110000-C", "mark": 2500, "vol": 0.55}]}}}
        """));
}
