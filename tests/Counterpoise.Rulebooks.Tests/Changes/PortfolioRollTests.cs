using Counterpoise.Instruments;
using Counterpoise.Margins.Changes;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Changes;

/// <summary>What expires is settled in cash, by hand.</summary>
public sealed class PortfolioRollTests
{
    private static readonly MarketMove Month = new(-0.2, 0, Duration.FromDays(31));

    [Theory]
    // Puts on 95,000 and calls on 70,000 at a delivery price of 80,000; a coin-settled one pays in coin.
    [InlineData(true, OptionRight.Put, 95_000, 3, "BTC", "0.5625")]
    [InlineData(true, OptionRight.Put, 95_000, -3, "BTC", "-0.5625")]
    [InlineData(true, OptionRight.Call, 70_000, 1, "BTC", "0.125")]
    [InlineData(false, OptionRight.Call, 70_000, 0.5, "USDC", "5000")]
    [InlineData(false, OptionRight.Put, 70_000, -4, "USDC", "0")]
    public void An_option_pays_what_it_is_in_the_money(
        bool inverse, OptionRight right, double strike, double quantity, string currency, string cash)
    {
        var option = LawMarket.Option(LawMarket.Btc, inverse, 1, strike, right);
        var settled = Assert.Single(Roll("deribit-pm", LawMarket.Hold(option, quantity)).Settled);
        Assert.Equal((currency, cash), (settled.Currency.Code, settled.Cash.ToString()));
        Assert.Equal(80_000, settled.Price);
    }

    [Fact]
    public void Cash_is_rounded_against_the_account()
    {
        var option = LawMarket.Option(LawMarket.Eth, inverse: true, 1, 2_600, OptionRight.Put);
        // 200/2400 = 0.08333…
        var move = Month with { Spot = -0.2 };
        Assert.Equal("0.08333333", Assert.Single(Roll("deribit-pm", LawMarket.Hold(option, 1), move).Settled)
            .Cash.ToString());
        Assert.Equal("-0.08333334", Assert.Single(Roll("deribit-pm", LawMarket.Hold(option, -1), move).Settled)
            .Cash.ToString());
    }

    [Theory]
    // 2 coins from 100,000 to 80,000; 160,000 dollars: 1.6 coins at 100,000 against 2 at 80,000.
    [InlineData(false, "2", "100000", null, "-40000")]
    [InlineData(true, "160000", "100000", null, "-0.4")]
    [InlineData(true, "-160000", "100000", null, "0.4")]
    // The reported gain of 0.1 is of the mark of today, 100,000 × (1 + 0.05 × 30/365).
    [InlineData(true, "160000", "100000", "0.1", "-0.30654844")]
    [InlineData(true, "160000", null, null, "-0.40654844")]
    public void A_dated_future_pays_its_gain(bool inverse, string quantity, string? entry, string? profit, string cash)
    {
        var future = LawMarket.Future(LawMarket.Btc, inverse, 1);
        Amount? reported = null;
        if (profit is not null && Amount.TryParse(profit, LawMarket.Btc, out var amount)) reported = amount;
        var row = new Position(future, Quantity.Parse(quantity))
        {
            EntryPrice = entry is null ? null : Price.Parse(entry),
            UnrealisedPnl = reported,
        };
        var rolled = Roll("deribit-pm", row);
        Assert.Equal(cash, Assert.Single(rolled.Settled).Cash.ToString());
        Assert.Equal(cash, rolled.Portfolio.Balances[future.Settlement].ToString());
        Assert.Empty(rolled.Portfolio.Positions);
    }

