using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Counterpoise.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Pricing.Kernels;

/// <summary>
/// Eight options under every scenario of a grid. Per option one logarithm, per node one division, and per cell one
/// exponential, two tails and one division: with h = |ln F/K + ln s|/v, near = h − v/2, far = h + v/2 and the legs
/// A = F·s, C = K (in coin A = 1, C = K/(F·s)), the value is max(±(A − C), 0) + min(A, C)·b(near, far) as in
/// <see cref="LognormalExchange"/>, the clear version. Claim: absolute error ≤ 6·2⁻⁵³ of the larger leg.
/// </summary>
internal static class ScenarioKernel
{
    /// <summary>Options side by side, whatever the width of a vector.</summary>
    public const int Rows = 8;

    /// <summary>Prices a block.</summary>
    /// <param name="grid">Scenarios.</param>
    /// <param name="inCoin">Coin-settled.</param>
    /// <param name="terms">Term t of option i at 8·t + i.</param>
    /// <param name="cells">Change of value of option i under cell c at 8·c + i; behind the last cell the values.</param>
    /// <returns>Bit i is set if the numbers of option i hold; the others are for the clear version.</returns>
    public static int Price(ScenarioGrid grid, bool inCoin, ReadOnlySpan<double> terms, Span<double> cells)
    {
        if (Vector512.IsHardwareAccelerated) return Run<Lanes512>(grid, inCoin, terms, cells);
        if (Vector256.IsHardwareAccelerated) return Run<Lanes256>(grid, inCoin, terms, cells);
        return Vector128.IsHardwareAccelerated
            ? Run<Lanes128>(grid, inCoin, terms, cells)
            : Run<LanesScalar>(grid, inCoin, terms, cells);
    }

    internal static int Run<T>(ScenarioGrid grid, bool inCoin, ReadOnlySpan<double> terms, Span<double> cells)
        where T : struct, ILanes<T>
    {
        ref readonly var from = ref MemoryMarshal.GetReference(terms);
        ref var to = ref MemoryMarshal.GetReference(cells);
        var ordinary = 0;
        for (var lane = 0; lane < Rows; lane += T.Width)
        {
            var mask = PriceLanes<T>(
                grid, inCoin, ref Unsafe.Add(ref Unsafe.AsRef(in from), lane), ref Unsafe.Add(ref to, lane));
            ordinary |= T.Mask(mask) << lane;
        }
        return ordinary;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T PriceLanes<T>(ScenarioGrid grid, bool inCoin, ref double terms, ref double cells)
        where T : struct, ILanes<T>
    {
        var signBit = T.Load(in terms, Rows * RiskTerms.Sign) & T.Of(-0.0);
        var forward = T.Load(in terms, Rows * RiskTerms.Forward);
        var strike = T.Load(in terms, Rows * RiskTerms.Strike);
        var size = T.Load(in terms, Rows * RiskTerms.Size);
        var moneyness = LaneMath<T>.LogRatio(forward, strike);
        var ordinary = (T.Min(forward, strike) >= T.Of(OrdinaryRange.Smallest))
            & (T.Max(forward, strike) <= T.Of(OrdinaryRange.Largest))
            & (T.Abs(moneyness) <= T.Of(OrdinaryRange.FarthestLog));
        var assetLeg = inCoin ? T.Of(1) : forward;
        var cashLeg = inCoin ? strike / forward : strike;
        var today = T.Of(0);
        ref var spots = ref MemoryMarshal.GetArrayDataReference(grid.Spots);
        ref var entries = ref MemoryMarshal.GetArrayDataReference(grid.Cells);
        foreach (ref readonly var node in grid.Nodes.AsSpan())
        {
            var total = TotalVol<T>(node, ref terms, moneyness, out var years);
            ordinary &= (total >= T.Of(OrdinaryRange.SmallestTotalVol)) & (total <= T.Of(OrdinaryRange.LargestTotalVol));
            // Legs with size and discount in them: the value is of degree 1 in both together.
            var scale = inCoin ? size : size * Discount<T>(ref terms, years);
            var asset = scale * assetLeg;
            var cash = scale * cashLeg;
            var inverse = T.Of(1) / total;
            var half = total * T.Of(0.5);
            for (var i = node.First; i < node.End; i = unchecked(i + 1))
            {
                ref var entry = ref Unsafe.Add(ref entries, unchecked(2 * i));
                ref var spot = ref Unsafe.Add(ref spots, Unsafe.Add(ref entry, 1));
                var a = inCoin ? asset : asset * T.Of(spot);
                var c = inCoin ? cash * T.Of(Unsafe.Add(ref spot, 2)) : cash;
                var value = Exchange<T>(a, c, moneyness + T.Of(Unsafe.Add(ref spot, 1)), inverse, half, signBit);
                if (entry == grid.Count) today = value;
                (entry == grid.Count ? value : value - today).Store(ref cells, unchecked((nuint)(Rows * entry)));
            }
        }
        return ordinary;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Exchange<T>(T asset, T cash, T moneyness, T inverse, T half, T signBit)
        where T : struct, ILanes<T>
    {
        var distance = T.Abs(moneyness);
        var near = T.Fma(distance, inverse, -half);
        var far = T.Fma(distance, inverse, half);
        var smaller = T.Min(asset, cash);
        // Below e⁻⁷⁰⁸ nothing of the smaller leg is left in doubles.
        var exponential = LaneMath<T>.ExpHalf(T.Min(near * near, T.Of(1416)));
        var nearPart = NormalTail<T>.ShortParts(T.Abs(near), out var nearBase);
        var farPart = NormalTail<T>.ShortParts(far, out var farBase);
        var scaled = smaller * exponential / (nearBase * farBase);
        var tails = T.Fma(nearPart ^ (near & T.Of(-0.0)), farBase, -(farPart * nearBase));
        var timeValue = T.Fma(scaled, tails, T.Select(near < T.Of(0), smaller, T.Of(0)));
        return T.Max((asset - cash) ^ signBit, T.Of(0)) + timeValue;
    }

    // σ′·√T′ under a node; years T′.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T TotalVol<T>(in ScenarioNode node, ref double terms, T moneyness, out T years)
        where T : struct, ILanes<T>
    {
        var vol = T.Load(in terms, Rows * RiskTerms.Vol);
        var seconds = T.Load(in terms, Rows * RiskTerms.Seconds);
        if (node.IsShocked)
        {
            var change = T.Of(1) + T.Load(in terms, (nuint)(Rows * node.Term));
            if (node.IsSkew)
            {
                var k = node.IsAbsolute ? T.Abs(moneyness) : -moneyness;
                var skew = k * T.Load(in terms, (nuint)(Rows * (node.Term + 2)));
                var cap = T.Load(in terms, (nuint)(Rows * (node.Term + 3)));
                change += T.Select(k >= T.Of(0), T.Min(cap, skew), T.Max(-cap, skew));
            }
            vol = T.Max(T.Load(in terms, (nuint)(Rows * (node.Term + 1))), vol * T.Max(T.Of(0), change));
        }
        if (node.Seconds != 0) seconds = T.Max(T.Of(0), seconds - T.Of(node.Seconds));
        years = seconds / T.Of(Duration.SecondsPerYear);
        return vol * T.Sqrt(years);
    }

    // e^{−rT}; exactly 1 at r = 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Discount<T>(ref double terms, T years)
        where T : struct, ILanes<T> =>
        LaneMath<T>.Exp(T.Max(T.Min(-T.Load(in terms, Rows * RiskTerms.Rate) * years, T.Of(700)), T.Of(-700)));
}
