using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Tests.Pricing.Surfaces;

/// <summary>What users of other libraries complain of, one test each.</summary>
public class ComplaintTests
{
    // "Implied volatility raises below intrinsic, returns nan, or a floor of 0.1 %."
    [Fact]
    public void Deep_and_cheap_options_have_an_outcome_and_never_a_floor()
    {
        const double forward = 77_000;
        var seen = new HashSet<ImpliedVolOutcome>();
        foreach (var strike in new[] { 5_000.0, 20_000, 60_000, 77_000, 120_000, 300_000, 900_000 })
        {
            foreach (var years in new[] { 1e-4, 0.003, 0.1, 1 })
            {
                foreach (var vol in new[] { 0.0002, 0.05, 0.4, 1.5, 6 })
                {
                    foreach (var right in new[] { OptionRight.Call, OptionRight.Put })
                    {
                        var inMoney = Black76.Price(right, forward, strike, vol, years);
                        var inCoin = CoinSettled.Price(right, forward, strike, vol, years);
                        seen.Add(Check(ImpliedVol.Solve(right, inMoney, forward, strike, years), vol));
                        seen.Add(Check(ImpliedVol.SolveCoinSettled(right, inCoin, forward, strike, years), vol));
                    }
                }
            }
        }
        Assert.Equal([ImpliedVolOutcome.Solved, ImpliedVolOutcome.AtIntrinsic], seen.Order());
    }

    [Theory]
    [InlineData(0.1, ImpliedVolOutcome.BelowIntrinsic)]
    [InlineData(-0.01, ImpliedVolOutcome.BelowIntrinsic)]
    [InlineData(1.2, ImpliedVolOutcome.AboveMaximum)]
    [InlineData(double.NaN, ImpliedVolOutcome.NotFinite)]
    public void Prices_no_volatility_gives_say_so(double price, ImpliedVolOutcome expected)
    {
        var inCoin = ImpliedVol.SolveCoinSettled(OptionRight.Call, price, 77_000, 40_000, 0.1);
        var inMoney = ImpliedVol.Solve(OptionRight.Call, price * 77_000, 77_000, 40_000, 0.1);
        Assert.Equal((expected, expected), (inCoin.Outcome, inMoney.Outcome));
    }

    // "The SVI fit breaks on far strikes at the least price and in the last days."
    [Fact]
    public void Far_strikes_at_the_least_price_on_the_last_days_keep_Lees_bounds()
    {
        static Quote Cabinet(Quote q) => q.Mark < 1e-3 ? q with { Bid = 1e-4, Ask = 1e-3, Vol = null } : q;
        foreach (var days in new[] { 0.8, 1, 2, 4 })
        {
            foreach (var weights in Enum.GetValues<QuoteWeights>())
            {
                var options = new SurfaceFitOptions { Weights = weights };
                var market = Chains.Market([(days, 77_000)], edit: Cabinet);
                var smile = Assert.Single(SurfaceFit.Fit(market, Chains.Coin, options).Smiles);
                Assert.InRange(smile.Svi.LeftSlope, 0, 2);
                Assert.InRange(smile.Svi.RightSlope, 0, 2);
                Assert.Empty(Curves.Check(smile.Svi).Butterfly());
                Assert.InRange(smile.Vol(0), 0.4, 0.7);
            }
        }
    }

    // "There is no arbitrage-free SVI fit for .NET."
    [Fact]
    public void Crossed_and_kinked_quotes_give_a_surface_without_arbitrage()
    {
        ExpiryQuotes[] quotes =
        [
            Chains.Expiry(7, Chains.Strikes(0.01, 21), k => 0.9 + 2 * Math.Abs(k)),
            Chains.Expiry(14, Chains.Strikes(0.01, 21), k => 0.5 + 3 * Math.Max(-k, 0)),
            Chains.Expiry(30, Chains.Strikes(0.03, 21), k => 0.6 + 0.5 * k),
        ];
        var surface = SurfaceFit.Fit(Chains.Coin, Chains.Time, quotes);
        Assert.NotEmpty(Curves.Violations(
            surface with { Smiles = [.. surface.Smiles.Select(s => s with { Svi = s.Alone })] }));
        Assert.Empty(Curves.Violations(surface));
        Assert.Contains(surface.Smiles, s => s.Kind == FitKind.Repaired);
    }

    // "Is vega per point, theta per day, delta of the coin premium-adjusted?": per unit and year; and yes.
    [Fact]
    public void Greeks_are_per_unit_and_the_delta_of_a_coin_option_is_that_of_Black_less_its_price()
    {
        const double h = 1e-5, forward = 77_000, vol = 0.55, years = 0.2;
        foreach (var right in new[] { OptionRight.Call, OptionRight.Put })
        {
            foreach (var strike in new[] { 60_000.0, 77_000, 95_000 })
            {
                double Price(double f, double v, double t) => CoinSettled.Price(right, f, strike, v, t);
                var all = CoinSettled.All(right, forward, strike, vol, years);
                var black = Black76.All(right, forward, strike, vol, years);
                Assert.Equal(black.Delta - all.Price, all.Delta, 1e-14);
                var vega = (Price(forward, vol + h, years) - Price(forward, vol - h, years)) / (2 * h);
                Assert.Equal(vega, all.Vega, 1e-8);
                var theta = (Price(forward, vol, years - h) - Price(forward, vol, years + h)) / (2 * h);
                Assert.Equal(theta, all.Theta, 1e-8);
                // What a coin option gains in dollars' worth of coin: F·∂(price)/∂F.
                var delta = (Price(forward * (1 + h), vol, years) - Price(forward * (1 - h), vol, years)) / (2 * h);
                Assert.Equal(delta, all.Delta, 1e-8);
            }
        }
    }

    // Solved it reproduces the volatility as well as its price tells; else the price holds nothing but a bound.
    private static ImpliedVolOutcome Check(ImpliedVolResult result, double vol)
    {
        if (result.IsSolved)
        {
            var bound = 4 * result.RelativeUncertainty + 1e-12;
            Assert.True(Math.Abs(result.Vol / vol - 1) <= bound, $"{result} for {vol}");
        }
        else if (result.Outcome is ImpliedVolOutcome.AtIntrinsic)
        {
            Assert.True(result.Vol > 0, $"{result} for {vol}");
        }
        return result.Outcome;
    }
}
