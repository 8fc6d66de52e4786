using Counterpoise.Instruments;
using Counterpoise.Pricing;
using CsCheck;

namespace Counterpoise.Tests.Pricing;

/// <summary>The pricers are total functions: exact at the edges, NaN outside, never an exception.</summary>
public class EdgeOfDomainTests
{
    private static readonly double[] Odd =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, -1, 1, 100, double.Epsilon, 1e-310,
        1e-200, 1e-20, 0.5, 1e20, 1e100,
    ];

    [Fact]
    public void A_strike_of_zero_makes_the_call_a_forward()
    {
        Assert.Equal(
            new Greeks(1050, 0.875, 0, 0, -Math.Log(0.875) * 1050, -1050, 0, 0),
            Black76.All(OptionRight.Call, 1200, 0, 3, 1, 0.875));
        Assert.Equal(0, Black76.Price(OptionRight.Put, 1200, 0, 3, 1, 0.875));
        Assert.Equal(1, CoinSettled.Price(OptionRight.Call, 1200, 0, 3, 1));
    }

    [Fact]
    public void A_forward_of_zero_makes_the_put_a_bond()
    {
        Assert.Equal(1050, Black76.Price(OptionRight.Put, 0, 1200, 3, 1, 0.875));
        Assert.Equal(-0.875, Black76.Delta(OptionRight.Put, 0, 1200, 3, 1, 0.875));
        Assert.Equal(0, Black76.Price(OptionRight.Call, 0, 1200, 3, 1, 0.875));
        Assert.Equal(0, Black76.Gamma(OptionRight.Call, 0, 1200, 3, 1, 0.875));
        Assert.True(double.IsNaN(CoinSettled.Price(OptionRight.Call, 0, 1200, 3, 1)));
    }

    [Theory]
    [InlineData(24.5)]
    [InlineData(1e3)]
    [InlineData(1e150)]
    public void A_boundless_volatility_gives_the_leg_received(double vol)
    {
        Assert.Equal(95, Black76.Price(OptionRight.Call, 100, 60, vol, 1, 0.95), 1e-12);
        Assert.Equal(57, Black76.Price(OptionRight.Put, 100, 60, vol, 1, 0.95), 1e-12);
        Assert.Equal(0, Black76.Vega(OptionRight.Put, 100, 60, vol, 1, 0.95), 1e-12);
    }

    [Theory]
    [InlineData(100, 120)]
    [InlineData(100, 80)]
    [InlineData(100, 100.00000000000001)]
    public void A_vanishing_volatility_gives_intrinsic(double f, double k)
    {
        foreach (var vol in new[] { 0, double.Epsilon, 1e-300, 1e-30 })
        {
            var greeks = Black76.All(OptionRight.Call, f, k, vol, 1, 0.9);
            Assert.Equal(0.9 * Math.Max(f - k, 0), greeks.Price, 1e-15);
            Assert.Equal(f > k ? 0.9 : 0, greeks.Delta);
            Assert.Equal((0, 0, 0, 0), (greeks.Gamma, greeks.Vega, greeks.Vanna, greeks.Volga));
        }
    }

    [Fact]
    public void At_the_money_the_price_is_linear_in_a_tiny_volatility() =>
        Assert.Equal(100 * 1e-12 / Math.Sqrt(2 * Math.PI), Black76.Price(OptionRight.Put, 100, 100, 1e-12, 1), 1e-26);

    [Theory]
    [InlineData(double.NaN, 100, 0.5, 1, 1)]
    [InlineData(100, double.NaN, 0.5, 1, 1)]
    [InlineData(100, 100, double.NaN, 1, 1)]
    [InlineData(100, 100, 0.5, double.NaN, 1)]
    [InlineData(100, 100, 0.5, 1, double.NaN)]
    [InlineData(-1, 100, 0.5, 1, 1)]
    [InlineData(100, -1, 0.5, 1, 1)]
    [InlineData(100, 100, -0.5, 1, 1)]
    [InlineData(100, 100, 0.5, 1, 0)]
    [InlineData(100, 100, 0.5, 1, -1)]
    [InlineData(double.PositiveInfinity, 100, 0.5, 1, 1)]
    [InlineData(100, 100, 0.5, double.PositiveInfinity, 1)]
    [InlineData(100, 100, double.NaN, 0, 1)]
    [InlineData(100, 100, double.NaN, -1, 1)]
    public void Outside_the_domain_every_value_is_NaN(double f, double k, double vol, double t, double d)
    {
        foreach (var value in Values(Black76.All(OptionRight.Call, f, k, vol, t, d)))
        {
            Assert.True(double.IsNaN(value));
        }
    }

    [Fact]
    public void Inside_the_domain_prices_are_numbers_and_no_argument_throws()
    {
        var odd = Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]);
        Gen.Select(odd, odd, odd, odd, odd).Sample((f, k, vol, t, d) =>
        {
            var greeks = Black76.All(OptionRight.Put, f, k, vol, t, d);
            var coin = CoinSettled.All(OptionRight.Call, f, k, vol, t);
            BlackScholes.All(OptionRight.Call, f, k, vol, t, d, -d);
            bool Holds(double v) => double.IsFinite(v) && v >= 0;
            var inside = Holds(f) && Holds(k) && Holds(vol) && double.IsFinite(t);
            // A coin price is in units of the forward: K/F must be a number.
            Assert.Equal(inside && f > 0 && double.IsFinite(k / f), !double.IsNaN(coin.Price));
            Assert.Equal(inside && Holds(d) && d > 0, !double.IsNaN(greeks.Price));
        });
    }

    private static double[] Values(Greeks g) =>
        [g.Price, g.Delta, g.Gamma, g.Vega, g.Theta, g.Rho, g.Vanna, g.Volga];
}
