using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Charges;
using Counterpoise.Portfolios;
using static Counterpoise.Rulebooks.Tests.Laws.LawMarket;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>
/// Every element of SPAN by hand at an index of 100,000; the inter-commodity credit is in
/// <see cref="InterCommodityLaws"/>, an array of 16 scenarios among the worked examples.
/// </summary>
public sealed class SpanWorkedTests
{
    private static BucketMargin Margin(Rulebook rules, params Position[] positions) =>
        MarginEvaluator.Evaluate(rules, new Portfolio("span") { Positions = positions }, Prices).Buckets.Single();

    private static Rulebook With(Charge charge)
    {
        var span = RulebookLibrary.Find("span");
        return span with { Underlyings = [.. span.Underlyings.Select(u => u with { Charges = [charge] })] };
    }

    private static CompositionLine Line(Requirement requirement, string name) =>
        requirement.Composition.Single(l => l.Name.StartsWith(name, StringComparison.Ordinal));

    // 35 % of the mark.
    [Fact]
    public void Scan_of_a_future_is_its_range()
    {
        var margin = Margin(RulebookLibrary.Find("span"), Hold(Perpetual(Btc, false), 2));
        var mark = Assert.Single(margin.Holdings).Mark;
        Assert.Equal(2 * 0.35 * mark, margin.Maintenance.Exact, 1e-6);
        Assert.Equal(1.1 * 2 * 0.35 * mark, margin.Initial.Exact, 1e-6);
        Assert.Contains("span -35%", Line(margin.Maintenance, "scan BTC").Explanation, StringComparison.Ordinal);
    }

    // Two coins against three: two are paired, 1.75 % of the index each.
    [Fact]
    public void Months_of_opposite_delta_pay_the_intra_commodity_charge()
    {
        var margin = Margin(
            RulebookLibrary.Find("span"), Hold(Perpetual(Btc, false), 2), Hold(Future(Btc, false, 1), -3));
        var line = Line(margin.Maintenance, "calendar spreads");
        Assert.Equal(2 * 0.0175 * 100_000, line.Exact, 1e-6);
        Assert.StartsWith("2 coins paired between months", line.Explanation, StringComparison.Ordinal);
        Assert.Equal(1.1 * line.Exact, Line(margin.Initial, "calendar spreads").Exact, 1e-6);
    }

    // Of months in 2 and in 30 days only the first is within 5: 3 coins at 4 %.
    [Fact]
    public void A_month_close_to_delivery_pays_the_spot_month_charge()
    {
        var margin = Margin(
            With(new SpotMonthCharge(5, 0.04)), Hold(Future(Btc, false, 0), -3), Hold(Future(Btc, false, 1), 2));
        var line = Line(margin.Maintenance, "spot month");
        Assert.Equal(3 * 0.04 * 100_000, line.Exact, 1e-6);
        Assert.StartsWith("3 coins within 5 days", line.Explanation, StringComparison.Ordinal);
    }

    // Calls at 2.5 times the forward lose nearly nothing in any scenario: 3 % of the index each.
    [Fact]
    public void Short_options_need_at_least_their_minimum()
    {
        var call = Option(Btc, false, 0, 250_000, OptionRight.Call);
        var margin = Margin(RulebookLibrary.Find("span"), Hold(call, -2));
        Assert.Equal(2 * 0.03 * 100_000, margin.Maintenance.Exact, 1e-6);
        Assert.Equal(1.1 * 6_000, margin.Initial.Exact, 1e-6);
        Assert.Contains("come to", Line(margin.Maintenance, "short-option").Explanation, StringComparison.Ordinal);
    }

    // TIMS: the worst of ten points is 15 % of the mark, and the classes add up.
    [Fact]
    public void Tims_adds_up_the_worst_points_of_its_classes()
    {
        var tims = RulebookLibrary.Find("tims");
        var margin = Margin(tims, Hold(Perpetual(Btc, false), 1), Hold(Perpetual(Eth, false), -10));
        Assert.Equal(margin.Holdings.Sum(h => 0.15 * h.Coins * h.Mark), margin.Maintenance.Exact, 1e-6);
        Assert.Equal(margin.Maintenance.Exact, margin.Initial.Exact);
    }
}
