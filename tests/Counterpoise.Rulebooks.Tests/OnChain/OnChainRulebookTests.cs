using Counterpoise.Instruments;
using Counterpoise.Margins;

namespace Counterpoise.Rulebooks.Tests.OnChain;

/// <summary>dYdX, Drift, Mango and Binance portfolio margin on accounts computed by hand.</summary>
public sealed class OnChainRulebookTests
{
    public static TheoryData<string> Names { get; } = ["dydx-v4", "drift-v2", "mango-health", "binance-pm"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Options_are_refused_and_the_reason_is_given(string rulebook)
    {
        var error = Assert.Throws<InvalidInputException>(
            () => Desk.Evaluate(rulebook, ("BTC-27MAR26-100000-C", 1, null)));
        Assert.Contains($"is an option, which {rulebook} has no rule for", error.Message, StringComparison.Ordinal);
        Assert.Contains("BTC-27MAR26-100000-C", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dydx-v4")]
    [InlineData("drift-v2")]
    [InlineData("mango-health")]
    public void Dated_futures_are_refused(string rulebook)
    {
        var error = Assert.Throws<InvalidInputException>(
            () => Desk.Evaluate(rulebook, ("BTC_USDC-27MAR26", 1, null)));
        Assert.Contains("is a dated future", error.Message, StringComparison.Ordinal);
    }

    // 3 × 100,000 × 2 %, maintenance 60 % of it; open interest does not matter to the first tier.
    [Fact]
    public void Dydx_large_cap()
    {
        var bucket = Desk.Bucket("dydx-v4", (Desk.Btc, -3, 98_000), ("USDC", 20_000, null));
        Assert.Equal(6_000, bucket.Initial.Exact, 1e-9);
        Assert.Equal(3_600, bucket.Maintenance.Exact, 1e-9);
        // At the oracle's price, not at the mark of 100,050.
        Assert.Equal(20_000 - 6_000, bucket.Equity.Total, 1e-9);
    }

    // 175,000 × 200 = 35M lies half-way from 20M to 50M: 10 % + 45 %. Maintenance stays at half of 10 %.
    [Fact]
    public void Dydx_small_cap_is_scaled_by_open_interest()
    {
        var bucket = Desk.Bucket("dydx-v4", (Desk.Sol, 100, null));
        Assert.Equal(0.55 * 20_000, bucket.Initial.Exact, 1e-9);
        Assert.Equal(0.05 * 20_000, bucket.Maintenance.Exact, 1e-9);
    }

    [Fact]
    public void Dydx_leaves_other_coins_out_and_says_so()
    {
        var margin = Desk.Evaluate("dydx-v4", (Desk.Btc, 1, null), ("BTC", 2, null), ("USDC", 5, null));
        Assert.Equal(5, margin.Buckets.Single().Equity.Total, 1e-9);
        Assert.Equal("BTC", margin.LeftOut.Single().Currency.Code);
    }

    [Theory]
    [InlineData("dydx-v4")]
    [InlineData("drift-v2")]
    public void A_debt_without_a_rule_is_refused(string rulebook)
    {
        var error = Assert.Throws<InvalidInputException>(() => Desk.Evaluate(rulebook, ("VET", -2, null)));
        Assert.Equal("balances.VET", error.Field);
    }

    // 40,000 SOL: max(10 %, 8 % + 0.00015·√40,000 = 11 %), maintenance max(5 %, 4 % + 3 %).
    [Fact]
    public void Drift_premium_on_size()
    {
        var bucket = Desk.Bucket("drift-v2", (Desk.Sol, -40_000, null));
        Assert.Equal(0.11 * 8e6, bucket.Initial.Exact, 1e-6);
        Assert.Equal(0.07 * 8e6, bucket.Maintenance.Exact, 1e-6);
    }

    // Weight of 10,000 SOL: min(0.8, 1.1/(1 + 0.003·100)) = 0.8; of 90,000: 1.1/1.9. Maintenance 0.9 at any size.
    [Theory]
    [InlineData(10_000, 0.8)]
    [InlineData(90_000, 1.1 / 1.9)]
    public void Drift_discount_on_size(double coins, double weight)
    {
        var bucket = Desk.Bucket("drift-v2", ("SOL", coins, null));
        Assert.Equal(weight * coins * 200, bucket.InitialExcess, 1e-5);
        Assert.Equal(0.9 * coins * 200, bucket.MaintenanceExcess, 1e-5);
    }

    // 90,000 SOL owed: weight max(1.2, 0.96 + 0.003·300 = 1.86); maintenance max(1.1, 0.88 + 0.9 = 1.78).
    [Theory]
    [InlineData(-10, 1.2, 1.1)]
    [InlineData(-90_000, 1.86, 1.78)]
    public void Drift_borrows_need_their_liability_weight(double coins, double initial, double maintenance)
    {
        var bucket = Desk.Bucket("drift-v2", ("SOL", coins, null), ("USDC", 1e8, null));
        Assert.Equal(1e8 + initial * coins * 200, bucket.InitialExcess, 1e-4);
        Assert.Equal(1e8 + maintenance * coins * 200, bucket.MaintenanceExcess, 1e-4);
    }

    // Price 200: assets at min(200, twap), debts at max(200, twap), initial only.
    [Theory]
    [InlineData(10, 190, 0.8 * 190 * 10)]
    [InlineData(10, 210, 0.8 * 200 * 10)]
    [InlineData(-10, 190, -1.2 * 200 * 10)]
    [InlineData(-10, 210, -1.2 * 210 * 10)]
    public void Drift_prices_strictly(double coins, double twap, double excess)
    {
        var market = Desk.MarketOf($$"""
            "SOL": {"index": 200, "twap": {"value": {{twap}}, "ageSeconds": 3} }
            """);
        var bucket = MarginEvaluator.Evaluate(
            RulebookLibrary.Find("drift-v2"), Desk.Account(("SOL", coins, null)), market).Buckets.Single();
        Assert.Equal(excess, bucket.InitialExcess, 1e-9);
        Assert.Equal((coins > 0 ? 0.9 : 1.1) * 200 * coins, bucket.MaintenanceExcess, 1e-9);
    }

    [Theory]
    [InlineData(99_950, 0)]
    [InlineData(99_000, 900)]
    [InlineData(101_000, 0)]
    public void Drift_counts_100_of_a_gain_for_initial(double entry, double charge)
    {
        var with = Desk.Bucket("drift-v2", (Desk.Btc, 1, entry));
        Assert.Equal(10_000 + charge, with.Initial.Exact, 1e-9);
        Assert.Equal(5_000, with.Maintenance.Exact, 1e-9);
    }

    // 20 % of 100,000; of a gain of 30,000 there remain 10,000, which count 0.95.
    [Theory]
    [InlineData(1, 70_000, 20_000 + 0.05 * 10_000)]
    [InlineData(1, 90_000, 20_000)]
    [InlineData(-2, 100_000, 40_000)]
    public void Mango_weights_what_is_left_of_a_gain(double coins, double entry, double expected)
    {
        var bucket = Desk.Bucket("mango-health", (Desk.Btc, coins, entry));
        Assert.Equal(expected, bucket.Initial.Exact, 1e-9);
    }

    // VET worth 60,000: 50,000 in full, 10,000 at 80 %. 500,000: the whole table.
    [Theory]
    [InlineData(50_000, 0)]
    [InlineData(60_000, 2_000)]
    [InlineData(500_000, 10_000 + 50_000 + 160_000 + 90_000)]
    public void Binance_tiers_are_marginal(double usd, double haircut)
    {
        var bucket = Desk.Bucket("binance-pm", ("VET", usd / 0.02, null));
        Assert.Equal(haircut, bucket.Initial.Exact, 1e-6);
        Assert.Equal(haircut, bucket.Maintenance.Exact, 1e-6);
    }

    [Fact]
    public void Binance_loans_have_rates_and_no_haircut()
    {
        var bucket = Desk.Bucket("binance-pm", ("BTC", -1, null), ("USDT", 300_000, null));
        Assert.Equal(50_000, bucket.Initial.Exact, 1e-9);
        Assert.Equal(10_000, bucket.Maintenance.Exact, 1e-9);
        Assert.Equal(200_000, bucket.Equity.Total, 1e-9);
    }

    // 30 BTC at 100,050 are 3,001,500, tier 4: 1 % less a cum of 11,450, and 1/50; 20x is chosen.
    [Theory]
    [InlineData(null, 60_030)]
    [InlineData(20.0, 150_075)]
    public void Binance_futures_are_by_tier(double? leverage, double initial)
    {
        var chosen = new Dictionary<Instrument, double>();
        if (leverage is { } value) chosen[InstrumentSymbol.Parse("BTC/USDT:USDT")] = value;
        var portfolio = Desk.Account(("BTC_USDT-PERPETUAL", 30, null)) with { Leverage = chosen };
        var bucket = MarginEvaluator.Evaluate(RulebookLibrary.Find("binance-pm"), portfolio, Desk.Market).Buckets[0];
        Assert.Equal(initial, bucket.Initial.Exact, 1e-6);
        Assert.Equal(30_015 - 11_450, bucket.Maintenance.Exact, 1e-6);
    }

    [Fact]
    public void Binance_contracts_without_a_table_are_refused_by_name()
    {
        var error = Assert.Throws<InvalidInputException>(
            () => Desk.Evaluate("binance-pm", ("BTC-PERPETUAL", 1_000, null), ("BTC", 1, null)));
        Assert.Contains("BTC-PERPETUAL\" has no tier table", error.Message, StringComparison.Ordinal);
        Assert.Contains("--tiers FILE", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Collateral_without_a_price_is_named()
    {
        var error = Assert.Throws<InvalidInputException>(
            () => Desk.Evaluate("drift-v2", ("JUP", 5, null), ("USDC", 5, null)));
        Assert.Equal("currencies.JUP", error.Field);
        Assert.Contains("has no price", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Perpetuals_of_one_coin_are_one_market()
    {
        var bucket = Desk.Bucket("drift-v2", (Desk.Btc, 3, null), ("BTC_USDT-PERPETUAL", -2, null));
        Assert.Equal(10_000, bucket.Initial.Exact, 1e-9);
        Assert.Equal(40_000, bucket.Initial.Offset, 1e-9);
    }
}
