using System.Numerics;

namespace Counterpoise.Units;

/// <summary>
/// A price in whole units of 10⁻⁸ of the quote currency (strikes, entry prices). Not negative.
/// <c>default</c> is zero. Arithmetic is checked.
/// </summary>
public readonly record struct Price(long Units) :
    IComparable<Price>,
    ISubtractionOperators<Price, Price, PriceDelta>,
    IAdditionOperators<Price, PriceDelta, Price>,
    IMultiplyOperators<Price, Quantity, Notional>,
    IComparisonOperators<Price, Price, bool>
{
    /// <summary>Decimals of the grain: one unit is 10⁻⁸.</summary>
    public const int Decimals = 8;

    /// <summary>Units in 1.</summary>
    public const long PerOne = 100_000_000;

    /// <summary>Reads decimal text exactly; false when negative, finer than 10⁻⁸, too large, or no number.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Price price)
    {
        var ok = FixedPoint.TryParse(text, Decimals, out var value) && value >= 0 && value <= long.MaxValue;
        price = ok ? new Price((long)value) : default;
        return ok;
    }

    /// <summary>Reads decimal text exactly.</summary>
    /// <exception cref="InvalidInputException">Negative, not a number, finer than 10⁻⁸, or too large.</exception>
    public static Price Parse(string text) =>
        TryParse(text, out var price)
            ? price
            : throw new InvalidInputException("price", text, "is not a price",
                "use a decimal number ≥ 0 with at most 8 decimals");

    /// <summary>The price nearest to a double, half to even.</summary>
    /// <exception cref="InvalidInputException">Negative, not finite, or too large.</exception>
    public static Price Nearest(double value) =>
        double.IsFinite(value) && value >= 0 && value < 9e10
            ? new Price((long)Math.Round(value * PerOne))
            : throw new InvalidInputException("price", value.ToString("R"), "is not a price",
                "use a finite number ≥ 0 and < 9e10");

    /// <summary>As a double, for pricing.</summary>
    public double ToDouble() => (double)Units / PerOne;

    /// <inheritdoc />
    public int CompareTo(Price other) => Units.CompareTo(other.Units);

    /// <inheritdoc />
    public static PriceDelta operator -(Price left, Price right) => new(checked(left.Units - right.Units));

    /// <inheritdoc />
    public static Price operator +(Price left, PriceDelta right) => new(checked(left.Units + right.Units));

    /// <inheritdoc />
    public static Notional operator *(Price left, Quantity right) => new((Int128)left.Units * right.Units);

    /// <inheritdoc />
    public static bool operator <(Price left, Price right) => left.Units < right.Units;

    /// <inheritdoc />
    public static bool operator >(Price left, Price right) => left.Units > right.Units;

    /// <inheritdoc />
    public static bool operator <=(Price left, Price right) => left.Units <= right.Units;

    /// <inheritdoc />
    public static bool operator >=(Price left, Price right) => left.Units >= right.Units;

    /// <summary>Shortest exact decimal text.</summary>
    public override string ToString() => FixedPoint.Print(Units, Decimals);
}

/// <summary>A signed difference of two prices, in units of 10⁻⁸. <c>default</c> is zero.</summary>
public readonly record struct PriceDelta(long Units) : IMultiplyOperators<PriceDelta, Quantity, Notional>
{
    /// <inheritdoc />
    public static Notional operator *(PriceDelta left, Quantity right) => new((Int128)left.Units * right.Units);

    /// <summary>As a double, for pricing.</summary>
    public double ToDouble() => (double)Units / Price.PerOne;

    /// <summary>Shortest exact decimal text.</summary>
    public override string ToString() => FixedPoint.Print(Units, Price.Decimals);
}

/// <summary>
/// Price × quantity, exact, in units of 10⁻¹⁶. It becomes an <see cref="Amount"/> only through <see cref="Rounding"/>.
/// </summary>
public readonly record struct Notional(Int128 Units) : IAdditionOperators<Notional, Notional, Notional>
{
    /// <summary>Decimals of the grain.</summary>
    public const int Decimals = 16;

    /// <inheritdoc />
    public static Notional operator +(Notional left, Notional right) => new(checked(left.Units + right.Units));

    /// <summary>As a double.</summary>
    public double ToDouble() => (double)Units / 1e16;

    /// <summary>Shortest exact decimal text.</summary>
    public override string ToString() => FixedPoint.Print(Units, Decimals);
}
