using System.Runtime.CompilerServices;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Kernels;

/// <summary>
/// Implied volatility on lanes, without a branch between them. With s = σ√T, h = |ln F/K|/s, near = h − s/2,
/// far = h + s/2 and M the smaller leg, the out-of-the-money price is M·b(s) and b changes its nature at
/// s_c = √(2|ln F/K|), where near = 0:
/// <code>
/// s ≤ s_c   w = b     = e^{−near²/2}·(R(near)  − R(far))    price small: solve ln w
/// s ≥ s_c   w = 1 − b = e^{−near²/2}·(R(−near) + R(far))    price large: solve ln of what is left of M
/// </code>
/// Either way ln w = ln(R ∓ R) − near²/2: no exponential, and nothing underflows.
/// Householder's step of order 3 on ln w, two of them and a third where the second was not small.
/// References: Jäckel, "Let's be rational", 2017 (the split at the inflection point); Householder 1970.
/// </summary>
internal static class ImpliedVolKernel<T>
    where T : struct, ILanes<T>
{
    // Shape of the first guess between its exact slope at s_c and its exact limit, by experiment.
    private const double GuessShape = 0.1;

    // The step is of fourth order: after one this small, relative to s, the error is below an ulp.
    private const double LastStep = 1e-4;

    /// <summary>σ, and the mask of the lanes it is solved for; the others are for <see cref="ImpliedVol"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Solve(T sign, T price, T forward, T strike, T years, out T solved)
    {
        var signBit = T.Of(-0.0);
        var smaller = T.Min(forward, strike);

        // Price less intrinsic, exactly rounded once more: F − K in two parts (Knuth's two-sum).
        var exercise = forward - strike;
        var back = exercise - forward;
        var rest = forward - (exercise - back) - (strike + back);
        exercise ^= sign & signBit;
        rest ^= sign & signBit;
        var timeValue = T.Select(exercise > T.Of(0), price - exercise - rest, price);
        var headroom = T.Select(sign > T.Of(0), forward, strike) - price;

        var distance = T.Abs(LaneMath<T>.LogRatio(forward, strike));
        var turn = T.Sqrt(distance + distance);
        var tailPart = NormalTail<T>.Parts(turn, out var tailBase);
        var below = T.Fma(tailBase, T.Of(0.5), -tailPart);       // b(s_c) = ½ − R(s_c), times the denominator
        var high = timeValue * tailBase > below * smaller;
        var scale = T.Select(high, T.Fma(tailBase, T.Of(0.5), tailPart), below);
        var target = T.Select(high, headroom, timeValue);
        var level = T.Max(LaneMath<T>.LogRatio(scale * smaller, tailBase * target), T.Of(0));
        var inverse = T.Of(1) / (scale * tailBase);
        var inverseScale = tailBase * tailBase * inverse;

        var total = Guess(distance, high, turn, scale * scale * inverse, inverseScale, level);
        total = Improve(total, distance, high, turn, inverseScale, level, out _);
        total = Improve(total, distance, high, turn, inverseScale, level, out var done);
        if (!T.All(done))
        {
            var third = Improve(total, distance, high, turn, inverseScale, level, out var now);
            total = T.Select(done, total, third);
            done |= now;
        }

        // A price equal to the rounded F − K says nothing: what rounding took from F − K is no time value.
        solved = done
            & (price > exercise)
            & T.Same(T.Abs(sign), T.Of(1))
            & (smaller >= T.Of(OrdinaryRange.Smallest))
            & (T.Max(forward, strike) <= T.Of(OrdinaryRange.Largest))
            & (distance <= T.Of(OrdinaryRange.FarthestLog))
            & (T.Min(timeValue, headroom) >= T.Of(OrdinaryRange.SmallestTimeValue))
            & (total >= T.Of(OrdinaryRange.SmallestImplied))
            & (total <= T.Of(OrdinaryRange.LargestTotalVol))
            & (years > T.Of(0)) & (years <= T.Of(OrdinaryRange.Largest));
        return total / T.Sqrt(years);
    }

    /// <summary>
    /// First guess from y = ln(w(s_c)/w) ≥ 0. Below: 1/s² = 1/s_c² + (y/B + k·s_c·y²·2/x²)/(1 + k·s_c·y), with the
    /// exact slope B = s_c³·φ(0)/(2b(s_c)) at s_c and the exact limit 2y/x². Above: the root of q·δ² + r·δ = y, q from
    /// its exact value r²/2 at s_c, r = φ(0)/w(s_c), to its limit ⅛.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Guess(T distance, T high, T turn, T scale, T inverseScale, T y)
    {
        var inverseDistance = T.Of(1) / T.Max(distance, T.Of(1e-30));
        var weighted = T.Of(GuessShape) * turn * y;
        var quotient = T.Of(1) / (T.Of(1) + T.Select(high, y, weighted));
        var slope = T.Of(1 / ScaledTail.SqrtTwoPi) * inverseScale;
        var slope2 = slope * slope;
        var above = T.Fma(T.Fma(slope2, T.Of(0.5), y * T.Of(0.125)) * quotient * y, T.Of(4), slope2);
        var bend = T.Fma(y, T.Of(2 * GuessShape), T.Of(0.5 * ScaledTail.SqrtTwoPi) * scale);
        var below = T.Fma(
            inverseDistance * inverseDistance, turn * y * bend * quotient, T.Of(0.5) * inverseDistance);
        var root = T.Sqrt(T.Select(high, above, below));
        return T.Select(high, turn, T.Of(0))
            + T.Select(high, y + y, T.Of(1)) / (T.Select(high, slope, T.Of(0)) + root);
    }

    /// <summary>
    /// One Householder step on f = ln w − ln target, with 1/f′ = ρ = ±√(2π)·(R ∓ R), c₂ = b″/b′ = near·far/s,
    /// c₃ = b‴/b′ = c₂² − 3(h/s)² − ¼:
    /// Δ = −fρ·(1 − ½f(c₂ρ − 1)) / (1 − f(c₂ρ − 1) + ⅙f²(2 − 3c₂ρ + c₃ρ²)). The result stays on its side of s_c.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Improve(
        T total, T distance, T high, T turn, T inverseScale, T level, out T done)
    {
        var flip = high & T.Of(-0.0);
        var inverse = T.Of(1) / total;
        var deviation = distance * inverse;
        var half = total * T.Of(0.5);
        var near = T.Fma(distance, inverse, -half);
        var far = T.Fma(distance, inverse, half);
        var nearPart = NormalTail<T>.Parts(T.Abs(near), out var nearBase);
        var farPart = NormalTail<T>.Parts(far, out var farBase);
        var tails = T.Fma(nearPart, farBase, -((farPart ^ flip) * nearBase)) / (nearBase * farBase);
        var f = LaneMath<T>.LogRatio(tails * inverseScale, T.Of(1)) + T.Fma(near * T.Of(-0.5), near, level);
        var rho = (tails ^ flip) * T.Of(ScaledTail.SqrtTwoPi);
        var c2 = near * far * inverse;
        var spread = deviation * inverse;
        var c3 = T.Fma(c2, c2, T.Fma(spread * T.Of(-3), spread, T.Of(-0.25)));
        var bend = c2 * rho;
        var bent = f * (bend - T.Of(1));
        var numerator = f * rho * T.Fma(bent, T.Of(0.5), T.Of(-1));
        var cubic = T.Fma(c3 * rho, rho, T.Fma(bend, T.Of(-3), T.Of(2)));
        var denominator = T.Fma(f * f, cubic * T.Of(1.0 / 6), T.Of(1) - bent);
        var step = T.Max(numerator / denominator, total * T.Of(-0.6));
        var next = total + step;
        done = T.Abs(step) <= T.Of(LastStep) * total;
        return T.Select(high, T.Max(next, turn), T.Min(next, turn));
    }
}