    [Fact]
    public void Rows_of_one_contract_are_settled_together_and_orders_go_with_it()
    {
        var future = LawMarket.Future(LawMarket.Btc, inverse: false, 1);
        var live = LawMarket.Perpetual(LawMarket.Btc, inverse: false);
        var portfolio = new Portfolio("rows")
        {
            Positions =
            [
                LawMarket.Hold(future, 3) with { EntryPrice = Price.Parse("90000") },
                LawMarket.Hold(live, 1) with { EntryPrice = Price.Parse("99000") },
                LawMarket.Hold(future, -3) with { EntryPrice = Price.Parse("91000") },
            ],
            Orders =
            [
                new OpenOrder(future, OrderSide.Buy, Quantity.FromWhole(1), Price.Parse("80000")),
                new OpenOrder(live, OrderSide.Buy, Quantity.FromWhole(1), Price.Parse("80000")),
            ],
            Leverage = new Dictionary<Instrument, double> { [future] = 5, [live] = 5 },
        };
        var rulebook = RulebookLibrary.Find("deribit-pm");
        var rolled = PortfolioRoll.Roll(
            rulebook, portfolio, LawMarket.Prices, Month.Apply(LawMarket.Prices, rulebook));
        var settled = Assert.Single(rolled.Settled);
        Assert.Equal(("0", "3000"), (settled.Quantity.ToString(), settled.Cash.ToString()));
        Assert.Equal(portfolio.Positions[1], Assert.Single(rolled.Portfolio.Positions));
        Assert.Equal(live, Assert.Single(rolled.Portfolio.Orders).Instrument);
        Assert.Equal(live, Assert.Single(rolled.Portfolio.Leverage).Key);
    }

    [Fact]
    public void In_the_settlement_window_only_the_open_part_of_the_average_moves()
    {
        var option = LawMarket.Option(LawMarket.Btc, inverse: false, 1, 70_000, OptionRight.Call);
        var rulebook = RulebookLibrary.Find("deribit-pm");
        // Ten of thirty minutes are left: two thirds are fixed at 99,000, the rest goes to 80,000.
        var before = LawMarket.Prices with { Time = option.Expiry!.Value + Duration.FromSeconds(-600) };
        var coin = before.Underlyings[LawMarket.Btc];
        var curve = coin.Expiries[option.Expiry.Value] with { SettlementAverage = new Observed(99_000) };
        var averaged = before with
        {
            Underlyings = new Dictionary<Currency, Underlying>(before.Underlyings)
            {
                [LawMarket.Btc] = coin with
                {
                    Expiries = new Dictionary<Instant, ExpiryCurve>(coin.Expiries) { [curve.Expiry] = curve },
                },
            },
        };
        var after = (Month with { Time = Duration.FromDays(1) }).Apply(averaged, rulebook);
        Assert.Equal(66_000 + 80_000 / 3.0, PortfolioRoll.DeliveryPrice(option, averaged, after), 6);
        // Without an average at hand the fixed part is today's index.
        after = (Month with { Time = Duration.FromDays(1) }).Apply(before, rulebook);
        Assert.Equal(2 * 100_000 / 3.0 + 80_000 / 3.0, PortfolioRoll.DeliveryPrice(option, before, after), 6);
    }

    [Fact]
    public void A_twin_pays_dollars_and_a_debt_without_a_rule_is_repaid_from_cash()
    {
        var option = LawMarket.Option(LawMarket.Btc, inverse: true, 1, 95_000, OptionRight.Put);
        var twin = Roll("derive-pmrm2", LawMarket.Hold(option, -2));
        Assert.Equal("-30000", twin.Portfolio.Balances[RulebookLibrary.Find("derive-pmrm2").AccountUnit].ToString());
        var crossed = Roll("deribit-xpm", LawMarket.Hold(option, -2));
        Assert.Equal((LawMarket.Btc, Quantity.Parse("-0.375")), Assert.Single(crossed.Repaid));
        Assert.Equal("-30000", crossed.Portfolio.Balances[Currency.Usd].ToString());
        Assert.Equal("0", crossed.Portfolio.Balances[LawMarket.Btc].ToString());
    }

    private static RolledPortfolio Roll(string rulebook, Position row, MarketMove? move = null)
    {
        var rules = RulebookLibrary.Find(rulebook);
        var portfolio = PortfolioRoll.CountingGains(new Portfolio("one") { Positions = [row] }, LawMarket.Prices);
        return PortfolioRoll.Roll(rules, portfolio, LawMarket.Prices, (move ?? Month).Apply(LawMarket.Prices, rules));
    }
}
