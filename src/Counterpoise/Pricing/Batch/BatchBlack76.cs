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
/// Claim for the others: a time value within 7·2⁻⁵³ of the smaller leg (10·2⁻⁵³ where σ√T exceeds 4), in the money a
/// price within 7·2⁻⁵³ of smaller leg and price together; relative errors by region, with the worst cases, in
/// docs/numerics/kernels.md. A time value below 2⁻¹⁰²⁰ of the smaller leg may be 0.
/// </para>
/// </summary>
public static class BatchBlack76
{
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void All<T>(in OptionColumns options, in GreekColumns results)
        where T : struct, ILanes<T>
    {
        var whole = options.Count / T.Width * T.Width;
        for (var at = 0; at < whole; at += T.Width)
        {
            var point = PointAt<T>(options, at);
            point.Price.Store(ref MemoryMarshal.GetReference(results.Price), (nuint)at);
            point.Delta.Store(ref MemoryMarshal.GetReference(results.Delta), (nuint)at);
            point.Gamma.Store(ref MemoryMarshal.GetReference(results.Gamma), (nuint)at);
            point.Vega.Store(ref MemoryMarshal.GetReference(results.Vega), (nuint)at);
            point.Theta.Store(ref MemoryMarshal.GetReference(results.Theta), (nuint)at);
            if (!T.All(point.Ordinary)) Patch(options, results, at, T.Mask(point.Ordinary), T.Width);
        }
        if (whole < options.Count) Remainder<T>(options.From(whole), results.From(whole));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Price<T>(in OptionColumns options, Span<double> prices)
        where T : struct, ILanes<T>
    {
        ref var price = ref MemoryMarshal.GetReference(prices);
        var whole = options.Count / T.Width * T.Width;
        for (var at = 0; at < whole; at += T.Width)
        {
            var point = PointAt<T>(options, at);
            point.Price.Store(ref price, (nuint)at);
            if (!T.All(point.Ordinary)) Patch(options, prices, at, T.Mask(point.Ordinary), T.Width);
        }
        if (whole == options.Count) return;
        var rest = options.Count - whole;
        Span<double> unused = stackalloc double[AlignedDoubles.Line];
        unused = unused[..rest];
        Remainder<T>(options.From(whole), new(prices[whole..], unused, unused, unused, unused));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Black76Kernel<T> PointAt<T>(in OptionColumns options, int at)
        where T : struct, ILanes<T> => Black76Kernel<T>.At(
            T.Load(in MemoryMarshal.GetReference(options.Sign), (nuint)at),
            T.Load(in MemoryMarshal.GetReference(options.Forward), (nuint)at),
            T.Load(in MemoryMarshal.GetReference(options.Strike), (nuint)at),
            T.Load(in MemoryMarshal.GetReference(options.Vol), (nuint)at),
            T.Load(in MemoryMarshal.GetReference(options.Years), (nuint)at));

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

    private static void Patch(in OptionColumns options, Span<double> prices, int at, int ordinary, int width)
    {
        for (var i = at; i < at + width; i++)
            if ((ordinary >> (i - at) & 1) == 0) prices[i] = One(options, i).Price;
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
