using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Counterpoise.Numerics;

namespace Counterpoise.Margins.Scanning;

/// <summary>
/// Σ quantity × row over rows of eight numbers, a portfolio at a time: delta and vega by tenor. Columns do not meet and
/// each is summed in the order of the positions, so width changes no bit.
/// </summary>
internal static class ExposureKernel
{
    /// <summary>Numbers of a row.</summary>
    public const int Width = 8;

    /// <summary>Sums one portfolio.</summary>
    /// <param name="cells">Rows of <see cref="Width"/> numbers.</param>
    /// <param name="rows">Row of each position, all within the cells.</param>
    /// <param name="quantities">Signed, of each position.</param>
    /// <param name="totals">Receives <see cref="Width"/> sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sum(
        ReadOnlySpan<double> cells, ReadOnlySpan<int> rows, ReadOnlySpan<double> quantities, Span<double> totals)
    {
        if (Vector512.IsHardwareAccelerated) Sum<Lanes512>(cells, rows, quantities, totals);
        else if (Vector256.IsHardwareAccelerated) Sum<Lanes256>(cells, rows, quantities, totals);
        else if (Vector128.IsHardwareAccelerated) Sum<Lanes128>(cells, rows, quantities, totals);
        else Sum<LanesScalar>(cells, rows, quantities, totals);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum<T>(
        ReadOnlySpan<double> cells, ReadOnlySpan<int> rows, ReadOnlySpan<double> quantities, Span<double> totals)
        where T : struct, ILanes<T>
    {
        ref var from = ref MemoryMarshal.GetReference(cells);
        ref var to = ref MemoryMarshal.GetReference(totals);
        for (nuint column = 0; column < Width; column += (nuint)T.Width)
        {
            var sum = T.Of(0);
            for (var i = 0; i < rows.Length; i = unchecked(i + 1))
            {
                ref var row = ref Unsafe.Add(ref from, unchecked((nint)rows[i] * Width));
                sum = T.Fma(T.Of(quantities[i]), T.Load(in row, column), sum);
            }
            sum.Store(ref to, column);
        }
    }
}
