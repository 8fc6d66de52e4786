using System.Globalization;

namespace Counterpoise.Units;

/// <summary>Exact decimal text ↔ whole number of 10⁻ᵈ. No rounding: digits beyond the grain are refused.</summary>
internal static class FixedPoint
{
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
        int count = 0, scale = 0;
        var point = false;
        for (; at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && !point)); at++)
        {
            if (text[at] == '.')
            {
                point = true;
                continue;
            }
            if (digits > Int128.MaxValue / 10 - 10) return false;
            digits = digits * 10 + (text[at] - '0');
            count++;
            if (point) scale++;
        }
        if (count == 0) return false;
        if (at < text.Length && !TryReadExponent(text[at..], ref scale)) return false;
        for (; scale < decimals; scale++)
        {
            if (digits > Int128.MaxValue / 10) return false;
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
        var text = decimals == 0
            ? digits
            : $"{digits.AsSpan(0, digits.Length - decimals)}.{digits.AsSpan(digits.Length - decimals)}";
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
