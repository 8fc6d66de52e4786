using System.Text;
using Counterpoise.Margins;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Simm;

/// <summary>SIMM on contracts: the charge, its parts, its mappings.</summary>
public class SimmCryptoTests
{
    private const double ToVol = 2.1948647123281537;

    private static Rulebook Shipped => RulebookLibrary.Find("simm-crypto");

    [Fact]
    public void A_perpetual_is_its_value_per_percent_times_68()
    {
        var margin = Of(Shipped, (LawMarket.Perpetual(LawMarket.Btc, inverse: false), "-2"));
        var holding = margin.Holdings.Single();
        var value = 2 * holding.Contract.Forward * holding.UnitRate;
        Assert.Equal(0.68 * value, margin.Initial.Exact, 1e-6);
        Assert.Equal(margin.Initial.Exact, margin.Maintenance.Exact);
        // Two coins are not correlated.
        var both = Of(Shipped, (LawMarket.Perpetual(LawMarket.Btc, false), "-2"),
            (LawMarket.Perpetual(LawMarket.Eth, false), "10"));
        var other = Of(Shipped, (LawMarket.Perpetual(LawMarket.Eth, false), "10"));
        Assert.Equal(
            Math.Sqrt(Math.Pow(margin.Initial.Exact, 2) + Math.Pow(other.Initial.Exact, 2)), both.Initial.Exact, 1e-6);
    }

    [Fact]
    public void A_short_option_has_delta_and_vega_and_no_curvature()
    {
        var option = LawMarket.Option(LawMarket.Btc, inverse: false, 1, 105_000, Instruments.OptionRight.Call);
        var margin = Of(Shipped, (option, "-3"));
        var (h, c) = (margin.Holdings.Single(), margin.Holdings.Single().Contract);
        var delta = Math.Abs(h.Delta) * c.Forward * 0.01 * 68 * h.UnitRate;
        var points = 3 * Black76.Vega(c.Right, c.Forward, c.Strike, c.Vol, c.Years, c.Discount(c.Years)) * 0.01;
        var vega = points * 68 * ToVol * 0.74 * 0.55 * h.UnitRate;
        Assert.Equal(delta, Line(margin, "SIMM delta"), 1e-6 * delta);
        Assert.Equal(vega, Line(margin, "SIMM vega"), 1e-6 * vega);
        Assert.Equal(0, Line(margin, "SIMM curvature"));
        var bought = Of(Shipped, (option, "3"));
        var curvature = points * 68 * ToVol * 0.5 * 14 / 30 * 6.634896601021211 * h.UnitRate;
        Assert.Equal(curvature, Line(bought, "SIMM curvature"), 1e-6 * curvature);
    }

    [Fact]
    public void Contributions_sum_and_neither_order_nor_splitting_matters()
    {
        (Instruments.Instrument, string)[] held =
        [
            (LawMarket.Option(LawMarket.Btc, false, 1, 105_000, Instruments.OptionRight.Call), "-3"),
            (LawMarket.Option(LawMarket.Btc, false, 2, 95_000, Instruments.OptionRight.Put), "4"),
            (LawMarket.Option(LawMarket.Eth, false, 1, 2_850, Instruments.OptionRight.Put), "-20"),
            (LawMarket.Perpetual(LawMarket.Btc, true), "-50000"),
            (LawMarket.Future(LawMarket.Eth, false, 2), "11"),
        ];
        var margin = Of(Shipped, held);
        var contributions = Enumerable.Range(0, margin.Holdings.Count).Sum(margin.Initial.Contribution);
        Assert.Equal(margin.Initial.Exact, contributions, 1e-9 * margin.Initial.Exact);
        Assert.Equal(margin.Initial.Exact, Of(Shipped, [.. held.Reverse()]).Initial.Exact);
        Assert.Equal(
            margin.Initial.Exact, Of(Shipped, [.. held.Skip(1), (held[0].Item1, "-1"), (held[0].Item1, "-2")])
                .Initial.Exact);
        (Instruments.Instrument, string)[] twice = [.. held, .. held];
        Assert.Equal(2 * margin.Initial.Exact, Of(Shipped, twice).Initial.Exact, 1e-9 * margin.Initial.Exact);
    }

