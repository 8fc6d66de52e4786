using System.Runtime.CompilerServices;

namespace Counterpoise.Numerics;

/// <summary>
/// eˣ, ln x, x^p and Φ(x) over the whole domain of doubles, with the same bits on every machine: the platform's own
/// functions differ between operating systems and processors (BannedSymbols.txt keeps them out of the library).
/// </summary>
internal static class Elementary
{
    /// <summary>eˣ. Claim: relative error ≤ 2⁻⁵² for normal results, one unit of the smallest double below.</summary>
    public static double Exp(double x) => Elementary<LanesScalar>.Exp(LanesScalar.Of(x)).Value;

    /// <summary>ln x: −∞ at ±0, NaN below. Claim: relative error ≤ 4·2⁻⁵³.</summary>
    public static double Log(double x) => Elementary<LanesScalar>.Log(LanesScalar.Of(x)).Value;

    /// <summary>Φ(x), the normal distribution. Claim: relative error ≤ 1e-15 while Φ is a normal number.</summary>
    public static double NormalCdf(double x) => Elementary<LanesScalar>.NormalCdf(LanesScalar.Of(x)).Value;

    /// <summary>
    /// xᵖ = e^{p·ln x} for x ≥ 0; 1 at p = 0. Claim: relative error ≤ (2 + 5|p·ln x|)·2⁻⁵³.
    /// </summary>
    public static double Pow(double x, double p) => p == 0 ? 1 : Exp(p * Log(x));
}

/// <summary>The same on lanes. NaN gives NaN.</summary>
internal static class Elementary<T>
    where T : struct, ILanes<T>
{
    private const double Magic = LaneMath<T>.Magic;

    /// <summary>eˣ; 0 below −746, +∞ above 709.79.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp(T x)
    {
        // Min and Max give their second argument for NaN: the number goes first, so that NaN stays.
        var bounded = T.Max(T.Of(-760), T.Min(T.Of(720), x));
        var n = T.Fma(bounded, T.Of(LaneMath<T>.Log2E), T.Of(Magic)) - T.Of(Magic);
        return Scale(LaneMath<T>.ExpReduced(LaneMath<T>.Reduce(bounded, n)), n);
    }

    /// <summary>ln x. Tiny and huge numbers are brought in by 2^±540 first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log(T x)
    {
        var tiny = x < T.Of(OrdinaryRange.Smallest);
        var huge = x > T.Of(OrdinaryRange.Largest);
        // 2⁻¹⁰⁷⁴·2⁵⁴⁰ and 2¹⁰²⁴·2⁻⁵⁴⁰ are ordinary.
        var scale = T.Select(
            tiny, T.OfBits(0x61B0_0000_0000_0000), T.Select(huge, T.OfBits(0x1E30_0000_0000_0000), T.Of(1)));
        var exponent = T.Select(tiny, T.Of(-540), T.Select(huge, T.Of(540), T.Of(0)));
        var log = LaneMath<T>.LogRatio(x * scale, T.Of(1), exponent);
        var none = T.Select(T.Same(x, T.Of(0)), T.Of(double.NegativeInfinity), T.Of(double.NaN));
        log = T.Select(x > T.Of(0), log, none);
        return T.Select(T.Same(x, T.Of(double.PositiveInfinity)), x, log);
    }

    /// <summary>
    /// Φ(x): e^{−x²/2}·R(|x|) below 0, 1 less that above. x² is held in two parts, so that the tail keeps its digits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T NormalCdf(T x)
    {
        var size = T.Min(T.Of(39), T.Abs(x));
        var square = size * size;
        var rest = T.Fma(size, size, -square);
        var exponent = square * T.Of(-0.5);
        var n = T.Fma(exponent, T.Of(LaneMath<T>.Log2E), T.Of(Magic)) - T.Of(Magic);
        var exponential = LaneMath<T>.ExpReduced(T.Fma(rest, T.Of(-0.5), LaneMath<T>.Reduce(exponent, n)));
        var numerator = NormalTail<T>.Parts(size, out var denominator);
        var tail = Scale(exponential * (numerator / denominator), n);
        return T.Select(x > T.Of(0), T.Of(1) - tail, tail);
    }

    // y·2ⁿ for −1100 ≤ n ≤ 1040 and y near 1, in two factors of which only the last can round.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Scale(T y, T n)
    {
        var halved = T.Fma(n, T.Of(0.5), T.Of(Magic));
        var rest = n - (halved - T.Of(Magic)) + T.Of(Magic);
        var one = T.Of(1);
        return y * T.AddBits(one, T.ShiftLeft(halved, 52)) * T.AddBits(one, T.ShiftLeft(rest, 52));
    }
}
