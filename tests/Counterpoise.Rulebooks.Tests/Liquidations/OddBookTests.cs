using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Liquidations;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Liquidations;

/// <summary>Books that a scan of random ones does not have: each once had a wrong price.</summary>
public sealed class OddBookTests
{
    private static readonly Instrument Eth = LawMarket.Option(
        LawMarket.Eth, inverse: true, expiry: 0, 3_000, OptionRight.Call);

    /// <summary>Fifteen minutes before an expiry of ETH, half of its settlement average known.</summary>
    private static readonly Market Settling = LawMarket.Prices with
    {
        Time = LawMarket.Time + Duration.FromDays(2 - 1.0 / 96),
        Underlyings = LawMarket.Prices.Underlyings.ToDictionary(
            u => u.Key, u => u.Key == LawMarket.Eth
                ? u.Value with
                {
                    Expiries = u.Value.Expiries.ToDictionary(
                        e => e.Key, e => e.Key == LawMarket.Expiry(0)
                            ? e.Value with { SettlementAverage = new Observed(3_000) }
                            : e.Value),
                }
                : u.Value),
    };

    [Theory]
    [InlineData("deribit-xpm")]
    [InlineData("okx-pm")]
    [InlineData("derive-pmrm2")]
    public void What_is_about_to_settle_on_another_coin_is_bounded_as_it_is(string rulebook)
    {
        var account = LawMarket.Account(
            rulebook, LawMarket.Hold(Eth, -300),
            LawMarket.Hold(LawMarket.Perpetual(LawMarket.Btc, inverse: false), 4) with
            {
                EntryPrice = Price.Nearest(100_000),
            });
        account = account with
        {
            Market = Settling,
            Portfolio = account.Portfolio with { Balances = Cash(LawMarket.Usdc, 400_000) },
        };
        var path = FundedAccounts.PathsOf(account).Single(p => p.Coin == LawMarket.Btc);
        var banded = new BandedMargin(account.Rulebook, path);
        Assert.Null(banded.WhyNot);
        foreach (var from in new[] { 0.3, 0.6, 0.8, 0.99, 1, 1.3, 3 })
        {
            foreach (var length in new[] { 0.5, 0.01, 1e-4, 0 })
            {
                var span = new PathSpan(from, from * (1 + length));
                var bound = banded.Excess(span);
                foreach (var x in new[] { span.A, span.B })
                {
                    var usd = path.At(x).Excess * path.UnitUsd(x);
                    Assert.InRange(usd, bound.Low - 1e-6, bound.High + 1e-6);
                }
                if (length == 0) Assert.InRange(bound.High - bound.Low, 0, 0.01);
            }
        }
    }

    [Fact]
    public void A_worst_case_rounded_coarsely_is_proved_within_its_rounding()
    {
        var account = Butterfly(0.2);
        account = account with { Rulebook = account.Rulebook with { WorstCaseDecimals = 2 } };
        var path = FundedAccounts.PathsOf(account).Single();
        var banded = new BandedMargin(account.Rulebook, path);
        for (var i = 0; i < 200; i++)
        {
            var x = 0.9 + 0.001 * i;
            var bound = banded.Excess(new PathSpan(x, x));
            Assert.InRange(path.At(x).Excess * path.UnitUsd(x), bound.Low - 1e-6, bound.High + 1e-6);
        }
    }

    [Fact]
    public void Less_cash_is_never_farther_from_a_joint_breach()
    {
        var last = double.PositiveInfinity;
        var found = 0;
        foreach (var cash in new[] { 0.30, 0.20, 0.15, 0.12, 0.10, 0.08, 0.07, 0.06, 0.05, 0.047, 0.045, 0.04 })
        {
            var account = Butterfly(cash);
            var path = LiquidationEvaluator.Evaluate(
                account.Rulebook, new MarkedPortfolio(account.Portfolio, account.Market)).Single();
            var sigmas = path.Joint?.Sigmas ?? double.PositiveInfinity;
            Assert.True(sigmas <= last * 1.002, $"{sigmas} with {cash} BTC, {last} with more");
            last = sigmas;
            if (sigmas < 40) found++;
        }
        Assert.True(found >= 6, $"{found}");
    }

