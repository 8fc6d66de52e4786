using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Counterpoise.Numerics;

/// <summary>
/// Doubles that begin on a cache line, so that no vector of them straddles two. Few doubles begin anywhere: pinning
/// costs the collector more than straddling costs the kernel.
/// </summary>
internal sealed class AlignedDoubles
{
    /// <summary>Doubles in a cache line of 64 bytes, and in the widest vector.</summary>
    public const int Line = 8;

    private const int Few = 256;

    private readonly double[] _memory;
    private readonly int _start;

    public AlignedDoubles(int length)
    {
        Length = length;
        if (length < Few)
        {
            _memory = new double[length];
            return;
        }
        _memory = GC.AllocateArray<double>(length + Line, pinned: true);
        _start = ToLine(Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0));
    }

    public int Length { get; }

    public Span<double> Span => _memory.AsSpan(_start, Length);

    /// <summary>The first double of stack memory that begins a line; a line more than is used must be there.</summary>
    public static unsafe ref double FirstLine(Span<double> stack)
    {
        ref var first = ref MemoryMarshal.GetReference(stack);
        return ref Unsafe.Add(ref first, ToLine((nint)Unsafe.AsPointer(ref first)));
    }

    // Doubles from an address to the next line.
    private static int ToLine(nint address) => (int)((64 - (address & 63)) & 63) / sizeof(double);

    /// <summary>The next whole number of lines.</summary>
    public static int Padded(int length) => (length + Line - 1) / Line * Line;
}
