namespace Counterpoise.Margins.Liquidations;

/// <summary>
/// Bounds of a function over an interval [a, b]: a straight line below it and one above it, each by its values at the
/// ends. Sums, multiples, maxima and minima of bands are bands; where the functions are smooth the lines come together
/// with the square of the interval's length.
/// </summary>
/// <param name="LowA">Of the lower line at a.</param>
/// <param name="LowB">Of the lower line at b.</param>
/// <param name="HighA">Of the upper line at a.</param>
/// <param name="HighB">Of the upper line at b.</param>
internal readonly record struct Band(double LowA, double LowB, double HighA, double HighB)
{
    /// <summary>Nowhere in the interval is the function less.</summary>
    public double Low => Math.Min(LowA, LowB);

    /// <summary>Nowhere in the interval is the function greater.</summary>
    public double High => Math.Max(HighA, HighB);

    /// <summary>A straight line: exact.</summary>
    public static Band Line(double a, double b) => new(a, b, a, b);

    /// <summary>A constant: exact.</summary>
    public static Band Constant(double value) => new(value, value, value, value);

    /// <summary>A function that stays between two numbers: of a monotone one, its values at the ends.</summary>
    public static Band Between(double one, double other)
    {
        var (low, high) = (Math.Min(one, other), Math.Max(one, other));
        return new Band(low, low, high, high);
    }

    /// <summary>A convex function: below its chord, above its tangents.</summary>
    /// <param name="a">Value at a.</param>
    /// <param name="b">Value at b.</param>
    /// <param name="middle">Value half-way.</param>
    /// <param name="rise">Slope half-way × half the interval.</param>
    public static Band Convex(double a, double b, double middle, double rise) =>
        new(middle - rise, middle + rise, a, b);

    /// <summary>The greater of two functions at every point.</summary>
    public static Band Max(Band one, Band other)
    {
        // The greater of two lines is convex: the chord lies above it. From below either will do.
        var below = one.LowA + one.LowB >= other.LowA + other.LowB ? one : other;
        return new Band(
            below.LowA, below.LowB, Math.Max(one.HighA, other.HighA), Math.Max(one.HighB, other.HighB));
    }

    /// <summary>The lesser of two functions at every point.</summary>
    public static Band Min(Band one, Band other) => -Max(-one, -other);

    /// <summary>Without its sign.</summary>
    public static Band Abs(Band one) => Max(one, -one);

    /// <summary>Between two functions that bound it at every point.</summary>
    /// <param name="below">Nowhere greater.</param>
    /// <param name="above">Nowhere less.</param>
    public static Band Hull(Band below, Band above) => new(below.LowA, below.LowB, above.HighA, above.HighB);

    public static Band operator +(Band one, Band other) => new(
        one.LowA + other.LowA, one.LowB + other.LowB, one.HighA + other.HighA, one.HighB + other.HighB);

    public static Band operator -(Band one) => new(-one.HighA, -one.HighB, -one.LowA, -one.LowB);

    public static Band operator -(Band one, Band other) => one + -other;

    public static Band operator *(double factor, Band one) => factor >= 0
        ? new Band(factor * one.LowA, factor * one.LowB, factor * one.HighA, factor * one.HighB)
        : new Band(factor * one.HighA, factor * one.HighB, factor * one.LowA, factor * one.LowB);
}

/// <summary>An interval of a price path.</summary>
/// <param name="A">Lower end, as a factor on today's price, &gt; 0.</param>
/// <param name="B">Upper end.</param>
internal readonly record struct PathSpan(double A, double B)
{
    /// <summary>Half-way.</summary>
    public double Middle => 0.5 * (A + B);

    /// <summary>Half the length.</summary>
    public double Half => 0.5 * (B - A);
}
