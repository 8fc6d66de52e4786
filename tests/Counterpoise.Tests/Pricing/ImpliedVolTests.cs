using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.Tests.Pricing.HighPrecision;
using CsCheck;

namespace Counterpoise.Tests.Pricing;

public class ImpliedVolTests
{
    private static readonly OptionRight[] Rights = [OptionRight.Call, OptionRight.Put];

    [Fact]
    public void Out_of_the_money_prices_return_their_volatility()
    {
        foreach (var (f, k, vol, t, d) in StressGrid())
        {
            var right = k >= f ? OptionRight.Call : OptionRight.Put;
            AssertSolves(ImpliedVol.Solve(right, Black76.Price(right, f, k, vol, t, d), f, k, t, d), vol);
            AssertSolves(
                ImpliedVol.SolveCoinSettled(right, CoinSettled.Price(right, f, k, vol, t), f, k, t), vol);
        }
    }

    [Fact]
    public void In_the_money_prices_return_their_volatility_as_far_as_their_digits_hold_it()
    {
        foreach (var (f, k, vol, t, d) in StressGrid())
        {
            var right = k >= f ? OptionRight.Put : OptionRight.Call;
            var result = ImpliedVol.Solve(right, Black76.Price(right, f, k, vol, t, d), f, k, t, d);
            if (result.Outcome == ImpliedVolOutcome.AtIntrinsic)
            {
                Assert.True(result.Vol >= vol * (1 - 1e-12), $"{f} {k} {vol}: {result}");
            }
            else if (result.Outcome == ImpliedVolOutcome.AtMaximum)
            {
                Assert.True(result.Vol <= vol * (1 + 1e-12), $"{f} {k} {vol}: {result}");
            }
            else if (result.RelativeUncertainty < 1e-3)
            {
                AssertSolves(result, vol);
            }
        }
    }

    [Fact]
    public void The_volatility_is_the_exact_root_to_its_last_digits()
    {
        var worst = 0.0;
        for (var index = 0; index < 3000; index++)
        {
            var p = index % 3 == 0 ? AccuracyPoints.Far(2_000_000 + index) : AccuracyPoints.Near(2_000_000 + index);
            foreach (var right in Rights)
            {
                var price = Black76.Price(right, p.Forward, p.Strike, p.Vol, p.Years, p.Discount);
                var result = ImpliedVol.Solve(right, price, p.Forward, p.Strike, p.Years, p.Discount);
                if (result.IsSolved)
                {
                    var exact = new Black76Reference(p.Forward, p.Strike, result.Vol, p.Years, p.Discount);
                    var side = right == OptionRight.Call ? exact.Call : exact.Put;
                    worst = Math.Max(worst, Math.Abs(((side.Price - price) / (side.Vega * result.Vol)).ToDouble()));
                }
            }
        }

        Assert.True(worst <= 2e-15, $"{worst}");
    }

    [Fact]
    public void The_volatility_reprices_the_quote() => (
        from share in Gen.Double[0.001, 0.999]
        from x in Gen.Double[-4, 4]
        from t in Gen.Double[0.001, 3]
        from put in Gen.Bool
        select (share, x, t, right: put ? OptionRight.Put : OptionRight.Call)).Sample(q =>
        {
            const double F = 100;
            var k = F * Math.Exp(q.x);
            var intrinsic = Math.Max(q.right == OptionRight.Call ? F - k : k - F, 0);
            var price = intrinsic + (q.share * Math.Min(F, k));
            var result = ImpliedVol.Solve(q.right, price, F, k, q.t);
            Assert.Equal(ImpliedVolOutcome.Solved, result.Outcome);
            Assert.Equal(price, Black76.Price(q.right, F, k, result.Vol, q.t), 4e-14 * price);
        });

    [Theory]
    [InlineData(1e-9, 100, 100, 1)]
    [InlineData(1e-4, 100, 100, 1)]
    [InlineData(1e-5, 100, 100.001, 1)]
    [InlineData(12, 100, 100, 1)]
    [InlineData(15, 100, 2000, 1)]
    [InlineData(3, 1e-200, 2e-200, 1)]
    [InlineData(3, 1e200, 2e200, 1)]
    [InlineData(20, 1e-100, 1e100, 1)]
    [InlineData(0.8, 60000, 1e6, 0.05)]
    [InlineData(500, 100, 100, 1e-5)]
    public void Tiny_and_huge_volatilities_are_found(double vol, double f, double k, double t)
    {
        var result = ImpliedVol.Solve(OptionRight.Call, Black76.Price(OptionRight.Call, f, k, vol, t), f, k, t);
        AssertSolves(result, vol);
    }

