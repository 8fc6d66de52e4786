using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Liquidations;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Liquidations;

/// <summary>The liquidation price is the first tick from today at which the account is below.</summary>
public sealed class LiquidationTests
{
    private const int Accounts = 8;

    public static TheoryData<string> Rulebooks => FundedAccounts.Rulebooks;

    [Theory]
    [MemberData(nameof(Rulebooks))]
    public void Intervals_say_of_every_price_what_a_scan_says(string rulebook)
    {
        var crossings = 0;
        foreach (var account in FundedAccounts.Of(rulebook, Count(rulebook)))
        {
            var held = new MarkedPortfolio(account.Portfolio, account.Market);
            foreach (var found in LiquidationEvaluator.Evaluate(account.Rulebook, held, 1))
            {
                crossings += found.Liquidation.Safe.Count;
                var prices = Scanned(found);
                var points = LiquidationEvaluator.Curve(account.Rulebook, held, found.Bucket, found.Coin, prices);
                var path = LiquidationEvaluator.PathOf(account.Rulebook, held, found.Bucket, found.Coin);
                foreach (var point in points)
                {
                    var isSafe = Rounding.Compare(point.Excess, 0) >= 0;
                    var says = found.Liquidation.Safe.Any(s => s.From <= point.Price && point.Price <= s.To);
                    Assert.True(isSafe == says, $"{account} {found.Coin} at {point.Price}: {point.Excess}");
                    var assets = path.AssetsAt(point.Price / found.Today);
                    isSafe = Rounding.Compare(assets, 0) >= 0;
                    says = found.Bankruptcy.Safe.Any(s => s.From <= point.Price && point.Price <= s.To);
                    Assert.True(isSafe == says, $"{account} {found.Coin} at {point.Price}: assets {assets}");
                }
            }
        }
        Assert.True(crossings > 0);
    }

    [Theory]
    [MemberData(nameof(Rulebooks))]
    public void A_price_is_the_first_tick_below_and_the_one_before_it_is_not(string rulebook)
    {
        foreach (var account in FundedAccounts.Of(rulebook, Count(rulebook)))
        {
            var held = new MarkedPortfolio(account.Portfolio, account.Market);
            foreach (var found in LiquidationEvaluator.Evaluate(account.Rulebook, held, 1))
            {
                foreach (var side in new[] { found.Liquidation.Down, found.Liquidation.Up })
                {
                    if (side.Outcome != LiquidationOutcome.Price) continue;
                    Assert.Equal(1, Math.Abs(side.Price - side.Near));
                    double[] prices = [side.Near, side.Price];
                    PricePoint[] points =
                        [.. LiquidationEvaluator.Curve(account.Rulebook, held, found.Bucket, found.Coin, prices)];
                    Assert.True(Rounding.Compare(points[0].Excess, 0) >= 0, $"{account} {side}");
                    Assert.True(Rounding.Compare(points[1].Excess, 0) < 0, $"{account} {side}");
                    Assert.True(side.Price < found.Today == (side == found.Liquidation.Down), $"{account} {side}");
                }
            }
        }
    }

    /// <summary>Long 1 BTC from 60,000 with 6,000 USDT: 54,221.11; short: 65,721.39 (tiers anew).</summary>
    [Theory]
    [InlineData(1, 54_221.2, 54_221.1)]
    [InlineData(-1, 65_721.3, 65_721.4)]
    public void Binance_example_to_the_tick(int side, double near, double price)
    {
        var perpetual = Instrument.Perpetual(LawMarket.Btc, LawMarket.Usdt, LawMarket.Usdt);
        var found = Assert.Single(Of("binance-usdm", 60_000, 6_000, LawMarket.Hold(perpetual, side)));
        var (hit, other) = side > 0
            ? (found.Liquidation.Down, found.Liquidation.Up)
            : (found.Liquidation.Up, found.Liquidation.Down);
        Assert.Equal((near, price), (hit.Near, hit.Price));
        Assert.Equal(LiquidationOutcome.None, other.Outcome);
        Assert.Null(found.SampledBecause);
    }

    /// <summary>Coins against a short future of as many dollars: nothing moves, nothing liquidates.</summary>
    [Fact]
    public void A_coin_held_against_its_inverse_short_has_no_price_up()
    {
        var short1x = LawMarket.Hold(LawMarket.Perpetual(LawMarket.Btc, inverse: true), -100_000);
        var portfolio = new Portfolio("carry")
        {
            Positions = [short1x],
            Balances = new Dictionary<Currency, Quantity> { [LawMarket.Btc] = Quantity.FromWhole(1) },
        };
        var held = new MarkedPortfolio(portfolio, LawMarket.Prices);
        var found = Assert.Single(LiquidationEvaluator.Evaluate(RulebookLibrary.Find("deribit-sm"), held));
        Assert.Equal(LiquidationOutcome.None, found.Liquidation.Up.Outcome);
        Assert.Equal(LiquidationOutcome.None, found.Bankruptcy.Up.Outcome);
    }

