using System.Globalization;

namespace Counterpoise.Units;

/// <summary>Exact decimal text ↔ whole number of 10⁻ᵈ. No rounding: digits beyond the grain are refused.</summary>
internal static class FixedPoint
{
    // So many digits fit 64 bits, in which nearly all numbers are read: wide arithmetic is ten times slower.
    private const int HeadDigits = 18;

    // One more digit still fits below this.
    private static readonly Int128 MostDigits = Int128.MaxValue / 10 - 10;

    /// <summary>
    /// Reads <c>[-+]digits[.digits][e[-+]digits]</c> exactly. False when it is not that form, has digits finer than
    /// 10⁻<paramref name="decimals"/>, or does not fit 38 digits.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, int decimals, out Int128 value)
    {
        value = 0;
        var at = 0;
        var negative = false;
        if (at < text.Length && text[at] is '-' or '+') negative = text[at++] == '-';
        Int128 digits = 0;
        var head = 0L;
        int count = 0, scale = 0;
        var point = false;
        for (; at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && !point)); at++)
        {
            if (text[at] == '.')
            {
                point = true;
                continue;
            }
            var digit = text[at] - '0';
            if (count < HeadDigits) head = head * 10 + digit;
            else if (count == HeadDigits) digits = (Int128)head * 10 + digit;
            else if (digits > MostDigits) return false;
            else digits = digits * 10 + digit;
            count++;
            if (point) scale++;
        }
        if (count == 0) return false;
        if (count <= HeadDigits) digits = head;
        if (at < text.Length && !TryReadExponent(text[at..], ref scale)) return false;
        for (; scale < decimals; scale++)
        {
            if (digits > MostDigits) return false;
            digits *= 10;
        }
        for (; scale > decimals; scale--)
        {
            var (quotient, remainder) = Int128.DivRem(digits, 10);
            if (remainder != 0) return false;
            digits = quotient;
        }
        value = negative ? -digits : digits;
        return true;
    }

    /// <summary>Prints without trailing zeros: 150000000 at 8 decimals is <c>1.5</c>.</summary>
    public static string Print(Int128 value, int decimals)
    {
        var text = PrintPadded(value, decimals);
        return decimals == 0 ? text : text.TrimEnd('0').TrimEnd('.');
    }

    /// <summary>Prints with all decimals: 150000000 at 8 decimals is <c>1.50000000</c>.</summary>
    public static string PrintPadded(Int128 value, int decimals)
    {
        var negative = value < 0;
        var digits = (negative ? -value : value).ToString().PadLeft(decimals + 1, '0');
        var text = decimals == 0 ? digits : digits.Insert(digits.Length - decimals, ".");
        return negative ? "-" + text : text;
    }

    private static bool TryReadExponent(ReadOnlySpan<char> text, ref int scale)
    {
        if (text[0] is not ('e' or 'E') || !int.TryParse(text[1..], NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var exponent))
        {
            return false;
        }
        if (exponent is < -400 or > 400) return false;
        scale -= exponent;
        return true;
    }
}
