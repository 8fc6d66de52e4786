using System.Text;
using Counterpoise.Margins;
using Counterpoise.Margins.Orders;
using Counterpoise.Markets;
using Counterpoise.Portfolios;

namespace Counterpoise.Rulebooks.Tests;

/// <summary>
/// Orders of options at OKX, by hand. Index 100,000, forward 100,500. Coin-settled call 110,000, mark 0.02: margin of a
/// short max(0.10, 0.15 − 9,500/100,500) + 0.02 = 0.12. The dollar call 100,000 at 3,000: 15,000 + 3,000.
/// </summary>
public sealed class OptionOrderTests
{
    private const string Coin = "BTC-31JAN26-110000-C";
    private const string Dollar = "BTC_USDC-31JAN26-100000-C";

    private static readonly Market Market = MarketJson.Read(Encoding.UTF8.GetBytes($$"""
        {"time": "2026-01-01T08:00:00Z", "currencies": {"USDC": 1}, "underlyings": {"BTC": {"index": 100000,
          "expiries": [{"expiry": "2026-01-31T08:00:00Z", "forward": 100500}],
          "instruments": [{"instrument": "{{Coin}}", "mark": 0.02, "vol": 0.55},
            {"instrument": "{{Dollar}}", "mark": 3000, "vol": 0.55},
            {"instrument": "BTC-PERPETUAL", "mark": 100000}] } } }
        """));

    [Theory]
    // Sell to open: 0.12 − price, at least 0.1.
    [InlineData(0, 0.11, "sell 1 0.01")]
    [InlineData(0, 0.10, "sell 1 0.02")]
    [InlineData(0, 0.30, "sell 3 0.05")]
    [InlineData(-2, 0.33, "sell 3 0.01")]
    // Buy to close: price − 0.12, at least 0; what is beyond the short opens.
    [InlineData(-2, 0, "buy 2 0.02")]
    [InlineData(-2, 0.06, "buy 2 0.15")]
    [InlineData(-2, 0.06 + 0.15, "buy 3 0.15")]
    // A long's premium; selling it needs nothing.
    [InlineData(0, 0.03, "buy 1 0.03")]
    [InlineData(2, 0, "sell 2 0.01")]
    [InlineData(2, 0.11, "sell 3 0.01")]
    // Beyond today's position a reduce-only order does nothing.
    [InlineData(2, 0, "sell 3 0.01 reduce")]
    [InlineData(0, 0, "buy 3 0.01 reduce")]
    // Of the buys the cheap one closes the short: nothing and 0.15 are more than 0.03 and 0.02.
    [InlineData(-1, 0.15, "buy 1 0.02", "buy 1 0.15")]
    // Of the sells the dear one closes the long: nothing and 0.115 are more than nothing and 0.10.
    [InlineData(1, 0.115, "sell 1 0.005", "sell 1 0.05")]
    [InlineData(-1, 0.11 + 0.03, "sell 1 0.01", "buy 1 0.15")]
    // What a reduce-only order closes, others cannot.
    [InlineData(-1, 0.02, "buy 1 0.02", "buy 1 0.01 reduce")]
    public void Coin_settled(double held, double added, params string[] orders) =>
        IsAdded(Coin, held, added, orders);

    [Theory]
    [InlineData(0, 17_000, "sell 1 1000")]
    [InlineData(0, 10_000, "sell 1 9000")]
    [InlineData(-1, 0, "buy 1 18000")]
    [InlineData(-1, 2_000, "buy 1 20000")]
    public void Dollar_settled(double held, double added, params string[] orders) =>
        IsAdded(Dollar, held, added, orders);

    // Rows in any order, split or not, need the same, and no part of them needs more.
    [Fact]
    public void Splitting_and_order_do_not_matter_and_no_subset_needs_more()
    {
        string[] orders = ["sell 1 0.01", "sell 2 0.04", "buy 1 0.02", "buy 3 0.2", "buy 1 0.13"];
        string[] split = ["buy 1 0.13", "buy 1 0.2", "sell 2 0.04", "sell 1 0.01", "buy 2 0.2", "buy 1 0.02"];
        foreach (var held in (double[])[-3, -1, 0, 2])
        {
            var all = Added(Coin, held, orders);
            Assert.Equal(all, Added(Coin, held, split), 1e-12);
            for (var set = 1; set < 1 << orders.Length; set++)
            {
                string[] some = [.. orders.Where((_, i) => (set >> i & 1) != 0)];
                Assert.True(Added(Coin, held, some) <= all + 1e-12, $"{held}: {string.Join(", ", some)}");
            }
        }
    }

    // Each instrument by its own formula, futures by the rule beside it.
    [Fact]
    public void Futures_are_said_to_add_nothing_and_another_rule_may_fill_them()
    {
        var text = Book(Coin, 0, "sell 1 0.01").Replace(
            "\"orders\": [",
            """
            "orders": [
              {"instrument": "BTC-PERPETUAL", "side": "buy", "quantity": "100000", "limitPrice": "125000"},
            """, StringComparison.Ordinal);
        var okx = RulebookLibrary.Find("okx-cross");
        var line = Line(okx with { Underlyings = WithoutTiers(okx) }, text);
        Assert.Equal(0.11, line.Exact, 1e-12);
        Assert.Contains("futures: nothing added", line.Explanation, StringComparison.Ordinal);
        var filling = okx with
        {
            Underlyings = WithoutTiers(okx),
            Orders = okx.Orders! with { Rule = OrderRule.WorstSide },
        };
        Assert.Equal(0.11 + 0.2, Line(filling, text).Exact, 1e-12);
    }

    // No futures tiers ship; a future's fill then has its loss against the mark and no more.
    private static UnderlyingRules[] WithoutTiers(Rulebook okx) =>
        [.. okx.Underlyings.Select(u => u with { Charges = [u.Charges[0]] })];

    private static void IsAdded(string option, double held, double added, string[] orders) =>
        Assert.Equal(added, Added(option, held, orders), 1e-9);

    private static double Added(string option, double held, string[] orders) =>
        Evaluate(RulebookLibrary.Find("okx-cross"), Book(option, held, orders)).Initial.AddOns;

    private static CompositionLine Line(Rulebook rulebook, string book) =>
        Evaluate(rulebook, book).Initial.Composition.Single(l => l.Name == "open orders");

    private static BucketMargin Evaluate(Rulebook rulebook, string book)
    {
        var bucket = MarginEvaluator.Evaluate(
            rulebook, PortfolioJson.Read(Encoding.UTF8.GetBytes(book)), Market).Buckets.Single();
        Assert.Equal(0, bucket.Maintenance.AddOns);
        return bucket;
    }

    private static string Book(string option, double held, params string[] orders)
    {
        var rows = orders.Select(o => o.Split(' ')).Select(o => $$"""
            {"instrument": "{{option}}", "side": "{{o[0]}}", "quantity": "{{o[1]}}", "limitPrice": "{{o[2]}}",
             "reduceOnly": {{(o.Length > 3 ? "true" : "false")}} }
            """);
        return $$"""
            {"positions": [{"instrument": "{{option}}", "quantity": "{{held}}"}], "balances": {},
             "orders": [{{string.Join(',', rows)}}]}
            """;
    }
}
