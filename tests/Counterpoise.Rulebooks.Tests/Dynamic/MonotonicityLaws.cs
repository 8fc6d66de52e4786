using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Dynamic;

/// <summary>More risk, more size, more of a parameter: no less margin.</summary>
public sealed class MonotonicityLaws
{
    private const double Noise = 1e-9;

    private static readonly string[] LessIsWorse = ["daily volume", "vega volume", "depth now"];

    public static TheoryData<string> Fields => FallbackLaws.Fields;

    [Theory]
    [MemberData(nameof(Fields))]
    public void Margin_rises_with_each_parameter(string name)
    {
        var field = StressedMarket.All.Single(f => f.Name == name);
        var factor = LessIsWorse.Contains(name) ? 1 / 1.2 : 1.2;
        foreach (var portfolio in FallbackLaws.Rising())
        {
            var (btc, eth) = (StressedMarket.Btc, StressedMarket.Eth);
            BucketMargin? before = null;
            for (var step = 0; step < 5; step++)
            {
                // Beside another coin a wider range also gains more: without netting.
                var margin = StressedMarket.Margin(
                    portfolio, StressedMarket.Of(btc, eth), StressedMarket.WithMarketWide);
                if (before is not null)
                {
                    FallbackLaws.AtLeast(before.Initial, margin.Initial);
                    FallbackLaws.AtLeast(before.Maintenance, margin.Maintenance);
                }
                before = margin;
                (btc, eth) = (Times(btc), Times(eth));
            }

            RiskParameters Times(RiskParameters risk) =>
                field.Set(risk, field.Get(risk)!.Value.With(Math.Min(field.Get(risk)!.Value.Value * factor, 1e12)));
        }
    }

    /// <summary>
    /// Nine moves are not all moves: a butterfly loses most at one price, and a wider range may step over it. Kept as
    /// the counter-example to "monotone in the scan range" for every portfolio.
    /// </summary>
    [Fact]
    public void A_wider_range_can_step_over_the_worst_price()
    {
        Portfolio butterfly = new("short butterfly turned round")
        {
            Positions =
            [
                Option(0.95, OptionRight.Put, -1), Option(1, OptionRight.Call, 0.0001),
                Option(0.85, OptionRight.Put, 2), Option(0.7, OptionRight.Put, -1),
            ],
        };
        double[] ranges = [.. Enumerable.Range(0, 28).Select(i => 0.08 + 0.01 * i)];
        double[] losses =
        [
            .. ranges.Select(r => StressedMarket.Margin(butterfly, StressedMarket.Of(
                StressedMarket.Btc with { ScanDown = new(r), ScanUp = new(r) }, null)).Scans[0].Loss),
        ];
        Assert.Contains(Enumerable.Range(1, losses.Length - 1), i => losses[i] < losses[i - 1] - 1);
    }

    [Fact]
    public void Scan_basis_and_vega_double_with_size_and_liquidity_and_concentration_more_than_double()
    {
        int liquid = 0, concentrated = 0;
        foreach (var portfolio in StressedMarket.Drawn())
        {
            var twice = portfolio with
            {
                Positions = [.. portfolio.Positions.Select(p => p with { Quantity = new(2 * p.Quantity.Units) })],
                Balances = portfolio.Balances.ToDictionary(b => b.Key, b => new Quantity(2 * b.Value.Units)),
            };
            var (a, b) = (StressedMarket.Margin(portfolio), StressedMarket.Margin(twice));
            foreach (var (x, y) in a.Scans.Zip(b.Scans)) Same(2 * x.Loss, y.Loss);
            // Where the short-option minimum binds there are no other lines.
            if (a.Maintenance.Composition.Count != b.Maintenance.Composition.Count) continue;
            foreach (var name in new[] { "scan", "roll shock", "vega across tenors" })
                Same(2 * Line(a, name), Line(b, name));
            if (Line(a, "liquidity") == 0) continue;
            Assert.True(Line(b, "liquidity") >= 2 * Line(a, "liquidity") * (1 - Noise));
            if (Line(b, "liquidity") > 2.2 * Line(a, "liquidity")) liquid++;
            Assert.True(Line(b, "concentration") >= 2 * Line(a, "concentration") * (1 - Noise));
            if (Line(b, "concentration") > 2.2 * Line(a, "concentration")) concentrated++;
        }
        Assert.True(liquid > 20 && concentrated > 2, $"{liquid} liquid, {concentrated} concentrated");

        static double Line(BucketMargin margin, string name) => StressedMarket.Line(margin.Maintenance, name);

        static void Same(double expected, double actual) =>
            Assert.Equal(expected, actual, Noise * Math.Max(1, Math.Abs(expected)));
    }

    [Fact]
    public void A_larger_position_needs_more_and_more()
    {
        foreach (var instrument in new[]
            {
                LawMarket.Perpetual(LawMarket.Btc, inverse: false),
                LawMarket.Option(LawMarket.Btc, inverse: true, 1, 100_000, OptionRight.Put),
            })
        {
            double before = 0, rate = 0;
            for (var size = 1; size < 20_000; size *= 3)
            {
                var margin = StressedMarket.Margin(LawMarket.Hold(instrument, -size)).Initial.Exact;
                Assert.True(margin > before && margin / size >= rate * (1 - Noise));
                (before, rate) = (margin, margin / size);
            }
        }
    }

    internal static Position Option(double moneyness, OptionRight right, double quantity, int expiry = 1) =>
        LawMarket.Hold(LawMarket.Option(LawMarket.Btc, inverse: true, expiry, 100_000 * moneyness, right), quantity);
}