    [Theory]
    [InlineData(OptionRight.Call, 19.9, 120, 100, 1, ImpliedVolOutcome.BelowIntrinsic)]
    [InlineData(OptionRight.Put, 19.9, 80, 100, 1, ImpliedVolOutcome.BelowIntrinsic)]
    [InlineData(OptionRight.Put, -1e-300, 100, 80, 1, ImpliedVolOutcome.BelowIntrinsic)]
    [InlineData(OptionRight.Call, -1, 100, 120, 1, ImpliedVolOutcome.BelowIntrinsic)]
    [InlineData(OptionRight.Call, 20, 120, 100, 1, ImpliedVolOutcome.AtIntrinsic)]
    [InlineData(OptionRight.Put, 20, 80, 100, 1, ImpliedVolOutcome.AtIntrinsic)]
    [InlineData(OptionRight.Call, 0, 100, 120, 1, ImpliedVolOutcome.AtIntrinsic)]
    [InlineData(OptionRight.Call, 0, 100, 100, 1, ImpliedVolOutcome.AtIntrinsic)]
    [InlineData(OptionRight.Call, 100, 100, 0, 1, ImpliedVolOutcome.AtIntrinsic)]
    [InlineData(OptionRight.Call, 100, 100, 80, 1, ImpliedVolOutcome.AtMaximum)]
    [InlineData(OptionRight.Put, 80, 100, 80, 1, ImpliedVolOutcome.AtMaximum)]
    [InlineData(OptionRight.Call, 100.1, 100, 80, 1, ImpliedVolOutcome.AboveMaximum)]
    [InlineData(OptionRight.Put, 80.1, 100, 80, 1, ImpliedVolOutcome.AboveMaximum)]
    [InlineData(OptionRight.Put, 1e-300, 100, 0, 1, ImpliedVolOutcome.AboveMaximum)]
    [InlineData(OptionRight.Call, 10, 100, 100, 0, ImpliedVolOutcome.NoTime)]
    [InlineData(OptionRight.Call, 10, 100, 100, -1, ImpliedVolOutcome.NoTime)]
    [InlineData(OptionRight.Call, double.NaN, 100, 100, 1, ImpliedVolOutcome.NotFinite)]
    [InlineData(OptionRight.Call, 10, double.PositiveInfinity, 100, 1, ImpliedVolOutcome.NotFinite)]
    [InlineData(OptionRight.Call, 10, 100, 100, double.NaN, ImpliedVolOutcome.NotFinite)]
    [InlineData(OptionRight.Call, 10, -100, 100, 1, ImpliedVolOutcome.OutOfDomain)]
    [InlineData(OptionRight.Call, 10, 100, -100, 1, ImpliedVolOutcome.OutOfDomain)]
    public void A_bad_quote_has_a_name(
        OptionRight right, double price, double f, double k, double t, ImpliedVolOutcome outcome) =>
        Assert.Equal(outcome, ImpliedVol.Solve(right, price, f, k, t).Outcome);

    [Theory]
    [InlineData(OptionRight.Call, 0.49, 128, 64, 1, ImpliedVolOutcome.BelowIntrinsic)]
    [InlineData(OptionRight.Call, 0.5, 128, 64, 1, ImpliedVolOutcome.AtIntrinsic)]
    [InlineData(OptionRight.Put, 0, 128, 64, 1, ImpliedVolOutcome.AtIntrinsic)]
    [InlineData(OptionRight.Call, 1, 128, 64, 1, ImpliedVolOutcome.AtMaximum)]
    [InlineData(OptionRight.Put, 0.5, 128, 64, 1, ImpliedVolOutcome.AtMaximum)]
    [InlineData(OptionRight.Call, 1.01, 128, 64, 1, ImpliedVolOutcome.AboveMaximum)]
    [InlineData(OptionRight.Put, 0.51, 128, 64, 1, ImpliedVolOutcome.AboveMaximum)]
    [InlineData(OptionRight.Put, 0.1, 128, 64, 0, ImpliedVolOutcome.NoTime)]
    [InlineData(OptionRight.Put, double.NaN, 128, 64, 1, ImpliedVolOutcome.NotFinite)]
    [InlineData(OptionRight.Put, 0.1, 0, 64, 1, ImpliedVolOutcome.OutOfDomain)]
    [InlineData(OptionRight.Put, 0.1, -1, 64, 1, ImpliedVolOutcome.OutOfDomain)]
    public void A_bad_coin_quote_has_a_name(
        OptionRight right, double price, double f, double k, double t, ImpliedVolOutcome outcome) =>
        Assert.Equal(outcome, ImpliedVol.SolveCoinSettled(right, price, f, k, t).Outcome);

