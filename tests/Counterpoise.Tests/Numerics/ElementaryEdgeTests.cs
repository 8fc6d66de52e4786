using System.Runtime.InteropServices;
using Counterpoise.Numerics;

namespace Counterpoise.Tests.Numerics;

/// <summary>The elementary functions at and beyond the edges of their domains, and at every width.</summary>
public class ElementaryEdgeTests
{
    private const double Inf = double.PositiveInfinity;
    private const double Tiny = double.Epsilon;
    private const double Max = double.MaxValue;
    private const double NaN = double.NaN;

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(Tiny, 1)]
    [InlineData(-Tiny, 1)]
    [InlineData(1.1e-16, 1)]
    [InlineData(709.782712893384, 1.797693134862273e308)]
    [InlineData(709.7827128933841, Inf)]
    [InlineData(720, Inf)]
    [InlineData(Max, Inf)]
    [InlineData(Inf, Inf)]
    [InlineData(-745.13, Tiny)]
    [InlineData(-745.14, 0)]
    [InlineData(-760, 0)]
    [InlineData(-Max, 0)]
    [InlineData(-Inf, 0)]
    [InlineData(NaN, NaN)]
    public void Exp_at_its_edges(double x, double expected) => AssertClose(expected, Elementary.Exp(x));

    [Theory]
    [InlineData(1.0, 0)]
    [InlineData(0.0, -Inf)]
    [InlineData(Inf, Inf)]
    [InlineData(-Inf, NaN)]
    [InlineData(NaN, NaN)]
    [InlineData(-1.0, NaN)]
    [InlineData(-Tiny, NaN)]
    [InlineData(-Max, NaN)]
    [InlineData(Tiny, -744.4400719213812)]
    [InlineData(2.2250738585072014e-308, -708.3964185322641)]
    [InlineData(Max, 709.782712893384)]
    [InlineData(0.9999999999999999, -1.1102230246251565e-16)]
    [InlineData(1.0000000000000002, 2.220446049250313e-16)]
    public void Log_at_its_edges(double x, double expected) => AssertClose(expected, Elementary.Log(x));

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(Tiny, 0.5)]
    [InlineData(-Tiny, 0.5)]
    [InlineData(8.3, 1)]
    [InlineData(39, 1)]
    [InlineData(Max, 1)]
    [InlineData(Inf, 1)]
    [InlineData(-38.467, Tiny)]
    [InlineData(-38.5, 0)]
    [InlineData(-40, 0)]
    [InlineData(-Max, 0)]
    [InlineData(-Inf, 0)]
    [InlineData(NaN, NaN)]
    public void The_normal_distribution_at_its_edges(double x, double expected) =>
        AssertClose(expected, Elementary.NormalCdf(x));

    [Theory]
    [InlineData(NaN, 0, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(-2, 0, 1)]
    [InlineData(Inf, 0, 1)]
    [InlineData(1, 1e300, 1)]
    [InlineData(0, 0.5, 0)]
    [InlineData(0, -0.5, Inf)]
    [InlineData(Inf, 0.5, Inf)]
    [InlineData(Inf, -0.5, 0)]
    [InlineData(2, 1025, Inf)]
    [InlineData(2, -1080, 0)]
    [InlineData(-2, 2, NaN)]
    [InlineData(NaN, 2, NaN)]
    [InlineData(2, NaN, NaN)]
    public void A_power_at_its_edges(double x, double p, double expected) =>
        AssertClose(expected, Elementary.Pow(x, p));

    [Fact]
    public void Minus_zero_is_zero()
    {
        Assert.Equal(1, Elementary.Exp(-0.0));
        Assert.Equal(-Inf, Elementary.Log(-0.0));
        Assert.Equal(0.5, Elementary.NormalCdf(-0.0));
        Assert.Equal(1, Elementary.Pow(-0.0, 0));
        Assert.Equal(1, Elementary.Pow(2, -0.0));
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        double[] values =
        [
            0.0, -0.0, Tiny, -Tiny, 1e-310, Inf, -Inf, NaN, Max, -Max, 1, -1, 709.782712893384, 709.7827128933841,
            -745.13, -745.14, -708.4, -37.6, -38.4, -38.5, 9, 38, 39, 1e-120, 1e120, 1e-121, 1e121, 1.5, 0.75, -760,
            720, 2.5, .. Enumerable.Range(0, 4096).Select(i => new Draws(40, i).Uniform(-750, 720)),
            .. Enumerable.Range(0, 4096).Select(i => Math.ScaleB(new Draws(41, i).Uniform(-2, 2), i % 2090 - 1070)),
        ];
        var expected = Bits<LanesScalar>(values);
        Assert.Equal(expected, Bits<Lanes128>(values));
        Assert.Equal(expected, Bits<Lanes256>(values));
        Assert.Equal(expected, Bits<Lanes512>(values));
    }

    private static long[] Bits<T>(double[] values)
        where T : struct, ILanes<T>
    {
        var results = new double[3 * values.Length];
        ref var from = ref MemoryMarshal.GetArrayDataReference(values);
        ref var to = ref MemoryMarshal.GetArrayDataReference(results);
        for (var i = 0; i < values.Length; i += T.Width)
        {
            var x = T.Load(in from, (nuint)i);
            Elementary<T>.Exp(x).Store(ref to, (nuint)i);
            Elementary<T>.Log(x).Store(ref to, (nuint)(values.Length + i));
            Elementary<T>.NormalCdf(x).Store(ref to, (nuint)(2 * values.Length + i));
        }
        return Array.ConvertAll(results, Bits);
    }

    // One NaN is as good as another.
    private static long Bits(double value) => double.IsNaN(value) ? -1 : BitConverter.DoubleToInt64Bits(value);

    // The expected numbers are nearest doubles: the claims allow two units in the last place.
    private static void AssertClose(double expected, double actual)
    {
        if (!double.IsFinite(expected) || expected is 0 or 1 or 0.5 or Tiny) Assert.Equal(expected, actual);
        else Assert.Equal(expected, actual, 4.5e-16 * Math.Abs(expected));
    }
}
