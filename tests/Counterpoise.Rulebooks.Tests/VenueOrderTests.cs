using System.Text;
using Counterpoise.Margins;
using Counterpoise.Margins.OnChain;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tiers;
using CsCheck;

namespace Counterpoise.Rulebooks.Tests;

/// <summary>Open orders in each venue's way, on accounts computed by hand. Index, oracle and mark: 100,000.</summary>
public sealed class VenueOrderTests
{
    private const string Usdt = "BTC_USDT-PERPETUAL";
    private const string Usdc = "BTC_USDC-PERPETUAL";

    private static readonly Market Market = MarketOf(100_000);

    // The venue's own example (FAQ 4f83b65d83654b5e933f85ef12bf769d): long 0.5 at 20,000 and 2x; a bid of 0.1 at
    // 19,000, an ask of 0.1 at 22,000: max(|10,000 + 1,900|, |10,000 − 2,200|) / 2 = 5,950.
    [Theory]
    [InlineData("binance-usdm")]
    [InlineData("binance-pm")]
    public void Binance_takes_the_worse_side_of_a_symbol_at_the_chosen_leverage(string rulebook)
    {
        var book = Book(Usdt, "0.5", "buy 0.1 19000", "sell 0.1 22000").Replace(
            "\"balances\"", "\"leverage\": {\"BTC/USDT:USDT\": 2}, \"balances\"", StringComparison.Ordinal);
        var bucket = Evaluate(rulebook, book, MarketOf(20_000));
        Assert.Equal(5_950, bucket.Initial.Exact, 1e-6);
        Assert.Equal(950, bucket.Initial.AddOns, 1e-6);
        Assert.Equal(0, bucket.Maintenance.AddOns);
    }

    // FAQ 87fa7ee33b574f7084d42bd2ce2e463b: a bid of 1 at 9,253.30 with 20x, mark 9,259.84: 462.665, no open
    // loss. As coins at the mark the bid has endless decimals: it is exact all the same.
    [Fact]
    public void Binance_cost_of_a_bid_below_the_mark()
    {
        var book = Book(Usdt, "0", "buy 1 9253.3").Replace(
            "\"balances\"", "\"leverage\": {\"BTC/USDT:USDT\": 20}, \"balances\"", StringComparison.Ordinal);
        Assert.Equal(462.665, Evaluate("binance-usdm", book, MarketOf(9_259.84)).Initial.Exact, 1e-10);
    }

    // 1 BTC is in the tier of 100x; with 9 more it is in that of 75x, position and order alike: 1,000,000 / 75.
    [Fact]
    public void An_order_counts_in_the_tier_it_would_bring()
    {
        var bucket = Evaluate("binance-usdm", Book(Usdt, "1", "buy 9 100000"), Market);
        Assert.Equal(1_000_000 / 75.0, bucket.Initial.Exact, 1e-6);
        Assert.Equal(1_000_000 / 75.0 - 1_000, bucket.Initial.AddOns, 1e-6);
        Assert.Equal(450, bucket.Maintenance.Exact, 1e-9);
    }

    // Limit / 100, the bid at 50,000 in the tier of 125x; an order that the mark has passed adds |mark − limit|, its
    // open loss, others no gain.
    [Theory]
    [InlineData("buy 1 101000", 1_010 + 1_000)]
    [InlineData("buy 1 50000", 400)]
    [InlineData("sell 1 99000", 990 + 1_000)]
    [InlineData("sell 1 150000", 1_500)]
    public void Binance_adds_the_open_loss(string order, double initial) => Assert.Equal(
        initial, Evaluate("binance-usdm", Book(Usdt, "0", order), Market).Initial.Exact, 1e-6);

    // 200,000 USD at a limit of 80,000 are 2.5 coins: 2.5 / 50, nothing at the mark of 100,000 and no gain.
    [Fact]
    public void An_order_of_a_coin_margined_contract_stands_for_its_coins_at_the_limit()
    {
        const string tiers = """
            symbol,tier,notional_floor,notional_cap,maint_margin_rate,max_leverage,cum
            BTC/USD:BTC,1,0,5,0.004,50,0
            """;
        var rulebook = TierFile.Apply(
            RulebookLibrary.Find("binance-coinm"), "t.csv", TierFile.Read("t.csv", Encoding.UTF8.GetBytes(tiers)));
        var book = Book("BTC-PERPETUAL", "0", "buy 200000 80000").Replace("USDC", "BTC", StringComparison.Ordinal);
        var bucket = MarginEvaluator.Evaluate(
            rulebook, PortfolioJson.Read(Encoding.UTF8.GetBytes(book)), Market).Buckets.Single();
        Assert.Equal(0.05, bucket.Initial.Exact, 1e-9);
    }

    [Fact]
    public void A_limit_at_which_an_order_stands_for_too_much_is_named()
    {
        var error = Assert.Throws<InvalidInputException>(
            () => Evaluate("binance-usdm", Book(Usdt, "0", "buy 90000000000 90000000000"), Market));
        Assert.Equal("orders.limitPrice", error.Field);
    }

