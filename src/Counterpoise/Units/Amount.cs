using System.Numerics;

namespace Counterpoise.Units;

/// <summary>
/// Money: a whole number of 10⁻⁹ of a currency. Checked arithmetic, within one currency only.
/// <c>default</c> is zero of no currency, the neutral element of addition.
/// </summary>
public readonly record struct Amount(Int128 Nanos, Currency Currency) :
    IComparable<Amount>,
    IAdditionOperators<Amount, Amount, Amount>,
    ISubtractionOperators<Amount, Amount, Amount>,
    IUnaryNegationOperators<Amount, Amount>
{
    /// <summary>
    /// Decimals of the money unit: the venue whose fields are published to most digits (Deribit) rounds here.
    /// </summary>
    public const int Decimals = 9;

    /// <summary>Money units in 1.</summary>
    public const long PerOne = 1_000_000_000;

    /// <summary>Nothing of a currency.</summary>
    public static Amount Zero(Currency currency) => new(0, currency);

    /// <summary>Reads decimal text exactly; false when finer than 10⁻⁹ or no number.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, Currency currency, out Amount amount)
    {
        var ok = FixedPoint.TryParse(text, Decimals, out var value);
        amount = ok ? new Amount(value, currency) : default;
        return ok;
    }

    /// <summary>As a double, for display and ratios.</summary>
    public double ToDouble() => (double)Nanos / PerOne;

    /// <inheritdoc />
    public int CompareTo(Amount other)
    {
        _ = Common(this, other);
        return Nanos.CompareTo(other.Nanos);
    }

    /// <inheritdoc />
    public static Amount operator +(Amount left, Amount right) =>
        new(checked(left.Nanos + right.Nanos), Common(left, right));

    /// <inheritdoc />
    public static Amount operator -(Amount left, Amount right) =>
        new(checked(left.Nanos - right.Nanos), Common(left, right));

    /// <inheritdoc />
    public static Amount operator -(Amount value) => new(checked(-value.Nanos), value.Currency);

    /// <summary>Compares within one currency.</summary>
    public static bool operator <(Amount left, Amount right) => left.CompareTo(right) < 0;

    /// <summary>Compares within one currency.</summary>
    public static bool operator >(Amount left, Amount right) => left.CompareTo(right) > 0;

    /// <summary>Compares within one currency.</summary>
    public static bool operator <=(Amount left, Amount right) => left.CompareTo(right) <= 0;

    /// <summary>Compares within one currency.</summary>
    public static bool operator >=(Amount left, Amount right) => left.CompareTo(right) >= 0;

    /// <summary>All nine decimals and the currency.</summary>
    public override string ToString() => $"{FixedPoint.PrintPadded(Nanos, Decimals)} {Currency}".TrimEnd();

    /// <summary>The number alone, without trailing zeros.</summary>
    public string ToPlainString() => FixedPoint.Print(Nanos, Decimals);

    /// <summary>
    /// The number alone with fixed decimals. The amount must be a multiple of that unit
    /// (see <see cref="Rounding"/>): nothing is rounded here.
    /// </summary>
    public string ToString(int decimals)
    {
        var unit = Rounding.UnitNanos(decimals);
        var (quotient, remainder) = Int128.DivRem(Nanos, unit);
        return remainder == 0
            ? FixedPoint.PrintPadded(quotient, decimals)
            : FixedPoint.PrintPadded(Nanos, Decimals);
    }

    private static Currency Common(Amount left, Amount right)
    {
        if (left.Currency == right.Currency || right.Currency == default) return left.Currency;
        if (left.Currency == default) return right.Currency;
        throw new InvalidOperationException($"cannot combine {left.Currency} with {right.Currency} without a price");
    }
}
