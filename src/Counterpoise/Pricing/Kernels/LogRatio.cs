namespace Counterpoise.Pricing.Kernels;

/// <summary>The natural logarithm of a ratio of two positive numbers, with a compensated low part.</summary>
internal static class LogRatio
{
    private const double Sqrt2 = 1.4142135623730951;

    /// <summary>
    /// ln(a/b) for finite a, b &gt; 0, over the whole range of doubles.
    /// With a/b = 2ᵉ·f/g, √½ ≤ f/g ≤ √2 and u = (f − g)/(f + g):
    /// ln(a/b) = e·ln 2 + 2·artanh u = e·ln 2 + 2u + 2u³·(1/3 + u²/5 + u⁴/7 + …).
    /// f − g and f + g are exact and u is held to 2⁻¹⁰⁰, so only the tail, below 1 % of u, is in plain doubles.
    /// Claim: relative error ≤ 2⁻⁵⁷ when e = 0, absolute error ≤ 2⁻⁵⁸ otherwise.
    /// </summary>
    public static DoubleDouble Of(double a, double b)
    {
        var exponentA = Math.ILogB(a);
        var exponentB = Math.ILogB(b);
        var exponent = exponentA - exponentB;
        var f = Math.ScaleB(a, -exponentA);
        var g = Math.ScaleB(b, -exponentB);
        if (f > Sqrt2 * g)
        {
            f *= 0.5;
            exponent++;
        }
        else if (g > Sqrt2 * f)
        {
            g *= 0.5;
            exponent--;
        }

        var u = DoubleDouble.Difference(f, g) / DoubleDouble.Sum(f, g);
        var cube = u.Hi * u.Hi * u.Hi;
        var mantissaPart = (u * 2) + new DoubleDouble(2 * cube * Tail(u.Hi * u.Hi));
        return exponent == 0 ? mantissaPart : (DoubleDouble.Ln2 * exponent) + mantissaPart;
    }

    // Σ u²ᵏ/(2k + 3), k = 0 … 12; u² ≤ 0.0295, first omitted term below 2⁻⁶⁹.
    private static double Tail(double square)
    {
        var sum = 0.0;
        for (var odd = 27; odd >= 3; odd -= 2)
        {
            sum = Math.FusedMultiplyAdd(sum, square, Reciprocal[odd]);
        }

        return sum;
    }

    private static readonly double[] Reciprocal = [.. Enumerable.Range(0, 28).Select(n => n == 0 ? 0 : 1.0 / n)];
}
