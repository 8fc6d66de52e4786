using Counterpoise.Numerics;
using Counterpoise.Tests.Pricing.HighPrecision;
using Lane = Counterpoise.Numerics.LanesScalar;

namespace Counterpoise.Tests.Numerics;

/// <summary>What the kernels compute with, over the domain they stay in, against 77-digit arithmetic.</summary>
public class LaneAccuracyTests
{
    private static readonly Lazy<Probe[]> Measured =
        new(() => Probe.Run([.. Exponentials(), .. Logarithms(), .. Tails(), .. NearNothing(), .. Angles()]));

    [Fact]
    public void Lane_functions_are_within_their_claims() =>
        Assert.All(Measured.Value, p => Assert.True(p.Row.Holds, p.Row.ToString()));

    [Fact]
    public void The_page_prints_the_worst_error_of_every_lane_function() =>
        KernelsPage.Prints("lanes", ["a", "b"], Measured.Value.Select(p => p.Row));

    private static IEnumerable<Probe> Exponentials()
    {
        yield return new(
            new("a from −708 to 709", "eᵃ", "u", 2.1), 8000, i => [new Draws(20, i).Uniform(-708, 709)],
            at => WorstError.Relative(LaneMath<Lane>.Exp(Lane.Of(at[0])).Value, BigMath.Exp(at[0])))
        { Searched = [[-269.97281694960486]] };
        static double Half(double[] at) => WorstError.Relative(
            LaneMath<Lane>.ExpHalf(Lane.Of(at[0])).Value, BigMath.Exp(((BigFloat)(-at[0])).ScaledBy(-1)));
        yield return new(
            new("a from 0 to 1416", "e^(−a/2)", "u", 2.1), 8000, i => [new Draws(21, i).Uniform(0, 1416)], Half)
        { Searched = [[463.7032580094201]] };
        yield return new(
            new("a near 0", "e^(−a/2)", "u", 2.1), 3000, i => [new Draws(22, i).LogUniform(1e-16, 2)], Half);
    }

    private static IEnumerable<Probe> Logarithms()
    {
        static Probe Over(string region, int count, Func<int, double[]> at, params double[][] searched) => new(
            new(region, "ln(a/b)", "u", 4), count, at,
            at => at[0] == at[1] ? Math.Abs(Log(at))
                : WorstError.Relative(Log(at), BigMath.Log(at[0]) - BigMath.Log(at[1])))
        { Searched = searched };
        yield return Over("a and b from 2⁻⁹⁰⁰ to 2⁹⁰⁰", 6000, i => [Wide(new(23, i)), Wide(new(24, i))]);
        yield return Over(
            "a/b from ⅓ to 3", 8000, i => Ratio(new(25, i), draws => draws.LogUniform(1 / 3.0, 3)),
            [0.7493368717140224, 1], [2.003849653933716, 1.4986985933495214]);
        yield return Over(
            "a/b near 1", 6000, i => Ratio(new(26, i), draws => 1 + draws.Sign() * draws.LogUniform(3e-16, 0.3)),
            [1.0317535922544792, 1]);
    }

    private static IEnumerable<Probe> Tails()
    {
        static Probe Over(string region, double claim, Func<int, double> a, params double[] searched) => new(
            new(region, "R(a) of degree 9/10", "u", claim), 3000, i => [a(i)],
            at => WorstError.Relative(
                NormalTail<Lane>.Parts(Lane.Of(at[0]), out var q).Value / q.Value, BigMath.ScaledTail(at[0])))
        { Searched = [.. searched.Select(at => new[] { at })] };
        yield return Over("a from 0 to 8", 6.3, i => new Draws(27, i).Uniform(0, 8), 5.70263104778837);
        yield return Over("a from 8 to 40", 6.3, i => new Draws(28, i).Uniform(8, 40), 33.013643935794775);
        yield return Over("a from 40 to 10⁶", 25_000, i => new Draws(29, i).LogUniform(40, 1e6));
        yield return new(
            new("a from 0 to 40", "e^(−a²/2)·R(a) of degree 6/7", "u, absolute", 2.5), 6000,
            i => [new Draws(30, i).Uniform(0, 40)], ShortError)
        { Searched = [[0.029042394379639253]] };
    }

