using System.Runtime.CompilerServices;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Kernels;

/// <summary>
/// Undiscounted Black-76 price and Greeks on lanes: one logarithm, one exponential, two tails, three divisions and a
/// square root. With h = |ln F/K|/s, t = s/2, near = h − t, far = h + t, M = min(F, K):
/// F·φ(d₁) = K·φ(d₂) = M·φ(near) serves the price and every Greek. The clear version is
/// <see cref="LognormalExchange"/>.
/// <para>
/// All of it is one long chain of operations. It is cut in three, each done for several vectors before the next, so
/// that a processor finds enough side by side even where it shares its core; between the parts numbers rest in
/// <see cref="Columns"/> vectors of memory, column c of a vector at c·width.
/// </para>
/// </summary>
internal static class Black76Kernel<T>
    where T : struct, ILanes<T>
{
    /// <summary>Vectors of memory that one vector of options needs between the parts.</summary>
    public const int Columns = 8;

    // e^{−1416/2} = 2⁻¹⁰²¹·⁴: the last normal exponential.
    private const double FarthestSquare = 1416;

    private const int Near = 0;
    private const int Far = 1;
    private const int Inverse = 2;
    private const int Total = 3;
    private const int RootYears = 4;
    private const int Ordinary = 5;
    private const int Spread = 6;
    private const int Tail = 7;

    /// <summary>Part one: √T, s, 1/(F·s), ln F/K, near and far, and which lanes are ordinary.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Measure(T sign, T forward, T strike, T vol, T years, ref double held)
    {
        var rootYears = T.Sqrt(years);
        var total = vol * rootYears;
        var moneyness = LaneMath<T>.LogRatio(forward, strike);
        var inverse = T.Of(1) / (forward * total);
        var inverseTotal = forward * inverse;
        var distance = T.Abs(moneyness);
        var half = total * T.Of(0.5);
        Hold(T.Fma(distance, inverseTotal, -half), Near, ref held);
        Hold(T.Fma(distance, inverseTotal, half), Far, ref held);
        Hold(inverse, Inverse, ref held);
        Hold(total, Total, ref held);
        Hold(rootYears, RootYears, ref held);
        Hold(OrdinaryOnes(sign, forward, strike, distance, total), Ordinary, ref held);
    }

    /// <summary>
    /// Part two: R(|near|) and R(far) over one division; ±R(|near|) − R(far) with the sign of near, and R(|d₁|), where
    /// |d₁| is far if F ≥ K, else |near|.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tails(T forward, T strike, ref double held)
    {
        var near = Held(Near, ref held);
        var nearPart = NormalTail<T>.Parts(T.Abs(near), out var nearBase);
        var farPart = NormalTail<T>.Parts(Held(Far, ref held), out var farBase);
        var quotient = T.Of(1) / (nearBase * farBase);
        nearPart *= farBase;
        farPart *= nearBase;
        Hold(((nearPart ^ (near & T.Of(-0.0))) - farPart) * quotient, Spread, ref held);
        Hold(T.Select(forward >= strike, farPart, nearPart) * quotient, Tail, ref held);
    }

    /// <summary>Part three: the exponential, and all results.</summary>
    /// <param name="sign">+1 call, −1 put.</param>
    /// <param name="forward">F.</param>
    /// <param name="strike">K.</param>
    /// <param name="vol">σ.</param>
    /// <param name="held">What the parts before left.</param>
    /// <param name="ordinary">Mask of the lanes whose numbers hold; the others are for the clear version.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Black76Values<T> Evaluate(
        T sign, T forward, T strike, T vol, ref double held, out T ordinary)
    {
        var signBit = T.Of(-0.0) & sign;
        var near = Held(Near, ref held);
        var inverse = Held(Inverse, ref held);
        ordinary = Held(Ordinary, ref held);

        // M·e^{−near²/2}, of which everything is a multiple.
        var smaller = T.Min(forward, strike);
        var square = near * near;
        var exponential = LaneMath<T>.ExpHalf(square);
        var peak = T.Select(square < T.Of(FarthestSquare), smaller * exponential, T.Of(0));

        // near ≥ 0: M·e·(R(near) − R(far)); near < 0: M − M·e·(R(−near) + R(far)).
        var timeValue = T.Fma(
            peak, Held(Spread, ref held), T.Select(near < T.Of(0), smaller, T.Of(0)));
        var intrinsic = T.Max((forward - strike) ^ signBit, T.Of(0));

        // N(−|d₁|) = e^{−d₁²/2}·R(|d₁|); d₁ < 0 only where F < K and near > 0.
        var perForward = peak * (inverse * Held(Total, ref held));
        var tail = Held(Tail, ref held) * perForward;
        var first = T.Select(forward >= strike, T.Of(1), -near);
        var weight = T.Select((first ^ signBit) > T.Of(0), T.Of(1) - tail, tail);

        var density = peak * T.Of(ScaledTail.InverseSqrtTwoPi);
        return new()
        {
            Price = intrinsic + timeValue,
            Delta = weight ^ signBit,
            Gamma = perForward * T.Of(ScaledTail.InverseSqrtTwoPi) * inverse,
            Vega = density * Held(RootYears, ref held),
            Theta = density * (vol * (vol * (forward * inverse))) * T.Of(-0.5),
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Hold(T value, int column, ref double held) =>
        value.Store(ref held, unchecked((nuint)(column * T.Width)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Held(int column, ref double held) => T.Load(in held, unchecked((nuint)(column * T.Width)));
}

/// <summary>Price and Greeks of a vector of options.</summary>
internal readonly ref struct Black76Values<T>
    where T : struct, ILanes<T>
{
    public T Price { get; init; }

    public T Delta { get; init; }

    public T Gamma { get; init; }

    public T Vega { get; init; }

    public T Theta { get; init; }
}
