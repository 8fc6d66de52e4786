using System.Numerics;

namespace Counterpoise.Units;

/// <summary>
/// A signed quantity of an instrument or coin in whole units of 10⁻⁸. Positive is long or owned.
/// <c>default</c> is zero. Arithmetic is checked.
/// </summary>
public readonly record struct Quantity(long Units) :
    IComparable<Quantity>,
    IAdditionOperators<Quantity, Quantity, Quantity>,
    ISubtractionOperators<Quantity, Quantity, Quantity>,
    IUnaryNegationOperators<Quantity, Quantity>,
    IComparisonOperators<Quantity, Quantity, bool>
{
    /// <summary>Decimals of the grain: one unit is 10⁻⁸.</summary>
    public const int Decimals = 8;

    /// <summary>Units in 1.</summary>
    public const long PerOne = 100_000_000;

    /// <summary>Nothing.</summary>
    public static Quantity Zero => default;

    /// <summary>The smallest step, 10⁻⁸.</summary>
    public static Quantity Epsilon => new(1);

    /// <summary>A whole number of contracts or coins.</summary>
    public static Quantity FromWhole(long whole) => new(checked(whole * PerOne));

    /// <summary>The size without sign.</summary>
    public Quantity Magnitude => new(Math.Abs(Units));

    /// <summary>+1, 0 or −1.</summary>
    public int Sign => Math.Sign(Units);

    /// <summary>Reads decimal text exactly; false when it is finer than 10⁻⁸, too large, or no number.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Quantity quantity)
    {
        var ok = FixedPoint.TryParse(text, Decimals, out var value) && value >= -long.MaxValue
            && value <= long.MaxValue;
        quantity = ok ? new Quantity((long)value) : default;
        return ok;
    }

    /// <summary>Reads decimal text exactly.</summary>
    /// <exception cref="InvalidInputException">
    /// Not a number, finer than 10⁻⁸, or larger than 92,233,720,368.
    /// </exception>
    public static Quantity Parse(string text) =>
        TryParse(text, out var quantity)
            ? quantity
            : throw new InvalidInputException("quantity", text, "is not a quantity",
                "use a decimal number with at most 8 decimals");

    /// <summary>True if this is a whole number of lots.</summary>
    public bool IsMultipleOf(Quantity lot) => lot.Units > 0 && Units % lot.Units == 0;

    /// <summary>As a double, for pricing. Exact below 2⁵³ units, else to the nearest.</summary>
    public double ToDouble() => (double)Units / PerOne;

    /// <inheritdoc />
    public int CompareTo(Quantity other) => Units.CompareTo(other.Units);

    /// <inheritdoc />
    public static Quantity operator +(Quantity left, Quantity right) => new(checked(left.Units + right.Units));

    /// <inheritdoc />
    public static Quantity operator -(Quantity left, Quantity right) => new(checked(left.Units - right.Units));

    /// <inheritdoc />
    public static Quantity operator -(Quantity value) => new(checked(-value.Units));

    /// <inheritdoc />
    public static bool operator <(Quantity left, Quantity right) => left.Units < right.Units;

    /// <inheritdoc />
    public static bool operator >(Quantity left, Quantity right) => left.Units > right.Units;

    /// <inheritdoc />
    public static bool operator <=(Quantity left, Quantity right) => left.Units <= right.Units;

    /// <inheritdoc />
    public static bool operator >=(Quantity left, Quantity right) => left.Units >= right.Units;

    /// <summary>Shortest exact decimal text.</summary>
    public override string ToString() => FixedPoint.Print(Units, Decimals);
}
