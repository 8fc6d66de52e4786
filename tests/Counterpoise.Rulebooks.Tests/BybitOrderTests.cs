using System.Text;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;

namespace Counterpoise.Rulebooks.Tests;

/// <summary>Bybit's open orders and isolated margin, computed by hand.</summary>
public sealed class BybitOrderTests
{
    private const string Put = "BTC_USDC-31JAN26-18500-P";
    private const string Perpetual = "BTC/USDT:USDT";

    // The put of "Comparison of Spread Strategies": 10 % of 20,250 is more than 15 % less 1,750 out of the money. Sold
    // at 400: 2,025 + 400 less a premium of 400; at 200: 2,025 + the mark of 290 − 200. Bought: the premium.
    [Theory]
    [InlineData("sell", "400", 2_025)]
    [InlineData("sell", "290", 2_025)]
    [InlineData("sell", "200", 2_115)]
    [InlineData("buy", "400", 400)]
    [InlineData("buy", "200", 200)]
    public void An_option_order_moves_its_premium_at_the_limit(string side, string limit, double initial)
    {
        var bucket = Evaluate("bybit-cross", Options, Book("", Order(Put, side, "1", limit)));
        Assert.Equal(initial, bucket.Initial.Exact, 1e-9);
        Assert.Equal(0, bucket.Maintenance.Exact);
    }

    // Closing a short of 2,315 for 200 needs nothing more.
    [Fact]
    public void Buying_a_short_option_back_below_its_mark_adds_nothing()
    {
        var bucket = Evaluate("bybit-cross", Options, Book(Held(Put, "-1", null), Order(Put, "buy", "1", "200")));
        Assert.Equal(2_315, bucket.Initial.Exact, 1e-9);
    }

    // 2 BTC bought at 40,000 with 10x, mark 50,000: initial 80,000 / 10, maintenance 100,000 × 0.5 %.
    [Fact]
    public void Isolated_initial_margin_is_on_the_entry_price_and_maintenance_on_the_mark()
    {
        var bucket = Isolated(Held(Perpetual, "2", "40000"));
        Assert.Equal(8_000, bucket.Initial.Exact, 1e-9);
        Assert.Equal(500, bucket.Maintenance.Exact, 1e-9);
        Assert.Contains("1/10 as chosen of 80000 at entry", Text(bucket), StringComparison.Ordinal);
        Assert.Equal(20_000, bucket.Equity.Unrealised, 1e-9);
    }

    [Fact]
    public void Without_an_entry_price_it_is_the_mark_and_the_statement_says_so()
    {
        var bucket = Isolated(Held(Perpetual, "2", null));
        Assert.Equal(10_000, bucket.Initial.Exact, 1e-9);
        Assert.Contains("at the mark (no entry price)", Text(bucket), StringComparison.Ordinal);
    }

    // Selling 1 of 2 leaves the entry at 40,000; buying 1 more at 46,000 makes it 42,000; selling 3 at 46,000 leaves a
    // short of 1 at 46,000.
    [Theory]
    [InlineData("-1", "46000", 4_000)]
    [InlineData("1", "46000", 12_600)]
    [InlineData("-3", "46000", 4_600)]
    public void The_entry_price_is_the_average_of_the_rows_on_the_positions_side(
        string traded, string at, double initial)
    {
        string[] rows = [Held(Perpetual, "2", "40000"), Held(Perpetual, traded, at)];
        Assert.Equal(initial, Isolated(string.Join(',', rows)).Initial.Exact, 1e-9);
        Array.Reverse(rows);
        Assert.Equal(initial, Isolated(string.Join(',', rows)).Initial.Exact, 1e-9);
    }

    // A venue's own profit beats the entry price in the equity; the margin is on the entry price all the same.
    [Fact]
    public void A_reported_profit_does_not_hide_the_entry_price()
    {
        const string row = $$"""
            {"instrument": "{{Perpetual}}", "quantity": "2", "entryPrice": "40000", "unrealisedPnl": "19990"}
            """;
        var bucket = Isolated(row);
        Assert.Equal(8_000, bucket.Initial.Exact, 1e-9);
        Assert.Equal(19_990, bucket.Equity.Unrealised, 1e-9);
    }

    // 2 more bid at 45,000 stand for 90,000; at 60,000, above the mark, for 120,000 and a loss of 20,000.
    [Theory]
    [InlineData("buy", "45000", 8_000 + 9_000)]
    [InlineData("buy", "60000", 8_000 + 12_000 + 20_000)]
    [InlineData("sell", "55000", 8_000)]
    public void An_isolated_order_stands_for_its_limit(string side, string limit, double initial)
    {
        var bucket = Isolated(Held(Perpetual, "2", "40000"), Order(Perpetual, side, "2", limit));
        Assert.Equal(initial, bucket.Initial.Exact, 1e-9);
        Assert.Equal(500, bucket.Maintenance.Exact, 1e-9);
    }

