using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// The weighted sums over quotes a raw SVI fit is made of. For a centre m and a width σ let d = k − m,
/// R = √(d² + σ²), h = R − σ, q = d/R, e = h/R: then w = a + bσ + (bρ)·d + b·h is linear in three parameters,
/// ∂w/∂m = −(bρ + b·q) and ∂w/∂ln σ = −bσ·e at those three. All products of {1, d, h, q, e, y}, summed once, give the
/// best linear parameters, their error and the Gauss-Newton step of m and ln σ without looking at a quote again.
/// <para>
/// Quotes are summed in eight interleaved rows whatever the width of a vector, then the rows in one order: the same
/// bits everywhere.
/// </para>
/// </summary>
internal static class SviSums
{
    // Σu·x·y is at the index of its letters.
    public const int One = 0, D = 1, Dd = 2, Y = 3, Yd = 4, Yy = 5, H = 6, Dh = 7, Hh = 8, Yh = 9, Q = 10, E = 11;
    public const int Dq = 12, De = 13, Hq = 14, He = 15, Qq = 16, Qe = 17, Ee = 18, Yq = 19, Ye = 20;
    public const int Count = 21;

    private const int Line = AlignedDoubles.Line;

    /// <summary>Sums over the quotes.</summary>
    /// <param name="columns">k, y and u of the quotes; padding has u = 0.</param>
    /// <param name="m">Centre.</param>
    /// <param name="sigma">Width, > 0.</param>
    /// <param name="sums">Receives <see cref="Count"/> sums.</param>
    public static void Sum(in SviColumns columns, double m, double sigma, Span<double> sums)
    {
        Span<double> rows = stackalloc double[Count * Line];
        if (Vector512.IsHardwareAccelerated) Sum<Lanes512>(columns, m, sigma, rows);
        else if (Vector256.IsHardwareAccelerated) Sum<Lanes256>(columns, m, sigma, rows);
        else if (Vector128.IsHardwareAccelerated) Sum<Lanes128>(columns, m, sigma, rows);
        else Sum<LanesScalar>(columns, m, sigma, rows);
        for (var i = 0; i < Count; i++) sums[i] = Total(rows.Slice(i * Line, Line));
    }

    internal static double Total(ReadOnlySpan<double> r) =>
        r[0] + r[4] + (r[2] + r[6]) + (r[1] + r[5] + (r[3] + r[7]));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Sum<T>(in SviColumns columns, double m, double sigma, Span<double> rows)
        where T : struct, ILanes<T>
    {
        ref var k = ref MemoryMarshal.GetReference(columns.K);
        ref var y = ref MemoryMarshal.GetReference(columns.Y);
        ref var u = ref MemoryMarshal.GetReference(columns.U);
        var (centre, width, one) = (T.Of(m), T.Of(sigma), T.Of(1));
        var square = width * width;
        for (var lane = 0; lane < Line; lane += T.Width)
        {
            var z = T.Of(0);
            T s0 = z, s1 = z, s2 = z, y0 = z, y1 = z, yy = z, h0 = z, h1 = z, hh = z, yh = z, q0 = z, e0 = z;
            T dq = z, de = z, hq = z, he = z, qq = z, qe = z, ee = z, yq = z, ye = z;
            for (var at = (nuint)lane; at < (nuint)columns.Padded; at += Line)
            {
                var weight = T.Load(in u, at);
                var target = T.Load(in y, at);
                var d = T.Load(in k, at) - centre;
                var root = T.Sqrt(T.Fma(d, d, square));
                var h = root - width;
                var inverse = one / root;
                var q = d * inverse;
                var e = h * inverse;
                var (ud, uh, uy) = (weight * d, weight * h, weight * target);
                var (uq, ue) = (weight * q, weight * e);
                s0 += weight;
                s1 += ud;
                y0 += uy;
                h0 += uh;
                q0 += uq;
                e0 += ue;
                s2 = T.Fma(ud, d, s2);
                h1 = T.Fma(ud, h, h1);
                y1 = T.Fma(uy, d, y1);
                yy = T.Fma(uy, target, yy);
                hh = T.Fma(uh, h, hh);
                yh = T.Fma(uy, h, yh);
                dq = T.Fma(ud, q, dq);
                de = T.Fma(ud, e, de);
                hq = T.Fma(uh, q, hq);
                he = T.Fma(uh, e, he);
                qq = T.Fma(uq, q, qq);
                qe = T.Fma(uq, e, qe);
                ee = T.Fma(ue, e, ee);
                yq = T.Fma(uy, q, yq);
                ye = T.Fma(uy, e, ye);
            }
            ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), lane);
            Put(ref to, One, s0, s1, s2, y0, y1, yy, h0);
            Put(ref to, Dh, h1, hh, yh, q0, e0, dq, de);
            Put(ref to, Hq, hq, he, qq, qe, ee, yq, ye);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(ref double to, int first, T a, T b, T c, T d, T e, T f, T g)
        where T : struct, ILanes<T>
    {
        var at = unchecked((nuint)(first * Line));
        a.Store(ref to, at);
        b.Store(ref to, at + Line);
        c.Store(ref to, at + 2 * Line);
        d.Store(ref to, at + 3 * Line);
        e.Store(ref to, at + 4 * Line);
        f.Store(ref to, at + 5 * Line);
        g.Store(ref to, at + 6 * Line);
    }
}
