using Counterpoise.Margins.Sensitivities;
using Counterpoise.Rulebooks.Simm;

namespace Counterpoise.Rulebooks.Tests.Simm;

/// <summary>Examples small enough for a pocket calculator, with weights made up for them.</summary>
public class SimmExampleTests
{
    // σ of a weight: √(365/14)/Φ⁻¹(0.99).
    private const double ToVol = 2.1948647123281537;
    private const double Tail = 5.634896601021211;

    private static SimmParameters Made => new("made up", new double[6, 6])
    {
        Rates = new SimmRates(
            new Dictionary<(string, string), double> { [("1", "1y")] = 10, [("1", "2y")] = 20 },
            new Dictionary<(string, string), double> { [("1y", "2y")] = 0.5, [("2y", "1y")] = 0.5 },
            new Dictionary<string, string> { ["Other"] = "1" })
        {
            VegaWeight = 0.2,
            Hvr = 0.5,
            InflationWeight = 30,
            BasisWeight = 40,
            SubCurves = 0.9,
            Inflation = 0.25,
            Basis = 0.1,
            Gamma = 0.3,
            ThresholdGroups = new Dictionary<string, string> { ["Other"] = "1" },
            DeltaThresholds = new Dictionary<string, double> { ["1"] = 100 },
        },
        Fx = new SimmFx(
            new Dictionary<(string, string), double>
            {
                [("2", "2")] = 7,
                [("1", "2")] = 14,
                [("2", "1")] = 14,
                [("1", "1")] = 21,
            },
            new Dictionary<(string, string, string), double>
            {
                [("2", "2", "2")] = 0.5,
                [("2", "1", "2")] = 0.25,
                [("2", "2", "1")] = 0.25,
                [("2", "1", "1")] = -0.05,
            },
            new Dictionary<string, string> { ["BRL"] = "1", ["Other"] = "2" })
        { VegaWeight = 0.5, Hvr = 0.6 },
        BaseCorrelationWeight = 10,
        BaseCorrelation = 0.29,
        Buckets = new Dictionary<SimmRisk, SimmBuckets>
        {
            [SimmRisk.CreditQualifying] = Buckets(1, different: 0.4, same: 0.9),
            [SimmRisk.CreditNonQualifying] = Buckets(1, different: 0.4, same: 0.9),
            [SimmRisk.Equity] = Buckets(0.6, different: 0.2, same: 1) with { WithoutCurvature = "2" },
            [SimmRisk.Commodity] = Buckets(0.6, different: 0.5, same: 1) with
            {
                DeltaThresholds = new Dictionary<string, double> { ["1"] = 100 },
                VegaThresholds = new Dictionary<string, double> { ["1"] = 1_000 },
            },
        },
    };

    private static SimmBuckets Buckets(double hvr, double different, double same) => new(
        new Dictionary<string, double> { ["1"] = 10, ["2"] = 20, [Sensitivity.Residual] = 50 },
        new Dictionary<string, double> { [""] = 0.5 }, hvr, new Dictionary<string, double> { [""] = different },
        new Dictionary<string, double> { [""] = same },
        new Dictionary<(string, string), double> { [("1", "2")] = 0.3, [("2", "1")] = 0.3 });