    [Theory]
    [InlineData("deribit-sm")]
    [InlineData("okx-cross")]
    public void Bankruptcy_counts_options_that_the_equity_leaves_out(string rulebook)
    {
        var account = LawMarket.Account(
            rulebook,
            LawMarket.Hold(LawMarket.Option(LawMarket.Btc, true, 1, 100_000, OptionRight.Call), -10),
            LawMarket.Hold(LawMarket.Option(LawMarket.Btc, true, 1, 100_000, OptionRight.Put), -10));
        account = account with { Portfolio = account.Portfolio with { Balances = Cash(LawMarket.Btc, 6) } };
        var path = LiquidationEvaluator.Evaluate(
            account.Rulebook, new MarkedPortfolio(account.Portfolio, account.Market)).Single();
        // Ten calls sold are worth nearly ten coins less 10·K/S: six coins are owed near S = 2.5·K.
        Assert.Equal(LiquidationOutcome.Price, path.Bankruptcy.Up.Outcome);
        Assert.InRange(path.Bankruptcy.Up.Price, 200_000, 260_000);
        Assert.Equal(LiquidationOutcome.Price, path.Bankruptcy.Down.Outcome);
    }

    [Fact]
    public void A_bound_that_contradicts_an_evaluation_is_not_believed()
    {
        // Below 90 the account is below. The bound of whatever ends below 85 says that it is safe.
        var search = new CrossingSearch(
            new PriceGrid(1), 100, x => 100 * x - 90,
            span => 100 * span.B < 85 ? Band.Constant(1) : Band.Line(100 * span.A - 90, 100 * span.B - 90));
        var found = search.Search(1, 1_000);
        Assert.True(search.IsContradicted);
        Assert.Equal((89, 90), (found.Down.Price, found.Down.Near));
    }

    [Fact]
    public void A_tick_that_is_no_step_of_the_price_is_refused()
    {
        var account = Butterfly(1);
        var e = Assert.Throws<InvalidInputException>(() => LiquidationEvaluator.Evaluate(
            account.Rulebook, new MarkedPortfolio(account.Portfolio, account.Market), 20_000));
        Assert.Equal("tick", e.Field);
    }

    [Fact]
    public void At_the_end_of_the_last_tier_the_other_side_is_still_answered()
    {
        var perpetual = Instrument.Perpetual(LawMarket.Btc, LawMarket.Usdt, LawMarket.Usdt);
        var rulebook = RulebookLibrary.Find("bybit-cross");
        // So many coins that the last tier ends between two ticks: today's price is below it, the next tick above.
        var market = LawMarket.Prices with
        {
            Underlyings = LawMarket.Prices.Underlyings.ToDictionary(
                u => u.Key,
                u => u.Key == LawMarket.Btc ? u.Value with { Index = new Observed(100_000.05) } : u.Value),
        };
        var size = LargestSize(rulebook, perpetual, market);
        var portfolio = new Portfolio("edge")
        {
            Positions = [new Position(perpetual, size) { EntryPrice = Price.Nearest(100_000) }],
            Balances = Cash(LawMarket.Usdt, 40_000_000),
        };
        var path = LiquidationEvaluator.Evaluate(rulebook, new MarkedPortfolio(portfolio, market)).Single();
        Assert.NotNull(path.RangeEnds);
        Assert.Equal(LiquidationOutcome.Price, path.Liquidation.Down.Outcome);
        Assert.Equal(LiquidationOutcome.None, path.Liquidation.Up.Outcome);
    }

    // The largest number of lots that has a rule at this market, found by halving.
    private static Quantity LargestSize(Rulebook rulebook, Instrument instrument, Market market)
    {
        var (low, high) = (Quantity.PerOne, 100_000 * Quantity.PerOne);
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            try
            {
                MarginEvaluator.Evaluate(
                    rulebook, new Portfolio("size") { Positions = [new Position(instrument, new Quantity(middle))] },
                    market);
                low = middle;
            }
            catch (InvalidInputException)
            {
                high = middle;
            }
        }
        return new Quantity(low);
    }

    private static Laws.Account Butterfly(double cash)
    {
        Instrument Call(double strike) => LawMarket.Option(LawMarket.Btc, true, 0, strike, OptionRight.Call);
        var account = LawMarket.Account(
            "deribit-pm", LawMarket.Hold(Call(100_000), -10), LawMarket.Hold(Call(105_000), 20),
            LawMarket.Hold(Call(120_000), -10));
        return account with { Portfolio = account.Portfolio with { Balances = Cash(LawMarket.Btc, cash) } };
    }

    private static Dictionary<Currency, Quantity> Cash(Currency currency, double amount) =>
        new() { [currency] = new Quantity((long)(amount * Quantity.PerOne)) };
}
