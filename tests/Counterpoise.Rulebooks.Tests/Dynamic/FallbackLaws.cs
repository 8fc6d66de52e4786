using Counterpoise.Margins;
using Counterpoise.Margins.Dynamic;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Dynamic;

/// <summary>A dynamic parameter that cannot be used never lowers a requirement, and is named.</summary>
public sealed class FallbackLaws
{
    private const double Noise = 1e-9;

    /// <summary>
    /// Portfolios whose margin rises with every parameter: a wider scan may step over the worst price of one that
    /// loses most in between (<see cref="MonotonicityLaws.A_wider_range_can_step_over_the_worst_price"/>).
    /// </summary>
    public static IEnumerable<Portfolio> Rising() => StressedMarket.Drawn(400)
        .Select(p => p with { Positions = [.. p.Positions.Where(IsConvexLoss)] })
        .Where(p => p.Positions.Count > 0);

    public static TheoryData<string> Fields { get; } = [.. StressedMarket.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Missing_stale_or_distrusted_never_lowers(string name)
    {
        var field = StressedMarket.All.Single(f => f.Name == name);
        var raised = 0;
        foreach (var portfolio in Rising())
        {
            var usual = StressedMarket.Margin(portfolio, rulebook: StressedMarket.WithMarketWide);
            foreach (var broken in Broken(field.Get(StressedMarket.Btc)!.Value))
            {
                var market = StressedMarket.Of(
                    field.Set(StressedMarket.Btc, broken), field.Set(StressedMarket.Eth, broken), StressedMarket.Pair);
                var margin = StressedMarket.Margin(portfolio, market, StressedMarket.WithMarketWide);
                AtLeast(usual.Initial, margin.Initial);
                AtLeast(usual.Maintenance, margin.Maintenance);
                if (margin.Initial.Exact > usual.Initial.Exact + 1) raised++;
            }
        }
        // BTC and ETH have no scaling by open interest; the rest of the parameters bite somewhere.
        Assert.True(name == "open interest" ? raised == 0 : raised > 0, $"{name} raised {raised}");
    }

    [Fact]
    public void A_correlation_that_cannot_be_used_is_no_netting()
    {
        var saved = 0;
        foreach (var portfolio in StressedMarket.Drawn())
        {
            var usual = StressedMarket.Margin(portfolio);
            var netting = StressedMarket.Line(usual.Initial, "netting across coins");
            Assert.True(netting <= 0);
            if (netting < -1) saved++;
            foreach (var broken in Broken(new Observed(0.84)))
            {
                foreach (var pair in new[]
                    {
                        StressedMarket.Pair with { Month = broken }, StressedMarket.Pair with { ThreeDays = broken },
                        StressedMarket.Pair with { Low = broken },
                    })
                {
                    var market = StressedMarket.Of(StressedMarket.Btc, StressedMarket.Eth, pair);
                    var margin = StressedMarket.Margin(portfolio, market);
                    Assert.Equal(0, StressedMarket.Line(margin.Initial, "netting across coins"));
                    AtLeast(usual.Initial, margin.Initial);
                    AtLeast(usual.Maintenance, margin.Maintenance);
                }
            }
        }
        Assert.True(saved > 5, $"only {saved} portfolios net across coins");
    }

    /// <summary>Depth that collapsed or cannot be believed (a bid nobody can hit) ends initial netting.</summary>
    [Fact]
    public void Depth_that_is_gone_or_distrusted_ends_initial_netting_and_leaves_maintenance()
    {
        foreach (var portfolio in StressedMarket.Drawn())
        {
            var usual = StressedMarket.Margin(portfolio);
            foreach (var depth in new Observed?[] { new(1e6), new(500e6, 0.1), null })
            {
                var market = StressedMarket.Of(
                    StressedMarket.Btc with { DepthNow = depth }, StressedMarket.Eth, StressedMarket.Pair);
                var margin = StressedMarket.Margin(portfolio, market);
                Assert.Equal(0, StressedMarket.Line(margin.Initial, "netting across coins"));
                AtLeast(usual.Initial, margin.Initial);
                Assert.Equal(usual.Maintenance.Exact, margin.Maintenance.Exact, Noise * usual.Maintenance.Gross);
            }
        }
    }

    [Fact]
    public void What_fell_back_is_named_with_value_age_and_reason()
    {
        var stale = new Observed(0.12, 1, Duration.FromSeconds(7_201));
        var market = StressedMarket.Of(
            StressedMarket.Btc with { ScanUp = stale, DailyVol = null, VolRise = new(2), ScanDown = new(0.01) }, null);
        var margin = MarginEvaluator.Evaluate(
            StressedMarket.Rulebook,
            new Portfolio("both")
            {
                Positions =
                [
                    LawMarket.Hold(LawMarket.Perpetual(LawMarket.Btc, inverse: false), 1),
                    LawMarket.Hold(LawMarket.Perpetual(LawMarket.Eth, inverse: false), 1),
                ],
            },
            market);
        var up = Of("BTC", "scan range up");
        Assert.Equal((0.35, ParameterOrigin.Fallback, (double?)0.12), (up.Value, up.Origin, up.Observed));
        Assert.Equal(7_201, up.Age!.Value.Seconds);
        Assert.StartsWith("stale", up.Reason, StringComparison.Ordinal);
        Assert.Equal(ParameterOrigin.Fallback, Of("BTC", "daily vol").Origin);
        Assert.Equal((1, ParameterOrigin.Cap), (Of("BTC", "vol rise").Value, Of("BTC", "vol rise").Origin));
        var down = Of("BTC", "scan range down");
        Assert.Equal((0.08, ParameterOrigin.Floor), (down.Value, down.Origin));
        Assert.All(
            margin.Parameters.Where(p => p.Coin == "ETH"), p => Assert.Equal(ParameterOrigin.Fallback, p.Origin));
        Assert.Equal("the market has none", Of("BTC/ETH", "correlation").Reason);

        ParameterUse Of(string coin, string name) => margin.Parameters.Single(p => p.Coin == coin && p.Name == name);
    }

    [Fact]
    public void Just_fresh_enough_is_used()
    {
        var fresh = new Observed(0.12, 0.5, Duration.FromSeconds(7_200));
        var market = StressedMarket.Of(StressedMarket.Btc with { ScanUp = fresh }, null);
        var rules = DynamicRulebook.At(StressedMarket.Rulebook, market).RulesFor(LawMarket.Btc, isInverse: false);
        var use = rules.Parameters.Single(p => p.Name == "scan range up");
        Assert.Equal((0.12, ParameterOrigin.Market), (use.Value, use.Origin));
    }

    internal static bool IsConvexLoss(Position p) =>
        !p.Instrument.IsOption || p.Quantity.Units < 0;

    private static IEnumerable<Observed?> Broken(Observed good) =>
    [
        null, good with { Age = Duration.FromSeconds(7_201) }, good with { Confidence = 0.49 },
        good with { Confidence = 0, Age = Duration.FromDays(30) },
    ];

    internal static void AtLeast(Requirement least, Requirement margin) =>
        Assert.True(
            margin.Exact >= least.Exact - Noise * Math.Max(1, least.Gross), $"{least.Exact} became {margin.Exact}");
}
