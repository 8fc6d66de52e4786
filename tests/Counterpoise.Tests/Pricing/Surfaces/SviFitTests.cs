using Counterpoise.Numerics;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.SameBits.Inputs;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Tests.Pricing.Surfaces;

/// <summary>Least squares of one expiry: what it recovers, and that nothing near is better.</summary>
public class SviFitTests
{
    private const double Years = 0.1;

    // The error is a difference of sums of order 1, known to some 1e-16: where they cannot tell two curves apart, nor
    // can the search. That is 1e-8 in volatility at the worst; Newton's steps mostly end far below it.
    [Fact]
    public void Exact_quotes_of_a_smile_give_its_volatilities()
    {
        var random = new SplitMix(301);
        var errors = new double[300];
        for (var i = 0; i < errors.Length; i++)
        {
            var svi = Drawn(random);
            var k = Chains.Strikes(svi.Variance(0), 12 + random.Below(30));
            var fit = Fit(k, Array.ConvertAll(k, x => Vol(svi, x)));
            errors[i] = k.Max(x => Math.Abs(Vol(fit.Svi, x) - Vol(svi, x)));
            Assert.True(errors[i] <= 1e-8, $"{i}, {svi}: {fit}, {errors[i]:e2}");
        }
        var most = errors.Order().ElementAt(errors.Length * 9 / 10);
        Assert.True(most <= 1e-10, $"nine of ten within {most:e2}");
    }

    [Fact]
    public void Nothing_near_a_fit_to_noisy_quotes_is_better()
    {
        var random = new SplitMix(302);
        for (var i = 0; i < 200; i++)
        {
            var svi = Drawn(random);
            var k = Chains.Strikes(svi.Variance(0), 12 + random.Below(30));
            var vol = Array.ConvertAll(k, x => Vol(svi, x) + random.Between(-0.003, 0.003));
            var fit = Fit(k, vol);
            var error = Error(fit.Svi, k, vol);
            Assert.Equal(error, fit.Error, 1e-9 * error);
            foreach (var near in Near(fit.Svi, k[^1] - k[0]))
            {
                if (Error(near, k, vol) >= error * (1 - 1e-6)) continue;
                Assert.Fail($"{i}: {fit} with {error}, {near} with {Error(near, k, vol)}");
            }
        }
    }

    [Fact]
    public void The_curve_behind_noisy_quotes_is_no_better_than_their_fit()
    {
        var random = new SplitMix(303);
        for (var i = 0; i < 200; i++)
        {
            var svi = Drawn(random);
            var k = Chains.Strikes(svi.Variance(0), 12 + random.Below(30));
            var vol = Array.ConvertAll(k, x => Vol(svi, x) + random.Between(-0.003, 0.003));
            var (fitted, behind) = (Error(Fit(k, vol).Svi, k, vol), Error(svi, k, vol));
            Assert.True(fitted <= behind, $"{i}, {svi}: {fitted} {behind}");
        }
    }

    [Fact]
    public void A_slow_search_from_many_starts_finds_no_better_fit()
    {
        var ratios = Ratios(300, 0.003);
        Assert.True(ratios[^1] <= 1.0001, $"{ratios[^1]}");
    }

    // Quotes off by points have several best fits near each other, most of them on a bound of the parameters: a single
    // search ends at one of them.
    [Fact]
    public void Of_quotes_off_by_three_points_nine_fits_of_ten_are_as_good_as_a_slow_search()
    {
        var ratios = Ratios(300, 0.03);
        Assert.True(ratios[ratios.Length * 9 / 10] <= 1.0001, $"{ratios[ratios.Length * 9 / 10]}");
        Assert.True(ratios[^1] <= 1.1, $"{ratios[^1]}");
    }

    [Fact]
    public void A_quote_without_weight_does_not_count()
    {
        var svi = new RawSvi(0.01, 0.1, -0.3, 0.02, 0.15);
        var k = Chains.Strikes(svi.Variance(0), 15);
        var vol = Array.ConvertAll(k, x => Vol(svi, x));
        var weight = Array.ConvertAll(k, _ => 1.0);
        (vol[3], weight[3]) = (5, 0);
        var fit = Fit(k, vol, weight);
        Assert.True(k.Max(x => Math.Abs(Vol(fit.Svi, x) - Vol(svi, x))) <= 1e-10, $"{fit}");
    }

    // Errors of fits as multiples of what a slow search finds, ascending.
    private static double[] Ratios(int count, double noise)
    {
        var random = new SplitMix(305);
        var ratios = new double[count];
        for (var i = 0; i < count; i++)
        {
            var svi = Drawn(random);
            var k = Chains.Strikes(svi.Variance(0), 12 + random.Below(30));
            var vol = Array.ConvertAll(k, x => Vol(svi, x) + random.Between(-noise, noise));
            var fit = Fit(k, vol).Svi;
            var slow = new SlowSvi(k, vol, Years);
            ratios[i] = slow.Error(fit) / slow.Least(svi, fit);
        }
        Array.Sort(ratios);
        var told = $"noise {noise}: {ratios.Count(r => r > 1.0001)} of {count} above, at most {ratios[^1]:0.00000000}";
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        return ratios;
    }

    internal static SviLeastSquares Fit(double[] k, double[] vol, double[]? weight = null) => SviFit.Fit(new SviColumns(
        k, vol, weight ?? Array.ConvertAll(k, _ => 1.0), Years,
        new double[SviColumns.Columns * AlignedDoubles.Padded(k.Length)]));

    // Smiles as markets have them: bottom near the money, width a good share of the quoted range.
    private static RawSvi Drawn(SplitMix random)
    {
        var atTheMoney = random.Between(0.2, 1.2) * random.Between(0.2, 1.2) * Years;
        var deviation = Math.Sqrt(atTheMoney);
        var svi = new RawSvi(
            0, atTheMoney / deviation * random.Between(0.1, 0.6), random.Between(-0.7, 0.7),
            deviation * random.Between(-0.7, 0.7), deviation * random.Between(0.5, 2));
        return svi with { A = atTheMoney - svi.Variance(0) is var a && a + svi.LeastVariance > 0 ? a : 0.01 };
    }

    private static double Vol(RawSvi svi, double k) => Math.Sqrt(Math.Max(svi.Variance(k), 0) / Years);

    private static double Error(RawSvi svi, double[] k, double[] vol) =>
        k.Select((x, i) => Math.Pow(Vol(svi, x) - vol[i], 2)).Sum();

    // Along each parameter and along random directions, as far as a fit may go.
    private static IEnumerable<RawSvi> Near(RawSvi svi, double range)
    {
        var random = new SplitMix(304);
        double[] scales = [0.01 * svi.Variance(0), 0.01 * svi.B, 0.01, 0.01 * range, 0.01 * svi.Sigma];
        for (var i = 0; i < 400; i++)
        {
            var step = Array.ConvertAll(scales, s => s * random.Between(-1, 1) * Math.Pow(10, -random.Below(4)));
            if (i < 20) for (var j = 0; j < 5; j++) step[j] = j == i % 5 ? scales[j] * (i < 10 ? 1 : -0.1) : 0;
            var rho = Math.Clamp(svi.Rho + step[2], -SviProjection.MostRho, SviProjection.MostRho);
            var sigma = Math.Clamp(svi.Sigma + step[4], 1e-3 * range, 20 * range);
            yield return new RawSvi(svi.A + step[0], Math.Max(svi.B + step[1], 0), rho, svi.M + step[3], sigma);
        }
    }
}
