using Counterpoise.Pricing.Surfaces;
using CsCheck;

namespace Counterpoise.Tests.Pricing.Surfaces;

/// <summary>The exact minima of what excludes arbitrage, against dense grids.</summary>
public class ArbitrageLawTests
{
    private const int Cases = 1_000;

    private static readonly Gen<(double Rho, double Eta, double Gamma, double Theta, double Growth)> Ssvis =
        from rho in Gen.Double[-0.99, 0.99]
        from share in Gen.Double[0.01, 1]
        from gamma in Gen.Double[0.001, 0.5]
        from theta in Gen.Double[-5, 0.6]
        from growth in Gen.Double[1e-6, 1]
        select (rho, 2 * share / (1 + Math.Abs(rho)), gamma, Math.Pow(10, theta), 1 + growth);

    [Fact]
    public void Nowhere_on_a_range_do_two_expiries_differ_by_less_than_the_least_difference() =>
        Gen.Select(Curves.Pairs, Gen.Double[-2, 0], Gen.Double[0, 2]).Sample((pair, low, high) =>
        {
            var (earlier, later) = pair;
            var (least, at) = Calendar.Least(earlier, later, low, high);
            Assert.InRange(at, low, high);
            Assert.Equal(later.Variance(at) - earlier.Variance(at), least);
            for (var i = 0; i <= 2_000; i++)
                AssertNotBelow(least, at, earlier, later, low + (high - low) * i / 2_000);
        }, iter: Cases);

    [Fact]
    public void Nowhere_at_all_do_two_expiries_differ_by_less_than_the_least_difference() =>
        Curves.Pairs.Sample(pair =>
        {
            var (earlier, later) = pair;
            var (least, at) = Calendar.Least(earlier, later);
            if (later.LeftSlope < earlier.LeftSlope || later.RightSlope < earlier.RightSlope)
            {
                Assert.Equal(double.NegativeInfinity, least);
                Assert.True(double.IsInfinity(at));
                return;
            }
            for (var i = -1_000; i <= 1_000; i++)
                AssertNotBelow(least, at, earlier, later, 1e-3 * Math.Sinh(0.015 * i));
            // It is attained, or is the limit of parallel wings.
            var there = double.IsFinite(at) ? at : Math.Sign(at) * 1e5;
            var difference = later.Variance(there) - earlier.Variance(there);
            Assert.Equal(difference, least, double.IsFinite(at) ? 1e-12 : 1e-4);
        }, iter: Cases);

    [Fact]
    public void Equal_expiries_differ_by_nothing() => Curves.Any.Sample(curve =>
    {
        Assert.Equal(0, Calendar.Least(curve, curve).Least);
        Assert.Equal(0, Calendar.Least(curve, curve, -1, 1).Least);
    }, iter: Cases);

    [Fact]
    public void An_expiry_raised_by_a_constant_differs_by_it_everywhere() => Curves.Any.Sample(curve =>
    {
        var (least, at) = Calendar.Least(curve, curve with { A = curve.A + 0.25 });
        Assert.True(Math.Abs(least - 0.25) <= 1e-14, $"{least} at {at} over {curve}");
    }, iter: Cases);

    [Fact]
    public void Nowhere_is_the_density_less_than_its_least() => Curves.Any.Sample(curve =>
    {
        var (least, at) = Butterfly.Least(curve);
        Assert.InRange(at, -Butterfly.Reach, Butterfly.Reach);
        var check = Curves.Check(curve);
        Assert.Equal(check.Density(at), least, 1e-9 * (1 + Math.Abs(least)));
        var from = Math.Asinh((-Butterfly.Reach - curve.M) / curve.Sigma);
        var to = Math.Asinh((Butterfly.Reach - curve.M) / curve.Sigma);
        for (var i = 0; i <= 4_000; i++)
        {
            var k = curve.M + curve.Sigma * Math.Sinh(from + (to - from) * i / 4_000);
            if (check.Density(k) >= least - 1e-6 * (1 + Math.Abs(least))) continue;
            Assert.Fail($"{curve}: g({k}) = {check.Density(k)}, the least is said to be {least} at {at}");
        }
    }, iter: Cases);

    // The points around the vertex, of a wide curve, fall on the end of the range; the minimum lies just inside it.
    [Fact]
    public void A_minimum_beside_the_end_of_the_range_is_found()
    {
        var curve = new RawSvi(-0.4601562465536756, 1.0592537251772889, 0, -0.19387755102040816, 1);
        var (least, at) = Butterfly.Least(curve);
        Assert.InRange(at, -2.999, -2.95);
        Assert.True(least < Curves.Check(curve).Density(-Butterfly.Reach), $"{least} at {at}");
    }

    [Fact]
    public void A_curve_that_reaches_zero_variance_has_no_density()
    {
        var curve = new RawSvi(-0.1, 0.5, 0, 0.1, 0.2);
        Assert.Equal((double.NegativeInfinity, 0.1), Butterfly.Least(curve));
        Assert.True(double.IsNaN(Butterfly.Density(curve with { A = -0.2 }, 0.1)));
    }

    [Fact]
    public void No_slice_of_SSVI_within_its_bounds_has_butterfly_arbitrage() => Ssvis.Sample(s =>
    {
        var ssvi = new Ssvi(s.Rho, s.Eta, s.Gamma);
        Assert.True(ssvi.IsFree);
        var found = Curves.Check(ssvi.Slice(s.Theta)).Butterfly();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }, iter: Cases);

    [Fact]
    public void No_two_slices_of_SSVI_with_growing_variance_have_calendar_arbitrage() => Ssvis.Sample(s =>
    {
        var ssvi = new Ssvi(s.Rho, s.Eta, s.Gamma);
        var (earlier, later) = (ssvi.Slice(s.Theta), ssvi.Slice(s.Theta * s.Growth));
        var found = Curves.Check(later)
            .Calendar(Curves.Check(earlier), double.NegativeInfinity, double.PositiveInfinity);
        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.True(Calendar.Least(earlier, later).Least >= 0);
    }, iter: Cases);

    [Fact]
    public void Outside_its_bounds_SSVI_has_arbitrage()
    {
        var steep = new Ssvi(0.5, 6, 0.5);
        Assert.False(steep.IsFree);
        Assert.NotEmpty(Curves.Check(steep.Slice(2)).Butterfly());
    }

    private static void AssertNotBelow(double least, double at, RawSvi earlier, RawSvi later, double k)
    {
        var difference = later.Variance(k) - earlier.Variance(k);
        var rounding = 1e-13 * (Math.Abs(later.Variance(k)) + Math.Abs(earlier.Variance(k)) + 1e-3);
        if (difference >= least - rounding) return;
        Assert.Fail($"{earlier}, {later}: {difference} at {k}, the least is said to be {least} at {at}");
    }
}
