using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Counterpoise.Instruments;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Models;

/// <summary>
/// <see cref="Heston"/> for all options of an expiry at once, undiscounted: the characteristic function is evaluated
/// once per expiry, then as many strikes side by side as the processor's vectors hold. The results are those of the
/// single verbs, bit for bit at every width, and do not depend on what else is in the slice. Nothing is allocated.
/// <para>
/// Claim, over the domain of <see cref="Heston"/>: absolute error ≤ 1e-14 of the larger of forward and strike, and of
/// a derivative times its parameter ≤ 2e-14 of it; measured in docs/numerics/heston.md. A sign that is neither +1 nor
/// −1 gives NaN.
/// </para>
/// </summary>
public static class BatchHeston
{
    /// <summary>The price of every option, in strike currency per unit.</summary>
    /// <exception cref="ArgumentException">The prices have another length than the options.</exception>
    public static void Price(in HestonSlice options, in HestonParameters parameters, Span<double> prices)
    {
        if (Vector512.IsHardwareAccelerated) Price<Lanes512>(options, parameters, prices);
        else if (Vector256.IsHardwareAccelerated) Price<Lanes256>(options, parameters, prices);
        else if (Vector128.IsHardwareAccelerated) Price<Lanes128>(options, parameters, prices);
        else Price<LanesScalar>(options, parameters, prices);
    }

    /// <summary>
    /// The prices, and their derivatives in the parameters: five per option, option after option, in the order V0,
    /// Kappa, Theta, VolOfVol, Rho, each per 1.00 of the parameter. Where there is no time value they are 0.
    /// </summary>
    /// <exception cref="ArgumentException">A result has another length than the options ask for.</exception>
    public static void PriceAndGradient(
        in HestonSlice options, in HestonParameters parameters, Span<double> prices, Span<double> jacobian)
    {
        if (Vector512.IsHardwareAccelerated) PriceAndGradient<Lanes512>(options, parameters, prices, jacobian);
        else if (Vector256.IsHardwareAccelerated) PriceAndGradient<Lanes256>(options, parameters, prices, jacobian);
        else if (Vector128.IsHardwareAccelerated) PriceAndGradient<Lanes128>(options, parameters, prices, jacobian);
        else PriceAndGradient<LanesScalar>(options, parameters, prices, jacobian);
    }

    internal static void Price<T>(in HestonSlice options, in HestonParameters parameters, Span<double> prices)
        where T : struct, ILanes<T>
    {
        Columns.Check(options.Count, prices.Length, nameof(prices));
        if (HestonTerms.Hold(parameters, options.Forward, options.Years))
        {
            Span<double> memory = stackalloc double[HestonNodes.Memory(HestonFactors.None)];
            var terms = new HestonTerms(parameters, options.Years);
            Sides<T>(options, terms, HestonFactors.None, memory, prices, []);
        }
        Edges(options, parameters, prices, []);
    }

    internal static void PriceAndGradient<T>(
        in HestonSlice options, in HestonParameters parameters, Span<double> prices, Span<double> jacobian)
        where T : struct, ILanes<T>
    {
        Columns.Check(options.Count, prices.Length, nameof(prices));
        Columns.Check(HestonParameters.Count * options.Count, jacobian.Length, nameof(jacobian));
        if (HestonTerms.Hold(parameters, options.Forward, options.Years))
        {
            Span<double> memory = stackalloc double[HestonNodes.Memory(HestonFactors.Gradient)];
            var terms = new HestonTerms(parameters, options.Years);
            Sides<T>(options, terms, HestonFactors.Gradient, memory, prices, jacobian);
        }
        Edges(options, parameters, prices, jacobian);
    }

    // Fewer strikes than lanes go one by one; the nodes are still made side by side.
    private static void Sides<T>(
        in HestonSlice options, in HestonTerms terms, HestonFactors factors, Span<double> memory, Span<double> prices,
        Span<double> jacobian)
        where T : struct, ILanes<T>
    {
        for (var side = 0; side < 2; side++)
        {
            if (options.Count >= T.Width)
                Side<T, T>(options, terms, side == 1, factors, memory, prices, jacobian);
            else
                Side<T, LanesScalar>(options, terms, side == 1, factors, memory, prices, jacobian);
        }
    }

