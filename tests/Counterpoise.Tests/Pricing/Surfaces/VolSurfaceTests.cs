using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Tests.Pricing.Surfaces;

/// <summary>Smiles of expiries that are not fitted: between, before and behind those that are.</summary>
public class VolSurfaceTests
{
    private static readonly VolSurface Surface = SurfaceFit.Fit(Chains.Coin, Chains.Time, RefitTests.Exact());

    [Fact]
    public void A_fitted_expiry_has_its_own_smile()
    {
        foreach (var smile in Surface.Smiles)
        {
            Assert.Same(smile, Surface.Of(smile.Expiry));
            for (var k = -1.0; k <= 1; k += 0.125)
                Assert.Equal(smile.Vol(k), Surface.SmileAt(smile.Expiry)!.Vol(k), 1e-15);
        }
        Assert.Null(Surface.Of(Chains.Time + Duration.FromDays(8)));
    }

    // Before the first, between all, at the fitted ones, and behind the last.
    [Fact]
    public void Total_variance_grows_with_time_at_every_strike()
    {
        double[] days = [0.25, 1, 2, 2.001, 3, 7, 10, 14, 20, 29.9, 30, 45, 60, 61, 100, 120, 200, 250, 251, 400, 1000];
        for (var k = -2.0; k <= 2; k += 1.0 / 64)
        {
            var before = 0.0;
            foreach (var day in days)
            {
                var vol = Surface.SmileAt(Chains.Time + Duration.FromDays(day))!.Vol(k);
                var variance = vol * vol * day / 365;
                Assert.True(variance >= before * (1 - 1e-13), $"at {k} {variance} after {day} days, {before} before");
                before = variance;
            }
        }
    }

    [Fact]
    public void Between_two_expiries_total_variance_is_linear_in_time()
    {
        var (low, high) = (Surface.Smiles[2], Surface.Smiles[3]);
        foreach (var share in new[] { 0.25, 0.5, 0.9 })
        {
            var years = low.Years + share * (high.Years - low.Years);
            var smile = Surface.SmileAt(Chains.Time + Duration.FromDays(years * 365))!;
            for (var k = -1.0; k <= 1; k += 0.0625)
            {
                var expected = low.Svi.Variance(k) + share * (high.Svi.Variance(k) - low.Svi.Variance(k));
                Assert.Equal(expected, smile.Vol(k) * smile.Vol(k) * years, 1e-12);
            }
        }
    }

    [Fact]
    public void Beside_the_fitted_expiries_the_nearest_smile_is_scaled_by_the_root_of_time()
    {
        foreach (var (days, nearest) in new[] { (0.5, Surface.Smiles[0]), (1000.0, Surface.Smiles[^1]) })
        {
            var smile = Surface.SmileAt(Chains.Time + Duration.FromDays(days))!;
            for (var deviations = -3.0; deviations <= 3; deviations += 0.5)
            {
                var (its, here) = (deviations * Math.Sqrt(nearest.Years), deviations * Math.Sqrt(days / 365));
                Assert.Equal(nearest.Vol(its), smile.Vol(here), 1e-12);
            }
        }
    }

    [Fact]
    public void What_has_expired_has_no_smile()
    {
        Assert.Null(Surface.SmileAt(Chains.Time));
        Assert.Null(Surface.SmileAt(Chains.Time + Duration.FromDays(-1)));
        Assert.Null((Surface with { Smiles = [] }).SmileAt(Chains.Time + Duration.FromDays(30)));
    }
}
