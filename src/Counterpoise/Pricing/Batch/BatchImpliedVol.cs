using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Kernels;

namespace Counterpoise.Pricing;

/// <summary>
/// <see cref="ImpliedVol"/> for many quotes at once, with the same bits at every vector width. Quotes out of the
/// ordinary (no volatility, σ√T below 2⁻¹⁰ or above 16, legs beyond
/// 2^±400, a time value below 2⁻⁹⁰⁰, in the money to the last digits) are solved one by one by
/// <see cref="ImpliedVol"/> itself, which also says why there is none.
/// <para>
/// Claim for the others: relative error ≤ 20·2⁻⁵³·(1 + 1/(σ√T)) of the exact root for the price as the double it is;
/// measured in docs/numerics/kernels.md.
/// </para>
/// </summary>
public static class BatchImpliedVol
{
    /// <summary>The volatility of every quote, or why there is none. Allocates nothing.</summary>
    /// <param name="quotes">The quotes.</param>
    /// <param name="vols">
    /// Receives the annualised volatility; at intrinsic the upper, at maximum the lower bound, otherwise NaN where
    /// there is none.
    /// </param>
    /// <param name="outcomes">Receives what the price says; only <c>Solved</c> goes with a volatility.</param>
    /// <exception cref="ArgumentException">The results have another length than the quotes.</exception>
    public static void Solve(in QuoteColumns quotes, Span<double> vols, Span<ImpliedVolOutcome> outcomes)
    {
        Columns.Check(quotes.Count, vols.Length, nameof(vols));
        Columns.Check(quotes.Count, outcomes.Length, nameof(outcomes));
        if (Vector512.IsHardwareAccelerated) Solve<Lanes512>(quotes, vols, outcomes);
        else if (Vector256.IsHardwareAccelerated) Solve<Lanes256>(quotes, vols, outcomes);
        else if (Vector128.IsHardwareAccelerated) Solve<Lanes128>(quotes, vols, outcomes);
        else Solve<LanesScalar>(quotes, vols, outcomes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Solve<T>(in QuoteColumns quotes, Span<double> vols, Span<ImpliedVolOutcome> outcomes)
        where T : struct, ILanes<T>
    {
        outcomes.Fill(ImpliedVolOutcome.Solved);
        var whole = quotes.Count / T.Width * T.Width;
        for (var at = 0; at < whole; at += T.Width)
        {
            var vol = ImpliedVolKernel<T>.Solve(
                T.Load(in MemoryMarshal.GetReference(quotes.Sign), (nuint)at),
                T.Load(in MemoryMarshal.GetReference(quotes.Price), (nuint)at),
                T.Load(in MemoryMarshal.GetReference(quotes.Forward), (nuint)at),
                T.Load(in MemoryMarshal.GetReference(quotes.Strike), (nuint)at),
                T.Load(in MemoryMarshal.GetReference(quotes.Years), (nuint)at),
                out var solved);
            vol.Store(ref MemoryMarshal.GetReference(vols), (nuint)at);
            if (!T.All(solved)) Patch(quotes, vols, outcomes, at, T.Mask(solved), T.Width);
        }
        if (whole < quotes.Count) Remainder<T>(quotes.From(whole), vols[whole..], outcomes[whole..]);
    }

    private static void Remainder<T>(in QuoteColumns quotes, Span<double> vols, Span<ImpliedVolOutcome> outcomes)
        where T : struct, ILanes<T>
    {
        const int Width = AlignedDoubles.Line;
        Span<double> buffer = stackalloc double[6 * Width];
        Span<ImpliedVolOutcome> said = stackalloc ImpliedVolOutcome[Width];
        Columns.Repeat(quotes.Sign, buffer[..Width]);
        Columns.Repeat(quotes.Price, buffer.Slice(Width, Width));
        Columns.Repeat(quotes.Forward, buffer.Slice(2 * Width, Width));
        Columns.Repeat(quotes.Strike, buffer.Slice(3 * Width, Width));
        Columns.Repeat(quotes.Years, buffer.Slice(4 * Width, Width));
        var w = T.Width;
        var full = new QuoteColumns(
            buffer[..w], buffer.Slice(Width, w), buffer.Slice(2 * Width, w), buffer.Slice(3 * Width, w),
            buffer.Slice(4 * Width, w));
        Solve<T>(full, buffer.Slice(5 * Width, w), said[..w]);
        buffer.Slice(5 * Width, quotes.Count).CopyTo(vols);
        said[..quotes.Count].CopyTo(outcomes);
    }

    private static void Patch(
        in QuoteColumns quotes, Span<double> vols, Span<ImpliedVolOutcome> outcomes, int at, int solved, int width)
    {
        for (var i = at; i < at + width; i++)
        {
            if ((solved >> (i - at) & 1) != 0) continue;
            var sign = quotes.Sign[i];
            var result = sign is 1 or -1
                ? ImpliedVol.Solve(
                    sign > 0 ? OptionRight.Call : OptionRight.Put, quotes.Price[i], quotes.Forward[i],
                    quotes.Strike[i], quotes.Years[i])
                : ImpliedVolResult.None(ImpliedVolOutcome.OutOfDomain);
            vols[i] = result.Vol;
            outcomes[i] = result.Outcome;
        }
    }
}
