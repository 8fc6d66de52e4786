using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Counterpoise.Bench.Harness;
using Counterpoise.Bench.Native;

namespace Counterpoise.Bench.Probes;

/// <summary>How fast one core reads a working set that stays in one level of its caches.</summary>
internal sealed unsafe class ReadProbe
{
    /// <summary>A set that stays in the first, second and third level of today's servers.</summary>
    public const int Level1 = 16 << 10, Level2 = 512 << 10, Level3 = 8 << 20;

    // Small sets are read several times per call, so that the call itself does not show.
    private const int BytesPerCall = 512 << 10;

    private readonly Column<ulong> _data;
    private readonly int _passes;

    private ReadProbe(Arena arena, int bytes)
    {
        _data = arena.Of(bytes / sizeof(ulong), row => (ulong)row);
        _passes = Math.Max(1, BytesPerCall / bytes);
    }

    /// <summary>Where results go, so that no compiler drops the work.</summary>
    public ulong Sink { get; private set; }

    /// <summary>The time to read this many bytes per unit.</summary>
    public static Contender Of(Arena arena, string name, int workingSet, double bytesPerUnit)
    {
        var probe = new ReadProbe(arena, workingSet);
        return new LocalContender(name, (double)workingSet * probe._passes / bytesPerUnit, probe.Run);
    }

    private void Run()
    {
        for (var pass = 0; pass < _passes; pass++)
        {
            Sink += Vector512.IsHardwareAccelerated
                ? Read512(_data.Pointer, (nuint)_data.Length)
                : Read256(_data.Pointer, (nuint)_data.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Read512(ulong* from, nuint count)
    {
        var (a, b, c, d) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        for (nuint at = 0; at < count; at += 32)
        {
            a ^= Vector512.LoadAligned(from + at);
            b ^= Vector512.LoadAligned(from + at + 8);
            c ^= Vector512.LoadAligned(from + at + 16);
            d ^= Vector512.LoadAligned(from + at + 24);
        }
        return Vector512.Sum(a ^ b ^ c ^ d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Read256(ulong* from, nuint count)
    {
        var (a, b, c, d) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (nuint at = 0; at < count; at += 16)
        {
            a ^= Vector256.LoadAligned(from + at);
            b ^= Vector256.LoadAligned(from + at + 4);
            c ^= Vector256.LoadAligned(from + at + 8);
            d ^= Vector256.LoadAligned(from + at + 12);
        }
        return Vector256.Sum(a ^ b ^ c ^ d);
    }
}
