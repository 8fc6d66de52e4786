using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Changes;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Changes;

/// <summary>Why margin changed: parts that sum exactly, and a cause alone has the only part.</summary>
public sealed class MarginChangeTests
{
    private static readonly ChangeCause[] Causes = Enum.GetValues<ChangeCause>();

    private static readonly ChangeMeasure[] Measures = Enum.GetValues<ChangeMeasure>();

    /// <summary>Rulebooks whose numbers all stand under a factor.</summary>
    public static TheoryData<string> Factored => ["deribit-pm", "deribit-xpm", "okx-pm"];

    public static TheoryData<string> Alone => ["deribit-pm", "deribit-sm", "deribit-xpm", "okx-pm", "finra-strategies"];

    [Fact]
    public void Parts_sum_exactly_on_1000_random_pairs_of_statements()
    {
        var pairs = 0;
        var moved = new int[Causes.Length];
        foreach (var rules in RulebookLibrary.All.Where(r => r.Needs is null))
        {
            foreach (var (before, after) in ChangePairs.Of(rules, 60))
            {
                var change = MarginChange.Between(before, after);
                Holds(change, Evaluated(before), change.Before);
                Holds(change, Evaluated(after), change.After);
                foreach (var cause in Causes)
                    if (change.OfUsd(ChangeMeasure.Initial)[cause].Nanos != 0) moved[(int)cause]++;
                pairs++;
            }
        }
        Assert.True(pairs >= 1_000, $"{pairs} pairs");
        Assert.All(moved, count => Assert.InRange(count, pairs / 10, pairs));
    }

    [Theory]
    [MemberData(nameof(Factored))]
    public void Only_parameters_change(string rulebook) => AllOf(rulebook, ChangeCause.Parameters, a => a with
    {
        Rulebook = a.Rulebook with
        {
            Factors = new LossFactors(a.Rulebook.Factors.Initial * 1.5, a.Rulebook.Factors.Maintenance * 1.5),
        },
    });

    [Theory]
    [MemberData(nameof(Alone))]
    public void Only_time_passes(string rulebook) => AllOf(rulebook, ChangeCause.Time, a => a with
    {
        Market = Aged(a.Market, Duration.FromDays(1), 1, 1),
    });

    [Theory]
    [MemberData(nameof(Alone))]
    public void Only_prices_move(string rulebook) => AllOf(rulebook, ChangeCause.Prices, a => a with
    {
        Market = Aged(a.Market, default, 0.9, 1),
    });

    [Theory]
    [MemberData(nameof(Alone))]
    public void Only_volatilities_move(string rulebook) => AllOf(rulebook, ChangeCause.Volatility, a => a with
    {
        Market = Aged(a.Market, default, 1, 1.2),
    });

    [Theory]
    [MemberData(nameof(Alone))]
    public void Only_balances_change(string rulebook) => AllOf(rulebook, ChangeCause.Collateral, a => a with
    {
        Portfolio = a.Portfolio with
        {
            Balances = new Dictionary<Currency, Quantity>(a.Portfolio.Balances)
            {
                [LawMarket.Btc] =
                    a.Portfolio.Balances.GetValueOrDefault(LawMarket.Btc) + Quantity.Parse("0.12345678"),
            },
        },
    });

    [Theory]
    [MemberData(nameof(Alone))]
    public void Only_positions_change(string rulebook) => AllOf(rulebook, ChangeCause.Trades, a => a with
    {
        Portfolio = a.Portfolio.With(
            LawMarket.Hold(LawMarket.Option(LawMarket.Eth, !a.Rulebook.LinearOnly, 2, 3_000, OptionRight.Put), -7)),
    });

