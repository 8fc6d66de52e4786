using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Counterpoise.Numerics;

namespace Counterpoise.SameBits.Inputs;

/// <summary>A function of <see cref="Elementary{T}"/>, to be put on a span at any width.</summary>
internal interface ILaneFunction
{
    static abstract T At<T>(T x)
        where T : struct, ILanes<T>;
}

internal readonly struct ExpFunction : ILaneFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x)
        where T : struct, ILanes<T> => Elementary<T>.Exp(x);
}

internal readonly struct LogFunction : ILaneFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x)
        where T : struct, ILanes<T> => Elementary<T>.Log(x);
}

internal readonly struct NormalCdfFunction : ILaneFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(T x)
        where T : struct, ILanes<T> => Elementary<T>.NormalCdf(x);
}

/// <summary>A function on every element: on the widest vectors there are, as the kernels choose them.</summary>
internal static class ElementarySpans
{
    public static void Map<TFunction>(ReadOnlySpan<double> x, Span<double> y)
        where TFunction : struct, ILaneFunction
    {
        if (Vector512.IsHardwareAccelerated) Map<TFunction, Lanes512>(x, y);
        else if (Vector256.IsHardwareAccelerated) Map<TFunction, Lanes256>(x, y);
        else if (Vector128.IsHardwareAccelerated) Map<TFunction, Lanes128>(x, y);
        else Map<TFunction, LanesScalar>(x, y);
    }

    /// <summary>At one width; what is left over goes one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<TFunction, T>(ReadOnlySpan<double> x, Span<double> y)
        where TFunction : struct, ILaneFunction
        where T : struct, ILanes<T>
    {
        y = y[..x.Length];
        ref readonly var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var at = 0;
        for (; at + T.Width <= x.Length; at += T.Width)
            TFunction.At(T.Load(in from, (nuint)at)).Store(ref to, (nuint)at);
        for (; at < x.Length; at++)
            TFunction.At(LanesScalar.Load(in from, (nuint)at)).Store(ref to, (nuint)at);
    }
}