    public static TheoryData<string, double> Examples => new()
    {
        // One name: weight × amount.
        { "Commodity 1 A 10", 100 },
        // √(100² + 200² + 2·0.5·100·200)
        { "Commodity 1 A 10; Commodity 1 B 20", Math.Sqrt(70_000) },
        // Two buckets: √(100² + 400² + 2·0.3·100·400)
        { "Commodity 1 A 10; Commodity 2 B 20", Math.Sqrt(194_000) },
        // Concentration √(400/100) = 2: 2·4,000
        { "Commodity 1 A 400", 8_000 },
        // Against a name without: ρ·f = 0.5·½
        { "Commodity 1 A 400; Commodity 1 B 10", Math.Sqrt(64_000_000 + 10_000 + 2 * 0.25 * 8_000 * 100) },
        // The residual stands outside the root: 100 + 500
        { "Equity 1 A 10; Equity Residual B 10", 600 },
        // Credit: a name at two tenors has ρ 0.9, two names 0.4
        { "CreditQualifying 1 A 1 1y; CreditQualifying 1 A 1 2y", Math.Sqrt(380) },
        { "CreditNonQualifying 1 A 1 1y; CreditNonQualifying 1 B 1 1y", Math.Sqrt(280) },
        { "BaseCorrelation - A 1; BaseCorrelation - B 1", Math.Sqrt(258) },
        // Rates: tenors 0.5, sub-curves 0.9
        { "RateCurve - USD 1 1y; RateCurve - USD 1 2y", Math.Sqrt(100 + 400 + 2 * 0.5 * 200) },
        { "RateCurve - USD 1 1y OIS; RateCurve - USD 1 1y Prime", Math.Sqrt(200 + 2 * 0.9 * 100) },
        { "RateCurve - USD 1 1y; Inflation - USD 1", Math.Sqrt(100 + 900 + 2 * 0.25 * 300) },
        { "RateCurve - USD 1 1y; CrossCurrencyBasis - USD 1", Math.Sqrt(100 + 1_600 + 2 * 0.1 * 400) },
        // Two currencies: γ 0.3; with concentration 2 in one of them g = ½
        { "RateCurve - USD 1 1y; RateCurve - EUR 1 1y", Math.Sqrt(200 + 2 * 0.3 * 100) },
        { "RateCurve - USD 400 1y; RateCurve - EUR 1 1y", Math.Sqrt(64_000_100 + 2 * 0.3 * 0.5 * 8_000 * 10) },
        // FX: the calculation currency does not count; high volatility has the double weight
        { "Fx - USD 100", 0 },
        { "Fx - EUR 1; Fx - BRL 1", Math.Sqrt(49 + 196 + 2 * 0.25 * 98) },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Deltas_are_computed_by_hand(string portfolio, double expected) =>
        Assert.Equal(expected, Of(portfolio).Total, 1e-9 * (1 + expected));

    [Fact]
    public void Vega_takes_the_volatility_of_the_weight()
    {
        // 0.5 · 0.6 · (10·ToVol) · 3; over expiries it nets.
        var one = Of("CommodityVol 1 A 3 30d").Products[0].Risks[0];
        Assert.Equal(0.3 * 10 * ToVol * 3, one.Of(SimmMeasure.Vega), 1e-6);
        Assert.Equal(0, Of("CommodityVol 1 A 3 30d; CommodityVol 1 A -3 90d").Products[0].Of[SimmMeasure.Vega], 1e-12);
        // Concentration: 0.6·10·ToVol·1,000 against 1,000.
        var measured = 6 * ToVol * 1_000;
        Assert.Equal(
            0.5 * measured * Math.Sqrt(measured / 1_000),
            Of("CommodityVol 1 A 1000 30d").Products[0].Of[SimmMeasure.Vega], 1e-3);
        // Rates take the market's volatility, without the ratio.
        Assert.Equal(0.2 * 5, Of("RateVol - USD 5 1y").Products[0].Of[SimmMeasure.Vega], 1e-12);
        // A pair is the same in both orders.
        Assert.Equal(0, Of("FxVol - EURUSD 3 30d; FxVol - USDEUR -3 30d").Total, 1e-12);
        Assert.Equal(0.3 * 7 * ToVol * 3, Of("FxVol - EURUSD 3 30d").Products[0].Of[SimmMeasure.Vega], 1e-6);
    }

    [Theory]
    // Long: θ = 0, CVR·(1 + λ).
    [InlineData("CommodityVol 1 A 3 7d", 0.5 * 10 * ToVol * 3 * (1 + Tail))]
    [InlineData("CommodityVol 1 A 3 28d", 0.25 * 10 * ToVol * 3 * (1 + Tail))]
    // Short: θ = −1, λ = 1, −CVR + CVR.
    [InlineData("CommodityVol 1 A -3 7d", 0)]
    // Rates divide by the squared ratio.
    [InlineData("RateVol - USD 3 2w", 0.5 * 3 * (1 + Tail) / 0.25)]
    // Volatility indices have none.
    [InlineData("EquityVol 2 A 3 7d", 0)]
    public void Curvature_is_computed_by_hand(string portfolio, double expected) =>
        Assert.Equal(expected, Of(portfolio).Products[0].Of[SimmMeasure.Curvature], 1e-6);

    [Fact]
    public void Risk_classes_are_correlated_and_product_classes_are_not()
    {
        var psi = new double[6, 6];
        (psi[3, 4], psi[4, 3]) = (0.5, 0.5);
        var parameters = Made with { Correlations = psi };
        Sensitivity[] both = [.. Parse("Equity 1 A 10; Commodity 1 B 10")];
        Assert.Equal(Math.Sqrt(30_000), SimmEvaluator.Evaluate(parameters, both).Total, 1e-9);
        both[0] = both[0] with { Product = SimmProduct.Equity };
        Assert.Equal(200, SimmEvaluator.Evaluate(parameters, both).Total, 1e-9);
        var addOns = new SimmAddOns(7, 5, new Dictionary<SimmProduct, double> { [SimmProduct.Equity] = 1.5 });
        Assert.Equal(262, SimmEvaluator.Evaluate(parameters, both, "USD", addOns).Total, 1e-9);
    }

    [Theory]
    [InlineData(SimmRisk.Commodity, "Commodity 1 A 400; Commodity 1 A -3; Commodity 2 B -70; Commodity 1 C 5")]
    [InlineData(SimmRisk.Equity, "Equity 1 A 4; Equity Residual B -7; Equity Residual C 2; Equity 2 D -9")]
    [InlineData(SimmRisk.InterestRate, "RateCurve - USD 300 1y; RateCurve - EUR -9 2y; CrossCurrencyBasis - EUR 3")]
    [InlineData(SimmRisk.Commodity, "CommodityVol 1 A 9 7d; CommodityVol 1 B -5 30d; CommodityVol 2 C 7 60d")]
    [InlineData(SimmRisk.Commodity, "CommodityVol 1 A 9 7d; CommodityVol 1 B -12 9d; CommodityVol 1 A -7 60d")]
    public void Parts_sum_and_are_slopes(SimmRisk risk, string portfolio)
    {
        Sensitivity[] held = [.. Parse(portfolio)];
        foreach (var measure in Enum.GetValues<SimmMeasure>())
        {
            var margin = MeasureMargin.Of(Made, "USD", risk, measure, held);
            Assert.Equal(margin.Margin, margin.Parts.Sum(), 1e-9 * (1 + margin.Margin));
            // Where concentration binds it is held, so a difference quotient shows something else.
            if (margin.Concentration > 1 || margin.Margin == 0) continue;
            for (var i = 0; i < held.Length; i++)
            {
                double Bumped(double by)
                {
                    Sensitivity[] moved = [.. held];
                    moved[i] = held[i] with { Amount = held[i].Amount * (1 + by) };
                    return MeasureMargin.Of(Made, "USD", risk, measure, moved).Margin;
                }

                var slope = (Bumped(1e-5) - Bumped(-1e-5)) / 2e-5;
                Assert.Equal(slope, margin.Parts[i], 1e-5 * (1 + margin.Margin));
            }
        }
    }

    [Fact]
    public void Size_scales_the_margin_until_concentration_binds()
    {
        Sensitivity[] small = [.. Parse("Commodity 1 A 4; Commodity 2 B -7; CommodityVol 1 A -2 20d; Fx - EUR 3")];
        var one = SimmEvaluator.Evaluate(Made, small).Total;
        Sensitivity[] ten = [.. small.Select(s => s with { Amount = 10 * s.Amount })];
        Assert.Equal(10 * one, SimmEvaluator.Evaluate(Made, ten).Total, 1e-9 * one);
        Sensitivity[] huge = [.. small.Select(s => s with { Amount = 1_000 * s.Amount })];
        Assert.True(SimmEvaluator.Evaluate(Made, huge).Total > 1_100 * one);
    }

    [Fact]
    public void Order_changes_no_bit_and_splitting_nothing()
    {
        Sensitivity[] held =
        [
            .. Parse("Commodity 1 A 4.1; Commodity 2 B -7.3; Commodity 1 A 0.7; CommodityVol 1 A -2.9 20d; "
                + "CommodityVol 1 A 1.3 90d; CommodityVol 2 B 3.7 5d"),
        ];
        var total = SimmEvaluator.Evaluate(Made, held).Total;
        Array.Reverse(held);
        Assert.Equal(total, SimmEvaluator.Evaluate(Made, held).Total);
        Sensitivity[] split =
        [
            .. held.Select(s => s with { Amount = s.Amount / 4 }),
            .. held.Select(s => s with { Amount = s.Amount * 0.75 }),
        ];
        Assert.Equal(total, SimmEvaluator.Evaluate(Made, split).Total, 1e-12 * total);
    }

    [Fact]
    public void What_is_not_at_hand_is_said()
    {
        var rates = Assert.Throws<InvalidInputException>(
            () => SimmEvaluator.Evaluate(SimmLibrary.Shipped, [.. Parse("RateCurve - USD 1 1y")]));
        Assert.Contains("--calibration", rates.Remedy, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(
            () => SimmEvaluator.Evaluate(SimmLibrary.Shipped, [.. Parse("Commodity 1 A 1; Commodity 2 B 1")]));
        var bucket = Assert.Throws<InvalidInputException>(
            () => SimmEvaluator.Evaluate(SimmLibrary.Shipped, [.. Parse("Commodity 18 A 1")]));
        Assert.Equal("18", bucket.Value);
        // 68 % of the notional: bucket 16, per 1 %.
        Assert.Equal(68, SimmEvaluator.Evaluate(SimmLibrary.Shipped, [.. Parse("Commodity 16 BTC 1")]).Total, 1e-12);
    }

    private static SimmMargin Of(string portfolio) => SimmEvaluator.Evaluate(Made, [.. Parse(portfolio)]);

    // kind bucket qualifier amount [tenor [sub-curve]]; days as e.g. 30d.
    private static IEnumerable<Sensitivity> Parse(string portfolio)
    {
        foreach (var text in portfolio.Split("; "))
        {
            var word = text.Split(' ');
            var tenor = word.Length > 4 ? word[4] : "";
            yield return new Sensitivity(
                SimmProduct.Commodity, Enum.Parse<SensitivityKind>(word[0]), word[2], word[1] == "-" ? "" : word[1],
                double.Parse(word[3], System.Globalization.CultureInfo.InvariantCulture))
            {
                Tenor = tenor,
                SubCurve = word.Length > 5 ? word[5] : "OIS",
                Days = tenor switch
                {
                    "" => 0,
                    "2w" => 14,
                    "1y" => 365,
                    "2y" => 730,
                    _ => double.Parse(tenor[..^1], System.Globalization.CultureInfo.InvariantCulture),
                },
            };
        }
    }
}
