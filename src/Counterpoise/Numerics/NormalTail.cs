using System.Runtime.CompilerServices;

namespace Counterpoise.Numerics;

/// <summary>
/// The scaled upper tail of the normal distribution on lanes, R(z) = Φ(−z)·e^{z²/2} = P(z)/Q(z), z ≥ 0. Numerator and
/// denominator come apart, so that two tails share one division. All coefficients are positive: nothing cancels.
/// Where a kernel has other work to hide latency, even and odd powers are summed apart (fewer operations); else by
/// Estrin's rule (shorter).
/// </summary>
internal static class NormalTail<T>
    where T : struct, ILanes<T>
{
    /// <summary>
    /// P of degree 9 and Q of degree 10, by interpolation at Chebyshev nodes of t, z = 3.85(1 + t)/(1 − t), in 60-digit
    /// arithmetic. Relative error of P/Q ≤ 1.2e-16 on [0, 40], ≤ 2.7e-12 beyond; evaluated ≤ 7e-16 on [0, 40].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Parts(T z, out T denominator)
    {
        var z2 = z * z;
        var z4 = z2 * z2;
        var a = T.Fma(T.Of(0.7744869310844100011), z, T.Of(0.49999999999999998937));
        var b = T.Fma(T.Of(0.2888522662872155924), z, T.Of(0.59342730933773390738));
        var c = T.Fma(T.Of(0.023545237486433350012), z, T.Of(0.097465991031375344845));
        var d = T.Fma(T.Of(0.00048760459298391393217), z, T.Of(0.0040715087687566989503));
        var e = T.Fma(T.Of(1.3715809745420168343e-6), z, T.Of(0.000036972324301005009899));
        var numerator = T.Fma(T.Fma(e, z4, T.Fma(d, z2, c)), z4, T.Fma(b, z2, a));
        a = T.Fma(T.Of(2.3468584229716805759), z, T.Of(1));
        b = T.Fma(T.Of(1.7123240121224622968), z, T.Of(2.5593767207549035808));
        c = T.Fma(T.Of(0.25433140485465903625), z, T.Of(0.78065454809303018173));
        d = T.Fma(T.Of(0.010298434863148694134), z, T.Of(0.060234525794559413057));
        e = T.Fma(T.Of(0.000092675873469803776782), z, T.Of(0.0012256815034485567286));
        e = T.Fma(T.Of(3.4380436517420264893e-6), z2, e);
        denominator = T.Fma(T.Fma(e, z4, T.Fma(d, z2, c)), z4, T.Fma(b, z2, a));
        return numerator;
    }

    /// <summary>
    /// P of degree 6 and Q of degree 7 for values that need absolute accuracy only, fitted with the weight e^{−z²/2}:
    /// |Φ(−z) − e^{−z²/2}·P/Q| ≤ 2.2e-17 for all z ≥ 0; evaluated ≤ 2.8e-16.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ShortParts(T z, out T denominator)
    {
        var z2 = z * z;
        var even = T.Fma(T.Of(0.00008008576206313746873198), z2, T.Of(0.01447470615142644514317));
        even = T.Fma(even, z2, T.Of(0.2545041807302114691304));
        even = T.Fma(even, z2, T.Of(0.5));
        var odd = T.Fma(T.Of(0.001590577480593443074571), z2, T.Of(0.07701027631736929082435));
        odd = T.Fma(odd, z2, T.Of(0.5023057628482681623191));
        var numerator = T.Fma(odd, z, even);
        var baseEven = T.Fma(T.Of(0.003987138890365574706015), z2, T.Of(0.1970643877604959366403));
        baseEven = T.Fma(baseEven, z2, T.Of(1.447192159785471180036));
        baseEven = T.Fma(baseEven, z2, T.Of(1));
        var baseOdd = T.Fma(T.Of(0.0002007415527844362191451), z2, T.Of(0.03648035263076328314432));
        baseOdd = T.Fma(baseOdd, z2, T.Of(0.6734263104668726834789));
        baseOdd = T.Fma(baseOdd, z2, T.Of(1.80249608649941227761));
        denominator = T.Fma(baseOdd, z, baseEven);
        return numerator;
    }
}
