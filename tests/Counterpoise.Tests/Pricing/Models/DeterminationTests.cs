using Counterpoise.Numerics;
using Counterpoise.Pricing.Models;
using Counterpoise.Tests.Numerics;

namespace Counterpoise.Tests.Pricing.Models;

/// <summary>What a fit says about itself, against certified statistics and by its words.</summary>
public class DeterminationTests
{
    // NIST StRD Misra1a certifies the standard deviations of its estimates.
    [Fact]
    public void Standard_errors_are_those_certified_for_Misra1a()
    {
        var fit = LevenbergMarquardt.Minimise(
            new LevenbergMarquardtTests.Misra(), [250, 0.0005], [0, 0], [1e9, 1]);
        var judged = Determination.Of(
            [Own("b1", fit.Parameters[0]), Own("b2", fit.Parameters[1])], fit.Normal, fit.SumOfSquares, 14);
        Assert.Equal(2.7070075241, judged.Parameters[0].StandardError, 1e-7);
        Assert.Equal(7.2668688436e-6, judged.Parameters[1].StandardError, 1e-13);
        Assert.Equal((0, 1), (judged.MostCorrelated.First, judged.MostCorrelated.Second));
        Assert.InRange(judged.Correlation(0, 1), -1, -0.99);
        Assert.True(judged.IsDetermined);
        Assert.Equal("well determined: b2 known to ± 1.3 % at worst", judged.Verdict);
    }

    [Fact]
    public void Scaling_a_parameter_changes_no_correlation_and_no_condition()
    {
        var judged = Determination.Of([Own("a", 1), Own("b", 1)], [1, 0.99, 0.99, 1], 1e-4, 12);
        var scaled = Determination.Of([Own("a", 1), Own("b", 1e-3)], [1, 990, 990, 1e6], 1e-4, 12);
        Assert.Equal(199, judged.ConditionNumber, 1e-9);
        Assert.Equal(199, scaled.ConditionNumber, 1e-9);
        Assert.Equal(-0.99, judged.Correlation(0, 1), 1e-12);
        Assert.Equal(-0.99, scaled.Correlation(0, 1), 1e-12);
        Assert.Equal(1, judged.Correlation(1, 1));
    }

    [Theory]
    [InlineData(0.004, "b known to ± 14 %")]
    [InlineData(0.00004, "well determined: b known to ± 1.4 % at worst")]
    [InlineData(4, "not determined: b known to ± 447 %")]
    public void Words_follow_the_widest_error(double sumOfSquares, string verdict) => Assert.Equal(
        verdict, Determination.Of([Own("a", 1), Own("b", 0.1)], [1, 0, 0, 2], sumOfSquares, 12).Verdict);

    [Fact]
    public void Parameters_that_trade_off_are_named() => Assert.Equal(
        "kappa and theta trade off: correlation -0.99, kappa known to ± 50 %",
        Determination.Of([Own("kappa", 1), Own("theta", 2)], [1, 0.99, 0.99, 1], 0.05, 12).Verdict);

    [Fact]
    public void What_quotes_do_not_tell_is_said()
    {
        Assert.Equal("not determined: 1 quote for 2 parameters", Verdict([1, 0, 0, 1], 1));
        Assert.Equal("not determined: b has no effect on these quotes", Verdict([1, 0, 0, 0], 9));
        Assert.Equal("not determined: a and b move these quotes alike", Verdict([1, 1, 1, 1], 9));
        var blind = Determination.Of([Own("a", 1), Own("b", 1)], [1, 1, 1, 1], 1, 9);
        Assert.False(blind.IsDetermined);
        Assert.Equal(double.PositiveInfinity, blind.ConditionNumber);
        Assert.Equal(double.PositiveInfinity, blind.Parameters[0].StandardError);
    }

    [Fact]
    public void A_held_parameter_is_given_and_not_judged()
    {
        var judged = Determination.Of(
            [Own("a", 1), new("beta", 0.5, 0, 1, IsHeld: true)], [4, 3, 3, double.NaN], 0.001, 12);
        Assert.Equal(Math.Sqrt(0.001 / 11 / 4), judged.Parameters[0].StandardError, 1e-15);
        Assert.Equal(double.NaN, judged.Parameters[1].StandardError);
        Assert.Equal(double.NaN, judged.Correlation(0, 1));
        Assert.Equal("well determined: a known to ± 0.48 % at worst, given beta = 0.5", judged.Verdict);
    }

    private static string Verdict(double[] normal, int quotes) =>
        Determination.Of([Own("a", 1), Own("b", 1)], normal, 1, quotes).Verdict;

    private static ParameterEstimate Own(string name, double value) => new(name, value, 0, Math.Abs(value));
}
