using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>The real chain under a check that shares no code with the fit, and what that check can find.</summary>
public class DemoArbitrageTests
{
    [Theory]
    [InlineData(CalendarRange.Quoted)]
    [InlineData(CalendarRange.Everywhere)]
    public void The_surfaces_have_no_arbitrage(CalendarRange calendar) => Assert.Empty(
        DemoChain.Fit(calendar).SelectMany(s => Checks.Violations(s, calendar, e => e.Svi)));

    [Theory]
    [InlineData(CalendarRange.Quoted)]
    [InlineData(CalendarRange.Everywhere)]
    public void Fitted_alone_the_same_quotes_have_some(CalendarRange calendar) => Assert.NotEmpty(
        DemoChain.Fit(calendar).SelectMany(s => Checks.Violations(s, calendar, e => e.Alone)));

    [Theory]
    [InlineData(CalendarRange.Quoted)]
    [InlineData(CalendarRange.Everywhere)]
    public void What_a_smile_says_of_its_arbitrage_is_so(CalendarRange calendar)
    {
        foreach (var surface in DemoChain.Fit(calendar))
        {
            for (var i = 0; i < surface.Smiles.Count; i++)
            {
                var smile = surface.Smiles[i];
                var check = Checks.Of(smile.Svi);
                Assert.Equal(check.Density(smile.LeastDensityAt), smile.LeastDensity, 1e-9);
                for (var k = -3.0; k <= 3; k += 1.0 / 1024)
                    Assert.True(check.Density(k) >= smile.LeastDensity - 1e-9, $"{smile.Expiry}: g at {k}");
                Assert.Equal(i == 0, double.IsNaN(smile.LeastCalendar));
                if (i == 0 || !double.IsFinite(smile.LeastCalendarAt)) continue;
                var difference = check.Variance(smile.LeastCalendarAt)
                    - Checks.Of(surface.Smiles[i - 1].Svi).Variance(smile.LeastCalendarAt);
                Assert.Equal(difference, smile.LeastCalendar, 1e-12);
            }
        }
    }

    // The slice of Axel Vogt (Gatheral, Jacquier 2014, example 3.1): no parameter looks wrong, the density is negative.
    [Fact]
    public void The_slice_of_Axel_Vogt_is_found_by_both()
    {
        var vogt = new RawSvi(-0.0410, 0.1331, 0.3060, 0.3586, 0.4153);
        Assert.Single(Checks.Of(vogt).Butterfly());
        var (least, at) = Butterfly.Least(vogt);
        Assert.True(least < -0.01, $"{least}");
        Assert.Equal(Checks.Of(vogt).Density(at), least, 1e-12);
    }

    [Fact]
    public void Crossed_expiries_are_found_by_both()
    {
        var (earlier, later) = (new RawSvi(0.02, 0.1, -0.3, 0, 0.1), new RawSvi(0.03, 0.05, -0.3, 0, 0.1));
        Assert.Empty(Checks.Of(later).Calendar(Checks.Of(earlier), -0.1, 0.1));
        Assert.Single(Checks.Of(later).Calendar(Checks.Of(earlier), -2, 2));
        Assert.Equal(
            3, Checks.Of(later).Calendar(Checks.Of(earlier), double.NegativeInfinity, double.PositiveInfinity).Count);
        Assert.True(Calendar.Least(earlier, later, -0.1, 0.1).Least > 0);
        Assert.True(Calendar.Least(earlier, later, -2, 2).Least < 0);
        Assert.Equal(double.NegativeInfinity, Calendar.Least(earlier, later).Least);
    }

    [Theory]
    [InlineData(0.04, 1.6, 0.3)]
    [InlineData(0.04, 1.6, -0.3)]
    [InlineData(-0.2, 0.5, 0)]
    [InlineData(double.NaN, 0.5, 0)]
    [InlineData(0.04, -0.1, 0)]
    [InlineData(0.04, 0.1, 1.2)]
    public void Steep_wings_negative_variance_and_no_curve_are_found(double a, double b, double rho) =>
        Assert.NotEmpty(Checks.Of(new RawSvi(a, b, rho, 0, 0.3)).Butterfly());
}
