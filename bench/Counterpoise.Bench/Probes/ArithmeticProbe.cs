using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Counterpoise.Bench.Harness;

namespace Counterpoise.Bench.Probes;

/// <summary>What the arithmetic units can do at most: fused multiply-adds and divisions of doubles, one core.</summary>
internal static class ArithmeticProbe
{
    private const int Chains = 12;
    private const int FmaSteps = 8_000;
    private const int DivideSteps = 1_000;

    /// <summary>Where results go, so that no compiler drops the work.</summary>
    public static double Sink { get; private set; }

    /// <summary>Bits of the widest vector in hardware.</summary>
    public static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    private static int Width => Vector512.IsHardwareAccelerated ? 8 : 4;

    /// <summary>The time of work that consists of this many floating-point operations, all fused.</summary>
    /// <param name="flop">Operations per unit; a fused multiply-add of one lane is two.</param>
    public static Contender Fma(double flop) =>
        new LocalContender("FMA peak", 2.0 * FmaSteps * Chains * Width / flop, RunFma);

    /// <summary>The time of eight divisions that do not wait for each other.</summary>
    public static Contender Divide() => new LocalContender("8 divisions", DivideSteps * 8.0 * Width / 8, RunDivide);

    private static void RunFma() => Sink += Width == 8 ? Fma512(FmaSteps) : Fma256(FmaSteps);

    private static void RunDivide() => Sink += Width == 8 ? Divide512(DivideSteps) : Divide256(DivideSteps);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Fma512(int steps)
    {
        var (m, c) = (Vector512.Create(0.999), Vector512.Create(0.001));
        var (a0, a1, a2, a3, a4, a5) = (c, c, c, c, c, c);
        var (a6, a7, a8, a9, a10, a11) = (c, c, c, c, c, c);
        for (var step = 0; step < steps; step++)
        {
            a0 = Vector512.FusedMultiplyAdd(a0, m, c);
            a1 = Vector512.FusedMultiplyAdd(a1, m, c);
            a2 = Vector512.FusedMultiplyAdd(a2, m, c);
            a3 = Vector512.FusedMultiplyAdd(a3, m, c);
            a4 = Vector512.FusedMultiplyAdd(a4, m, c);
            a5 = Vector512.FusedMultiplyAdd(a5, m, c);
            a6 = Vector512.FusedMultiplyAdd(a6, m, c);
            a7 = Vector512.FusedMultiplyAdd(a7, m, c);
            a8 = Vector512.FusedMultiplyAdd(a8, m, c);
            a9 = Vector512.FusedMultiplyAdd(a9, m, c);
            a10 = Vector512.FusedMultiplyAdd(a10, m, c);
            a11 = Vector512.FusedMultiplyAdd(a11, m, c);
        }
        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Fma256(int steps)
    {
        var (m, c) = (Vector256.Create(0.999), Vector256.Create(0.001));
        var (a0, a1, a2, a3, a4, a5) = (c, c, c, c, c, c);
        var (a6, a7, a8, a9, a10, a11) = (c, c, c, c, c, c);
        for (var step = 0; step < steps; step++)
        {
            a0 = Vector256.FusedMultiplyAdd(a0, m, c);
            a1 = Vector256.FusedMultiplyAdd(a1, m, c);
            a2 = Vector256.FusedMultiplyAdd(a2, m, c);
            a3 = Vector256.FusedMultiplyAdd(a3, m, c);
            a4 = Vector256.FusedMultiplyAdd(a4, m, c);
            a5 = Vector256.FusedMultiplyAdd(a5, m, c);
            a6 = Vector256.FusedMultiplyAdd(a6, m, c);
            a7 = Vector256.FusedMultiplyAdd(a7, m, c);
            a8 = Vector256.FusedMultiplyAdd(a8, m, c);
            a9 = Vector256.FusedMultiplyAdd(a9, m, c);
            a10 = Vector256.FusedMultiplyAdd(a10, m, c);
            a11 = Vector256.FusedMultiplyAdd(a11, m, c);
        }
        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Divide512(int steps)
    {
        var c = Vector512.Create(1.7);
        var (a0, a1, a2, a3, a4, a5, a6, a7) = (c, c, c, c, c, c, c, c);
        for (var step = 0; step < steps; step++)
        {
            (a0, a1, a2, a3) = (c / a0, c / a1, c / a2, c / a3);
            (a4, a5, a6, a7) = (c / a4, c / a5, c / a6, c / a7);
        }
        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Divide256(int steps)
    {
        var c = Vector256.Create(1.7);
        var (a0, a1, a2, a3, a4, a5, a6, a7) = (c, c, c, c, c, c, c, c);
        for (var step = 0; step < steps; step++)
        {
            (a0, a1, a2, a3) = (c / a0, c / a1, c / a2, c / a3);
            (a4, a5, a6, a7) = (c / a4, c / a5, c / a6, c / a7);
        }
        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7);
    }
}
