using System.Runtime.CompilerServices;

namespace Counterpoise.Numerics;

/// <summary>
/// Sine, cosine and the angle of a point on lanes, with the same bits at every width. Polynomials by interpolation at
/// Chebyshev nodes in 60-digit arithmetic; the worst errors measured are in docs/numerics/kernels.md.
/// </summary>
internal static class LaneTrig<T>
    where T : struct, ILanes<T>
{
    private const double HalfPi = 1.5707963267948966;
    private const double HalfPiLow = 6.123233995736766e-17;
    private const double Pi = 2 * HalfPi;
    private const double TwoOverPi = 0.6366197723675814;
    private const double Magic = LaneMath<T>.Magic;

    /// <summary>
    /// sin x for |x| ≤ 2²⁰; bounded to 2⁵⁰, no number of use beyond. r = x − n·π/2 with π/2 in two parts (Cody and
    /// Waite 1980), |r| ≤ π/4, then the sine or cosine of r with the sign of the quadrant.
    /// Claim: absolute error ≤ 1.5·2⁻⁵³.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sin(T x)
    {
        var r = Reduce(x, out var quadrant);
        var z = r * r;
        return Signed(T.Select(Odd(quadrant), CosReduced(z), SinReduced(r, z)), quadrant);
    }

    /// <summary>sin x and cos x together; sin x has the bits of <see cref="Sin"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SinCos(T x, out T cos)
    {
        var r = Reduce(x, out var quadrant);
        var z = r * r;
        var s = SinReduced(r, z);
        var c = CosReduced(z);
        var odd = Odd(quadrant);
        cos = Signed(T.Select(odd, s, c), T.AddBits(quadrant, T.OfBits(1)));
        return Signed(T.Select(odd, c, s), quadrant);
    }

    /// <summary>
    /// The angle of (x, y), −π to π. With t = smaller/larger leg, above √2 − 1 (t − 1)/(t + 1) and ¼π instead, and the
    /// series of artan in t². NaN at the origin. Claim: relative error ≤ 5·2⁻⁵³.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Angle(T y, T x)
    {
        var (across, up) = (T.Abs(x), T.Abs(y));
        var (small, large) = (T.Min(across, up), T.Max(across, up));
        var far = small > large * T.Of(0.41421356237309503);
        var t = T.Select(far, small - large, small) / T.Select(far, small + large, large);
        var angle = T.Fma(t * t, t * Artan(t * t), t);
        angle = T.Select(far, angle + T.Of(0.5 * HalfPiLow) + T.Of(0.5 * HalfPi), angle);
        angle = T.Select(up > across, T.Of(HalfPi) - (angle - T.Of(HalfPiLow)), angle);
        angle = T.Select(x < T.Of(0), T.Of(Pi) - (angle - T.Of(2 * HalfPiLow)), angle);
        return angle ^ (y & T.Of(-0.0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Reduce(T x, out T quadrant)
    {
        quadrant = T.Fma(x, T.Of(TwoOverPi), T.Of(Magic));
        var n = quadrant - T.Of(Magic);
        return T.Fma(n, T.Of(-HalfPiLow), T.Fma(n, T.Of(-HalfPi), x));
    }

    // The lowest bit alone is the smallest double.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Odd(T quadrant) => (quadrant & T.OfBits(1)) > T.Of(0);

    // Quadrants 2 and 3 turn the sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Signed(T value, T quadrant) => value ^ T.ShiftLeft(quadrant & T.OfBits(2), 62);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SinReduced(T r, T z)
    {
        var z2 = z * z;
        var p0 = T.Fma(T.Of(0.0083333333333309461029), z, T.Of(-0.16666666666666664621));
        var p1 = T.Fma(T.Of(2.755731610068302914e-6), z, T.Of(-0.00019841269836754970014));
        var p2 = T.Fma(T.Of(1.5918101230274120348e-10), z, T.Of(-2.5051131455427947391e-8));
        return T.Fma(r * z, T.Fma(T.Fma(p2, z2, p1), z2, p0), r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T CosReduced(T z)
    {
        var z2 = z * z;
        var p0 = T.Fma(T.Of(-0.0013888888888887395746), z, T.Of(0.041666666666666665387));
        var p1 = T.Fma(T.Of(-2.7557317270560324065e-7), z, T.Of(0.000024801587298763433164));
        var p2 = T.Fma(T.Of(-1.1382614868556324576e-11), z, T.Of(2.0876146024689746601e-9));
        return T.Fma(z2, T.Fma(T.Fma(p2, z2, p1), z2, p0), T.Fma(z, T.Of(-0.5), T.Of(1)));
    }

    // (artan t − t)/t³ in z = t², |t| ≤ √2 − 1: degree 11, the polynomial within 1.2e-18.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Artan(T z)
    {
        var z2 = z * z;
        var z4 = z2 * z2;
        var p0 = T.Fma(T.Of(0.19999999999999804097), z, T.Of(-0.33333333333333333217));
        var p1 = T.Fma(T.Of(0.11111111105144929104), z, T.Of(-0.14285714285659719691));
        var p2 = T.Fma(T.Of(0.076922963599031432018), z, T.Of(-0.09090908752977566342));
        var p3 = T.Fma(T.Of(0.058789258741520804438), z, T.Of(-0.066664246140370403998));
        var p4 = T.Fma(T.Of(0.045514882994682417508), z, T.Of(-0.052304312669133522035));
        var p5 = T.Fma(T.Of(0.01628276708716178393), z, T.Of(-0.03456786390703014292));
        return T.Fma(T.Fma(T.Fma(p5, z2, p4), z4, T.Fma(p3, z2, p2)), z4, T.Fma(p1, z2, p0));
    }
}
