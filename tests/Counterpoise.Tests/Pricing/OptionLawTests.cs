using Counterpoise.Instruments;
using Counterpoise.Pricing;
using CsCheck;

namespace Counterpoise.Tests.Pricing;

/// <summary>Laws that hold between prices of all three models, on random contracts.</summary>
public class OptionLawTests
{
    private static readonly Gen<(double F, double K, double Vol, double T, double D)> Contracts =
        from f in Gen.Double[0.01, 1e6]
        from share in Gen.Double[0, 1]
        from vol in Gen.Double[0.05, 3]
        from t in Gen.Double[0.001, 3]
        from d in Gen.Double[0.5, 1]
        select (f, Strike(f, ((2 * share) - 1) * 20 * vol * Math.Sqrt(t)), vol, t, d);

    [Fact]
    public void Put_call_parity_holds() => Contracts.Sample(c =>
    {
        var call = Black76.Price(OptionRight.Call, c.F, c.K, c.Vol, c.T, c.D);
        var put = Black76.Price(OptionRight.Put, c.F, c.K, c.Vol, c.T, c.D);
        AssertClose(c.D * (c.F - c.K), call - put, 6e-16 * (call + put));
    });

    [Fact]
    public void Call_and_put_deltas_differ_by_the_discount() => Contracts.Sample(c =>
    {
        var call = Black76.All(OptionRight.Call, c.F, c.K, c.Vol, c.T, c.D);
        var put = Black76.All(OptionRight.Put, c.F, c.K, c.Vol, c.T, c.D);
        AssertClose(c.D, call.Delta - put.Delta, 6e-16);
        Assert.Equal((call.Gamma, call.Vega, call.Vanna, call.Volga), (put.Gamma, put.Vega, put.Vanna, put.Volga));
    });

    [Fact]
    public void The_price_lies_between_intrinsic_and_the_leg_received() => Contracts.Sample(c =>
    {
        var call = Black76.Price(OptionRight.Call, c.F, c.K, c.Vol, c.T, c.D);
        Assert.InRange(call, Math.Max(c.D * (c.F - c.K), 0) * (1 - 4e-16), c.D * c.F * (1 + 4e-16));
    });

    [Fact]
    public void The_price_rises_with_volatility() => Contracts.Sample(c =>
    {
        var low = Black76.Price(OptionRight.Call, c.F, c.K, c.Vol, c.T, c.D);
        var high = Black76.Price(OptionRight.Call, c.F, c.K, c.Vol * 1.001, c.T, c.D);
        Assert.True(high >= low, $"{low} {high}");
    });

    [Fact]
    public void A_call_is_the_put_with_forward_and_strike_exchanged() => Contracts.Sample(c => Assert.Equal(
        Black76.Price(OptionRight.Call, c.F, c.K, c.Vol, c.T, c.D),
        Black76.Price(OptionRight.Put, c.K, c.F, c.Vol, c.T, c.D)));

    [Fact]
    public void Prices_scale_with_the_currency_bit_for_bit() => Contracts.Sample(c => Assert.Equal(
        Black76.Price(OptionRight.Put, c.F, c.K, c.Vol, c.T, c.D) * 1024,
        Black76.Price(OptionRight.Put, c.F * 1024, c.K * 1024, c.Vol, c.T, c.D)));

    [Fact]
    public void The_coin_price_is_the_undiscounted_price_over_the_forward() => Contracts.Sample(c =>
    {
        foreach (var right in new[] { OptionRight.Call, OptionRight.Put })
        {
            var coin = CoinSettled.All(right, c.F, c.K, c.Vol, c.T);
            var linear = Black76.All(right, c.F, c.K, c.Vol, c.T);
            AssertClose(linear.Price / c.F, coin.Price, 2e-15 * coin.Price);
            AssertClose(linear.Delta - coin.Price, coin.Delta, 4e-15 * (1 + coin.Price));
            AssertClose(linear.Vega / c.F, coin.Vega, 2e-15 * coin.Vega);
            AssertClose(linear.Theta / c.F, coin.Theta, 2e-15 * -coin.Theta);
            Assert.Equal(0, coin.Rho);
        }
    });

    [Fact]
    public void Black_Scholes_is_Black_76_at_the_forward_of_the_spot() => Contracts.Sample(c =>
    {
        var rate = -Math.Log(c.D) / c.T;
        const double Yield = 0.03;
        var spot = c.F * Math.Exp((Yield - rate) * c.T);
        foreach (var right in new[] { OptionRight.Call, OptionRight.Put })
        {
            var linear = Black76.All(right, c.F, c.K, c.Vol, c.T, c.D);
            var carried = BlackScholes.All(right, spot, c.K, c.Vol, c.T, rate, Yield);
            AssertClose(linear.Price, carried.Price, 1e-12 * (c.F + c.K));
            AssertClose(linear.Delta * c.F / spot, carried.Delta, 1e-12 * c.F / spot);
            AssertClose(linear.Vega, carried.Vega, 1e-12 * c.F);
        }
    });

    [Fact]
    public void All_returns_what_the_single_verbs_return() => Contracts.Sample(c =>
    {
        var (f, k, vol, t, d) = c;
        const OptionRight Right = OptionRight.Put;
        Assert.Equal(
            Black76.All(Right, f, k, vol, t, d),
            new Greeks(
                Black76.Price(Right, f, k, vol, t, d),
                Black76.Delta(Right, f, k, vol, t, d),
                Black76.Gamma(Right, f, k, vol, t, d),
                Black76.Vega(Right, f, k, vol, t, d),
                Black76.Theta(Right, f, k, vol, t, d),
                Black76.Rho(Right, f, k, vol, t, d),
                Black76.Vanna(Right, f, k, vol, t, d),
                Black76.Volga(Right, f, k, vol, t, d)));
        Assert.Equal(
            CoinSettled.All(Right, f, k, vol, t),
            new Greeks(
                CoinSettled.Price(Right, f, k, vol, t),
                CoinSettled.Delta(Right, f, k, vol, t),
                CoinSettled.Gamma(Right, f, k, vol, t),
                CoinSettled.Vega(Right, f, k, vol, t),
                CoinSettled.Theta(Right, f, k, vol, t),
                CoinSettled.Rho(Right, f, k, vol, t),
                CoinSettled.Vanna(Right, f, k, vol, t),
                CoinSettled.Volga(Right, f, k, vol, t)));
        Assert.Equal(
            BlackScholes.All(Right, f, k, vol, t, 0.05, 0.01),
            new Greeks(
                BlackScholes.Price(Right, f, k, vol, t, 0.05, 0.01),
                BlackScholes.Delta(Right, f, k, vol, t, 0.05, 0.01),
                BlackScholes.Gamma(Right, f, k, vol, t, 0.05, 0.01),
                BlackScholes.Vega(Right, f, k, vol, t, 0.05, 0.01),
                BlackScholes.Theta(Right, f, k, vol, t, 0.05, 0.01),
                BlackScholes.Rho(Right, f, k, vol, t, 0.05, 0.01),
                BlackScholes.Vanna(Right, f, k, vol, t, 0.05, 0.01),
                BlackScholes.Volga(Right, f, k, vol, t, 0.05, 0.01)));
    });

    // Within twenty deviations, above the subnormal prices, and within a factor e³ of the forward.
    private static double Strike(double forward, double logMoneyness) =>
        forward * Math.Exp(Math.Clamp(logMoneyness, -3, 3));

    private static void AssertClose(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{actual} is not {expected} within {tolerance}");
}
