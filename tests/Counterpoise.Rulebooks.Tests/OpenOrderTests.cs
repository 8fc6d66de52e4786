using System.Text;
using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Orders;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests;

/// <summary>What open orders add, by each rule.</summary>
public class OpenOrderTests
{
    private const string Perpetual = "BTC-PERPETUAL";
    private const string Call = "BTC-25SEP26-115000-C";

    private static readonly Market Market = SyntheticMarket.Make(
        "test", Instant.FromUtc(2026, 9, 1, 8), [new SyntheticCoin(Currency.Parse("BTC"), 100_000)]);

    [Fact]
    public void Without_orders_no_rule_adds_anything()
    {
        var book = Read(Held("50000"));
        foreach (var rule in Enum.GetValues<OrderRule>())
        {
            var margin = MarginEvaluator.Evaluate(Under(rule), book, Market);
            Assert.Equal(0, margin.Buckets[0].Initial.AddOns);
        }
    }

    [Fact]
    public void A_pair_of_buy_and_sell_counts_one_side_and_every_rule_but_subsets_agrees_with_the_worst()
    {
        var book = Read("[]", Order("buy", "100000", Mark), Order("sell", "100000", Mark));
        var one = AddOn(OrderRule.WorstSide, Read("[]", Order("buy", "100000", Mark)));
        var other = AddOn(OrderRule.WorstSide, Read("[]", Order("sell", "100000", Mark)));
        Assert.True(one > 0 && other > 0);
        foreach (var rule in (OrderRule[])[OrderRule.PerInstrumentWorst, OrderRule.WorstSide, OrderRule.DeltaSide,
            OrderRule.WorstSubset])
        {
            Assert.Equal(Math.Max(one, other), AddOn(rule, book), 9);
        }
    }

    [Fact]
    public void An_order_that_reduces_and_fills_at_the_mark_adds_nothing()
    {
        Assert.Equal(0, AddOn(OrderRule.WorstSide, Read(Held("50000"), Order("sell", "30000", Mark))));
        Assert.True(AddOn(OrderRule.WorstSide, Read(Held("50000"), Order("sell", "150000", Mark))) > 0);
        Assert.Equal(0, AddOn(
            OrderRule.WorstSide, Read(Held("50000"), Order("sell", "150000", Mark, reduceOnly: true))));
    }

    [Fact]
    public void A_buy_above_the_mark_books_its_loss()
    {
        var fair = AddOn(OrderRule.WorstSide, Read("[]", Order("buy", "100000", Mark)));
        var dear = AddOn(OrderRule.WorstSide, Read("[]", Order("buy", "100000", "125000")));
        var mark = Market.MarkOf(InstrumentSymbol.Parse(Perpetual));
        Assert.Equal(100_000 * (1 / double.Parse(Mark) - 1.0 / 125_000), dear - fair, 9);
        Assert.Equal(double.Parse(Mark), mark, 2);
    }

    // Binance, "Cost Required to Open a Position": the open loss is |min(0, side × (mark − limit))|, never a gain.
    [Theory]
    [InlineData("buy", "20000")]
    [InlineData("sell", "400000")]
    public void An_order_far_from_the_mark_needs_as_much_as_one_at_it(string side, string limit)
    {
        var fair = AddOn(OrderRule.WorstSide, Read("[]", Order(side, "100000", Mark)));
        Assert.Equal(fair, AddOn(OrderRule.WorstSide, Read("[]", Order(side, "100000", limit))), 9);
    }

    [Fact]
    public void No_premium_above_the_value_is_credited()
    {
        var value = Price.Nearest(Market.MarkOf(InstrumentSymbol.Parse(Call))).ToString();
        var fair = AddOn(OrderRule.WorstSide, Read("[]", Option("sell", "2", value)));
        Assert.Equal(fair, AddOn(OrderRule.WorstSide, Read("[]", Option("sell", "2", "0.9"))), 7);
        var bought = AddOn(OrderRule.WorstSide, Read("[]", Option("buy", "2", value)));
        Assert.Equal(bought, AddOn(OrderRule.WorstSide, Read("[]", Option("buy", "2", "0"))), 7);
    }

    // docs.paradex.trade, risk checks: long 10, sells 5 leave the open size at 10; sells 8 more make it 13. Mirrored:
    // of an inverse perpetual a short of 13 needs less than a long of 10, and no order gives back.
    [Fact]
    public void Paradex_open_size()
    {
        var held = Held("-10");
        var alone = Initial(OrderRule.OpenSize, Read(held));
        Assert.Equal(alone, Initial(OrderRule.OpenSize, Read(held, Order("buy", "5", Mark))), 12);
        var thirteen = Initial(
            OrderRule.OpenSize, Read(held, Order("buy", "5", Mark), Order("buy", "8", Mark)));
        Assert.Equal(Initial(OrderRule.None, Read(Held("13"))), thirteen, 9);
    }

    [Fact]
    public void Premium_counts_only_in_the_fill_that_earns_it()
    {
        // Sold at its value the premium is what the short owes; sold for nothing it is missing.
        var value = Market.MarkOf(InstrumentSymbol.Parse(Call));
        var fair = AddOn(OrderRule.WorstSide, Read("[]", Option("sell", "2", Price.Nearest(value).ToString())));
        var free = AddOn(OrderRule.WorstSide, Read("[]", Option("sell", "2", "0")));
        Assert.Equal(2 * value, free - fair, 7);
        // The premium of a call that may not be sold does not pay for the perpetual that is bought.
        var buy = AddOn(OrderRule.WorstSubset, Read("[]", Order("buy", "100000", Mark)));
        var both = AddOn(OrderRule.WorstSubset, Read("[]", Order("buy", "100000", Mark), Option("sell", "1", "0.5")));
        Assert.True(both >= buy - 1e-12);
    }

