using Counterpoise.Instruments;
using Counterpoise.Pricing;

namespace Counterpoise.Tests.Pricing;

/// <summary>Every Greek is the derivative it claims to be, by central differences of fourth order.</summary>
public class FiniteDifferenceTests
{
    private const double Tolerance = 1e-7;
    private const double Strike = 100;

    public static TheoryData<OptionRight, double, double> Contracts()
    {
        var rows = new TheoryData<OptionRight, double, double>();
        foreach (var right in new[] { OptionRight.Call, OptionRight.Put })
        {
            foreach (var totalVol in new[] { 0.02, 0.3, 1, 3 })
            {
                foreach (var deviations in new[] { -3, -1, -0.2, 0, 0.3, 1.5, 3 })
                {
                    rows.Add(right, totalVol, deviations);
                }
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Black_76_Greeks_are_derivatives(OptionRight right, double totalVol, double deviations)
    {
        const double T = 0.7;
        const double Rate = 0.06;
        var d = Math.Exp(-Rate * T);
        var f = Strike * Math.Exp(deviations * totalVol);
        var vol = totalVol / Math.Sqrt(T);
        var money = 0.01 * f * Math.Min(totalVol, 0.3);
        var greeks = Black76.All(right, f, Strike, vol, T, d);
        AssertDerivative(u => Black76.Price(right, u, Strike, vol, T, d), f, money, greeks.Delta, d);
        AssertDerivative(u => Black76.Delta(right, u, Strike, vol, T, d), f, money, greeks.Gamma, 1 / (f * totalVol));
        AssertDerivative(u => Black76.Price(right, f, Strike, u, T, d), vol, 0.01 * vol, greeks.Vega, f);
        AssertDerivative(
            u => -Black76.Price(right, f, Strike, vol, u, Math.Exp(-Rate * u)), T, 0.01 * T, greeks.Theta, f + Strike);
        AssertDerivative(
            u => Black76.Price(right, f, Strike, vol, T, Math.Exp(-u * T)), Rate, 0.01, greeks.Rho, f + Strike);
        AssertDerivative(u => Black76.Delta(right, f, Strike, u, T, d), vol, 0.01 * vol, greeks.Vanna, 1 / vol);
        AssertDerivative(u => Black76.Vega(right, f, Strike, u, T, d), vol, 0.004 * vol, greeks.Volga, f / vol);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Coin_Greeks_are_derivatives_in_the_logarithm_of_the_forward(
        OptionRight right, double totalVol, double deviations)
    {
        const double T = 0.3;
        var x = deviations * totalVol;
        var f = Strike * Math.Exp(x);
        var vol = totalVol / Math.Sqrt(T);
        var scale = 1 + (Strike / f);
        var step = 0.01 * totalVol;
        double Forward(double logarithm) => Strike * Math.Exp(logarithm);
        var greeks = CoinSettled.All(right, f, Strike, vol, T);
        AssertDerivative(u => CoinSettled.Price(right, Forward(u), Strike, vol, T), x, step, greeks.Delta, scale);
        AssertDerivative(
            u => CoinSettled.Delta(right, Forward(u), Strike, vol, T), x, step, greeks.Gamma, scale / totalVol);
        AssertDerivative(u => CoinSettled.Price(right, f, Strike, u, T), vol, 0.01 * vol, greeks.Vega, scale);
        AssertDerivative(u => -CoinSettled.Price(right, f, Strike, vol, u), T, 0.01 * T, greeks.Theta, scale);
        AssertDerivative(u => CoinSettled.Delta(right, f, Strike, u, T), vol, 0.01 * vol, greeks.Vanna, scale / vol);
        AssertDerivative(u => CoinSettled.Vega(right, f, Strike, u, T), vol, 0.004 * vol, greeks.Volga, scale / vol);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Black_Scholes_Greeks_are_derivatives(OptionRight right, double totalVol, double deviations)
    {
        const double T = 0.4;
        const double R = 0.05;
        const double Q = 0.02;
        var s = Strike * Math.Exp(deviations * totalVol);
        var vol = totalVol / Math.Sqrt(T);
        var step = 0.01 * s * Math.Min(totalVol, 0.3);
        var sum = s + Strike;
        var greeks = BlackScholes.All(right, s, Strike, vol, T, R, Q);
        AssertDerivative(u => BlackScholes.Price(right, u, Strike, vol, T, R, Q), s, step, greeks.Delta, 1);
        AssertDerivative(
            u => BlackScholes.Delta(right, u, Strike, vol, T, R, Q), s, step, greeks.Gamma, 1 / (s * totalVol));
        AssertDerivative(u => BlackScholes.Price(right, s, Strike, u, T, R, Q), vol, 0.01 * vol, greeks.Vega, s);
        AssertDerivative(u => -BlackScholes.Price(right, s, Strike, vol, u, R, Q), T, 0.01 * T, greeks.Theta, sum);
        AssertDerivative(
            u => BlackScholes.Price(right, s, Strike, vol, T, u, Q), R, 0.01 * totalVol, greeks.Rho, sum);
        AssertDerivative(
            u => BlackScholes.Price(right, s, Strike, vol, T, R, u),
            Q,
            0.01 * totalVol,
            BlackScholes.DividendRho(right, s, Strike, vol, T, R, Q),
            sum);
        AssertDerivative(u => BlackScholes.Delta(right, s, Strike, u, T, R, Q), vol, 0.01 * vol, greeks.Vanna, 1 / vol);
        AssertDerivative(u => BlackScholes.Vega(right, s, Strike, u, T, R, Q), vol, 0.004 * vol, greeks.Volga, s / vol);
    }

    [Theory]
    [InlineData(OptionRight.Call, 90, 0)]
    [InlineData(OptionRight.Call, 100, 0)]
    [InlineData(OptionRight.Call, 120, 0)]
    [InlineData(OptionRight.Put, 90, 0)]
    [InlineData(OptionRight.Put, 100, 0)]
    [InlineData(OptionRight.Put, 120, 0)]
    [InlineData(OptionRight.Call, 90, -1)]
    [InlineData(OptionRight.Call, 100, -1)]
    [InlineData(OptionRight.Put, 120, -1)]
    public void At_and_after_expiry_Greeks_are_derivatives_of_the_payoff(OptionRight right, double f, double years)
    {
        var greeks = Black76.All(right, f, Strike, 0.5, years);
        var up = Black76.Price(right, f + 1, Strike, 0.5, years);
        var down = Black76.Price(right, f - 1, Strike, 0.5, years);
        Assert.Equal(Math.Max((right == OptionRight.Call ? 1 : -1) * (f - Strike), 0), greeks.Price);
        Assert.Equal((up - down) / 2, greeks.Delta);
        Assert.Equal(greeks.Price, Black76.Price(right, f, Strike, 0.6, years));
        Assert.Equal(greeks.Price, Black76.Price(right, f, Strike, 0.5, years - 1));
        Assert.Equal(greeks, new(greeks.Price, greeks.Delta, 0, 0, 0, 0, 0, 0));
        var coin = CoinSettled.All(right, f, Strike, 0.5, years);
        Assert.Equal(greeks.Price / f, coin.Price, 1e-16);
        Assert.Equal(greeks.Delta - (greeks.Price / f), coin.Delta, 1e-15);
        Assert.Equal(coin, new(coin.Price, coin.Delta, -coin.Delta, 0, 0, 0, 0, 0));
        var spot = BlackScholes.All(right, f, Strike, 0.5, years, 0.05, 0.02);
        Assert.Equal(spot, new(greeks.Price, greeks.Delta, 0, 0, 0, 0, 0, 0));
    }

    // f′(x) ≈ (f(x − 2h) − 8f(x − h) + 8f(x + h) − f(x + 2h))/12h, against a tolerance on the scale of the Greek.
    private static void AssertDerivative(Func<double, double> f, double x, double h, double claimed, double scale)
    {
        var measured = (f(x - (2 * h)) - (8 * f(x - h)) + (8 * f(x + h)) - f(x + (2 * h))) / (12 * h);
        Assert.True(Math.Abs(measured - claimed) <= Tolerance * scale, $"{claimed} against {measured}, scale {scale}");
    }
}
