using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Kernels;

/// <summary>
/// The scaled upper tail of the normal distribution, R(z) = Φ(−z)·e^{z²/2} = ½·erfcx(z/√2), and its differences.
/// R is Mills' ratio divided by √(2π): it stays of order 1/z where Φ(−z) underflows.
/// </summary>
internal static class ScaledTail
{
    /// <summary>√(2π).</summary>
    public const double SqrtTwoPi = 2.5066282746310002;

    /// <summary>1/√(2π).</summary>
    public const double InverseSqrtTwoPi = 0.3989422804014327;

    // Numerator and denominator of R on [0, 40]: minimax-like rational of degree 10/11 in z, fitted by interpolation
    // at Chebyshev nodes of t, z = 4(1 + t)/(1 − t), in 60-digit arithmetic. All positive: Horner does not cancel.
    private static readonly double[] Numerator =
    [
        0.5, 0.82718260266990262173, 0.67839180191766259069, 0.3563636068023977883, 0.13154403773894913957,
        0.035489400429845987381, 0.0070773505804718819802, 0.0010313590966463826314, 0.00010550308358398393843,
        6.8884044710468048174e-6, 2.2061416088202329884e-7,
    ];

    private static readonly double[] Denominator =
    [
        1.0, 2.4522497661426706854, 2.8133958314729956444, 1.9973289481605838473, 0.97723216620209066555,
        0.34694890025332375633, 0.091509435386767102633, 0.018003638082759106176, 0.002602500542560113067,
        0.00026501001006286481266, 0.000017266669414247877106, 5.5299769345075682147e-7,
    ];

    /// <summary>R(z) for z ≥ 0; NaN for NaN.</summary>
    public static double Of(double z) => z <= 40 ? Rational(z) : ContinuedFraction(z);

    /// <summary>R(z) for any z: below zero R(z) = e^{z²/2} − R(−z), which overflows below −37.6.</summary>
    public static double Reflected(double z) => z < 0 ? Elementary.Exp(0.5 * z * z) - Of(-z) : Of(z);

    /// <summary>
    /// R(h − t) − R(h + t) for h ≥ 0, 0 ≤ t ≤ ½, where the two nearly cancel, as the odd Taylor series
    /// (2/√(2π))·Σ c₂ₖ₊₁(h)·t²ᵏ⁺¹ with cₙ(h) = (1/n!)·∫₀^∞ uⁿ·e^{−hu − u²/2} du: every term positive.
    /// The cₙ are repeated integrals of erfc and obey (n + 1)·cₙ₊₁ + h·cₙ = cₙ₋₁, c₁ + h·c₀ = 1.
    /// Claim: relative error ≤ 4e-15.
    /// Reference: Abramowitz and Stegun 7.2.5; Gautschi 1961; Gil, Segura, Temme 2007, §4.
    /// </summary>
    public static double Difference(double h, double t) =>
        h < ForwardLimit ? DifferenceForward(h, t) : DifferenceBackward(h, t);

    // Upward recurrence loses about e^{ht}/c₁(h): a factor below 20 for h < 2, t ≤ ½. Backward below 2 would be slow.
    private const double ForwardLimit = 2;

    // R(z) = P(z)/Q(z) on [0, 40]: the fit with its rounded coefficients 4.7e-17, evaluated ≤ 1.8e-16.
    // Plain Horner would lose 1e-15 here, which the differences above magnify fifteenfold.
    private static double Rational(double z)
    {
        var p = CompensatedHorner(Numerator, z);
        var q = CompensatedHorner(Denominator, z);
        var quotient = p.Hi / q.Hi;
        var remainder = Math.FusedMultiplyAdd(-quotient, q.Hi, p.Hi) + (p.Lo - (quotient * q.Lo));
        return quotient + (remainder / q.Hi);
    }

    // Horner's rule with the rounding error of every step carried along (Graillat, Langlois, Louvet 2009).
    private static DoubleDouble CompensatedHorner(double[] coefficients, double z)
    {
        var value = coefficients[^1];
        var error = 0.0;
        for (var i = coefficients.Length - 2; i >= 0; i--)
        {
            var product = DoubleDouble.Product(value, z);
            var sum = DoubleDouble.Sum(product.Hi, coefficients[i]);
            value = sum.Hi;
            error = Math.FusedMultiplyAdd(error, z, product.Lo + sum.Lo);
        }

        return new(value, error);
    }

    // R(z)·√(2π) = 1/(z + 1/(z + 2/(z + 3/(z + …)))), z > 40: eight levels leave an error below 2⁻⁵⁵, evaluated
    // ≤ 2.5e-16 (Laplace).
    private static double ContinuedFraction(double z)
    {
        var fraction = z;
        for (var n = 8; n >= 1; n--)
        {
            fraction = z + (n / fraction);
        }

        return InverseSqrtTwoPi / fraction;
    }

    private static double DifferenceForward(double h, double t)
    {
        var square = t * t;
        var previous = SqrtTwoPi * Rational(h);
        var current = Math.FusedMultiplyAdd(-h, previous, 1);
        var sum = current;
        var power = 1.0;
        for (var n = 1; n < 27; n += 2)
        {
            previous = Math.FusedMultiplyAdd(-h, current, previous) / (n + 1);
            current = Math.FusedMultiplyAdd(-h, previous, current) / (n + 2);
            power *= square;
            var term = current * power;
            sum += term;
            if (term <= 1e-17 * sum)
            {
                break;
            }
        }

        return 2 * InverseSqrtTwoPi * t * sum;
    }

    // Miller's algorithm: start far out, recur down with growing positive terms, scale by c₁ + h·c₀ = 1.
    // The start N leaves e^{−2h√N} ≤ 2⁻⁵⁸ of the unwanted solution. The sum is Horner's rule in t² on the way.
    private static double DifferenceBackward(double h, double t)
    {
        var square = t * t;
        var reach = 20 / h;
        var n = 22 + (int)Math.Min(reach * reach, 100);
        var above = 0.0;
        var current = 1.0;
        var sum = 0.0;
        for (n |= 1; n >= 1; n -= 2)
        {
            sum = Math.FusedMultiplyAdd(sum, square, current);
            var even = Math.FusedMultiplyAdd(h, current, (n + 1) * above);
            above = even;
            current = Math.FusedMultiplyAdd(h, even, n * current);
        }

        // Now above = c₀ and current = c₋₁ = c₁ + h·c₀, all on one common scale.
        return 2 * InverseSqrtTwoPi * t * sum / current;
    }
}
