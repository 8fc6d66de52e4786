using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests;

/// <summary>What an evaluation refuses, and what equity it sees.</summary>
public class MarginInputTests
{
    private static readonly Market Market = WithLinearPerpetual(SyntheticMarket.Make(
        "test", Instant.FromUtc(2026, 9, 1, 8), [new SyntheticCoin(Currency.Parse("BTC"), 100_000)]));

    [Theory]
    [InlineData("derive-pmrm2", "BTC-25SEP26", "10", "dated future")]
    [InlineData("deribit-pm", "ETH-PERPETUAL", "10", "is not in market")]
    [InlineData("deribit-pm", "BTC_USDC", "1", "is a spot pair")]
    [InlineData("deribit-pm", "BTC-25SEP26-101234-C", "1", "has no implied volatility")]
    [InlineData("deribit-pm", "BTC-1JAN27-100000-C", "1", "has no forward price")]
    public void A_position_the_rules_or_the_market_cannot_carry_is_named(
        string rulebook, string instrument, string quantity, string problem)
    {
        var portfolio = Holding((instrument, quantity));
        var error = Assert.Throws<InvalidInputException>(() => Evaluate(rulebook, portfolio));
        Assert.Contains(problem, error.Message);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public void A_coin_without_parameters_is_refused_by_name()
    {
        var market = SyntheticMarket.Make("test", Market.Time, [new SyntheticCoin(Currency.Parse("DOGE"), 0.2)]);
        var error = Assert.Throws<InvalidInputException>(() =>
            MarginEvaluator.Evaluate(RulebookLibrary.Find("deribit-pm"), Holding(("DOGE-PERPETUAL", "100")), market));
        Assert.Contains("no parameters for coin-settled contracts on DOGE", error.Message);
    }

    [Theory]
    [InlineData("binance-coinm", "it knows coin-settled contracts on any coin; use another rulebook")]
    [InlineData("deribit-xpm", "it knows coin-settled contracts on BTC, ETH; linear contracts on BTC, ETH")]
    [InlineData("dydx-v4", "it knows contracts on BTC, ETH, ")]
    public void A_refusal_says_which_coins_it_knows(string name, string known)
    {
        var rulebook = RulebookLibrary.Find(name);
        var error = Assert.Throws<InvalidInputException>(
            () => rulebook.RulesFor(Currency.Parse("NOSUCH"), isInverse: false));
        Assert.Contains("has no parameters for linear contracts on NOSUCH", error.Message, StringComparison.Ordinal);
        Assert.Contains(known, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("  ", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 400, error.Message);
    }

    [Fact]
    public void Collateral_a_rulebook_does_not_take_is_refused()
    {
        var portfolio = Holding() with
        {
            Balances = new Dictionary<Currency, Quantity> { [Currency.Parse("XRP")] = Quantity.Parse("5") },
        };
        var error = Assert.Throws<InvalidInputException>(() => Evaluate("derive-pmrm2", portfolio));
        Assert.Equal("balances.XRP", error.Field);
    }

    [Fact]
    public void An_empty_portfolio_has_an_empty_statement() =>
        Assert.All(RulebookLibrary.All, r =>
        {
            var margin = MarginEvaluator.Evaluate(r, new Portfolio("empty"), Market);
            Assert.Empty(margin.Buckets);
            Assert.Equal(0, margin.InitialUsd);
        });

    [Fact]
    public void An_inverse_future_earns_the_difference_of_reciprocals()
    {
        var portfolio = new Portfolio("future")
        {
            Positions = [Position("BTC-PERPETUAL", "100000") with { EntryPrice = Price.Parse("80000") }],
        };
        var bucket = Evaluate("deribit-sm", portfolio).Buckets.Single();
        Assert.Equal(100_000 / 80_000.0 - 100_000 / 100_020.0, bucket.Equity.Unrealised, 1e-12);
    }

    [Fact]
    public void Reported_profit_beats_the_entry_price_and_rows_add_up()
    {
        var row = Position("BTC-PERPETUAL", "100000") with { EntryPrice = Price.Parse("80000") };
        var reported = Position("BTC-PERPETUAL", "50000") with
        {
            EntryPrice = Price.Parse("1"),
            UnrealisedPnl = new Amount(Amount.PerOne / 4, Currency.Parse("BTC")),
        };
        var both = Evaluate("deribit-sm", new Portfolio("two") { Positions = [row, reported] }).Buckets.Single();
        var one = Evaluate("deribit-sm", new Portfolio("one") { Positions = [row] }).Buckets.Single();
        Assert.Equal(one.Equity.Unrealised + 0.25, both.Equity.Unrealised, 1e-12);
        Assert.Equal(1.5 * one.Holdings[0].Quantity, both.Holdings.Single().Quantity);
    }

    [Fact]
    public void A_coin_settled_book_is_carried_to_a_dollar_venue_with_the_same_dollar_value()
    {
        var margin = Evaluate("derive-pmrm2", Holding(("BTC-25SEP26-110000-C", "-2"), ("BTC-PERPETUAL", "100020")));
        Assert.True(margin.IsTranslated);
        var bucket = margin.Buckets.Single();
        var call = bucket.Holdings.Single(h => h.IsOption);
        var quote = Market.QuoteOf(call.Instrument!)!;
        Assert.Equal(-2 * quote.Mark!.Value * call.Contract.Forward, call.Value, 1e-3);
        Assert.Equal(1, bucket.Holdings.Single(h => h.IsFuture).Delta, 1e-12);
    }

    [Fact]
    public void Margin_reserved_for_orders_is_an_add_on_of_initial_margin_only()
    {
        var reserved = new ReservedMargin("open orders", new Amount(2 * Amount.PerOne, Currency.Parse("BTC")));
        var perpetual = Holding(("BTC-PERPETUAL", "10000"));
        var with = Evaluate("deribit-pm", perpetual with { Reserved = [reserved] }).Buckets.Single();
        var without = Evaluate("deribit-pm", perpetual).Buckets.Single();
        Assert.Equal(without.Initial.Exact + 2, with.Initial.Exact, 1e-12);
        Assert.Equal(without.Maintenance.Exact, with.Maintenance.Exact);
        Assert.Equal(without.Initial.Offset, with.Initial.Offset, 1e-12);
        Assert.Equal(2 * Amount.PerOne, with.Initial.Rounded().AddOns.Nanos);
    }

    [Fact]
    public void Distrusted_collateral_costs_its_distrust_whether_or_not_it_follows_a_coin()
    {
        var market = Market with
        {
            Currencies = new Dictionary<Currency, Observed> { [Currency.Parse("USDE")] = new(1, Confidence: 0.2) },
        };
        var portfolio = Balance("USDE", "100000");
        var margin = MarginEvaluator.Evaluate(RulebookLibrary.Find("derive-pmrm2"), portfolio, market);
        // Haircut 20 % + 5 %, oracle (1 − 0.2) × 1.
        Assert.Equal(105_000, margin.InitialUsd, 1e-6);
    }

    [Theory]
    [InlineData("deribit-pm")]
    [InlineData("derive-pmrm2")]
    public void The_profit_of_an_option_is_in_its_value_already(string rulebook)
    {
        var plain = new Portfolio("plain") { Positions = [Position("BTC-25SEP26-110000-C", "1")] };
        var reported = new Portfolio("reported")
        {
            Positions = [plain.Positions[0] with { UnrealisedPnl = new Amount(Amount.PerOne, Currency.Parse("BTC")) }],
        };
        Assert.Equal(Evaluate(rulebook, plain).EquityUsd, Evaluate(rulebook, reported).EquityUsd);
    }

    [Fact]
    public void A_debt_in_a_coin_that_no_scenario_moves_is_refused()
    {
        var error = Assert.Throws<InvalidInputException>(() => Evaluate("deribit-xpm", Balance("BTC", "-10")));
        Assert.Contains("is a debt", error.Message);
    }

    [Theory]
    [InlineData("BTC_EUR-PERPETUAL", "1", "is quoted in EUR")]
    [InlineData("BTC-PERPETUAL", "80000000000", null)]
    [InlineData("BTC_USDC-PERPETUAL", "80000000000", "stands for")]
    public void What_is_not_in_dollars_or_beyond_the_limit_is_refused(
        string instrument, string quantity, string? problem)
    {
        var portfolio = Holding((instrument, quantity));
        var error = Record.Exception(() => Evaluate("deribit-sm", portfolio)) as InvalidInputException;
        if (problem is null) Assert.Null(error);
        else Assert.Contains(problem, error!.Message);
    }

    [Fact]
    public void A_smile_of_negative_variance_is_refused_where_it_is_needed()
    {
        var option = InstrumentSymbol.Parse("BTC-25SEP26-130001-C");
        var coin = Market.Underlyings[option.Base];
        var svi = new SviSlice(0.04, 0.1, -5, 0, 0.1, 100_000, 0.1);
        var curve = coin.Expiries[option.Expiry!.Value] with { Svi = svi };
        var market = Market with
        {
            Underlyings = new Dictionary<Currency, Underlying>
            {
                [option.Base] = coin with
                {
                    Expiries = new Dictionary<Instant, ExpiryCurve> { [curve.Expiry] = curve },
                },
            },
        };
        var portfolio = Holding((option.ToString(), "1"));
        var error = Assert.Throws<InvalidInputException>(
            () => MarginEvaluator.Evaluate(RulebookLibrary.Find("deribit-pm"), portfolio, market));
        Assert.Contains("SVI slice", error.Message);
    }

    [Fact]
    public void Reserved_dollars_need_no_price_just_as_a_balance_needs_none()
    {
        var market = Market with { Currencies = new Dictionary<Currency, Observed>() };
        var reserved = new ReservedMargin("orders", new Amount(10 * (Int128)Amount.PerOne, Currency.Parse("USDC")));
        var portfolio = Balance("USDC", "100") with { Reserved = [reserved] };
        var margin = MarginEvaluator.Evaluate(RulebookLibrary.Find("deribit-xpm"), portfolio, market);
        Assert.Equal(10, margin.InitialUsd);
    }

    [Theory]
    [InlineData("deribit-pm", "BTC-25SEP26-100000-C", 24)]
    [InlineData("derive-pmrm2", "BTC-25SEP26-100000-C", 24)]
    [InlineData("deribit-pm", "BTC-25SEP26-100000-P", 900 / 86_400.0)]
    [InlineData("derive-pmrm2", "BTC-25SEP26-100000-P", 900 / 86_400.0)]
    public void Displayed_gamma_is_the_change_of_displayed_delta(string rulebook, string instrument, double days)
    {
        var expiry = InstrumentSymbol.Parse(instrument).Expiry!.Value;
        var market = Market with { Time = expiry + Duration.FromDays(-days) };
        const double h = 1e-5;
        double Delta(double factor) => PositionGreeks.Of(MarginEvaluator.Evaluate(
            RulebookLibrary.Find(rulebook), Holding((instrument, "3")),
            new Scenario(factor, VolShock.None).Apply(market)).Buckets.Single().Holdings.Single()).Delta;
        var gamma = PositionGreeks.Of(MarginEvaluator.Evaluate(
            RulebookLibrary.Find(rulebook), Holding((instrument, "3")), market).Buckets.Single().Holdings.Single());
        Assert.Equal((Delta(1 + h) - Delta(1 - h)) / (2 * h) * 0.01, gamma.GammaOnePercent, 2e-5);
    }

    [Fact]
    public void Both_splits_print_the_same_add_ons()
    {
        var reserved = new ReservedMargin("orders", new Amount(Amount.PerOne / 1_000, Currency.Parse("USDC")));
        var portfolio = Holding(("BTC_USDC-PERPETUAL", "0.00010013")) with { Reserved = [reserved] };
        var amounts = Evaluate("deribit-sm", portfolio).Buckets.Single().Initial.Rounded(2);
        Assert.Equal(amounts.AddOns, amounts.Composition[^1]);
        Assert.Equal(amounts.Total, amounts.Composition.Aggregate((a, b) => a + b));
    }

    private static Market WithLinearPerpetual(Market market)
    {
        var perpetual = InstrumentSymbol.Parse("BTC_USDC-PERPETUAL");
        var coin = market.Underlyings[perpetual.Base];
        var quotes = new Dictionary<Instrument, Quote>(coin.Quotes)
        {
            [perpetual] = new Quote(perpetual) { Mark = coin.Index.Value },
        };
        return market with
        {
            Underlyings = new Dictionary<Currency, Underlying> { [coin.Base] = coin with { Quotes = quotes } },
        };
    }

    private static Portfolio Balance(string currency, string quantity) => new("balance")
    {
        Balances = new Dictionary<Currency, Quantity> { [Currency.Parse(currency)] = Quantity.Parse(quantity) },
    };

    private static Margin Evaluate(string rulebook, Portfolio portfolio) =>
        MarginEvaluator.Evaluate(RulebookLibrary.Find(rulebook), portfolio, Market);

    private static Portfolio Holding(params ReadOnlySpan<(string Instrument, string Quantity)> rows)
    {
        var positions = new List<Position>();
        foreach (var (instrument, quantity) in rows) positions.Add(Position(instrument, quantity));
        return new Portfolio("test") { Positions = positions };
    }

    private static Position Position(string instrument, string quantity) =>
        new(InstrumentSymbol.Parse(instrument), Quantity.Parse(quantity));
}
