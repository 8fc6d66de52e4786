using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;
using CsCheck;

namespace Counterpoise.Tests.Pricing.Models;

/// <summary>Merton's series against a plain sum, its limits and its derivatives.</summary>
public sealed class MertonTests
{
    private const double Forward = 100;

    private static readonly Gen<MertonParameters> Parameters = Gen.Select(
        Gen.Double[0.05, 1.5], Gen.Double[0.1, 60], Gen.Double[-0.3, 0.2], Gen.Double[0.01, 0.4],
        (vol, intensity, mean, size) => new MertonParameters(vol, intensity, mean, size));

    [Fact]
    public void The_price_is_the_sum_over_the_number_of_jumps() =>
        Gen.Select(Parameters, Gen.Double[0.003, 1], Gen.Double[-2.5, 2.5], Gen.Bool).Sample((p, years, m, isCall) =>
        {
            var (right, strike) = (Side(isCall), Strike(p, years, m));
            var (expected, got) = (Plain(right, strike, p, years), Merton.Price(right, Forward, strike, p, years));
            Assert.Equal(expected, got, 1e-12 * Math.Max(Forward, strike));
        });

    [Fact]
    public void Call_less_put_is_forward_less_strike() =>
        Gen.Select(Parameters, Gen.Double[0.003, 1], Gen.Double[-2.5, 2.5]).Sample((p, years, m) =>
        {
            var strike = Strike(p, years, m);
            var call = Merton.Price(OptionRight.Call, Forward, strike, p, years, 0.97);
            var put = Merton.Price(OptionRight.Put, Forward, strike, p, years, 0.97);
            Assert.Equal(0.97 * (Forward - strike), call - put, 1e-13 * (Forward + strike));
        });

    [Fact]
    public void Without_jumps_it_is_Black_to_the_bit()
    {
        var p = new MertonParameters(0.6, 0, -0.1, 0.2);
        foreach (var strike in new[] { 60.0, 100, 170 })
        {
            Assert.Equal(
                Black76.All(OptionRight.Put, Forward, strike, 0.6, 0.2, 0.98),
                Merton.All(OptionRight.Put, Forward, strike, p, 0.2, 0.98));
        }
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(40)]
    [InlineData(1000)]
    [InlineData(90_000)]
    public void Any_number_of_jumps_gives_a_price_between_its_bounds(double expected)
    {
        // The same variance in ever smaller jumps: in the limit a diffusion.
        var p = new MertonParameters(0.2, expected, 0, 0.5 / Math.Sqrt(Math.Max(expected, 1)));
        var price = Merton.Price(OptionRight.Call, Forward, 120, p, 1);
        Assert.InRange(price, 0, Forward);
        if (expected > 500)
        {
            var vol = Math.Sqrt(0.04 + 0.25);
            Assert.Equal(Black76.Price(OptionRight.Call, Forward, 120, vol, 1), price, 0.05);
        }
    }

    [Theory]
    [InlineData(0.5, 8, -0.06, 0.12, 0.1)]
    [InlineData(0.9, 40, 0.02, 0.04, 0.02)]
    [InlineData(0.2, 0.5, -0.3, 0.3, 1.5)]
    public void Greeks_are_derivatives(double vol, double intensity, double mean, double size, double years)
    {
        const double rate = 0.05;
        var p = new MertonParameters(vol, intensity, mean, size);
        foreach (var right in new[] { OptionRight.Call, OptionRight.Put })
        {
            foreach (var m in new[] { -1.5, 0, 1 })
            {
                var strike = Strike(p, years, m);
                Greeks At(double f, double v, double t) =>
                    Merton.All(right, f, strike, p with { Vol = v }, t, Math.Exp(-rate * t));
                var g = At(Forward, vol, years);
                Same(g.Delta, Slope(f => At(f, vol, years).Price, Forward, 0.2), 1);
                Same(g.Gamma, Slope(f => At(f, vol, years).Delta, Forward, 0.2), 0.1);
                Same(g.Vega, Slope(v => At(Forward, v, years).Price, vol, 2e-3 * vol), Forward);
                Same(g.Theta, -Slope(t => At(Forward, vol, t).Price, years, 2e-3 * years), Forward / years);
                Same(g.Rho, -years * g.Price, Forward);
                Same(g.Vanna, Slope(v => At(Forward, v, years).Delta, vol, 2e-3 * vol), 1 / vol);
                Same(g.Volga, Slope(v => At(Forward, v, years).Vega, vol, 2e-3 * vol), Forward / vol);
            }
        }
    }

    [Theory]
    [InlineData(-0.1, 1, 0, 0.1)]
    [InlineData(0.5, -1, 0, 0.1)]
    [InlineData(0.5, 1, 0, -0.1)]
    [InlineData(0.5, double.NaN, 0, 0.1)]
    [InlineData(0.5, 1e9, 0, 0.1)]
    [InlineData(0.5, 5, -800, 0.1)]
    public void Outside_the_domain_there_is_no_number(double vol, double intensity, double mean, double size)
    {
        var p = new MertonParameters(vol, intensity, mean, size);
        Assert.True(double.IsNaN(Merton.Price(OptionRight.Call, Forward, 90, p, 0.5)));
    }

    private static OptionRight Side(bool isCall) => isCall ? OptionRight.Call : OptionRight.Put;

    private static double Strike(in MertonParameters p, double years, double deviations) =>
        Forward * Math.Exp(deviations * p.TotalVol * Math.Sqrt(years));

    private static double Plain(OptionRight right, double strike, in MertonParameters p, double years)
    {
        var (jumps, growth) = (p.JumpIntensity * years, Math.Exp(p.JumpMean + p.JumpVol * p.JumpVol / 2));
        var (sum, weight) = (0.0, Math.Exp(-jumps));
        for (var n = 0; n < 400; n++)
        {
            if (n > 0) weight *= jumps / n;
            var forward = Forward * Math.Pow(growth, n) * Math.Exp(-jumps * (growth - 1));
            var vol = Math.Sqrt(p.Vol * p.Vol + n * p.JumpVol * p.JumpVol / years);
            sum += weight * Black76.Price(right, forward, strike, vol, years);
        }
        return sum;
    }

    private static double Slope(Func<double, double> f, double at, double h) =>
        (f(at - 2 * h) - 8 * f(at - h) + 8 * f(at + h) - f(at + 2 * h)) / (12 * h);

    private static void Same(double claimed, double measured, double scale) =>
        Assert.Equal(measured, claimed, 3e-7 * Math.Max(scale, Math.Abs(measured)));
}
