using System.Runtime.CompilerServices;

namespace Counterpoise.Numerics;

/// <summary>Complex numbers on lanes.</summary>
internal readonly struct LaneComplex<T>
    where T : struct, ILanes<T>
{
    // Within it 1 + t is not computed on the way to ln(1 + t), so that a small t keeps its digits.
    private const double Near = 0.25;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneComplex(T re, T im) => (Re, Im) = (re, im);

    public T Re { get; }

    public T Im { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<T> operator +(LaneComplex<T> a, LaneComplex<T> b) => new(a.Re + b.Re, a.Im + b.Im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<T> operator -(LaneComplex<T> a, LaneComplex<T> b) => new(a.Re - b.Re, a.Im - b.Im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<T> operator *(LaneComplex<T> a, LaneComplex<T> b) =>
        new(T.Fma(a.Re, b.Re, -(a.Im * b.Im)), T.Fma(a.Re, b.Im, a.Im * b.Re));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<T> operator *(LaneComplex<T> a, T b) => new(a.Re * b, a.Im * b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<T> operator +(LaneComplex<T> a, T b) => new(a.Re + b, a.Im);

    /// <summary>1/a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<T> Reciprocal(LaneComplex<T> a)
    {
        var scale = T.Of(1) / T.Fma(a.Re, a.Re, a.Im * a.Im);
        return new(a.Re * scale, -(a.Im * scale));
    }

    /// <summary>The root with the positive real part; for a on the negative axis, the one above it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<T> Sqrt(LaneComplex<T> a)
    {
        var size = T.Sqrt(T.Fma(a.Re, a.Re, a.Im * a.Im));
        var large = T.Sqrt((size + T.Abs(a.Re)) * T.Of(0.5));
        var small = T.Abs(a.Im) * T.Of(0.5) / large;
        var left = a.Re < T.Of(0);
        var imaginary = T.Select(left, large, small) ^ (a.Im & T.Of(-0.0));
        return new(T.Select(left, small, large), imaginary);
    }

    /// <summary>
    /// 1 − e^{−a} for Re a ≥ 0, accurate near 0: with a = x + iy, 1 − e⁻ˣ + 2·e⁻ˣ·sin²(y/2) + i·e⁻ˣ·sin y.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<T> OneLessExp(LaneComplex<T> a)
    {
        var x = T.Max(T.Of(-700), -a.Re);
        var whole = LaneMath<T>.Exp(x);
        var part = T.Select(x > T.Of(-0.34), LaneMath<T>.ExpLessOne(x), whole - T.Of(1));
        var sine = LaneTrig<T>.SinCos(a.Im * T.Of(0.5), out var cosine);
        var twice = whole * (sine + sine);
        return new(T.Fma(twice, sine, -part), twice * cosine);
    }

    /// <summary>ln(1 + a), accurate near 0, from −π to π on the imaginary axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<T> LogOnePlus(LaneComplex<T> a)
    {
        var one = T.Of(1) + a.Re;
        // |1 + a|² − 1.
        var t = T.Fma(a.Re, a.Re + T.Of(2), a.Im * a.Im);
        var far = LaneMath<T>.LogRatio(T.Fma(one, one, a.Im * a.Im), T.Of(1));
        var log = T.Select(T.Abs(t) < T.Of(Near), LaneMath<T>.LogOnePlus(t), far);
        return new(log * T.Of(0.5), LaneTrig<T>.Angle(a.Im, one));
    }
}
