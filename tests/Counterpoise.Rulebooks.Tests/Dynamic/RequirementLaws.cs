using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Margins.Dynamic;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Dynamic;

/// <summary>What holds for the requirement as a whole.</summary>
public sealed class RequirementLaws
{
    private const double Noise = 1e-9;

    [Fact]
    public void Every_line_but_netting_adds()
    {
        foreach (var portfolio in StressedMarket.Drawn())
        {
            var margin = StressedMarket.Margin(portfolio, rulebook: StressedMarket.WithMarketWide);
            foreach (var line in margin.Initial.Composition.Concat(margin.Maintenance.Composition))
            {
                var isNetting = line.Name.StartsWith("netting", StringComparison.Ordinal);
                Assert.True(isNetting ? line.Exact <= 0 : line.Exact >= 0, $"{line.Name}: {line.Exact}");
            }
            Assert.Equal(
                margin.Initial.Exact, margin.Initial.Composition.Sum(l => l.Exact), Noise * margin.Initial.Gross);
        }
    }

    [Fact]
    public void Maintenance_is_between_half_and_85_percent_of_initial()
    {
        var raised = 0;
        foreach (var portfolio in StressedMarket.Drawn(400))
        {
            var margin = StressedMarket.Margin(portfolio);
            var slack = Noise * margin.Initial.Gross;
            Assert.True(margin.Maintenance.Exact <= 0.85 * margin.Initial.Exact + slack + Stable(margin));
            // Depth is 50/60 of its usual level: that much of initial's liquidity is not in maintenance's share.
            var depth = StressedMarket.Line(margin.Initial, "liquidity")
                + StressedMarket.Line(margin.Initial, "collateral liquidity");
            Assert.True(margin.Maintenance.Exact >= 0.5 * (margin.Initial.Exact - depth) - slack);
            if (StressedMarket.Line(margin.Initial, "floor") > 0) raised++;
        }
        Assert.True(raised > 0, $"{raised} raised");

        static double Stable(BucketMargin margin) => StressedMarket.Line(margin.Maintenance, "collateral haircut");
    }

    /// <summary>A short straddle gains by waiting: no cell a day on is its worst case. A long one loses.</summary>
    [Fact]
    public void Decay_is_charged_to_the_long_and_never_credited_to_the_short()
    {
        foreach (var expiry in new[] { 0, 1, 2, 3 })
        {
            var margin = Straddle(-5, expiry);
            foreach (var scan in new[] { margin.Scans[0].Result, margin.Scans[0].Maintenance })
                Assert.Equal(0, scan.Binding!.Value.Cell!.Scenario.Time.Nanoseconds);
            var worstNow = margin.Scans[0].Result.Competitors
                .Where(c => c.Cell!.Scenario.Time == default)
                .Where(c => c.Cell!.Table.StartsWith("initial", StringComparison.Ordinal)).Max(c => c.Loss);
            Assert.Equal(worstNow, margin.Scans[0].Loss);
            Assert.True(Straddle(5, expiry).Scans[0].Result.Binding!.Value.Cell!.Scenario.Time > default(Duration));
        }

        BucketMargin Straddle(double quantity, int expiry) => StressedMarket.Margin(
            MonotonicityLaws.Option(1, OptionRight.Call, quantity, expiry),
            MonotonicityLaws.Option(1, OptionRight.Put, quantity, expiry));
    }

    [Fact]
    public void Both_ranges_stand_in_one_list_and_each_requirement_looks_at_its_own()
    {
        var margin = StressedMarket.Margin(LawMarket.Hold(LawMarket.Perpetual(LawMarket.Btc, inverse: false), 1));
        var scan = margin.Scans[0];
        Assert.Equal(2 * 62, scan.Result.Competitors.Count);
        Assert.Equal(54, scan.Result.Competitors.Count(c => c.Cell!.Table == "initial"));
        Assert.Equal(8, scan.Result.Competitors.Count(c => c.Cell!.Table == "maintenance tails"));
        Assert.Equal(0.13 * 100_030, scan.Loss, 1e-6);
        Assert.Equal(0.085 * 100_030, scan.MaintenanceLoss, 1e-6);
        var shorted = StressedMarket.Margin(LawMarket.Hold(LawMarket.Perpetual(LawMarket.Btc, inverse: false), -1));
        Assert.Equal(0.11 * 100_030, shorted.Scans[0].Loss, 1e-6);
        Assert.Equal(0.07 * 100_030, shorted.Scans[0].MaintenanceLoss, 1e-6);
    }

