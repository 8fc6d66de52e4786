namespace Counterpoise.Pricing.Kernels;

/// <summary>
/// An unevaluated sum Hi + Lo with |Lo| ≤ ½ ulp(Hi): about 32 significant digits.
/// Each operation keeps a relative error below 2⁻¹⁰⁰ unless the result cancels, overflows or underflows.
/// Reference: Dekker 1971; Joldes, Muller, Popescu, "Tight and rigorous error bounds for basic building blocks of
/// double-word arithmetic", 2017.
/// </summary>
internal readonly struct DoubleDouble(double hi, double lo = 0)
{
    /// <summary>ln 2 to 107 bits.</summary>
    public static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    public double Hi { get; } = hi;

    public double Lo { get; } = lo;

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.Hi, -a.Lo);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var high = Sum(a.Hi, b.Hi);
        var low = Sum(a.Lo, b.Lo);
        var partial = QuickSum(high.Hi, high.Lo + low.Hi);
        return QuickSum(partial.Hi, partial.Lo + low.Lo);
    }

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    public static DoubleDouble operator *(DoubleDouble a, double b)
    {
        var product = Product(a.Hi, b);
        return QuickSum(product.Hi, Math.FusedMultiplyAdd(a.Lo, b, product.Lo));
    }

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = Product(a.Hi, b.Hi);
        var cross = Math.FusedMultiplyAdd(a.Hi, b.Lo, a.Lo * b.Hi);
        return QuickSum(product.Hi, product.Lo + cross);
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        var quotient = a.Hi / b.Hi;
        var remainder = a - (b * quotient);
        return QuickSum(quotient, (remainder.Hi + remainder.Lo) / b.Hi);
    }

    /// <summary>a + b exactly (Knuth's two-sum).</summary>
    public static DoubleDouble Sum(double a, double b)
    {
        var sum = a + b;
        var second = sum - a;
        return new(sum, a - (sum - second) + (b - second));
    }

    /// <summary>a − b exactly.</summary>
    public static DoubleDouble Difference(double a, double b) => Sum(a, -b);

    /// <summary>a·b exactly, unless the low part underflows.</summary>
    public static DoubleDouble Product(double a, double b)
    {
        var product = a * b;
        return new(product, Math.FusedMultiplyAdd(a, b, -product));
    }

    /// <summary>√a for a ≥ 0.</summary>
    public static DoubleDouble Sqrt(double a)
    {
        var root = Math.Sqrt(a);
        return root == 0 ? new(root) : QuickSum(root, Math.FusedMultiplyAdd(-root, root, a) / (2 * root));
    }

    /// <summary>a rounded once to the nearest double.</summary>
    public double Rounded() => Hi + Lo;

    private static DoubleDouble QuickSum(double large, double small)
    {
        var sum = large + small;
        return new(sum, small - (sum - large));
    }
}
