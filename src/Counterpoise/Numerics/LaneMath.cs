using System.Runtime.CompilerServices;

namespace Counterpoise.Numerics;

/// <summary>
/// Exponential and logarithm of a ratio on lanes, over the domain kernels stay in; the whole domain of doubles is
/// <see cref="Elementary"/>'s. Evaluation order is fixed (Estrin's rule, short chains) and every multiply-add
/// is fused, so all widths give the same bits. Polynomials by interpolation at Chebyshev nodes in 60-digit arithmetic;
/// the error of each is below, the worst cases measured are in docs/numerics/kernels.md.
/// </summary>
internal static class LaneMath<T>
    where T : struct, ILanes<T>
{
    /// <summary>1/ln 2.</summary>
    public const double Log2E = 1.4426950408889634;

    /// <summary>1.5·2⁵²: added to a small number it leaves the nearest whole number in the low bits.</summary>
    public const double Magic = 6755399441055744.0;

    private const double Ln2 = 0.6931471805599453;
    private const double Ln2Low = 2.3190468138462996e-17;

    /// <summary>
    /// eˣ for −708 ≤ x ≤ 709: n = round(x/ln 2), r = x − n·ln 2, |r| ≤ ½ln 2, eˣ = 2ⁿ·eʳ.
    /// Claim: relative error ≤ 2.1·2⁻⁵³. Outside that range the result is no number of use: mask it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp(T x)
    {
        var shifted = T.Fma(x, T.Of(Log2E), T.Of(Magic));
        var y = ExpReduced(Reduce(x, shifted - T.Of(Magic)));
        return T.AddBits(y, T.ShiftLeft(shifted, 52));
    }

    /// <summary>
    /// e^{−w/2} for 0 ≤ w ≤ 1416: eʳ with r = −u/2, u = w + 2n·ln 2, and the powers of −½ in the coefficients.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ExpHalf(T w)
    {
        var shifted = T.Fma(w, T.Of(-0.5 * Log2E), T.Of(Magic));
        var n = shifted - T.Of(Magic);
        var u = T.Fma(n, T.Of(2 * Ln2Low), T.Fma(n, T.Of(2 * Ln2), w));
        var u2 = u * u;
        var u4 = u2 * u2;
        var p0 = T.Fma(T.Of(0.12500000000000047), u, T.Of(-0.5));
        var p1 = T.Fma(T.Of(0.0026041666666554164), u, T.Of(-0.02083333333333335));
        var p2 = T.Fma(T.Of(2.1701388988588306e-05), u, T.Of(-0.00026041666666623407));
        var p3 = T.Fma(T.Of(9.688080107072311e-08), u, T.Of(-1.5500992101828645e-06));
        var p4 = T.Fma(T.Of(2.698514701378631e-10), u, T.Of(-5.382273555598417e-09));
        p4 = T.Fma(T.Of(-1.2260817210414517e-11), u2, p4);
        var slope = T.Fma(T.Fma(p4, u4, T.Fma(p3, u2, p2)), u4, T.Fma(p1, u2, p0));
        var y = T.Fma(slope, u, T.Of(1));
        return T.AddBits(y, T.ShiftLeft(shifted, 52));
    }

    /// <summary>x − n·ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Reduce(T x, T n) => T.Fma(n, T.Of(-Ln2Low), T.Fma(n, T.Of(-Ln2), x));

    /// <summary>eʳ, |r| ≤ ½ln 2: degree 11, the polynomial within 1.4e-17.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ExpReduced(T r) => T.Fma(Slope(r), r, T.Of(1));

    /// <summary>eʳ − 1, |r| ≤ ½ln 2. Claim: relative error ≤ 3·2⁻⁵³.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ExpLessOne(T r) => Slope(r) * r;

    // (eʳ − 1)/r.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Slope(T r)
    {
        var r2 = r * r;
        var r4 = r2 * r2;
        var p0 = T.Fma(T.Of(0.50000000000000185703), r, T.Of(1));
        var p1 = T.Fma(T.Of(0.041666666666486661223), r, T.Of(0.16666666666666680948));
        var p2 = T.Fma(T.Of(0.0013888888952696515657), r, T.Of(0.0083333333333194903177));
        var p3 = T.Fma(T.Of(0.000024801485074105116705), r, T.Of(0.00019841269890340665299));
        var p4 = T.Fma(T.Of(2.7632790542117181015e-7), r, T.Of(2.7557240604663895823e-6));
        p4 = T.Fma(T.Of(2.5110153646928931396e-8), r2, p4);
        return T.Fma(T.Fma(p4, r4, T.Fma(p3, r2, p2)), r4, T.Fma(p1, r2, p0));
    }

    /// <summary>
    /// ln(a/b) with one division, for a and b in [2⁻⁹⁰⁰, 2⁹⁰⁰]. The difference of the bit patterns, rounded to whole
    /// exponents, is e with a/b = 2ᵉ·m, 0.666 ≤ m ≤ 1.502; then u = (a − 2ᵉb)/(a + 2ᵉb), |u| ≤ 0.2004, whose numerator
    /// is exact, and ln(a/b) = e·ln 2 + 2·artanh u = e·ln 2 + 2u + u³·q(u²), q of degree 7, 1e-18.
    /// Claim: relative error ≤ 4·2⁻⁵³.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LogRatio(T a, T b) => LogRatio(a, b, T.Of(0));

    /// <summary>ln(a/b) + exponent·ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LogRatio(T a, T b, T exponent)
    {
        var distance = T.AddBits(T.SubtractBits(a, b), T.OfBits(1L << 51));
        var scaled = T.AddBits(b, distance & T.OfBits(unchecked((long)0xFFF0_0000_0000_0000)));
        var biased = T.ShiftRight(distance ^ T.OfBits(long.MinValue), 52) | T.OfBits(0x4330_0000_0000_0000);
        var e = biased - T.Of(4503599627370496.0 + 2048) + exponent;
        var u = (a - scaled) / (a + scaled);
        return T.Fma(e, T.Of(Ln2), T.Fma(e, T.Of(Ln2Low), T.Fma(u * (u * u), Artanh(u * u), u + u)));
    }

    /// <summary>ln(1 + t), −0.3 ≤ t ≤ 0.5: 2·artanh(t/(2 + t)). Claim: relative error ≤ 4·2⁻⁵³.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LogOnePlus(T t)
    {
        var u = t / (t + T.Of(2));
        return T.Fma(u * (u * u), Artanh(u * u), u + u);
    }

    // q(z) = (2·artanh u − 2u)/u³, z = u².
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Artanh(T z)
    {
        var z2 = z * z;
        var p0 = T.Fma(T.Of(0.40000000000008083712), z, T.Of(0.66666666666666664127));
        var p1 = T.Fma(T.Of(0.2222222305900626117), z, T.Of(0.28571428567211858732));
        var p2 = T.Fma(T.Of(0.15388901113689570979), z, T.Of(0.18181736791297386026));
        var p3 = T.Fma(T.Of(0.13614047041090586991), z, T.Of(0.13209054081797563579));
        return T.Fma(T.Fma(p3, z2, p2), z2 * z2, T.Fma(p1, z2, p0));
    }
}