    // 18,000 BTC at 100,000 are the last tier's end.
    [Fact]
    public void Orders_beyond_the_last_tier_are_refused_as_orders()
    {
        var error = Assert.Throws<InvalidInputException>(
            () => Evaluate("binance-usdm", Book(Usdt, "17999", "buy 2 100000"), Market));
        Assert.Equal("with orders filled: positions.quantity", error.Field);
        Assert.Contains("beyond its last tier; hold at most 1800000000", error.Message, StringComparison.Ordinal);
    }

    // Sells of 2 are the larger side: 200,000 / 100.
    [Fact]
    public void Bybit_takes_the_larger_side_of_a_symbol() => Assert.Equal(
        2_000, Evaluate("bybit-cross", Book(Usdt, "0", "buy 1 90000", "sell 2 110000"), Market).Initial.Exact, 1e-6);

    // Long 3, asks of 3 and 4: |3 − 7| = 4 at 10 %, 5 % for maintenance, and a cent an order; their limits do not
    // matter. Bids of 2 make it 5.
    [Theory]
    [InlineData(40_000.02, 20_000.02, "sell 3 90000", "sell 4 200000")]
    [InlineData(50_000.03, 25_000.03, "sell 3 90000", "sell 4 200000", "buy 2 300000")]
    public void Drift_takes_the_worst_case_position_and_a_cent_an_order(
        double initial, double maintenance, params string[] orders)
    {
        var bucket = Evaluate("drift-v2", Book(Usdc, "3", orders), Market);
        Assert.Equal(initial, bucket.Initial.Exact, 1e-6);
        Assert.Equal(maintenance, bucket.Maintenance.Exact, 1e-6);
    }

    [Fact]
    public void The_mango_rulebook_is_the_health_of_an_account_with_orders() =>
        Gen.Select(Gen.Int[-50, 50], Gen.Int[0, 80], Gen.Int[0, 80], Gen.Int[60, 140]).Sample(
            (coins, bids, asks, percent) =>
            {
                var entry = 1_000 * percent;
                var text = Book(Usdc, $"{coins}", $"buy {bids + 1} 70000", $"sell {asks + 1} 120000").Replace(
                    "}], \"balances\"", $", \"entryPrice\": \"{entry}\"}}], \"balances\"",
                    StringComparison.Ordinal);
                var bucket = Evaluate("mango-health", text, Market);
                double Health(double weight, double positive) => TokenHealth.Of(
                    [new HealthToken(1e6, 1, 1, 1)],
                    [
                        new HealthPerpetual(
                            coins, -1.0 * coins * entry, bids + 1, asks + 1, 100_000, 1 - weight, 1 + weight, positive),
                    ],
                    []);
                Assert.Equal(Health(0.2, 0.95), bucket.InitialExcess, 1e-3);
                Assert.Equal(Health(0.1, 1), bucket.MaintenanceExcess, 1e-3);
            });

    [Theory]
    [InlineData("derive-srm", "hypothetical fill")]
    [InlineData("derive-pmrm1", "hypothetical fill")]
    [InlineData("dydx-v4", "resting orders hold nothing")]
    [InlineData("hyperliquid", "resting orders hold nothing")]
    [InlineData("okx-cross", "futures: not known")]
    public void Where_resting_orders_hold_nothing_the_statement_says_so(string rulebook, string reason)
    {
        var (held, symbol) = rulebook == "okx-cross" ? ("0", Usdt) : ("1", Usdc);
        var bucket = Evaluate(rulebook, Book(symbol, held, "buy 5 100000"), Market);
        Assert.Equal(0, bucket.Initial.AddOns);
        var line = bucket.Initial.Composition.Single(l => l.Name == "open orders");
        Assert.Contains(reason, line.Explanation, StringComparison.Ordinal);
    }

    private static BucketMargin Evaluate(string rulebook, string book, Market market) => MarginEvaluator.Evaluate(
        RulebookLibrary.Find(rulebook), PortfolioJson.Read(Encoding.UTF8.GetBytes(book)), market).Buckets.Single();

    private static string Book(string symbol, string held, params string[] orders)
    {
        var rows = orders.Select(o => o.Split(' ')).Select(o =>
            $$"""{"instrument": "{{symbol}}", "side": "{{o[0]}}", "quantity": "{{o[1]}}", "limitPrice": "{{o[2]}}"}""");
        var cash = symbol == Usdt ? "USDT" : "USDC";
        return $$"""
            {"positions": [{"instrument": "{{symbol}}", "quantity": "{{held}}"}], "balances": {"{{cash}}": "1000000"},
             "orders": [{{string.Join(',', rows)}}]}
            """;
    }

    private static Market MarketOf(double price) => MarketJson.Read(Encoding.UTF8.GetBytes($$"""
        {"time": "2026-01-01T08:00:00Z", "currencies": {"USDT": 1, "USDC": 1}, "underlyings": {"BTC": {
          "index": {{price}}, "instruments": [{"instrument": "{{Usdt}}", "mark": {{price}} },
          {"instrument": "{{Usdc}}", "mark": {{price}} }, {"instrument": "BTC-PERPETUAL", "mark": {{price}} }] } } }
        """));
}
