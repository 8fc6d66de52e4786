using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Kernels;

namespace Counterpoise.Pricing;

/// <summary>
/// <see cref="Black76"/> for many options at once, undiscounted: as many side by side as the processor's vectors hold,
/// with the same bits at every width.
/// <para>
/// Options out of the ordinary (expired, σ√T below 2⁻¹⁶ or above 16, forward or strike 0 or beyond 2^±400, NaN) are
/// priced one by one by <see cref="Black76"/> itself, so its rules at the edges hold here too. A sign that is neither
/// +1 nor −1 gives NaN.
/// </para>
/// <para>
/// Claim for the others: a time value within 7·2⁻⁵³ of the smaller leg (13·2⁻⁵³ where σ√T exceeds 4), in the money a
/// price within 7·2⁻⁵³ of smaller leg and price together; relative errors by region, with the worst cases, in
/// docs/numerics/kernels.md. A time value below 2⁻¹⁰²⁰ of the smaller leg may be 0.
/// </para>
/// </summary>
public static class BatchBlack76
{
    // Vectors that go through a part of the kernel together: what they leave stays in the nearest cache.
    private const int Sweep = 8;

    private const int Memory = (Sweep * Black76Kernel<Lanes512>.Columns + 1) * AlignedDoubles.Line;

    /// <summary>Price, delta, gamma, vega and theta of every option. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The results have another length than the options.</exception>
    public static void All(in OptionColumns options, in GreekColumns results)
    {
        Columns.Check(options.Count, results.Price.Length, nameof(results));
        if (Vector512.IsHardwareAccelerated) All<Lanes512>(options, results);
        else if (Vector256.IsHardwareAccelerated) All<Lanes256>(options, results);
        else if (Vector128.IsHardwareAccelerated) All<Lanes128>(options, results);
        else All<LanesScalar>(options, results);
    }

    /// <summary>
    /// The price of every option, bit for bit the one of <see cref="All(in OptionColumns, in GreekColumns)"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The results have another length than the options.</exception>
    public static void Price(in OptionColumns options, Span<double> prices)
    {
        Columns.Check(options.Count, prices.Length, nameof(prices));
        if (Vector512.IsHardwareAccelerated) Price<Lanes512>(options, prices);
        else if (Vector256.IsHardwareAccelerated) Price<Lanes256>(options, prices);
        else if (Vector128.IsHardwareAccelerated) Price<Lanes128>(options, prices);
        else Price<LanesScalar>(options, prices);
    }