    // Where the short-option minimum binds there are no other lines.
    private static readonly Rulebook NoMinimum =
        StressedMarket.Changed("\"shortOption\": 0.005", "\"shortOption\": 0");

    /// <summary>Scan, netting and basis of a whole are no more than those of its parts.</summary>
    [Fact]
    public void Scan_and_basis_are_sub_additive()
    {
        var saved = 0;
        foreach (var portfolio in StressedMarket.Drawn(400))
        {
            var half = portfolio.Positions.Count / 2;
            var whole = Sum(portfolio.Positions, "scan", "netting", "roll shock");
            var parts = Sum([.. portfolio.Positions.Take(half)], "scan", "netting", "roll shock")
                + Sum([.. portfolio.Positions.Skip(half)], "scan", "netting", "roll shock");
            Assert.True(whole <= parts * (1 + Noise), $"{whole} of {parts}");
            if (whole < 0.9 * parts) saved++;
        }
        Assert.True(saved > 50, $"{saved} saved");
    }

    /// <summary>
    /// With vega it is not, and this is the counter-example: short puts of one tenor pay nothing across tenors; beside
    /// long calls of another they do, and where the move of the price decides the scan, it gives nothing back.
    /// </summary>
    [Fact]
    public void Vega_across_tenors_can_cost_more_together_than_its_parts_save()
    {
        var (put, call) = (
            MonotonicityLaws.Option(0.85, OptionRight.Put, -20),
            MonotonicityLaws.Option(1, OptionRight.Call, 2_000, expiry: 3));
        Position[] rest = [call, MonotonicityLaws.Option(0.85, OptionRight.Put, -2_300)];
        var parts = Sum([put], "scan", "roll shock", "vega") + Sum(rest, "scan", "roll shock", "vega");
        var whole = Sum([put, .. rest], "scan", "roll shock", "vega");
        Assert.InRange(whole / parts, 1.0001, 1.01);
    }

    private static double Sum(IReadOnlyList<Position> positions, params string[] names)
    {
        if (positions.Count == 0) return 0;
        var part = new Portfolio("part") { Positions = positions };
        var requirement = StressedMarket.Margin(part, rulebook: NoMinimum).Maintenance;
        return names.Sum(n => StressedMarket.Line(requirement, n));
    }

    /// <summary>n days to close: one is free, and what follows starts at nothing.</summary>
    [Fact]
    public void Concentration_is_nothing_up_to_a_day_and_continuous_there()
    {
        Assert.Equal(0, ConcentrationCharge.FactorOf(1));
        Assert.InRange(ConcentrationCharge.FactorOf(1.0001), 0, 1e-4);
        Assert.Equal(Math.Sqrt(3 * 5 / 12.0) - 1, ConcentrationCharge.FactorOf(2), 15);
    }

    [Fact]
    public void Nothing_jumps_with_size_time_or_the_market_wide_indicator()
    {
        const double step = 1e-4;
        foreach (var portfolio in StressedMarket.Drawn(40))
        {
            foreach (var start in new[] { 0.03, 0.5, 1.0, 30 })
            {
                var (a, b) = (Sized(portfolio, start), Sized(portfolio, start * (1 + step)));
                NoCliff(a, b, 5 * step);
            }
            for (var h = 0.0; h < 1; h += 0.25) NoCliff(Indicated(portfolio, h), Indicated(portfolio, h + step), step);
        }
        // Seven days, one day, the ramp's two ends, and the last minutes.
        foreach (var hours in new[] { 168.0, 24, 12, 0.5, 0.01 })
        {
            foreach (var portfolio in NearExpiry())
                NoCliff(Timed(portfolio, hours * (1 + step)), Timed(portfolio, hours * (1 - step)), 50 * step);
        }

        static void NoCliff(double a, double b, double share) =>
            Assert.True(Math.Abs(a - b) <= share * Math.Max(a, b), $"{a} became {b}");
    }

