using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Kernels;
using Counterpoise.Tests.Pricing.HighPrecision;

namespace Counterpoise.Tests.Pricing;

/// <summary>The claims printed above each branch of the kernels.</summary>
public class KernelAccuracyTests
{
    [Fact]
    public void The_logarithm_of_a_ratio_keeps_its_low_part()
    {
        foreach (var a in new[] { 1e-300, 0.1, 0.999, 1, 1.25, 2, 60_000, 1e300 })
        {
            foreach (var ratio in new[] { 1.0000000000000002, 1.1, 1.4, 1.5, 3, 7e-9, 1e12 })
            {
                var b = a * ratio;
                if (double.IsFinite(b) && b > 1e-307)
                {
                    var log = LogRatio.Of(a, b);
                    var exact = BigMath.Log((BigFloat)a / b);
                    var error = Math.Abs((((BigFloat)log.Hi + log.Lo) - exact).ToDouble());
                    var claim = Math.Abs(log.Hi) < 0.34 ? Math.ScaleB(Math.Abs(log.Hi), -57) : Math.ScaleB(1, -58);
                    Assert.True(error <= claim, $"ln({a}/{b}) is off by {error}");
                }
            }
        }
    }

    [Fact]
    public void The_scaled_tail_keeps_its_digits_everywhere()
    {
        for (var z = 0.0; z < 60; z += 0.0173)
        {
            AssertRelative(ScaledTail.Of(z), BigMath.ScaledTail(z), z <= 40 ? 1.8e-16 : 2.5e-16, z);
        }

        AssertRelative(ScaledTail.Of(1e8), BigMath.ScaledTail(1e8), 2.5e-16, 1e8);
    }

    [Fact]
    public void Differences_of_tails_keep_their_digits_on_both_sides_of_the_switch()
    {
        foreach (var t in new[] { 1e-200, 1e-8, 0.005, 0.1, 0.3, 0.4999 })
        {
            for (var h = 0.0; h < 45; h = (h * 1.07) + 0.013)
            {
                var near = (BigFloat)h - t;
                var exact = t < 1e-100
                    ? 2 * (BigFloat)t * (((BigFloat)1 / BigMath.SqrtTwoPi) - ((BigFloat)h * BigMath.ScaledTail(h)))
                    : Tail(near) - BigMath.ScaledTail((BigFloat)h + t);
                AssertRelative(ScaledTail.Difference(h, t), exact, 4e-15, h);
            }

            foreach (var h in new[] { Math.BitDecrement(2.0), 2.0 })
            {
                var exact = BigMath.ScaledTail((BigFloat)h - t) - BigMath.ScaledTail((BigFloat)h + t);
                AssertRelative(t < 1e-100 ? 1 : ScaledTail.Difference(h, t), t < 1e-100 ? 1 : exact, 4e-15, h);
            }
        }
    }

    [Fact]
    public void Black_Scholes_keeps_the_digits_of_its_inputs()
    {
        var worst = 0.0;
        for (var index = 0; index < 2000; index++)
        {
            var p = AccuracyPoints.Near(1_000_000 + index);
            var rate = (index % 21 * 0.01) - 0.05;
            var yield = (index % 8 * 0.01) - 0.02;
            var exact = SpotReference(p, rate, yield);
            var right = exact.LogMoneyness.Sign <= 0 ? OptionRight.Call : OptionRight.Put;
            var actual = BlackScholes.All(right, p.Forward, p.Strike, p.Vol, p.Years, rate, yield);
            worst = Math.Max(worst, WorstCases.Relative(actual.Price, exact.Price));
            worst = Math.Max(worst, WorstCases.Relative(actual.Vega, exact.Vega));
        }

        Assert.True(worst <= 1e-14, $"{worst}");
    }

    private static (BigFloat LogMoneyness, BigFloat Price, BigFloat Vega) SpotReference(
        AccuracyPoint p, double rate, double yield)
    {
        BigFloat t = p.Years;
        var asset = p.Forward * BigMath.Exp(-(t * yield));
        var cash = p.Strike * BigMath.Exp(-(t * rate));
        var logMoneyness = BigMath.Log((BigFloat)p.Forward / p.Strike) + (((BigFloat)rate - yield) * t);
        var s = p.Exact.TotalVol;
        var d1 = (logMoneyness / s) + s.ScaledBy(-1);
        var d2 = d1 - s;
        var price = logMoneyness.Sign <= 0
            ? (asset * BigMath.NormalIntegral(d1)) - (cash * BigMath.NormalIntegral(d2))
            : (cash * BigMath.NormalIntegral(-d2)) - (asset * BigMath.NormalIntegral(-d1));
        var density = BigMath.Exp(-(d1 * d1).ScaledBy(-1)) / BigMath.SqrtTwoPi;
        return (logMoneyness, price, asset * density * BigMath.Sqrt(t));
    }

    // The tail of either sign: e^{z²/2} − R(−z) below zero.
    private static BigFloat Tail(BigFloat z) =>
        z.Sign >= 0 ? BigMath.ScaledTail(z) : BigMath.Exp((z * z).ScaledBy(-1)) - BigMath.ScaledTail(-z);

    private static void AssertRelative(double actual, BigFloat exact, double bound, double at)
    {
        var error = WorstCases.Relative(actual, exact);
        Assert.True(error <= bound, $"at {at}: {actual} is off by {error}");
    }
}