    [Fact]
    public void A_gain_paid_out_is_prices_and_not_collateral()
    {
        var perpetual = LawMarket.Perpetual(LawMarket.Btc, inverse: false);
        var row = LawMarket.Hold(perpetual, 2) with { EntryPrice = Price.Parse("100030") };
        var market = Aged(LawMarket.Prices, default, 1.1, 1);
        var gain = Quantity.FromWhole(2 * (110_033 - 100_030));
        var rules = RulebookLibrary.Find("deribit-pm");
        var before = new StatementInput(rules, Book(Quantity.FromWhole(50_000), row), LawMarket.Prices);
        var settled = row with { EntryPrice = Price.Parse("110033") };
        var change = MarginChange.Between(
            before, new StatementInput(rules, Book(Quantity.FromWhole(50_000) + gain, settled), market));
        var equity = change.Of(ChangeMeasure.Equity, LawMarket.Usdc);
        Assert.Equal("20006.000000000 USDC", equity[ChangeCause.Prices].ToString());
        Assert.Equal(equity.Change, equity[ChangeCause.Prices]);
    }

    [Fact]
    public void What_the_market_after_cannot_price_is_named_with_the_step()
    {
        var account = LawMarket.Account(
            "deribit-pm", LawMarket.Hold(LawMarket.Perpetual(LawMarket.Eth, inverse: true), 1_000));
        var input = new StatementInput(account.Rulebook, account.Portfolio, account.Market);
        var without = account.Market with
        {
            Underlyings = account.Market.Underlyings.Where(u => u.Key != LawMarket.Eth)
                .ToDictionary(u => u.Key, u => u.Value),
        };
        var empty = input with { Portfolio = new Portfolio("none"), Market = without };
        var error = Assert.Throws<InvalidInputException>(() => MarginChange.Between(input, empty));
        Assert.Contains("step prices: underlyings.ETH is not in market", error.Message, StringComparison.Ordinal);
        var older = input with { Market = account.Market with { Time = account.Market.Time + Duration.FromDays(-1) } };
        error = Assert.Throws<InvalidInputException>(() => MarginChange.Between(input, older));
        Assert.Contains("is before that of the market before", error.Message, StringComparison.Ordinal);
    }

    private static Margin Evaluated(StatementInput input) =>
        MarginEvaluator.Evaluate(input.Rulebook, input.Portfolio, input.Market);

    private static Portfolio Book(Quantity usdc, params Position[] positions) => new("book")
    {
        Positions = positions,
        Balances = new Dictionary<Currency, Quantity> { [LawMarket.Usdc] = usdc },
    };

    private static Market Aged(Market market, Duration time, double spot, double vol)
    {
        var later = market with { Time = market.Time + time };
        return later with
        {
            Underlyings = later.Underlyings.ToDictionary(
                u => u.Key, u => ChangePairs.Repriced(later, u.Value, spot, vol)),
        };
    }

    private static void AllOf(string rulebook, ChangeCause only, Func<StatementInput, StatementInput> change)
    {
        var rules = RulebookLibrary.Find(rulebook);
        var moved = 0;
        foreach (var account in LawMarket.Random(rules, 30))
        {
            var before = new StatementInput(rules, account.Portfolio, account.Market);
            var found = MarginChange.Between(before, change(before));
            Holds(found, found.Before, found.States[0]);
            foreach (var unit in found.Units)
            {
                foreach (var parts in Measures.Select(m => found.Of(m, unit)))
                {
                    Assert.All(Causes.Where(c => c != only), c => Assert.Equal(Amount.Zero(unit), parts[c]));
                    if (parts[only].Nanos != 0) moved++;
                }
            }
        }
        Assert.True(moved > 10, $"{moved} parts of {only}");
    }

    private static void Holds(MarginChange change, Margin evaluated, Margin state)
    {
        Assert.Equal(evaluated.InitialUsd, state.InitialUsd);
        Assert.Equal(evaluated.MaintenanceUsd, state.MaintenanceUsd);
        Assert.Equal(evaluated.EquityUsd, state.EquityUsd);
        foreach (var decimals in (int[])[Amount.Decimals, 2])
        {
            foreach (var measure in Measures)
            {
                Sums(change.OfUsd(measure, decimals));
                foreach (var unit in change.Units) Sums(change.Of(measure, unit, decimals));
            }
            Sums(change.OfUsd(ChangeMeasure.Equity, decimals) - change.OfUsd(ChangeMeasure.Initial, decimals));
        }
    }

    private static void Sums(ChangeParts parts)
    {
        var sum = Amount.Zero(parts.Before.Currency);
        foreach (var cause in Causes) sum += parts[cause];
        Assert.Equal(parts.After, parts.Before + sum);
    }
}
