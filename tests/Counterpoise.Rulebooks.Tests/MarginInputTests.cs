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
    private static readonly Market Market = SyntheticMarket.Make(
        "test", Instant.FromUtc(2026, 9, 1, 8), [new SyntheticCoin(Currency.Parse("BTC"), 100_000)]);

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
