using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Rulebooks.Tests.OnChain;
using Counterpoise.Tests.Shared;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests;

/// <summary>
/// A coin balance offsets derivatives on its coin, up to their opposite delta (OKX). By hand at 100,000: MR1 is 12 % of
/// the net delta, MR4 0.2 % of each leg, MR7 0.45 % of the derivatives.
/// </summary>
public sealed class SpotInUseTests
{
    private const string Perpetual = "BTC_USDT-PERPETUAL";

    private static readonly Rulebook Okx = RulebookLibrary.Find("okx-pm");

    private static BucketMargin Bucket(Rulebook rulebook, Portfolio portfolio, double price = 100_000) =>
        MarginEvaluator.Evaluate(rulebook, portfolio, Desk.MarketOf($$"""
            "BTC": {"index": {{price}}, "instruments": [{"instrument": "{{Perpetual}}", "mark": {{price}}}]},
            "ETH": {"index": 3000}
            """)).Buckets.Single();

    private static BucketMargin Bucket(double perpetuals, double coins) =>
        Bucket(Okx, Desk.Account((Perpetual, perpetuals, null), ("BTC", coins, null)));

    private static Holding Coin(BucketMargin bucket) => bucket.Holdings.Single(h => h.Collateral is not null);

    [Theory]
    [InlineData(-10, 10, 10, 4_500)]
    [InlineData(-10, 12, 10, 4_500)]
    [InlineData(-10, 4, 4, 72_000 + 2_800)]
    [InlineData(-10, 0.5, 0.5, 114_000 + 2_100)]
    [InlineData(10, 10, 0, 120_000 + 2_000)]
    [InlineData(0, 10, 0, 0)]
    public void Coin_in_use_lies_between_nothing_and_the_opposite_delta(
        double perpetuals, double coins, double used, double maintenance)
    {
        var bucket = Bucket(perpetuals, coins);
        Assert.Equal(used, Coin(bucket).InUse!.Value, 1e-12);
        Assert.Equal(maintenance, bucket.Maintenance.Exact, 1e-6);
        Assert.Equal(1.3 * maintenance, bucket.Initial.Exact, 1e-6);
        Assert.Equal(100_000 * coins, bucket.Equity.Collateral, 1e-6);
    }

    [Fact]
    public void Alone_a_coin_needs_nothing_and_what_it_saves_is_an_offset()
    {
        var bucket = Bucket(-10, 4);
        var row = bucket.Holdings.ToList().IndexOf(Coin(bucket));
        Assert.Equal(0, bucket.Maintenance.Standalone[row]);
        Assert.Equal(-4 * 100_000 * (0.12 - 0.002), bucket.Maintenance.Contribution(row), 1e-6);
        Assert.Equal(122_000 - 74_800, bucket.Maintenance.Offset, 1e-6);
    }

    [Fact]
    public void A_coin_does_not_hedge_another()
    {
        var bucket = Bucket(Okx, Desk.Account((Perpetual, -10, null), ("ETH", 300, null)));
        Assert.Equal(0, Coin(bucket).InUse);
        Assert.Equal(122_000, bucket.Maintenance.Exact, 1e-6);
    }

    // With the sell filled 20 of the 25 coins are in use: 1.3 × 9,000, twice what the position needs.
    [Fact]
    public void An_order_filled_brings_more_coin_into_use()
    {
        var order = new OpenOrder(
            InstrumentSymbol.Parse(Perpetual), OrderSide.Sell, Quantity.Parse("10"), Price.Nearest(100_000));
        var portfolio = Desk.Account((Perpetual, -10, null), ("BTC", 25, null)) with { Orders = [order] };
        Assert.Equal(5_850, Bucket(Okx, portfolio).Initial.AddOns, 1e-6);
    }

    // Of b coins left, equity 100,000·b has to be 1.3·(122,000 − 11,800·b): b = 158,600 / 115,340.
    [Fact]
    public void Coin_in_use_may_be_withdrawn_until_it_is_missed()
    {
        var market = Desk.MarketOf($$"""
            "BTC": {"index": 100000, "instruments": [{"instrument": "{{Perpetual}}", "mark": 100000}]}
            """);
        var account = Desk.Account((Perpetual, -10, null), ("BTC", 12, null));
        var bucket = new Partition("pm", PartitionKind.Portfolio, "okx-pm", account);
        var most = new AccountEvaluator(market, RulebookLibrary.Find).Withdrawable(bucket, LawMarket.Btc);
        Assert.Equal(12 - 158_600.0 / 115_340, most.ToDouble(), 1e-7);
    }

    // A debt of 4 against a long 10 leaves 6; the debt needs what its own rule says beside it.
    [Fact]
    public void A_debt_offsets_a_long()
    {
        var rule = Okx.CollateralOf(LawMarket.Btc)! with { Debt = new DebtRule(0.1, 0.02, 0) };
        var rulebook = Okx with
        {
            Collateral = new Dictionary<Currency, CollateralRule> { [LawMarket.Btc] = rule },
        };
        var bucket = Bucket(rulebook, Desk.Account((Perpetual, 10, null), ("BTC", -4, null)));
        Assert.Equal(-4, Coin(bucket).InUse);
        Assert.Equal(72_000 + 2_800 + 8_000, bucket.Maintenance.Exact, 1e-6);
    }

    // 10 BTC against -1,000 contracts of 0.01: MR7 of the perpetual alone; MR4 of both legs at the same price.
    [Fact]
    public void The_venues_example_of_2024()
    {
        var rulebook = RulebookJson.Read(File.ReadAllBytes(
            Path.Combine(SharedData.Repository, "tests", "golden", "okx-pm-2024-06.json")));
        var bucket = Bucket(rulebook, Desk.Account((Perpetual, -10, null), ("BTC", 10, null)), 67_114.888888888889);
        var reduction = rulebook.Underlyings[0].Minimum[0].Evaluate(bucket.Holdings).Maintenance;
        Assert.Equal(3_020.17, reduction, 1e-9);
        Assert.Equal(8_053.32, bucket.Maintenance.Exact, 6e-5 * 8_053.32);
    }

    // Options, both coins: whatever is held, never beyond the opposite delta; sums and invariance hold.
    [Fact]
    public void Laws_hold_with_coin_in_use()
    {
        var draw = new Draw(31);
        var (partly, wholly) = (0, 0);
        foreach (var drawn in LawMarket.Random(Okx, 200))
        {
            var account = drawn with
            {
                Portfolio = drawn.Portfolio with
                {
                    Balances = new Dictionary<Currency, Quantity>
                    {
                        [LawMarket.Btc] = Quantity.FromWhole(1 + draw.Below(20)),
                        [LawMarket.Eth] = Quantity.FromWhole(1 + draw.Below(20)),
                    },
                },
            };
            var margin = account.Margin;
            IdentityLaws.AddsUp(account, margin);
            if (draw.Below(4) == 0) InvarianceLaws.Unchanged(account, draw, account.Portfolio.Positions[0].Instrument);
            var holdings = margin.Buckets.Single().Holdings;
            foreach (var coin in holdings.Where(h => h.InUse is not null))
            {
                var free = Math.Max(
                    0, -holdings.Where(h => h.Base == coin.Base && h.Collateral is null).Sum(h => h.Delta));
                Assert.Equal(Math.Min(free, coin.Quantity), coin.InUse!.Value, 1e-9);
                if (coin.InUse == coin.Quantity) wholly++;
                else if (coin.InUse > 0) partly++;
            }
        }
        Assert.True(partly > 10 && wholly > 10, $"{partly} partly, {wholly} wholly in use");
    }
}