    // The last vector begins early enough to be full: options twice in a vector get the same bits twice.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Side<TNodes, T>(
        in HestonSlice options, in HestonTerms terms, bool mirrored, HestonFactors factors, Span<double> memory,
        Span<double> prices, Span<double> jacobian)
        where TNodes : struct, ILanes<TNodes>
        where T : struct, ILanes<T>
    {
        Span<double> sums = stackalloc double[HestonNodes.MostFactors * AlignedDoubles.Line];
        Span<double> scales = stackalloc double[AlignedDoubles.Line];
        ref var roots = ref MemoryMarshal.GetReference(scales);
        var nodes = default(HestonNodes);
        var forward = T.Of(options.Forward);
        var divide = T.Of(terms.Divide);
        for (var start = 0; start < options.Count; start += T.Width)
        {
            var at = Math.Min(start, options.Count - T.Width);
            var strike = T.Load(in MemoryMarshal.GetReference(options.Strike), (nuint)at);
            var x = LaneMath<T>.LogRatio(forward, strike);
            var here = mirrored ? x < divide : x >= divide;
            if (T.Mask(here) == 0) continue;
            if (nodes.IsEmpty) nodes = HestonNodes.Of<TNodes>(terms, mirrored, factors, memory);
            var sum = factors == HestonFactors.None ? nodes.Sum(x)
                : nodes.Sums(x, HestonParameters.Count, ref MemoryMarshal.GetReference(sums));
            ref var price = ref MemoryMarshal.GetReference(prices);
            var value = Value(T.Load(in MemoryMarshal.GetReference(options.Sign), (nuint)at), forward, strike, sum);
            T.Select(here, value, T.Load(in price, (nuint)at)).Store(ref price, (nuint)at);
            if (factors != HestonFactors.None)
            {
                (-T.Sqrt(forward * strike)).Store(ref roots, 0);
                Scatter(scales[..T.Width], sums, T.Mask(here), jacobian[(HestonParameters.Count * at)..]);
            }
        }
    }

    /// <summary>
    /// F − E[min(F_T, K)] for a call, K − E[min(F_T, K)] for a put; the expectation is between 0 and the smaller leg.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Value<T>(T sign, T forward, T strike, T sum)
        where T : struct, ILanes<T>
    {
        var least = T.Min(T.Min(forward, strike), T.Max(T.Of(0), T.Sqrt(forward * strike) * sum));
        return T.Select(sign > T.Of(0), forward, strike) - least;
    }

    // ∂V = −∂E[min(F_T, K)], of calls and puts alike: a sum times −√(FK).
    private static void Scatter(ReadOnlySpan<double> scales, Span<double> sums, int mask, Span<double> rows)
    {
        for (var i = 0; i < scales.Length; i++)
        {
            if ((mask >> i & 1) == 0) continue;
            for (var k = 0; k < HestonParameters.Count; k++)
                rows[HestonParameters.Count * i + k] = scales[i] * sums[k * scales.Length + i];
        }
    }

    // Whatever the contour is not for.
    private static void Edges(
        in HestonSlice options, in HestonParameters parameters, Span<double> prices, Span<double> jacobian)
    {
        var hold = HestonTerms.Hold(parameters, options.Forward, options.Years);
        for (var i = 0; i < options.Count; i++)
        {
            var (sign, strike) = (options.Sign[i], options.Strike[i]);
            if (hold && sign is (1 or -1) && HestonTerms.Ordinary(strike)) continue;
            prices[i] = sign is 1 or -1
                ? Heston.Edge(
                    sign > 0 ? OptionRight.Call : OptionRight.Put, options.Forward, strike, parameters, options.Years,
                    1).Price
                : double.NaN;
            if (!jacobian.IsEmpty)
                jacobian.Slice(HestonParameters.Count * i, HestonParameters.Count).Fill(0 * prices[i]);
        }
    }
}
