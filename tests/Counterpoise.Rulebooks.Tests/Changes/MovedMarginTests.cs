using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Changes;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Changes;

/// <summary>Margin after a move is the margin of the market built by hand for that day.</summary>
public sealed class MovedMarginTests
{
    private const int Portfolios = 20;

    private static readonly MarketMove[] Course =
    [
        new(-0.2, 0.3, default), new(-0.2, 0.3, Duration.FromDays(1)), new(0.15, -0.25, Duration.FromDays(7)),
        new(0, 0, Duration.FromDays(33.5)), new(-0.4, 1, Duration.FromDays(250)),
    ];

    public static TheoryData<string> Rulebooks =>
        [.. RulebookLibrary.All.Where(r => r.Needs is null).Select(r => r.Name).Distinct()];

    [Theory]
    [MemberData(nameof(Rulebooks))]
    public void A_day_of_a_path_is_the_market_built_by_hand(string rulebook)
    {
        var rules = RulebookLibrary.Find(rulebook);
        foreach (var account in LawMarket.Random(rules, Portfolios))
        {
            foreach (var move in Course)
            {
                var found = MovedMargin.Of(rules, account.Portfolio, account.Market, move);
                var market = ByHand(account.Market, move);
                var byHand = MarginEvaluator.Evaluate(rules, ByHand(rules, account, market), market);
                Near(byHand.InitialUsd, found.Margin.InitialUsd);
                Near(byHand.MaintenanceUsd, found.Margin.MaintenanceUsd);
                Near(byHand.EquityUsd, found.Margin.EquityUsd);
                Assert.Equal(
                    account.Portfolio.Positions.Where(p => p.Instrument.Expiry <= market.Time)
                        .Select(p => p.Instrument).Distinct().Order(),
                    found.Rolled.Settled.Select(s => s.Instrument));
            }
        }
    }

    [Fact]
    public void A_future_without_an_entry_price_gains_and_loses_by_the_move()
    {
        var linear = Equity("deribit-pm", LawMarket.Hold(LawMarket.Perpetual(LawMarket.Btc, inverse: false), 2));
        Near(-0.2 * 2 * 100_030 * 0.985, linear);
        // 100,030 dollars are one coin today and 1.25 coins at 80,024: short gains a quarter of a coin, worth 80,000.
        var inverse = Equity("deribit-pm", LawMarket.Hold(LawMarket.Perpetual(LawMarket.Btc, inverse: true), -100_030));
        Near(0.25 * 80_000, inverse);

        static double Equity(string rulebook, Position row) => MovedMargin.Of(
            RulebookLibrary.Find(rulebook), new Portfolio("one") { Positions = [row] }, LawMarket.Prices, Course[0])
            .Margin.EquityUsd;
    }

    [Fact]
    public void Two_legs_of_a_path_are_the_whole_path()
    {
        var rules = RulebookLibrary.Find("deribit-pm");
        foreach (var account in LawMarket.Random(rules, Portfolios))
        {
            var first = MovedMargin.Of(rules, account.Portfolio, account.Market, Course[1]);
            var second = MovedMargin.Of(
                rules, first.Rolled.Portfolio, first.Market, new MarketMove(0, 0, Duration.FromDays(32.5)));
            var whole = MovedMargin.Of(
                rules, account.Portfolio, account.Market, Course[1] with { Time = Duration.FromDays(33.5) });
            Near(whole.Margin.InitialUsd, second.Margin.InitialUsd);
            Near(whole.Margin.EquityUsd, second.Margin.EquityUsd);
        }
    }

