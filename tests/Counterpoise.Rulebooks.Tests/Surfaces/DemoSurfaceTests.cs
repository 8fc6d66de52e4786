using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>How closely the real chain of 2026-08-22 is fitted: 22 expiries, every quote counting one.</summary>
public class DemoSurfaceTests
{
    [Fact]
    public void Every_expiry_is_fitted_to_exactly_the_quotes_the_rule_selects()
    {
        var selected = DemoChain.Select();
        var fitted = DemoChain.Fit(CalendarRange.Quoted)
            .SelectMany(s => s.Smiles.Select(e => (Key: (s.Base.ToString(), e.Expiry), Smile: e)))
            .ToDictionary(e => e.Key, e => e.Smile);
        Assert.Equal(DemoChain.Expiries, fitted.Count);
        Assert.Equal(selected.Keys.Order(), fitted.Keys.Order());
        foreach (var (key, quotes) in selected)
        {
            var smile = fitted[key];
            Assert.True(quotes.Count == smile.Quotes.Count, $"{key}: {quotes.Count} {smile.Quotes.Count}");
            Assert.All(quotes.Zip(smile.Quotes), pair =>
            {
                Assert.Equal(pair.First.K, pair.Second.LogMoneyness, 1e-15);
                Assert.Equal(pair.First.Vol, pair.Second.Vol);
                Assert.Equal(1, pair.Second.Weight);
            });
        }
    }

    [Theory]
    [InlineData(CalendarRange.Quoted, 14.2, 48)]
    [InlineData(CalendarRange.Everywhere, 17, 60)]
    public void The_fit_without_arbitrage_is_as_close_as_claimed(CalendarRange calendar, double median, double worst)
    {
        var errors = Errors(DemoChain.Fit(calendar));
        Assert.Equal(DemoChain.Expiries, errors.Length);
        var middle = (errors[errors.Length / 2 - 1] + errors[errors.Length / 2]) / 2;
        var told = $"{calendar}: median {middle:0.00} bp, greatest {errors[^1]:0.00} bp";
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        Assert.True(middle <= median && errors[^1] <= worst, told);
    }

    [Theory]
    [InlineData(CalendarRange.Quoted)]
    [InlineData(CalendarRange.Everywhere)]
    public void What_a_smile_says_of_its_errors_is_so(CalendarRange calendar)
    {
        foreach (var smile in DemoChain.Fit(calendar).SelectMany(s => s.Smiles))
        {
            var misses = smile.Quotes.Select(q => Math.Abs(smile.Vol(q.LogMoneyness) - q.Vol)).ToArray();
            Assert.Equal(misses.Max(), smile.MaxError, 1e-15);
            Assert.Equal(Math.Sqrt(misses.Average(m => m * m)), smile.Rmse, 1e-15);
            Assert.True(smile.FreeRmse <= smile.Rmse * (1 + 1e-6), $"{smile.Expiry}: {smile.FreeRmse} {smile.Rmse}");
        }
    }

    // Against the selection made here, in basis points, ascending.
    private static double[] Errors(VolSurface[] surfaces)
    {
        var selected = DemoChain.Select();
        return
        [
            .. surfaces.SelectMany(s => s.Smiles.Select(e => 1e4 * Error(e, selected[(s.Base.ToString(), e.Expiry)])))
                .Order(),
        ];
    }

    private static double Error(SmileFit fit, List<SelectedQuote> quotes) => Math.Sqrt(quotes.Average(q =>
    {
        var svi = fit.Svi;
        var x = q.K - svi.M;
        var w = svi.A + svi.B * (svi.Rho * x + Math.Sqrt(x * x + svi.Sigma * svi.Sigma));
        return Math.Pow(Math.Sqrt(w / fit.Years) - q.Vol, 2);
    }));
}
