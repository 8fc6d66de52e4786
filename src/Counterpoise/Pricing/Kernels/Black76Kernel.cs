using System.Runtime.CompilerServices;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Kernels;

/// <summary>
/// Undiscounted Black-76 price and Greeks on lanes: one logarithm, one exponential, two tails, three divisions and a
/// square root. With h = |ln F/K|/s, t = s/2, near = h − t, far = h + t, M = min(F, K):
/// F·φ(d₁) = K·φ(d₂) = M·φ(near) serves the price and every Greek. The clear version is
/// <see cref="LognormalExchange"/>.
/// </summary>
internal readonly ref struct Black76Kernel<T>
    where T : struct, ILanes<T>
{
    // e^{−1416/2} = 2⁻¹⁰²¹·⁴: the last normal exponential.
    private const double FarthestSquare = 1416;

    public T Price { get; private init; }

    public T Delta { get; private init; }

    public T Gamma { get; private init; }

    public T Vega { get; private init; }

    public T Theta { get; private init; }

    /// <summary>Mask of the lanes whose numbers hold; the others are for the clear version.</summary>
    public T Ordinary { get; private init; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Black76Kernel<T> At(T sign, T forward, T strike, T vol, T years)
    {
        var signBit = T.Of(-0.0);
        var rootYears = T.Sqrt(years);
        var total = vol * rootYears;
        var moneyness = LaneMath<T>.LogRatio(forward, strike);
        var inverse = T.Of(1) / (forward * total);          // 1/(F·s)
        var inverseTotal = forward * inverse;               // 1/s
        var distance = T.Abs(moneyness);
        var half = total * T.Of(0.5);
        var near = T.Fma(distance, inverseTotal, -half);
        var far = T.Fma(distance, inverseTotal, half);

        // M·e^{−near²/2}, of which everything is a multiple.
        var smaller = T.Min(forward, strike);
        var square = near * near;
        var exponential = LaneMath<T>.ExpHalf(square);
        var peak = T.Select(square < T.Of(FarthestSquare), smaller * exponential, T.Of(0));

        // Both tails over one division: M·e·R(|near|) = nearPart·scaled, M·e·R(far) = farPart·scaled.
        var nearPart = NormalTail<T>.Parts(T.Abs(near), out var nearBase);
        var farPart = NormalTail<T>.Parts(far, out var farBase);
        var scaled = peak / (nearBase * farBase);
        nearPart *= farBase;
        farPart *= nearBase;

        // near ≥ 0: M·e·(R(near) − R(far)); near < 0: M − M·e·(R(−near) + R(far)).
        var timeValue = T.Fma(
            scaled, (nearPart ^ (near & signBit)) - farPart, T.Select(near < T.Of(0), smaller, T.Of(0)));
        var intrinsic = T.Max((forward - strike) ^ (sign & signBit), T.Of(0));

        // N(−|d₁|) = e^{−d₁²/2}·R(|d₁|), |d₁| = far where F ≥ K, else |near|; d₁ < 0 only where F < K and near > 0.
        var above = moneyness >= T.Of(0);
        var tail = T.Select(above, farPart, nearPart) * scaled * (inverse * total);
        var first = T.Select(above, far, -near);
        var weight = T.Select((first ^ (sign & signBit)) > T.Of(0), T.Of(1) - tail, tail);

        var density = peak * T.Of(NormalTail<T>.InverseSqrtTwoPi);
        return new()
        {
            Price = intrinsic + timeValue,
            Delta = weight ^ (sign & signBit),
            Gamma = density * (inverse * total) * inverse,
            Vega = density * rootYears,
            Theta = density * (vol * (vol * inverseTotal)) * T.Of(-0.5),
            Ordinary = OrdinaryOnes(sign, forward, strike, distance, total),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T OrdinaryOnes(T sign, T forward, T strike, T distance, T total) =>
        T.Same(T.Abs(sign), T.Of(1))
        & (T.Min(forward, strike) >= T.Of(OrdinaryRange.Smallest))
        & (T.Max(forward, strike) <= T.Of(OrdinaryRange.Largest))
        & (distance <= T.Of(OrdinaryRange.FarthestLog))
        & (total >= T.Of(OrdinaryRange.SmallestTotalVol))
        & (total <= T.Of(OrdinaryRange.LargestTotalVol));
}