    // Long: 80,000 × (1 − 1/10) × 0.1 % = 72, short: 80,000 × (1 + 1/10) × 0.1 % = 88, in both requirements.
    [Theory]
    [InlineData("2", 72)]
    [InlineData("-2", 88)]
    public void The_closing_fee_is_on_the_entry_price(string quantity, double fee)
    {
        var rulebook = RulebookJson.Read(Encoding.UTF8.GetBytes("""
            {"name": "own", "effective": "2026-01-01", "title": "t", "sources": ["s"], "label": "approximate",
             "labelReason": "r", "explanation": ["e"], "unknown": [], "subAdditive": true, "marginRatio": "m",
             "bucket": "account", "riskUnit": "underlying", "pool": "underlying", "valueAtMark": true,
             "leavesOutOtherBalances": true, "factors": {"initial": 1, "maintenance": 1},
             "underlyings": [{"base": "*", "settlement": "any", "charges": [
               {"type": "tieredFuture", "tables": "bybit-undated", "takerFee": 0.001, "initialOn": "entry"}]}],
             "collateral": {"USDT": {"maintenanceHaircut": 0, "initialHaircut": 0}}}
            """));
        var bucket = Evaluate(rulebook, Futures, Book(Held(Perpetual, quantity, "40000")));
        Assert.Equal(8_000 + fee, bucket.Initial.Exact, 1e-9);
        Assert.Equal(500 + fee, bucket.Maintenance.Exact, 1e-9);
    }

    // A short of 60,000 USD entered at 40,000 stands for 1.5 coins then, 1.2 at the mark.
    [Fact]
    public void An_inverse_contract_is_in_coins_at_its_entry()
    {
        var bucket = Isolated(Held("BTC/USD:BTC", "-60000", "40000"));
        Assert.Equal(0.15 * 50_000, bucket.Initial.Exact, 1e-9);
        Assert.Equal(0.006 * 50_000, bucket.Maintenance.Exact, 1e-9);
    }

    [Fact]
    public void Options_are_refused_in_isolated_margin() => Assert.Contains(
        "is an option, which bybit-isolated has no rule for",
        Assert.Throws<InvalidInputException>(
            () => Evaluate("bybit-isolated", Options, Book(Held(Put, "-1", null)))).Message,
        StringComparison.Ordinal);

    private static readonly Market Options = MarketJson.Read(Encoding.UTF8.GetBytes($$"""
        {"time": "2026-01-01T08:00:00Z", "currencies": {"USDT": 1, "USDC": 1}, "underlyings": {"BTC": {
          "index": 20250, "expiries": [{"expiry": "2026-01-31T08:00:00Z", "forward": 20250}],
          "instruments": [{"instrument": "{{Put}}", "mark": 290, "vol": 0.6}] } } }
        """));

    private static readonly Market Futures = MarketJson.Read(Encoding.UTF8.GetBytes($$"""
        {"time": "2026-01-01T08:00:00Z", "currencies": {"USDT": 1, "USDC": 1}, "underlyings": {"BTC": {
          "index": 50000, "instruments": [{"instrument": "{{Perpetual}}", "mark": 50000},
          {"instrument": "BTC/USD:BTC", "mark": 50000}] } } }
        """));

    private static BucketMargin Isolated(string rows, params string[] orders) =>
        Evaluate("bybit-isolated", Futures, Book(rows, orders));

    private static BucketMargin Evaluate(string rulebook, Market market, string book) =>
        Evaluate(RulebookLibrary.Find(rulebook), market, book);

    private static BucketMargin Evaluate(Rulebook rulebook, Market market, string book) => MarginEvaluator.Evaluate(
        rulebook, PortfolioJson.Read(Encoding.UTF8.GetBytes(book)), market).Buckets.Single();

    private static string Text(BucketMargin bucket) =>
        string.Join(' ', bucket.Initial.Composition.Select(l => l.Explanation));

    private static string Book(string rows, params string[] orders) => $$"""
        {"positions": [{{rows}}], "balances": {"USDT": "1000000"}, "orders": [{{string.Join(',', orders)}}],
         "leverage": {"{{Perpetual}}": 10, "BTC/USD:BTC": 10} }
        """;

    private static string Held(string symbol, string quantity, string? entry) =>
        $$"""{"instrument": "{{symbol}}", "quantity": "{{quantity}}" """.TrimEnd()
        + (entry is null ? "}" : $$""", "entryPrice": "{{entry}}"}""");

    private static string Order(string symbol, string side, string quantity, string limit) => $$"""
        {"instrument": "{{symbol}}", "side": "{{side}}", "quantity": "{{quantity}}", "limitPrice": "{{limit}}"}
        """;
}