    [Fact]
    public void Only_the_coin_that_is_named_moves_and_collateral_follows_its_coin()
    {
        var staked = Currency.Parse("STETH");
        var rules = RulebookLibrary.Find("deribit-xpm");
        var follows = rules with
        {
            Collateral = new Dictionary<Currency, CollateralRule>(rules.Collateral)
            {
                [staked] = new(LawMarket.Eth, true, 0, 0),
            },
        };
        var market = LawMarket.Prices with
        {
            Currencies = new Dictionary<Currency, Observed>(LawMarket.Prices.Currencies) { [staked] = new(3_100) },
        };
        var eth = (Course[0] with { Coin = LawMarket.Eth }).Apply(market, follows);
        Assert.Same(market.Underlyings[LawMarket.Btc], eth.Underlyings[LawMarket.Btc]);
        Assert.Equal(2_400, eth.Underlyings[LawMarket.Eth].Index.Value, 9);
        Assert.Equal(2_480, eth.Currencies[staked].Value, 9);
        Assert.Equal(0.985, eth.Currencies[LawMarket.Usdc].Value);
        var btc = (Course[0] with { Coin = LawMarket.Btc }).Apply(market, follows);
        Assert.Equal(3_100, btc.Currencies[staked].Value);
        // Its time passes all the same: no option keeps the mark of an earlier day.
        var later = (Course[1] with { Coin = LawMarket.Btc }).Apply(market, follows);
        Assert.All(later.Underlyings[LawMarket.Eth].Quotes.Values.Where(q => q.Instrument.IsOption), q =>
        {
            Assert.Null(q.Mark);
            Assert.Equal(market.Underlyings[LawMarket.Eth].Quotes[q.Instrument].Vol, q.Vol);
        });
        var unknown = Course[0] with { Coin = Currency.Parse("SOL") };
        Assert.Throws<InvalidInputException>(() => unknown.Apply(market, follows));
    }

    [Fact]
    public void What_does_not_move_stays_the_same_market() =>
        Assert.Same(LawMarket.Prices.Underlyings, new MarketMove(0, 0, default)
            .Apply(LawMarket.Prices, RulebookLibrary.Find("deribit-pm")).Underlyings);

    private static Market ByHand(Market market, MarketMove move)
    {
        var later = market with { Time = market.Time + move.Time };
        return later with
        {
            Underlyings = later.Underlyings.ToDictionary(
                u => u.Key, u => ChangePairs.Repriced(later, u.Value, 1 + move.Spot, 1 + move.Vol)),
        };
    }

    // Settled by the contracts' own words, in doubles; a future without an entry price was entered at today's price.
    private static Portfolio ByHand(Rulebook rules, Laws.Account account, Market after)
    {
        var balances = account.Portfolio.Balances.ToDictionary(b => b.Key, b => b.Value.ToDouble());
        var alive = new List<Position>();
        foreach (var row in account.Portfolio.Positions)
        {
            var i = row.Instrument;
            var today = account.Market.Underlyings[i.Base].Index.Value;
            var entry = row.EntryPrice?.ToDouble() ?? (rules.FuturesAtIndex ? today : account.Market.MarkOf(i));
            if (!(i.Expiry <= after.Time))
            {
                alive.Add(i.IsOption ? row : row with { EntryPrice = Price.Nearest(entry) });
                continue;
            }
            var price = after.Underlyings[i.Base].Index.Value;
            var (strike, quantity) = (i.Strike.ToDouble(), row.Quantity.ToDouble());
            var dollars = quantity * (i.IsOption
                ? Math.Max(i.Right == OptionRight.Call ? price - strike : strike - price, 0)
                : i.IsInverse ? (1 / entry - 1 / price) * price : price - entry);
            var isOwn = rules.Bucket == BucketRule.SettlementCurrency || i.Settlement == rules.AccountUnit
                || (rules.CollateralOf(i.Settlement) is not null && !(i.IsInverse && rules.LinearOnly));
            var into = isOwn ? i.Settlement : rules.AccountUnit;
            balances[into] = balances.GetValueOrDefault(into) + (isOwn && i.IsInverse ? dollars / price : dollars);
        }
        foreach (var (currency, balance) in balances.ToArray())
        {
            if (balance >= 0 || rules.Bucket == BucketRule.SettlementCurrency) continue;
            if (currency == rules.AccountUnit) continue;
            if (rules.CollateralOf(currency) is { IsRiskCancelling: true } or { Debt: not null }) continue;
            balances[currency] = 0;
            balances[rules.AccountUnit] = balances.GetValueOrDefault(rules.AccountUnit)
                + balance * after.UsdPrice(currency).Value / after.UsdPrice(rules.AccountUnit).Value;
        }
        return account.Portfolio with
        {
            Positions = alive,
            Balances = balances.ToDictionary(
                b => b.Key, b => new Quantity((long)Math.Round(b.Value * Quantity.PerOne))),
        };
    }

    // A balance is rounded to 10⁻⁸ of a coin, an entry price to 10⁻⁸ of a dollar.
    private static void Near(double expected, double actual) =>
        Assert.True(Math.Abs(actual - expected) <= 1e-9 * Math.Abs(expected) + 0.01, $"{expected:R} but {actual:R}");
}