    [Theory]
    // FX: a coin against the dollar, high against regular volatility: 14.7.
    [InlineData("\"mapping\": \"fx high volatility\"", 14.7)]
    [InlineData("\"mapping\": \"equity\", \"bucket\": \"11\"", 19)]
    [InlineData("\"mapping\": \"equity\", \"bucket\": \"Residual\"", 50)]
    // Value per 1 %: 1,000,000·0.01 = 10,000 against 2,500: concentration 2.
    [InlineData("\"mapping\": \"commodity\", \"bucket\": \"16\", \"deltaThresholdUsd\": 2500", 136)]
    [InlineData("\"mapping\": \"fx high volatility\", \"deltaThresholdUsd\": 2500", 29.4)]
    public void The_mapping_is_data(string mapping, double weight)
    {
        var rulebook = Changed("\"mapping\": \"commodity\", \"bucket\": \"16\"", mapping);
        var perpetual = LawMarket.Perpetual(LawMarket.Btc, inverse: false);
        var unit = Of(rulebook, (perpetual, "0.001")).Holdings.Single();
        var quantity = Math.Round(1e6 / (unit.Contract.Forward * unit.UnitRate), 6);
        var margin = Of(rulebook, (perpetual, quantity.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(weight / 100 * 1e6, margin.Initial.Exact, tolerance: 20.0);
    }

    [Fact]
    public void The_options_own_volatility_may_replace_that_of_the_weight()
    {
        var option = LawMarket.Option(LawMarket.Btc, inverse: false, 1, 105_000, Instruments.OptionRight.Call);
        var own = Of(Changed("\"version\"", "\"volatility\": \"implied\", \"version\""), (option, "1"));
        var weight = Of(Shipped, (option, "1"));
        var ratio = own.Holdings.Single().Contract.Vol / (0.68 * ToVol);
        Assert.Equal(ratio, Line(own, "SIMM vega") / Line(weight, "SIMM vega"), 1e-6);
    }

    [Theory]
    [InlineData("\"bucket\": \"16\"", "\"bucket\": \"18\"", "bucket")]
    [InlineData("\"version\": \"2.6\"", "\"version\": \"2.5\"", "version")]
    [InlineData("\"mapping\": \"commodity\"", "\"mapping\": \"gold\"", "mapping")]
    [InlineData("\"measure\": \"vega\"", "\"measure\": \"gamma\"", "measure")]
    public void A_charge_that_is_none_is_refused(string text, string changed, string field)
    {
        var error = Assert.Throws<InvalidInputException>(() => Changed(text, changed));
        Assert.Contains(field, error.Field, StringComparison.Ordinal);
    }

    private static double Line(BucketMargin margin, string name) =>
        margin.Initial.Composition.Where(l => l.Name == name).Sum(l => l.Exact);

    private static BucketMargin Of(
        Rulebook rulebook, params (Instruments.Instrument Instrument, string Quantity)[] held)
    {
        var portfolio = new Portfolio("simm")
        {
            Positions = [.. held.Select(h => new Position(h.Instrument, Quantity.Parse(h.Quantity)))],
        };
        return MarginEvaluator.Evaluate(rulebook, portfolio, LawMarket.Prices).Buckets.Single();
    }

    private static Rulebook Changed(string text, string changed)
    {
        using var stream = typeof(RulebookLibrary).Assembly
            .GetManifestResourceStream("rulebooks/simm-crypto/2023-12-02.json")!;
        using var reader = new StreamReader(stream);
        var shipped = reader.ReadToEnd();
        Assert.Contains(text, shipped, StringComparison.Ordinal);
        return RulebookJson.Read(Encoding.UTF8.GetBytes(shipped.Replace(text, changed, StringComparison.Ordinal)));
    }
}
