using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Kernels;
using Counterpoise.Units;

namespace Counterpoise.Pricing.Repricing;

/// <summary>
/// Eight options under every scenario of a plan. Per option one logarithm, per node one division, and per cell one
/// exponential, two tails and one division: with h = |ln F/K + ln s|/v, near = h − v/2, far = h + v/2 and the legs
/// A = F·s, C = K (in coin A = 1, C = K/(F·s)), the value is max(±(A − C), 0) + min(A, C)·b(near, far) as in
/// <see cref="LognormalExchange"/>, the clear version. Claim: a value within 7·2⁻⁵³ of the larger leg, a change within
/// 10·2⁻⁵³.
/// </summary>
internal static class ScenarioKernel
{
    /// <summary>Options side by side, whatever the width of a vector.</summary>
    public const int Rows = 8;

    /// <summary>Doubles a node needs for a block.</summary>
    public const int NodeDoubles = Rows * NodeTerms;

    private const int NodeTerms = 4;

    // |r·T|: beyond, a discount factor is no number of use.
    private const double MostGrowth = 700;

    /// <summary>Prices a block.</summary>
    /// <param name="plan">Scenarios.</param>
    /// <param name="inCoin">Coin-settled.</param>
    /// <param name="terms">Term t of option i at 8·t + i.</param>
    /// <param name="nodes">Room for <see cref="NodeDoubles"/> a node.</param>
    /// <param name="cells">Change of value of option i under cell c at 8·c + i; then the values today.</param>
    /// <returns>Bit i is set if the numbers of option i hold; the others are for the clear version.</returns>
    public static int Price(
        ScenarioPlan plan, bool inCoin, ReadOnlySpan<double> terms, Span<double> nodes, Span<double> cells)
    {
        if (Vector512.IsHardwareAccelerated) return Run<Lanes512>(plan, inCoin, terms, nodes, cells);
        if (Vector256.IsHardwareAccelerated) return Run<Lanes256>(plan, inCoin, terms, nodes, cells);
        return Vector128.IsHardwareAccelerated
            ? Run<Lanes128>(plan, inCoin, terms, nodes, cells)
            : Run<LanesScalar>(plan, inCoin, terms, nodes, cells);
    }

    internal static int Run<T>(
        ScenarioPlan plan, bool inCoin, ReadOnlySpan<double> terms, Span<double> nodes, Span<double> cells)
        where T : struct, ILanes<T>
    {
        ref var from = ref MemoryMarshal.GetReference(terms);
        ref var node = ref MemoryMarshal.GetReference(nodes);
        var ordinary = 0;
        for (var lane = 0; lane < Rows; lane += T.Width)
        {
            var mask = Prepare<T>(
                plan, inCoin, ref Unsafe.Add(ref from, lane), ref Unsafe.Add(ref node, lane), out var moneyness);
            ordinary |= T.Mask(mask) << lane;
            var signBit = T.Load(in from, (nuint)(Rows * RiskTerms.Sign + lane)) & T.Of(-0.0);
            Evaluate(
                plan, inCoin, ref Unsafe.Add(ref node, lane), moneyness, signBit,
                ref Unsafe.Add(ref MemoryMarshal.GetReference(cells), lane));
        }
        return ordinary;
    }

