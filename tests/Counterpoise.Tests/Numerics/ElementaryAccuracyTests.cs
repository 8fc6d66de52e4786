using Counterpoise.Numerics;
using Counterpoise.Tests.Pricing.HighPrecision;

namespace Counterpoise.Tests.Numerics;

/// <summary>
/// Exponential, logarithm, normal distribution and power against 77-digit arithmetic over the whole domain of doubles.
/// </summary>
public class ElementaryAccuracyTests
{
    private const string Smallest = "2⁻¹⁰⁷⁴";
    private const double LastNormal = -708.396;

    private static readonly Lazy<Probe[]> Measured = new(() => Probe.Run([.. Exp(), .. Log(), .. Normal(), Pow()]));

    [Fact]
    public void Elementary_functions_are_within_their_claims_over_the_whole_domain() =>
        Assert.All(Measured.Value, p => Assert.True(p.Row.Holds, p.Row.ToString()));

    [Fact]
    public void The_page_prints_the_worst_error_of_every_elementary_function() =>
        KernelsPage.Prints("elementary", ["x", "p"], Measured.Value.Select(p => p.Row));

    private static IEnumerable<Probe> Exp()
    {
        static Probe Over(string region, int count, Func<int, double> x, params double[] searched) => new(
            new(region, "eˣ", "u", 2), count, i => [x(i)],
            at => WorstError.Relative(Elementary.Exp(at[0]), BigMath.Exp(at[0])))
        { Searched = [.. searched.Select(at => new[] { at })] };
        yield return Over(
            "normal results", 10_000, i => new Draws(1, i).Uniform(LastNormal, 709.782), -543.7635263114998);
        yield return Over("x near 0", 4000, i => NearZero(new(2, i)));
        yield return Over(
            "x/ln 2 half way between whole numbers", 6000, i => Steps((i / 3 - 1000.5) * 0.6931471805599453, i % 3 - 1),
            -269.97281694960486);
        yield return new(
            new("subnormal results", "eˣ", Smallest, 1), 3000, i => [new Draws(3, i).Uniform(-745.14, LastNormal)],
            at => WorstError.Absolute(Elementary.Exp(at[0]), BigMath.Exp(at[0])) / double.Epsilon);
    }

    private static IEnumerable<Probe> Log()
    {
        static Probe Over(string region, int count, Func<int, double> x, params double[] searched) => new(
            new(region, "ln x", "u", 4), count, i => [x(i)],
            at => at[0] == 1 ? Math.Abs(Elementary.Log(1))
                : WorstError.Relative(Elementary.Log(at[0]), BigMath.Log(at[0])))
        { Searched = [.. searched.Select(at => new[] { at })] };
        yield return Over(
            "every power of 2", 8392, i => Math.ScaleB(new Draws(4, i).Uniform(1, 2), i / 4 - 1074));
        yield return Over("x near 1", 4000, i => 1 + NearZero(new(5, i)), 1.0317535922544792);
        yield return Over(
            "x just above ¾, where ln 2 and the series cancel", 4000, i => new Draws(13, i).Uniform(0.7485, 0.7515),
            0.7493368717140224);
        yield return Over(
            "x near 1.5 × power of 2, where the exponent changes", 4000,
            i => Math.ScaleB(Steps(1.5, i % 4 - 2), i / 4 - 500));
    }

    private static IEnumerable<Probe> Normal()
    {
        static Probe Over(string region, int stream, double low, double high, double searched) => new(
            new(region, "Φ(x)", "u", 9), 3000, i => [new Draws(stream, i).Uniform(low, high)],
            at => WorstError.Relative(Elementary.NormalCdf(at[0]), BigMath.NormalIntegral(at[0])))
        { Searched = [[searched]] };
        yield return Over("−37.5 to −20", 6, -37.5, -20, -27.281580595668892);
        yield return Over("−20 to −4", 7, -20, -4, -9.15886114079452);
        yield return Over("−4 to 0", 8, -4, 0, -3.983990300041585);
        yield return Over("0 to 9", 9, 0, 9, 0.02028396540334633);
        yield return new(
            new("subnormal results", "Φ(x)", Smallest, 1), 2000, i => [new Draws(10, i).Uniform(-38.6, -37.52)],
            at => WorstError.Absolute(Elementary.NormalCdf(at[0]), BigMath.NormalIntegral(at[0])) / double.Epsilon);
    }

    private static Probe Pow() => new(
        new("0.001 to 1000, p from −20 to 20", "xᵖ", "u·(2 + 5·abs(p·ln x))", 1), 4000,
        i => [new Draws(11, i).LogUniform(1e-3, 1e3), new Draws(12, i).Uniform(-20, 20)],
        at =>
        {
            var exponent = at[1] * BigMath.Log(at[0]);
            return WorstError.Relative(Elementary.Pow(at[0], at[1]), BigMath.Exp(exponent))
                / (2 + 5 * BigFloat.Abs(exponent).ToDouble());
        })
    { Searched = [[0.7493368717140224, 14.059340224628961]] };

    // Of either sign, as often at every power of ten down to the last bit of 1.
    private static double NearZero(Draws draws) => draws.Sign() * draws.LogUniform(2.3e-16, 0.35);

    private static double Steps(double value, int steps) =>
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) + steps);
}