    /// <summary>A short straddle breaches on both sides: two roots, and the interval between them is safe.</summary>
    [Theory]
    [InlineData("deribit-pm")]
    [InlineData("derive-pmrm2")]
    [InlineData("bybit-pm")]
    [InlineData("okx-pm")]
    public void A_short_straddle_has_a_price_on_either_side(string rulebook)
    {
        Position Leg(OptionRight right) =>
            LawMarket.Hold(LawMarket.Option(LawMarket.Btc, inverse: false, expiry: 1, 100_000, right), -1);
        var account = LawMarket.Account(rulebook, Leg(OptionRight.Call), Leg(OptionRight.Put));
        var bucket = account.Margin.Buckets.Single();
        var cash = 1.6 * bucket.Maintenance.Exact - bucket.Equity.Total;
        var held = new MarkedPortfolio(
            account.Portfolio with
            {
                Balances = new Dictionary<Currency, Quantity> { [bucket.Unit] = Quantity.FromWhole((long)cash) },
            },
            account.Market);
        var found = Assert.Single(LiquidationEvaluator.Evaluate(account.Rulebook, held));
        Assert.Null(found.SampledBecause);
        var (down, up) = (found.Liquidation.Down, found.Liquidation.Up);
        Assert.True(down.Price is > 50_000 and < 100_000 && up.Price is > 100_000 and < 200_000, $"{down} {up}");
        Assert.Equal(new SafeInterval(down.Near, up.Near), Assert.Single(found.Liquidation.Safe));
        Assert.True(found.Bankruptcy.Down.Price < down.Price && found.Bankruptcy.Up.Price > up.Price);
    }

    [Fact]
    public void An_account_below_is_said_to_be_below()
    {
        var perpetual = Instrument.Perpetual(LawMarket.Btc, LawMarket.Usdt, LawMarket.Usdt);
        var found = Assert.Single(Of("binance-usdm", 100_000, 10, LawMarket.Hold(perpetual, 1)));
        Assert.Equal(LiquidationOutcome.AlreadyBelow, found.Liquidation.Down.Outcome);
        Assert.Equal(LiquidationOutcome.AlreadyBelow, found.Liquidation.Up.Outcome);
        Assert.True(found.Liquidation.Safe[0].From > 100_000);
    }

    /// <summary>The venue's last tier ends the range, and is named.</summary>
    [Fact]
    public void Beyond_the_last_tier_there_is_no_rule()
    {
        var perpetual = Instrument.Perpetual(LawMarket.Btc, LawMarket.Usdt, LawMarket.Usdt);
        var found = Assert.Single(Of("binance-usdm", 100_000, 100_000_000, LawMarket.Hold(perpetual, 1_000)));
        Assert.Contains("beyond its last tier", found.RangeEnds, StringComparison.Ordinal);
        Assert.Equal(1_800_000, found.Range.To);
        Assert.Equal(1_000, found.Range.From);
    }

    // What is sampled takes 100,000 prices a path.
    private static int Count(string rulebook) =>
        rulebook is "finra-strategies" or "simm-crypto" or "counterpoise" ? 1 : Accounts;

    private static IReadOnlyList<LiquidationPath> Of(string rulebook, double price, long cash, Position position)
    {
        var market = LawMarket.Prices with
        {
            Underlyings = new Dictionary<Currency, Markets.Underlying>
            {
                [LawMarket.Btc] = new(LawMarket.Btc, new Markets.Observed(price)),
            },
        };
        var portfolio = new Portfolio("example")
        {
            Positions = [position with { EntryPrice = Price.Nearest(price) }],
            Balances = new Dictionary<Currency, Quantity> { [LawMarket.Usdt] = Quantity.FromWhole(cash) },
        };
        return LiquidationEvaluator.Evaluate(RulebookLibrary.Find(rulebook), new MarkedPortfolio(portfolio, market));
    }

    // 600 prices over the whole range, and every tick of 0.1 bp around each change.
    private static List<double> Scanned(LiquidationPath found)
    {
        var prices = new List<double>();
        var step = Math.Pow(found.Range.To / found.Range.From, 1.0 / 600);
        for (var price = found.Range.From; price <= found.Range.To; price *= step) prices.Add(Math.Round(price));
        var safe = found.Liquidation.Safe.Concat(found.Bankruptcy.Safe);
        foreach (var edge in safe.SelectMany(s => new[] { s.From, s.To }))
        {
            for (var i = -60; i <= 60; i++)
            {
                var price = Math.Round(edge * (1 + i * 1e-5));
                if (price >= found.Range.From && price <= found.Range.To) prices.Add(price);
            }
        }
        return prices;
    }
}