    [Fact]
    public void A_discount_must_be_positive() =>
        Assert.Equal(ImpliedVolOutcome.OutOfDomain, ImpliedVol.Solve(OptionRight.Put, 1, 100, 100, 1, 0).Outcome);

    [Theory]
    [InlineData(OptionRight.Call, 120, 100)]
    [InlineData(OptionRight.Put, 70, 100)]
    [InlineData(OptionRight.Call, 100, 5000)]
    [InlineData(OptionRight.Put, 100, 1e-3)]
    public void At_intrinsic_the_bound_parts_the_volatilities_that_show(OptionRight right, double f, double k)
    {
        var intrinsic = Black76.Price(right, f, k, 0, 1);
        var result = ImpliedVol.Solve(right, intrinsic, f, k, 1);
        Assert.Equal(ImpliedVolOutcome.AtIntrinsic, result.Outcome);
        Assert.Equal(intrinsic, Black76.Price(right, f, k, result.Vol * 0.999, 1));
        Assert.True(Black76.Price(right, f, k, result.Vol * 1.001, 1) > intrinsic);
    }

    [Theory]
    [InlineData(OptionRight.Call, 120, 100)]
    [InlineData(OptionRight.Put, 70, 100)]
    [InlineData(OptionRight.Call, 100, 5000)]
    public void At_maximum_the_bound_parts_the_volatilities_that_show(OptionRight right, double f, double k)
    {
        var maximum = right == OptionRight.Call ? f : k;
        var result = ImpliedVol.Solve(right, maximum, f, k, 1);
        Assert.Equal(ImpliedVolOutcome.AtMaximum, result.Outcome);
        Assert.Equal(maximum, Black76.Price(right, f, k, result.Vol * 1.05, 1));
        Assert.True(Black76.Price(right, f, k, result.Vol * 0.95, 1) < maximum);
    }

    [Fact]
    public void No_quote_throws_and_no_solved_quote_is_NaN()
    {
        double[] values =
        [
            double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -1, 1, 99.99999999999999, 100,
            100.00000000000001, double.Epsilon, 1e-310, 1e-200, 1e-20, 0.5, 1e20, 1e200, double.MaxValue,
        ];
        var odd = Gen.Int[0, values.Length - 1].Select(i => values[i]);
        Gen.Select(odd, odd, odd, odd, odd).Sample(
            (price, f, k, t, d) =>
            {
                foreach (var right in Rights)
                {
                    AssertWellFormed(ImpliedVol.Solve(right, price, f, k, t, d));
                    AssertWellFormed(ImpliedVol.SolveCoinSettled(right, price, f, k, t));
                }
            },
            iter: 100_000);
    }

    private static void AssertWellFormed(ImpliedVolResult result)
    {
        if (result.IsSolved)
        {
            Assert.True(result.Vol > 0 && !double.IsNaN(result.RelativeUncertainty), result.ToString());
        }
    }

    // The quote is the computed price: its own error (1.6e-15 at worst) and last digit come on top of the claim.
    private static void AssertSolves(ImpliedVolResult result, double vol)
    {
        Assert.Equal(ImpliedVolOutcome.Solved, result.Outcome);
        var error = Math.Abs((result.Vol / vol) - 1);
        Assert.True(error <= 4e-15 + (3 * result.RelativeUncertainty), $"vol {vol}: {result}, error {error}");
    }

    private static IEnumerable<(double F, double K, double Vol, double T, double D)> StressGrid()
    {
        for (var i = 0; i <= 40; i++)
        {
            var totalVol = 0.01 * Math.Pow(400, i / 40.0);
            for (var deviations = -6.0; deviations <= 6; deviations += 0.25)
            {
                foreach (var t in new[] { 1 / 365.0, 0.25, 2 })
                {
                    const double F = 61_234.5;
                    yield return (F, F * Math.Exp(deviations * totalVol), totalVol / Math.Sqrt(t), t, 0.97);
                }
            }
        }
    }
}
