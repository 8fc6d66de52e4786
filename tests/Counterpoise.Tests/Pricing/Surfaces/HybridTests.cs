using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Tests.Pricing.Surfaces;

/// <summary>The hybrid: the fitted smile where it is quoted, a model's shape beyond, no arbitrage anywhere.</summary>
public sealed class HybridTests
{
    private static readonly Currency Btc = Currency.Parse("BTC");

    private static readonly HybridSurface Hybrid = HybridSurface.Of(SurfaceFit.Fit(
        SyntheticMarket.Make("test", Instant.FromUtc(2026, 3, 2, 9), [new SyntheticCoin(Btc, 90_000)]), Btc));

    [Fact]
    public void Where_it_is_quoted_it_is_the_fitted_smile_to_the_bit()
    {
        foreach (var smile in Hybrid.Smiles)
        {
            foreach (var quote in smile.Fit.Quotes)
            {
                Assert.Equal(smile.Fit.Vol(quote.LogMoneyness), smile.Vol(quote.LogMoneyness));
                Assert.Equal(0, smile.Correction(quote.LogMoneyness));
            }
        }
    }

    [Fact]
    public void Short_expiries_are_continued_by_jumps_and_long_ones_by_stochastic_volatility()
    {
        Assert.Contains(Hybrid.Smiles, s => s.HasLeft && s.Model is WingModel.Jumps);
        Assert.Contains(Hybrid.Smiles, s => s.HasLeft && s.Model is WingModel.StochasticVol);
        foreach (var smile in Hybrid.Smiles)
            Assert.Equal(smile.Fit.Years * 365 <= HybridSurface.JumpDays, smile.Model is WingModel.Jumps);
    }

    [Fact]
    public void A_wing_begins_at_the_last_quote_without_step_or_kink_and_then_goes_its_own_way()
    {
        foreach (var smile in Hybrid.Smiles.Where(s => s.HasLeft && s.HasRight))
        {
            var deviation = Deviation(smile);
            foreach (var (edge, outwards) in Edges(smile))
            {
                var h = 1e-5 * deviation;
                Assert.Equal(smile.Fit.Vol(edge), smile.Vol(edge + outwards * 1e-12), 1e-9);
                var inside = (smile.Vol(edge) - smile.Vol(edge - outwards * h)) / h;
                var outside = (smile.Vol(edge + outwards * h) - smile.Vol(edge)) / h;
                Assert.Equal(inside, outside, 1e-3 * Math.Max(1, Math.Abs(inside)));
                Assert.NotEqual(0, smile.Correction(edge + outwards * deviation));
            }
        }
    }

    [Fact]
    public void The_density_is_nowhere_negative_and_no_expiry_falls_below_the_one_before()
    {
        HybridSmile? before = null;
        foreach (var smile in Hybrid.Smiles)
        {
            var (deviation, least) = (Deviation(smile), double.PositiveInfinity);
            for (var z = -9.0; z <= 9; z += 1 / 32.0)
                least = Math.Min(least, Density(smile, z * deviation, deviation / 64));
            Assert.True(least >= 0, $"{smile.Fit.Expiry}: {least}");
            for (var k = -3.0; before is not null && k <= 3; k += 0.005)
                Assert.True(Variance(smile, k) >= Variance(before, k) * (1 - 1e-12), $"{smile.Fit.Expiry} at {k}");
            before = smile;
        }
    }

    [Fact]
    public void A_model_too_far_off_is_not_used()
    {
        var fit = Hybrid.Fitted.Smiles[3];
        // Jumps of a hundred percent: a tail many times as heavy.
        var heavy = new WingModel.Jumps(new MertonParameters(0.3, 5, 0, 1));
        var smile = new HybridSmile(fit, heavy, null, null);
        Assert.False(smile.HasLeft);
        Assert.False(smile.HasRight);
        Assert.Equal(0, smile.Correction(-2));
        Assert.Equal(fit.Vol(-2), smile.Vol(-2));
    }

    [Fact]
    public void A_wing_that_would_cross_the_next_quotes_is_not_used()
    {
        var (near, model) = (Hybrid.Fitted.Smiles[^2], Hybrid.Smiles[^2].Model!);
        Assert.True(new HybridSmile(near, model, null, Hybrid.Fitted.Smiles[^1]).HasLeft);
        // The same expiry as its own successor, a hair lower.
        var below = near with
        {
            Svi = near.Svi with { A = near.Svi.A - 0.9 * near.Svi.LeastVariance },
            Quotes = [.. near.Quotes.Select(q => q with { LogMoneyness = 3 * q.LogMoneyness })],
        };
        Assert.False(new HybridSmile(near, model, null, below).HasLeft);
    }

    [Fact]
    public void Between_expiries_total_variance_is_between_theirs()
    {
        var (first, second) = (Hybrid.Smiles[4], Hybrid.Smiles[5]);
        var middle = first.Fit.Expiry + Duration.FromSeconds((long)(second.Fit.Expiry - first.Fit.Expiry).Seconds / 2);
        var years = (middle - Hybrid.Fitted.Time).Years;
        foreach (var k in new[] { -0.9, -0.1, 0, 0.4 })
        {
            var vol = Hybrid.SmileAt(middle)!.Vol(k);
            Assert.InRange(vol * vol * years, Variance(first, k), Variance(second, k));
        }
        Assert.Null(Hybrid.SmileAt(Hybrid.Fitted.Time));
    }

    [Fact]
    public void Coin_settled_Greeks_follow_from_money_ones_of_any_model()
    {
        foreach (var right in new[] { OptionRight.Call, OptionRight.Put })
        {
            var expected = CoinSettled.All(right, 90_000, 85_000, 0.6, 0.1);
            var got = CoinSettled.Of(Black76.All(right, 90_000, 85_000, 0.6, 0.1), 90_000);
            foreach (var (a, b) in new[]
                {
                    (expected.Price, got.Price), (expected.Delta, got.Delta), (expected.Gamma, got.Gamma),
                    (expected.Vega, got.Vega), (expected.Theta, got.Theta), (expected.Rho, got.Rho),
                    (expected.Vanna, got.Vanna), (expected.Volga, got.Volga),
                })
                Assert.Equal(a, b, 1e-12 * Math.Max(1, Math.Abs(a)));
        }
    }

    private static (double Edge, int Outwards)[] Edges(HybridSmile smile) =>
        [(smile.Fit.Quotes[0].LogMoneyness, -1), (smile.Fit.Quotes[^1].LogMoneyness, 1)];

    private static double Deviation(HybridSmile smile) => smile.Fit.Vol(0) * Math.Sqrt(smile.Fit.Years);

    private static double Variance(HybridSmile smile, double k) => smile.Vol(k) * smile.Vol(k) * smile.Fit.Years;

    private static double Density(HybridSmile smile, double k, double h)
    {
        var (before, w, after) = (Variance(smile, k - h), Variance(smile, k), Variance(smile, k + h));
        var (slope, bend) = ((after - before) / (2 * h), (after - 2 * w + before) / (h * h));
        var first = 1 - k * slope / (2 * w);
        return first * first - 0.25 * slope * slope * (1 / w + 0.25) + 0.5 * bend;
    }
}
