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
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        _start = (int)((64 - (address & 63)) & 63) / sizeof(double);
    }

    public int Length { get; }

    public Span<double> Span => _memory.AsSpan(_start, Length);

    /// <summary>The next whole number of lines.</summary>
    public static int Padded(int length) => (length + Line - 1) / Line * Line;
}