    /// <summary>
    /// All that cells of a node share, for every node before the first cell: 1/v, v/2 and the legs, with size and
    /// discount in them (the value is of degree 1 in both together).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Prepare<T>(ScenarioPlan plan, bool inCoin, ref double terms, ref double nodes, out T moneyness)
        where T : struct, ILanes<T>
    {
        var forward = T.Load(in terms, Rows * RiskTerms.Forward);
        var strike = T.Load(in terms, Rows * RiskTerms.Strike);
        var size = T.Load(in terms, Rows * RiskTerms.Size);
        moneyness = LaneMath<T>.LogRatio(forward, strike);
        var ordinary = (T.Min(forward, strike) >= T.Of(OrdinaryRange.Smallest))
            & (T.Max(forward, strike) <= T.Of(OrdinaryRange.Largest))
            & (T.Abs(moneyness) <= T.Of(OrdinaryRange.FarthestLog))
            & (size >= T.Of(0)) & (size <= T.Of(OrdinaryRange.Largest));
        var assetLeg = inCoin ? T.Of(1) : forward;
        var cashLeg = inCoin ? strike / forward : strike;
        var list = plan.Nodes;
        for (var n = 0; n < list.Length; n++)
        {
            ref readonly var node = ref list[n];
            var years = Years<T>(node, ref terms);
            var total = ShockedVol<T>(node, ref terms, moneyness) * T.Sqrt(years);
            ordinary &= (total >= T.Of(OrdinaryRange.SmallestTotalVol))
                & (total <= T.Of(OrdinaryRange.LargestTotalVol));
            var scale = size;
            if (!inCoin)
            {
                var growth = T.Load(in terms, Rows * RiskTerms.Rate) * years;
                ordinary &= T.Abs(growth) <= T.Of(MostGrowth);
                scale *= LaneMath<T>.Exp(-growth);
            }
            ref var to = ref Unsafe.Add(ref nodes, Rows * NodeTerms * n);
            (T.Of(1) / total).Store(ref to, 0);
            (total * T.Of(0.5)).Store(ref to, Rows);
            (scale * assetLeg).Store(ref to, 2 * Rows);
            (scale * cashLeg).Store(ref to, 3 * Rows);
        }
        return ordinary;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Evaluate<T>(
        ScenarioPlan plan, bool inCoin, ref double nodes, T moneyness, T signBit, ref double cells)
        where T : struct, ILanes<T>
    {
        var today = T.Of(0);
        ref var spots = ref MemoryMarshal.GetArrayDataReference(plan.Spots);
        ref var entries = ref MemoryMarshal.GetArrayDataReference(plan.Cells);
        var list = plan.Nodes;
        for (var n = 0; n < list.Length; n++)
        {
            ref var node = ref Unsafe.Add(ref nodes, Rows * NodeTerms * n);
            var inverse = T.Load(in node, 0);
            var half = T.Load(in node, Rows);
            var asset = T.Load(in node, 2 * Rows);
            var cash = T.Load(in node, 3 * Rows);
            for (var i = list[n].First; i < list[n].End; i = unchecked(i + 1))
            {
                ref var entry = ref Unsafe.Add(ref entries, unchecked(2 * i));
                ref var spot = ref Unsafe.Add(ref spots, Unsafe.Add(ref entry, 1));
                var a = inCoin ? asset : asset * T.Of(spot);
                var c = inCoin ? cash * T.Of(Unsafe.Add(ref spot, 2)) : cash;
                var value = Exchange<T>(a, c, moneyness + T.Of(Unsafe.Add(ref spot, 1)), inverse, half, signBit);
                if (entry == plan.Count) today = value;
                (entry == plan.Count ? value : value - today).Store(ref cells, unchecked((nuint)(Rows * entry)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Exchange<T>(T asset, T cash, T moneyness, T inverse, T half, T signBit)
        where T : struct, ILanes<T>
    {
        var distance = T.Abs(moneyness);
        var near = T.Fma(distance, inverse, -half);
        var far = T.Fma(distance, inverse, half);
        var smaller = T.Min(asset, cash);
        // e⁻⁶⁰⁰ of a leg is nothing beside its last digit, and products of it are no subnormal numbers, which are slow.
        var exponential = LaneMath<T>.ExpHalf(T.Min(near * near, T.Of(1200)));
        var nearPart = NormalTail<T>.ShortParts(T.Abs(near), out var nearBase);
        var farPart = NormalTail<T>.ShortParts(far, out var farBase);
        var scaled = smaller * exponential / (nearBase * farBase);
        var tails = T.Fma(nearPart ^ (near & T.Of(-0.0)), farBase, -(farPart * nearBase));
        var timeValue = T.Fma(scaled, tails, T.Select(near < T.Of(0), smaller, T.Of(0)));
        return T.Max((asset - cash) ^ signBit, T.Of(0)) + timeValue;
    }

    // σ′ under a node.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ShockedVol<T>(in ScenarioNode node, ref double terms, T moneyness)
        where T : struct, ILanes<T>
    {
        var vol = T.Load(in terms, Rows * RiskTerms.Vol);
        if (!node.IsShocked) return vol;
        var change = T.Of(1) + T.Load(in terms, (nuint)(Rows * node.Term));
        if (node.IsSkew)
        {
            var k = node.IsAbsolute ? T.Abs(moneyness) : -moneyness;
            var skew = k * T.Load(in terms, (nuint)(Rows * (node.Term + 2)));
            var cap = T.Load(in terms, (nuint)(Rows * (node.Term + 3)));
            change += T.Select(k >= T.Of(0), T.Min(cap, skew), T.Max(-cap, skew));
        }
        var shocked = vol * T.Max(T.Of(0), change);
        if (node.IsInPoints) shocked += T.Load(in terms, (nuint)(Rows * (node.Term + 2)));
        return T.Max(T.Load(in terms, (nuint)(Rows * (node.Term + 1))), shocked);
    }

    // T′ under a node.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Years<T>(in ScenarioNode node, ref double terms)
        where T : struct, ILanes<T>
    {
        var seconds = T.Load(in terms, Rows * RiskTerms.Seconds);
        if (node.Seconds != 0) seconds = T.Max(T.Of(0), seconds - T.Of(node.Seconds));
        return seconds / T.Of(Duration.SecondsPerYear);
    }
}