    [Fact]
    public void The_worst_subset_is_that_of_a_search_over_portfolios_and_no_rule_of_sides_exceeds_it()
    {
        var random = new Random(20260901);
        for (var round = 0; round < 10; round++)
        {
            var held = Held($"{random.Next(-20, 20) * 10_000}");
            string[] orders =
            [
                .. Enumerable.Range(0, 4).Select(_ => random.Next(2) == 0
                    ? Order(random.Next(2) == 0 ? "buy" : "sell", $"{random.Next(1, 20) * 10_000}", Mark)
                    : Option(random.Next(2) == 0 ? "buy" : "sell", $"{random.Next(1, 5)}", "0.01")),
            ];
            var book = Read(held, orders);
            var found = AddOn(OrderRule.WorstSubset, book);
            Assert.Equal(BruteForce(book), found, 7);
            Assert.True(AddOn(OrderRule.WorstSide, book) <= found + 1e-9);
            Assert.True(AddOn(OrderRule.DeltaSide, book) <= found + 1e-9);
        }
    }

    [Fact]
    public void What_the_venue_reports_wins_and_the_fixed_cost_is_per_order()
    {
        var book = Read("[]", Order("buy", "100000", Mark)) with
        {
            Reserved = [new ReservedMargin("open_orders_margin", new Amount(5_000_000, Currency.Parse("BTC")))],
        };
        Assert.Equal(0.005, AddOn(OrderRule.WorstSide, book), 12);
        var rules = Under(OrderRule.WorstSide);
        rules = rules with { Orders = rules.Orders! with { FixedUsd = 0.01 } };
        var plain = Read(Held("50000"), Order("sell", "10", Mark), Order("sell", "20", Mark));
        Assert.Equal(
            0.02 / 100_000, MarginEvaluator.Evaluate(rules, plain, Market).Buckets[0].Initial.AddOns, 12);
    }

    [Theory]
    [InlineData("hold", "10", "99000", "is no side")]
    [InlineData("buy", "-10", "99000", "is not above zero")]
    [InlineData("buy", "10", "0", "is not a price")]
    public void A_bad_order_is_named(string side, string quantity, string limit, string problem)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read("[]", Order(side, quantity, limit)));
        Assert.Contains(problem, error.Message);
        Assert.StartsWith("orders[0].", error.Field);
    }

    private static string Mark =>
        Price.Nearest(Market.MarkOf(InstrumentSymbol.Parse(Perpetual))).ToString();

    private static double BruteForce(Portfolio book)
    {
        double Shortfall(int set)
        {
            OpenOrder[] filled = [.. book.Orders.Where((_, i) => (set >> i & 1) != 0)];
            var premium = filled.Where(o => o.Instrument.IsOption)
                .Sum(o => o.Fill.Quantity.ToDouble() * Worse(o));
            var after = (book with { Orders = [] }).With(filled.Select(o => o.Fill));
            var margin = MarginEvaluator.Evaluate(Under(OrderRule.None), after, Market);
            return margin.Buckets.Sum(b => b.Initial.Exact - b.Equity.Total) + premium;
        }

        return Enumerable.Range(0, 1 << book.Orders.Count).Max(Shortfall) - Shortfall(0);
    }

    private static double Worse(OpenOrder order)
    {
        var (limit, mark) = (order.LimitPrice.ToDouble(), Market.MarkOf(order.Instrument));
        return order.Side == OrderSide.Buy ? Math.Max(limit, mark) : Math.Min(limit, mark);
    }

    private static double AddOn(OrderRule rule, Portfolio book) =>
        MarginEvaluator.Evaluate(Under(rule), book, Market).Buckets.Sum(b => b.Initial.AddOns);

    private static double Initial(OrderRule rule, Portfolio book) =>
        MarginEvaluator.Evaluate(Under(rule), book, Market).Buckets[0].Initial.Exact;

    private static Rulebook Under(OrderRule rule) =>
        RulebookLibrary.Find("deribit-pm") with { Orders = new OrderRules(rule, "test") };

    private static string Held(string quantity) =>
        $$"""[{"instrument": "{{Perpetual}}", "quantity": "{{quantity}}"}]""";

    private static string Order(string side, string quantity, string limit, bool reduceOnly = false) =>
        $$"""{"instrument": "{{Perpetual}}", "side": "{{side}}", "quantity": "{{quantity}}", """
        + $$"""  "limitPrice": "{{limit}}", "reduceOnly": {{(reduceOnly ? "true" : "false")}} }""";

    private static string Option(string side, string quantity, string limit) =>
        Order(side, quantity, limit).Replace(Perpetual, Call, StringComparison.Ordinal);

    private static Portfolio Read(string positions, params string[] orders) => PortfolioJson.Read(
        Encoding.UTF8.GetBytes(
            $$"""{"positions": {{positions}}, "balances": {"BTC": "10"}, "orders": [{{string.Join(',', orders)}}]}"""));
}
