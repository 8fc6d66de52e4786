using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Tests.Pricing.Models;

/// <summary>Hagan's formula, its limits, and the fence around its failure.</summary>
public sealed class SabrTests
{
    private static readonly SabrParameters Usual = new(0.6, 1, 1.5, -0.3);

    // Five years of a high ν: the formula's density is negative not far from the money.
    private static readonly SabrParameters Wild = new(0.8, 1, 1.8, -0.6);

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(0)]
    public void At_the_money_is_the_limit_of_beside_it(double beta)
    {
        var p = Usual with { Beta = beta };
        var at = Sabr.Vol(100, 100, p, 0.5);
        foreach (var shift in new[] { 1e-12, 1e-9, 1e-7 })
        {
            Assert.Equal(at, Sabr.Vol(100, 100 * (1 + shift), p, 0.5), 3 * shift + 1e-15);
            Assert.Equal(at, Sabr.Vol(100, 100 * (1 - shift), p, 0.5), 3 * shift + 1e-15);
        }
    }

    [Fact]
    public void The_series_near_the_money_meets_the_formula()
    {
        // z = ν/α·ln(F/K) = ±1e-5 is where they change over.
        foreach (var sign in new[] { 1, -1 })
        {
            double At(double z) => Sabr.Vol(100, 100 * Math.Exp(-sign * z * Usual.Alpha / Usual.Nu), Usual, 0.5);
            // Over that step the smile itself moves by αρ/2·2e-11, 1.8e-12.
            Assert.Equal(At(0.999999e-5), At(1.000001e-5), 2e-12);
        }
    }

    [Fact]
    public void Without_vol_of_vol_and_at_beta_1_it_is_alpha() =>
        Assert.Equal(0.6, Sabr.Vol(100, 140, new SabrParameters(0.6, 1, 0, 0.4), 2), 1e-15);

    [Fact]
    public void Mirrored_strikes_and_correlation_give_the_mirrored_smile()
    {
        foreach (var k in new[] { 0.01, 0.3, 1.2 })
        {
            var up = Sabr.Vol(1, Math.Exp(k), Usual, 0.7);
            var down = Sabr.Vol(1, Math.Exp(-k), Usual with { Rho = -Usual.Rho }, 0.7);
            // Only the term ρβνα/4 of the correction has another sign.
            var (a, b) = (1 + Correction(Usual) * 0.7, 1 + Correction(Usual with { Rho = -Usual.Rho }) * 0.7);
            Assert.Equal(up / a, down / b, 1e-14);
        }

        static double Correction(SabrParameters p) =>
            0.25 * p.Rho * p.Nu * p.Alpha + (2 - 3 * p.Rho * p.Rho) / 24 * p.Nu * p.Nu;
    }

    [Fact]
    public void The_raw_formula_has_a_negative_density_and_the_fenced_smile_has_none()
    {
        const double years = 5;
        var deviation = Sabr.Vol(100, 100, Wild, years) * Math.Sqrt(years);
        var smile = new SabrSmile(Wild, 100, years);
        var (raw, fenced) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var k = -6 * deviation; k <= 6 * deviation; k += deviation / 50)
        {
            raw = Math.Min(raw, Density(x => Sabr.Vol(100, 100 * Math.Exp(x), Wild, years), k, years, deviation));
            fenced = Math.Min(fenced, Density(smile.Vol, k, years, deviation));
        }
        Assert.True(raw < -0.01, $"the raw formula's least density is {raw}");
        Assert.True(fenced >= 0, $"the fenced smile's least density is {fenced}");
        Assert.InRange(smile.LowestSoundStrike, 0.0, 100);
        Assert.InRange(smile.HighestSoundStrike, 100, double.PositiveInfinity);
    }

    // The published set of 31 strikes: its smile falls all the way, and its density is nowhere negative.
    [Fact]
    public void A_wing_that_falls_is_Hagans_as_far_as_that_is_sound()
    {
        var published = new SabrParameters(0.3, 0.6, 0.02, 0.01);
        var smile = new SabrSmile(published, 0.039, 1);
        for (var i = 0; i <= 30; i++)
        {
            var strike = 0.03 + 0.002 * i;
            Assert.Equal(Sabr.Vol(0.039, strike, published, 1), smile.Vol(Math.Log(strike / 0.039)), 1e-14);
        }
        foreach (var (beta, nu, rho) in new[] { (1.0, 0.1, -0.9), (1, 0.5, -0.5), (0.5, 0.2, 0), (1, 0.1, 0.9) })
        {
            var p = new SabrParameters(0.6, beta, nu, rho);
            var (falling, deviation) = (new SabrSmile(p, 1, 0.25), 0.3);
            foreach (var k in new[] { -2 * deviation, 2 * deviation })
                Assert.Equal(Sabr.Vol(1, Math.Exp(k), p, 0.25), falling.Vol(k), 1e-13);
            for (var k = -20 * deviation; k <= 20 * deviation; k += deviation / 20)
                Assert.InRange(Density(falling.Vol, k, 0.25, deviation), 0, double.PositiveInfinity);
        }
    }

    // The fence moves with the parameters: on a grid it would step, and vega with it.
    [Fact]
    public void Beyond_the_fence_vega_is_continuous()
    {
        var before = double.NaN;
        for (var alpha = 0.4; alpha < 0.6; alpha += 0.0005)
        {
            var vega = Sabr.Vega(OptionRight.Put, 1, 0.15, new SabrParameters(alpha, 0.7, 2, -0.3), 1);
            if (!double.IsNaN(before)) Assert.InRange(vega / before, 0.98, 1.02);
            before = vega;
        }
    }

    [Fact]
    public void Within_the_fence_it_is_Hagans_formula_to_the_bit_and_the_fence_has_no_step()
    {
        var smile = new SabrSmile(Wild, 100, 5);
        var (low, high) = (Math.Log(smile.LowestSoundStrike / 100), Math.Log(smile.HighestSoundStrike / 100));
        foreach (var share in new[] { 0.1, 0.5, 0.9 })
        {
            var k = low + share * (Math.Min(high, 1) - low);
            Assert.Equal(Sabr.Vol(100, 100 * Math.Exp(k), Wild, 5), smile.Vol(k), 1e-13);
        }
        Assert.Equal(smile.Vol(low + 1e-9), smile.Vol(low - 1e-9), 1e-8);
        var slope = (smile.Vol(-50) * smile.Vol(-50) - smile.Vol(-60) * smile.Vol(-60)) * 5 / 10;
        Assert.InRange(-slope, 0, Butterfly.MostSlope);
    }

    [Fact]
    public void Greeks_are_derivatives()
    {
        const double years = 0.25;
        foreach (var strike in new[] { 70.0, 100, 130 })
        {
            Greeks At(double f, double alpha, double t) =>
                Sabr.All(OptionRight.Put, f, strike, Usual with { Alpha = alpha }, t, Math.Exp(-0.03 * t));
            var g = At(100, 0.6, years);
            Same(g.Delta, Slope(f => At(f, 0.6, years).Price, 100, 0.1), 1);
            Same(g.Gamma, Slope(f => At(f, 0.6, years).Delta, 100, 0.1), 0.1);
            Same(g.Vega, Slope(a => At(100, a, years).Price, 0.6, 1e-3), 100);
            Same(g.Vanna, Slope(a => At(100, a, years).Delta, 0.6, 1e-3), 1);
            Same(g.Volga, Slope(a => At(100, a, years).Vega, 0.6, 1e-3), 100);
            Same(g.Theta, -Slope(t => At(100, 0.6, t).Price, years, 1e-4), 100);
        }
    }

    [Fact]
    public void Outside_the_domain_there_is_no_number_and_no_smile()
    {
        SabrParameters[] invalid =
        [
            new(-0.1, 1, 1, 0), new(0.5, 1.1, 1, 0), new(0.5, 1, -1, 0), new(0.5, 1, 1, 1), new(double.NaN, 1, 1, 0),
        ];
        foreach (var p in invalid)
        {
            Assert.True(double.IsNaN(Sabr.Price(OptionRight.Call, 100, 100, p, 1)));
            Assert.Throws<InvalidInputException>(() => new SabrSmile(p, 100, 1));
        }
        Assert.True(double.IsNaN(Sabr.Vol(0, 100, Usual, 1)));
        Assert.Equal(10, Sabr.Price(OptionRight.Call, 110, 100, Usual, 0));
    }

    private static double Density(Func<double, double> vol, double k, double years, double deviation)
    {
        var h = 0.003 * deviation;
        double W(double x) => vol(x) * vol(x) * years;
        var (before, w, after) = (W(k - h), W(k), W(k + h));
        var (slope, bend) = ((after - before) / (2 * h), (after - 2 * w + before) / (h * h));
        var first = 1 - k * slope / (2 * w);
        return first * first - 0.25 * slope * slope * (1 / w + 0.25) + 0.5 * bend;
    }

    private static double Slope(Func<double, double> f, double at, double h) =>
        (f(at - 2 * h) - 8 * f(at - h) + 8 * f(at + h) - f(at + 2 * h)) / (12 * h);

    private static void Same(double claimed, double measured, double scale) =>
        Assert.Equal(measured, claimed, 1e-6 * Math.Max(scale, Math.Abs(measured)));
}
