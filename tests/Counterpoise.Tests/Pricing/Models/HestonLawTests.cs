using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;
using Counterpoise.Tests.Numerics;

namespace Counterpoise.Tests.Pricing.Models;

/// <summary>What must hold whatever the parameters, and the edges of the domain.</summary>
public class HestonLawTests
{
    private static readonly HestonParameters Usual = new(0.3, 2, 0.4, 0.9, -0.4);

    private static readonly double[] Odd =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, -1, 1, 100, double.Epsilon, 1e-310,
        1e-200, 1e-20, 0.5, 1e20, 1e100, 1e300,
    ];

    [Fact]
    public void A_price_is_never_below_intrinsic_or_above_its_leg_and_parity_holds()
    {
        for (var i = 0; i < 3000; i++)
        {
            var (p, years, strike) = Drawn(i, 8);
            var call = Heston.Price(OptionRight.Call, 100, strike, p, years);
            var put = Heston.Price(OptionRight.Put, 100, strike, p, years);
            var what = $"{p}, T {years:R}, K {strike:R}: call {call:R}, put {put:R}";
            Assert.True(call >= Math.Max(0, 100 - strike) && call <= 100, what);
            Assert.True(put >= Math.Max(0, strike - 100) && put <= strike, what);
            Assert.Equal(100 - strike, call - put, 3e-16 * (100 + strike));
        }
    }

    [Fact]
    public void A_batch_is_the_single_verb_bit_for_bit_whatever_stands_beside()
    {
        for (var i = 0; i < 60; i++)
        {
            var (p, years, _) = Drawn(i, 5);
            var draws = new Draws(502, i);
            var strikes = Enumerable.Range(0, 1 + draws.Whole(40))
                .Select(_ => draws.Whole(12) == 0 ? Odd[draws.Whole(Odd.Length)] : Drawn(draws.Whole(9999), 5).Strike)
                .ToArray();
            var signs = Array.ConvertAll(strikes, _ => draws.Sign());
            var prices = new double[strikes.Length];
            BatchHeston.Price(new(100, years, signs, strikes), p, prices);
            var again = new double[strikes.Length];
            BatchHeston.PriceAndGradient(new(100, years, signs, strikes), p, again, new double[5 * strikes.Length]);
            Assert.Equal(prices, again);
            for (var k = 0; k < strikes.Length; k++)
            {
                var right = signs[k] > 0 ? OptionRight.Call : OptionRight.Put;
                Assert.Equal(Heston.Price(right, 100, strikes[k], p, years), prices[k]);
                Assert.Equal(Heston.All(right, 100, strikes[k], p, years).Price, prices[k]);
            }
        }
    }

    // In a box around that of the claim, where the divide is 6 deviations out or nearer.
    [Fact]
    public void The_contour_and_its_mirror_image_agree_where_they_meet()
    {
        var memory = new double[HestonNodes.Memory(HestonFactors.None)];
        for (var i = 0; i < 20_000; i++)
        {
            var (p, years) = i % 4 == 0 ? Corner(i) : Market(new(505, i), 1e-6, 9, 1e-3, 50, 1e-3, 20, 0.999);
            var terms = new HestonTerms(p, years);
            if (Math.Abs(terms.Divide) > 6 * Math.Sqrt(p.TotalVariance(years))) continue;
            var x = LanesScalar.Of(terms.Divide);
            double Least(bool mirrored) => HestonNodes.Of(terms, mirrored, HestonFactors.None, memory).Sum(x).Value;
            var (one, other) = (Least(mirrored: false), Least(mirrored: true));
            // Sums are in √(FK), errors counted in the larger leg.
            var error = Math.Abs(one - other) * Math.Exp(-Math.Abs(terms.Divide) / 2);
            Assert.True(error <= 1e-14, $"{p}, T {years:R}: {one:R} and {other:R} differ by {error:G3}");
        }
    }

    [Fact]
    public void No_argument_throws()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var draws = new Draws(503, i);
            double Any(double usual) => draws.Whole(3) > 0 ? usual : Odd[draws.Whole(Odd.Length)];
            var p = new HestonParameters(Any(0.3), Any(2), Any(0.4), Any(0.9), Any(-0.4));
            var (f, k, t, d) = (Any(100), Any(90), Any(0.5), Any(0.9));
            var greeks = Heston.All(OptionRight.Call, f, k, p, t, d);
            var price = Heston.Price(OptionRight.Call, f, k, p, t, d);
            Assert.Equal(price, greeks.Price);
            if (!p.IsValid || !(f >= 0) || !(k >= 0) || !double.IsFinite(t) || !(d > 0))
                Assert.Equal(double.NaN, price);
        }
    }

    [Fact]
    public void Without_time_variance_or_a_leg_it_is_Black_76_at_volatility_0()
    {
        var calm = Usual with { V0 = 0, Theta = 0 };
        Assert.Equal(
            Black76.All(OptionRight.Put, 100, 120, 0, 0.5, 0.9),
            Heston.All(OptionRight.Put, 100, 120, calm, 0.5, 0.9));
        Assert.Equal(
            Black76.All(OptionRight.Call, 130, 120, 0, -1, 0.9),
            Heston.All(OptionRight.Call, 130, 120, Usual, -1, 0.9));
        Assert.Equal(
            Black76.All(OptionRight.Call, 130, 0, 0, 1, 0.9), Heston.All(OptionRight.Call, 130, 0, Usual, 1, 0.9));
        Assert.Equal(
            Black76.All(OptionRight.Put, 0, 120, 0, 1, 0.9), Heston.All(OptionRight.Put, 0, 120, Usual, 1, 0.9));
    }

    [Fact]
    public void Little_volatility_of_volatility_is_Black_76()
    {
        foreach (var k in new[] { 60.0, 90, 100, 130 })
        {
            foreach (var sigma in new[] { 1e-7, 1e-20, 1e-300 })
            {
                var p = new HestonParameters(0.25, 1.7, 0.49, sigma, 0);
                var vol = Math.Sqrt(p.TotalVariance(0.8) / 0.8);
                Assert.Equal(
                    Black76.Price(OptionRight.Call, 100, k, vol, 0.8),
                    Heston.Price(OptionRight.Call, 100, k, p, 0.8), 1e-11);
            }
        }
    }

    [Fact]
    public void The_coin_price_is_the_price_in_units_of_the_forward()
    {
        var price = Heston.Price(OptionRight.Put, 50_000, 48_000, Usual, 0.2);
        Assert.Equal(price / 50_000, Heston.CoinPrice(OptionRight.Put, 50_000, 48_000, Usual, 0.2));
        Assert.Equal(double.NaN, Heston.CoinPrice(OptionRight.Put, 0, 48_000, Usual, 0.2));
    }

    [Fact]
    public void Fellers_condition_is_told_and_not_demanded()
    {
        Assert.True(Usual.FellerHolds);
        Assert.False((Usual with { VolOfVol = 2 }).FellerHolds);
        Assert.True((Usual with { VolOfVol = 2 }).IsValid);
        Assert.False((Usual with { Rho = 1 }).IsValid);
    }

    [Fact]
    public void Columns_of_different_length_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new HestonSlice(100, 1, [1], [90, 100]));
        Assert.Throws<ArgumentException>(() => BatchHeston.Price(new(100, 1, [1], [90]), Usual, new double[2]));
        Assert.Throws<ArgumentException>(
            () => BatchHeston.PriceAndGradient(new(100, 1, [1], [90]), Usual, new double[1], new double[4]));
    }

    private static (HestonParameters Parameters, double Years, double Strike) Drawn(int i, double deviations)
    {
        var draws = new Draws(501, i);
        var (p, years) = Market(draws);
        return (p, years, 100 * Math.Exp(draws.Uniform(-deviations, deviations) * Math.Sqrt(p.TotalVariance(years))));
    }

    private static (HestonParameters Parameters, double Years) Market(
        Draws draws, double leastVariance = 0.005, double mostVariance = 4, double leastKappa = 0.05,
        double mostKappa = 15, double leastSigma = 0.05, double mostSigma = 4, double mostRho = 0.99)
    {
        var p = new HestonParameters(
            draws.LogUniform(leastVariance, mostVariance), draws.LogUniform(leastKappa, mostKappa),
            draws.LogUniform(leastVariance, mostVariance), draws.LogUniform(leastSigma, mostSigma),
            draws.Uniform(-mostRho, mostRho));
        return (p, draws.LogUniform(1 / 365.0, 10));
    }

    // Each number at an end of its range or anywhere in it.
    private static (HestonParameters Parameters, double Years) Corner(int i)
    {
        var draws = new Draws(504, i);
        var (p, years) = Market(draws);
        double At(double low, double high, double usual) =>
            draws.Whole(3) switch { 0 => low, 1 => high, _ => usual };
        return (
            new(
                At(0.005, 4, p.V0), At(0.05, 15, p.Kappa), At(0.005, 4, p.Theta), At(0.05, 4, p.VolOfVol),
                At(-0.99, 0.99, p.Rho)),
            At(1 / 365.0, 10, years));
    }
}
