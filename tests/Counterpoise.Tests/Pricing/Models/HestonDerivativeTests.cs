using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;

namespace Counterpoise.Tests.Pricing.Models;

/// <summary>Greeks and parameter gradients are the derivatives they claim to be, by central differences.</summary>
public class HestonDerivativeTests
{
    private const double Rate = 0.06;

    // Differences of fourth order lose about 1e-15/step and step⁴.
    private const double Tolerance = 2e-8;

    public static TheoryData<double, double, double, double, double, double> Sets() => new()
    {
        { 0.3, 2, 0.4, 0.9, -0.4, 0.5 },
        { 0.3, 2, 0.4, 0.9, -0.4, 7 / 365.0 },
        { 0.04, 1.5, 0.06, 0.3, -0.9, 2 },
        { 1.2, 6, 0.8, 2.5, 0.6, 0.1 },
        { 0.09, 0.3, 0.5, 1.5, 0.3, 5 },
        { 0.5, 12, 0.3, 4, -0.95, 1 },
        { 0.25, 1, 0.25, 0.06, 0.5, 0.25 },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void Greeks_are_derivatives(double v0, double kappa, double theta, double sigma, double rho, double years)
    {
        var parameters = new HestonParameters(v0, kappa, theta, sigma, rho);
        var deviation = Math.Sqrt(parameters.TotalVariance(years));
        var discount = Math.Exp(-Rate * years);
        foreach (var right in new[] { OptionRight.Call, OptionRight.Put })
        {
            foreach (var m in new[] { -2.0, -0.7, 0, 0.4, 1.5 })
            {
                var (f, k) = (100.0, 100 * Math.Exp(m * deviation));
                double Of(double forward, double vol, double time, double rate) => Heston.Price(
                    right, forward, k, parameters with { V0 = vol * vol }, time, Math.Exp(-rate * time));
                Greeks Near(double forward, double vol) => Heston.All(
                    right, forward, k, parameters with { V0 = vol * vol }, years, discount);
                var (vol, money) = (Math.Sqrt(v0), 0.005 * f * Math.Min(1, deviation));
                var greeks = Near(f, vol);
                Same(greeks.Price, Of(f, vol, years, Rate), 0);
                Same(greeks.Delta, Slope(u => Of(u, vol, years, Rate), f, money), Tolerance);
                Same(greeks.Gamma, Slope(u => Near(u, vol).Delta, f, money), Tolerance / (f * deviation));
                Same(greeks.Vega, Slope(u => Of(f, u, years, Rate), vol, 0.005 * vol), Tolerance * f);
                Same(greeks.Vanna, Slope(u => Near(f, u).Delta, vol, 0.005 * vol), Tolerance / vol);
                Same(greeks.Volga, Slope(u => Near(f, u).Vega, vol, 0.005 * vol), Tolerance * f / vol);
                Same(greeks.Theta, -Slope(u => Of(f, vol, u, Rate), years, 0.005 * years), Tolerance * f / years);
                Same(greeks.Rho, Slope(u => Of(f, vol, years, u), Rate, 0.001), Tolerance * f * years);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_gradient_is_the_derivative_in_each_parameter(
        double v0, double kappa, double theta, double sigma, double rho, double years)
    {
        var parameters = new HestonParameters(v0, kappa, theta, sigma, rho);
        var deviation = Math.Sqrt(parameters.TotalVariance(years));
        var strikes = Enumerable.Range(0, 21).Select(i => 100 * Math.Exp((i - 10) * 0.3 * deviation)).ToArray();
        var signs = strikes.Select((_, i) => i % 2 == 0 ? 1.0 : -1).ToArray();
        double[] Prices(HestonParameters p)
        {
            var prices = new double[strikes.Length];
            BatchHeston.Price(new(100, years, signs, strikes), p, prices);
            return prices;
        }
        var priced = new double[strikes.Length];
        var jacobian = new double[HestonParameters.Count * strikes.Length];
        BatchHeston.PriceAndGradient(new(100, years, signs, strikes), parameters, priced, jacobian);
        Assert.Equal(Prices(parameters), priced);
        double[] at = [v0, kappa, theta, sigma, rho];
        for (var k = 0; k < at.Length; k++)
        {
            var step = k == 4 ? 0.004 * (1 - Math.Abs(rho)) : 0.004 * at[k];
            double[] Moved(double by)
            {
                var p = at.ToArray();
                p[k] += by;
                return Prices(new(p[0], p[1], p[2], p[3], p[4]));
            }
            var (a, b, c, d) = (Moved(-2 * step), Moved(-step), Moved(step), Moved(2 * step));
            for (var i = 0; i < strikes.Length; i++)
            {
                var slope = (a[i] - 8 * b[i] + 8 * c[i] - d[i]) / (12 * step);
                Assert.Equal(slope, jacobian[5 * i + k], 1e-8 * 100 * Math.Max(1, 1e-4 / step));
            }
        }
    }

    private static double Slope(Func<double, double> f, double x, double h) =>
        (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h);

    private static void Same(double actual, double expected, double tolerance) =>
        Assert.InRange(actual - expected, -tolerance, tolerance);
}