    private static IEnumerable<Probe> NearNothing()
    {
        static double Near(int stream, int i, double low, double high)
        {
            var draws = new Draws(stream, i);
            return draws.Coin() ? draws.Uniform(low, high) : draws.Sign() * draws.LogUniform(1e-18, -low);
        }
        yield return new(
            new("a from −0.34 to 0.34", "eᵃ − 1", "u", 5), 4000, i => [Near(31, i, -0.34, 0.34)],
            at => WorstError.Relative(LaneMath<Lane>.ExpLessOne(Lane.Of(at[0])).Value, BigMath.Exp(at[0]) - 1));
        yield return new(
            new("a from −0.3 to 0.5", "ln(1 + a)", "u", 4), 4000, i => [Near(32, i, -0.3, 0.5)],
            at => WorstError.Relative(
                LaneMath<Lane>.LogOnePlus(Lane.Of(at[0])).Value, BigMath.Log((BigFloat)1 + at[0])));
    }

    private static IEnumerable<Probe> Angles()
    {
        static double Both(double[] at)
        {
            var sine = LaneTrig<Lane>.SinCos(Lane.Of(at[0]), out var cosine);
            if (!sine.Value.Equals(LaneTrig<Lane>.Sin(Lane.Of(at[0])).Value)) return double.PositiveInfinity;
            var exact = BigMath.SinCos(at[0]);
            return Math.Max(
                WorstError.Absolute(sine.Value, exact.Sin), WorstError.Absolute(cosine.Value, exact.Cos))
                / WorstError.Rounding;
        }
        yield return new(
            new("a from −π to π", "sin a, cos a", "u, absolute", 2), 4000, i => [new Draws(33, i).Uniform(-3.15, 3.15)],
            Both);
        yield return new(
            new("a to ±2²⁰", "sin a, cos a", "u, absolute", 2), 4000,
            i => [new Draws(34, i).Sign() * new Draws(35, i).LogUniform(1e-9, 1 << 20)], Both);
        yield return new(
            new("a and b from ±2⁻⁴⁵⁰ to ±2⁴⁵⁰", "angle of (b, a)", "u", 5), 6000,
            i => [Leg(new(36, i)), Leg(new(37, i))], Angle);
        yield return new(
            new("a/b from ⅓ to 3", "angle of (b, a)", "u", 5), 6000,
            i => Ratio(new(38, i), draws => draws.Sign() * draws.LogUniform(1 / 3.0, 3)), Angle);
    }

    private static double Angle(double[] at) => WorstError.Relative(
        LaneTrig<Lane>.Angle(Lane.Of(at[0]), Lane.Of(at[1])).Value, BigMath.Angle(at[0], at[1]));

    private static double ShortError(double[] at)
    {
        var ratio = NormalTail<Lane>.ShortParts(Lane.Of(at[0]), out var q).Value / q.Value;
        var weight = BigMath.Exp(-((BigFloat)at[0] * at[0]).ScaledBy(-1));
        return WorstError.Absolute(ratio, BigMath.ScaledTail(at[0])) * weight.ToDouble() / WorstError.Rounding;
    }

    private static double Log(double[] at) => LaneMath<Lane>.LogRatio(Lane.Of(at[0]), Lane.Of(at[1])).Value;

    private static double Wide(Draws draws) => Math.ScaleB(draws.Uniform(1, 2), draws.Whole(1800) - 900);

    private static double Leg(Draws draws) =>
        draws.Sign() * Math.ScaleB(draws.Uniform(1, 2), draws.Whole(900) - 450);

    private static double[] Ratio(Draws draws, Func<Draws, double> ratio)
    {
        var b = draws.LogUniform(1e-3, 1e6);
        return [b * ratio(draws), b];
    }
}
