using System.Runtime.CompilerServices;

namespace Counterpoise.Numerics;

/// <summary>One double, in the same operations: where there are no vectors, and for single values.</summary>
internal readonly struct LanesScalar : ILanes<LanesScalar>
{
    private readonly double _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LanesScalar(double v) => _v = v;

    public static int Width => 1;

    public double Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _v;
    }

    private long Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BitConverter.DoubleToInt64Bits(_v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar Of(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar OfBits(long bits) => new(BitConverter.Int64BitsToDouble(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar Load(ref readonly double from, nuint at) =>
        new(Unsafe.Add(ref Unsafe.AsRef(in from), at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double to, nuint at) => Unsafe.Add(ref to, at) = _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar operator +(LanesScalar a, LanesScalar b) => new(a._v + b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar operator -(LanesScalar a, LanesScalar b) => new(a._v - b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar operator *(LanesScalar a, LanesScalar b) => new(a._v * b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar operator /(LanesScalar a, LanesScalar b) => new(a._v / b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar operator -(LanesScalar a) => new(-a._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar Fma(LanesScalar a, LanesScalar b, LanesScalar c) =>
        new(Math.FusedMultiplyAdd(a._v, b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar Sqrt(LanesScalar a) => new(Math.Sqrt(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar Abs(LanesScalar a) => new(Math.Abs(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar Min(LanesScalar a, LanesScalar b) => a._v < b._v ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar Max(LanesScalar a, LanesScalar b) => a._v > b._v ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar operator <(LanesScalar a, LanesScalar b) => Truth(a._v < b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar operator >(LanesScalar a, LanesScalar b) => Truth(a._v > b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar operator <=(LanesScalar a, LanesScalar b) => Truth(a._v <= b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar operator >=(LanesScalar a, LanesScalar b) => Truth(a._v >= b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar Same(LanesScalar a, LanesScalar b) => Truth(a._v == b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar Select(LanesScalar mask, LanesScalar yes, LanesScalar no) =>
        mask.Bits != 0 ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar operator &(LanesScalar a, LanesScalar b) => OfBits(a.Bits & b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar operator |(LanesScalar a, LanesScalar b) => OfBits(a.Bits | b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar operator ^(LanesScalar a, LanesScalar b) => OfBits(a.Bits ^ b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar AddBits(LanesScalar a, LanesScalar b) => OfBits(unchecked(a.Bits + b.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar SubtractBits(LanesScalar a, LanesScalar b) => OfBits(unchecked(a.Bits - b.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar ShiftLeft(LanesScalar a, int bits) => OfBits(a.Bits << bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar ShiftRight(LanesScalar a, int bits) => OfBits(a.Bits >>> bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(LanesScalar mask) => mask.Bits != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar Lesser(LanesScalar a, LanesScalar b) => Select(Same(b, b), Min(b, a), b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Least(LanesScalar a) => a._v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Mask(LanesScalar mask) => (int)(mask.Bits >>> 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static LanesScalar Truth(bool holds) => OfBits(holds ? -1 : 0);
}
