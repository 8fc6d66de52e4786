namespace Counterpoise.Numerics;

/// <summary>
/// A few doubles that go through the same operations side by side. A kernel is written once against this, for any
/// width, and gives the same bits at every width: each operation is rounded once as IEEE 754 says, fused multiply-add
/// stands only where it is written, and nothing crosses lanes.
/// </summary>
/// <typeparam name="T">The implementation: eight, four, two or one lanes.</typeparam>
internal interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Width { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract T Of(double value);

    /// <summary>The same bit pattern in every lane.</summary>
    static abstract T OfBits(long bits);

    /// <summary>Reads consecutive doubles, <paramref name="at"/> doubles behind <paramref name="from"/>.</summary>
    static abstract T Load(ref readonly double from, nuint at);

    /// <summary>Writes consecutive doubles, <paramref name="at"/> doubles behind <paramref name="to"/>.</summary>
    void Store(ref double to, nuint at);

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    static abstract T operator -(T a);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract T Fma(T a, T b, T c);

    static abstract T Sqrt(T a);

    static abstract T Abs(T a);

    /// <summary>a &lt; b ? a : b, so b if either is NaN.</summary>
    static abstract T Min(T a, T b);

    /// <summary>a &gt; b ? a : b, so b if either is NaN.</summary>
    static abstract T Max(T a, T b);

    // Comparisons give a mask: all bits where it holds, none where not; false for NaN.
    static abstract T operator <(T a, T b);

    static abstract T operator >(T a, T b);

    static abstract T operator <=(T a, T b);

    static abstract T operator >=(T a, T b);

    /// <summary>Mask of a = b.</summary>
    static abstract T Same(T a, T b);

    /// <summary>By mask.</summary>
    static abstract T Select(T mask, T yes, T no);

    static abstract T operator &(T a, T b);

    static abstract T operator |(T a, T b);

    static abstract T operator ^(T a, T b);

    /// <summary>The bit patterns added as 64-bit integers.</summary>
    static abstract T AddBits(T a, T b);

    /// <summary>The bit patterns subtracted as 64-bit integers.</summary>
    static abstract T SubtractBits(T a, T b);

    /// <summary>The bit patterns shifted up.</summary>
    static abstract T ShiftLeft(T a, int bits);

    /// <summary>The bit patterns shifted down, zeros following.</summary>
    static abstract T ShiftRight(T a, int bits);

    /// <summary>Whether the mask holds in every lane.</summary>
    static abstract bool All(T mask);

    /// <summary>The lesser; NaN if either is NaN, the first of equals.</summary>
    static abstract T Lesser(T a, T b);

    /// <summary>The least lane; NaN if one is NaN.</summary>
    static abstract double Least(T a);

    /// <summary>Bit i is set if the mask holds in lane i.</summary>
    static abstract int Mask(T mask);
}