    [Fact]
    public void Splitting_one_owners_accounts_changes_nothing()
    {
        var large = 0;
        foreach (var portfolio in StressedMarket.Drawn(60))
        {
            var whole = StressedMarket.Margin(Times(portfolio, 50));
            var owner = new[] { LawMarket.Btc, LawMarket.Eth }.ToDictionary(c => c, c => DeltaOf(whole, c));
            // Vega of other accounts is not known: without options all of it splits.
            var isLinear = portfolio.Positions.All(p => !p.Instrument.IsOption);
            double initial = 0, maintenance = 0, alone = 0;
            foreach (var share in new[] { 10, 15, 25 })
            {
                var margin = StressedMarket.Margin(Times(portfolio, share) with { OwnerDelta = owner });
                initial += Sum(margin.Initial, isLinear);
                maintenance += Sum(margin.Maintenance, isLinear);
                alone += Sum(StressedMarket.Margin(Times(portfolio, share)).Initial, isLinear);
            }
            Assert.Equal(Sum(whole.Initial, isLinear), initial, 1e-6 * whole.Initial.Gross);
            Assert.Equal(Sum(whole.Maintenance, isLinear), maintenance, 1e-6 * whole.Initial.Gross);
            if (alone < initial * 0.99) large++;
        }
        Assert.True(large > 10, $"only {large} portfolios are large");

        static double Sum(Requirement r, bool isLinear) => isLinear
            ? r.Exact
            : StressedMarket.Line(r, "concentration") + StressedMarket.Line(r, "scan");

        static Portfolio Times(Portfolio portfolio, int share) => new("part")
        {
            Positions = [.. portfolio.Positions.Select(p => p with { Quantity = new(share * p.Quantity.Units) })],
        };

        static Quantity DeltaOf(BucketMargin margin, Currency coin) =>
            new((long)Math.Round(1e8 * margin.Holdings.Where(h => h.Base == coin).Sum(h => h.Delta)));
    }

    private static double Sized(Portfolio portfolio, double factor) => StressedMarket.Margin(portfolio with
    {
        Positions =
        [
            .. portfolio.Positions.Select(p => p with { Quantity = new((long)Math.Round(factor * p.Quantity.Units)) })
                .Where(p => p.Quantity != Quantity.Zero),
        ],
        Balances = new Dictionary<Currency, Quantity>(),
    }).Initial.Exact;

    private static double Indicated(Portfolio portfolio, double h) => StressedMarket.Margin(
        portfolio,
        StressedMarket.Of(
            StressedMarket.Btc with { Stress = new(h) }, StressedMarket.Eth with { Stress = new(h) },
            StressedMarket.Pair),
        StressedMarket.WithMarketWide).Initial.Exact;

    private static IEnumerable<Portfolio> NearExpiry()
    {
        var perpetual = LawMarket.Perpetual(LawMarket.Btc, inverse: false);
        yield return new Portfolio("hedged future")
        {
            Positions =
            [
                LawMarket.Hold(LawMarket.Future(LawMarket.Btc, inverse: true, 0), 500_000),
                LawMarket.Hold(perpetual, -5),
            ],
        };
        yield return new Portfolio("calendar of options")
        {
            Positions =
            [
                MonotonicityLaws.Option(0.85, OptionRight.Put, -5, 0),
                MonotonicityLaws.Option(0.85, OptionRight.Put, 5),
                LawMarket.Hold(perpetual, 2),
            ],
        };
    }

    // The first expiry so many hours ahead.
    private static double Timed(Portfolio portfolio, double hours) => StressedMarket.Margin(
        portfolio, StressedMarket.Usual with { Time = LawMarket.Expiry(0) + Duration.FromSeconds(-3_600 * hours) })
        .Initial.Exact;
}