    // The Greeks cost little beside what they share with the price; they are written over.
    internal static void Price<T>(in OptionColumns options, Span<double> prices)
        where T : struct, ILanes<T>
    {
        const int Piece = Sweep * AlignedDoubles.Line;
        Span<double> greeks = stackalloc double[4 * Piece];
        for (var start = 0; start < options.Count; start += Piece)
        {
            var count = Math.Min(Piece, options.Count - start);
            All<T>(
                options.Slice(start, count),
                new(prices.Slice(start, count), greeks[..count], greeks.Slice(Piece, count),
                    greeks.Slice(2 * Piece, count), greeks.Slice(3 * Piece, count)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void All<T>(in OptionColumns options, in GreekColumns results)
        where T : struct, ILanes<T>
    {
        Span<double> memory = stackalloc double[Memory];
        ref var held = ref AlignedDoubles.FirstLine(memory);
        var step = T.Width * Black76Kernel<T>.Columns;
        var whole = options.Count / T.Width * T.Width;
        for (var start = 0; start < whole; start += Sweep * T.Width)
        {
            var end = Math.Min(start + Sweep * T.Width, whole);
            Prepare<T>(options, start, end, ref held);
            ref var here = ref held;
            for (var at = start; at < end; at += T.Width, here = ref Unsafe.Add(ref here, step))
            {
                var values = Evaluate<T>(options, at, ref here, out var ordinary);
                values.Price.Store(ref MemoryMarshal.GetReference(results.Price), (nuint)at);
                values.Delta.Store(ref MemoryMarshal.GetReference(results.Delta), (nuint)at);
                values.Gamma.Store(ref MemoryMarshal.GetReference(results.Gamma), (nuint)at);
                values.Vega.Store(ref MemoryMarshal.GetReference(results.Vega), (nuint)at);
                values.Theta.Store(ref MemoryMarshal.GetReference(results.Theta), (nuint)at);
                if (!T.All(ordinary)) Patch(options, results, at, T.Mask(ordinary), T.Width);
            }
        }
        if (whole < options.Count) Remainder<T>(options.Slice(whole, options.Count - whole), results.From(whole));
    }

    // Parts one and two of the kernel for a sweep of vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prepare<T>(in OptionColumns options, int start, int end, ref double held)
        where T : struct, ILanes<T>
    {
        var step = T.Width * Black76Kernel<T>.Columns;
        ref var here = ref held;
        for (var at = start; at < end; at += T.Width, here = ref Unsafe.Add(ref here, step))
        {
            Black76Kernel<T>.Measure(
                Load<T>(options.Sign, at), Load<T>(options.Forward, at), Load<T>(options.Strike, at),
                Load<T>(options.Vol, at), Load<T>(options.Years, at), ref here);
        }
        here = ref held;
        for (var at = start; at < end; at += T.Width, here = ref Unsafe.Add(ref here, step))
            Black76Kernel<T>.Tails(Load<T>(options.Forward, at), Load<T>(options.Strike, at), ref here);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Black76Values<T> Evaluate<T>(in OptionColumns options, int at, ref double held, out T ordinary)
        where T : struct, ILanes<T> => Black76Kernel<T>.Evaluate(
            Load<T>(options.Sign, at), Load<T>(options.Forward, at), Load<T>(options.Strike, at),
            Load<T>(options.Vol, at), ref held, out ordinary);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Load<T>(ReadOnlySpan<double> column, int at)
        where T : struct, ILanes<T> => T.Load(in MemoryMarshal.GetReference(column), (nuint)at);

    // Fewer options than lanes: in full columns that repeat the first of them.
    private static void Remainder<T>(in OptionColumns options, in GreekColumns results)
        where T : struct, ILanes<T>
    {
        const int Width = AlignedDoubles.Line;
        var count = options.Count;
        Span<double> buffer = stackalloc double[10 * Width];
        Columns.Repeat(options.Sign, buffer[..Width]);
        Columns.Repeat(options.Forward, buffer.Slice(Width, Width));
        Columns.Repeat(options.Strike, buffer.Slice(2 * Width, Width));
        Columns.Repeat(options.Vol, buffer.Slice(3 * Width, Width));
        Columns.Repeat(options.Years, buffer.Slice(4 * Width, Width));
        var w = T.Width;
        var full = new GreekColumns(
            buffer.Slice(5 * Width, w), buffer.Slice(6 * Width, w), buffer.Slice(7 * Width, w),
            buffer.Slice(8 * Width, w), buffer.Slice(9 * Width, w));
        All<T>(
            new(buffer[..w], buffer.Slice(Width, w), buffer.Slice(2 * Width, w), buffer.Slice(3 * Width, w),
                buffer.Slice(4 * Width, w)),
            full);
        full.Price[..count].CopyTo(results.Price);
        full.Delta[..count].CopyTo(results.Delta);
        full.Gamma[..count].CopyTo(results.Gamma);
        full.Vega[..count].CopyTo(results.Vega);
        full.Theta[..count].CopyTo(results.Theta);
    }

    private static void Patch(in OptionColumns options, in GreekColumns results, int at, int ordinary, int width)
    {
        for (var i = at; i < at + width; i++)
        {
            if ((ordinary >> (i - at) & 1) != 0) continue;
            var one = One(options, i);
            results.Price[i] = one.Price;
            results.Delta[i] = one.Delta;
            results.Gamma[i] = one.Gamma;
            results.Vega[i] = one.Vega;
            results.Theta[i] = one.Theta;
        }
    }

    private static Greeks One(in OptionColumns options, int i)
    {
        var sign = options.Sign[i];
        return Black76.All(
            sign > 0 ? OptionRight.Call : OptionRight.Put,
            sign is 1 or -1 ? options.Forward[i] : double.NaN,
            options.Strike[i],
            options.Vol[i],
            options.Years[i]);
    }
}
