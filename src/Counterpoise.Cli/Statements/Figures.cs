using System.Globalization;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>
/// Numbers as people read them: thousands separated, no minus zero, decimals by magnitude where free.
/// </summary>
internal static class Figures
{
    /// <summary>A count and what is counted: <c>1 branch</c>, <c>2,000 branches</c>.</summary>
    public static string Counted(long count, string one, string many) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count == 1 ? one : many)}";

    /// <summary>An amount at fixed decimals, of which it must be a multiple: <c>-12,345.60</c>.</summary>
    public static string Money(Amount amount, int decimals)
    {
        var text = amount.ToString(decimals);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) point = text.Length;
        for (var at = point - 3; at > (text[0] == '-' ? 1 : 0); at -= 3) text = text.Insert(at, ",");
        return text;
    }

    /// <summary>The same with a plus sign where positive.</summary>
    public static string Signed(Amount amount, int decimals) =>
        amount.Nanos > 0 ? "+" + Money(amount, decimals) : Money(amount, decimals);

    /// <summary>A double at fixed decimals.</summary>
    public static string Number(double value, int decimals)
    {
        var text = value.ToString("N" + decimals, CultureInfo.InvariantCulture);
        return text[0] == '-' && text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text[1..] : text;
    }

    /// <summary>
    /// Eight significant digits with thousands separators and, below 10⁻⁹, an exponent.
    /// </summary>
    public static string Number(double value)
    {
        if (value == 0) return "0";
        if (!double.IsFinite(value)) return value.ToString(CultureInfo.InvariantCulture);
        var magnitude = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return magnitude < -9
            ? value.ToString("0.#######e0", CultureInfo.InvariantCulture)
            : Number(value, Math.Clamp(7 - magnitude, 0, 17));
    }

    /// <summary>A double without trailing zeros.</summary>
    public static string Short(double value, int decimals)
    {
        var text = Number(value, decimals);
        return decimals == 0 || !text.Contains('.', StringComparison.Ordinal) ? text : text.TrimEnd('0').TrimEnd('.');
    }

    /// <summary>A price: cents for dollars, up to eight decimals for premiums in coin.</summary>
    public static string Price(double value) => Math.Abs(value) >= 10 ? Number(value, 2) : Short(value, 6);

    /// <summary>A share as percent.</summary>
    public static string Percent(double share, int decimals = 1) => Number(share * 100, decimals) + "%";

    /// <summary>
    /// Decimals for a table of which this is the greatest magnitude: five significant digits, at most
    /// <paramref name="most"/>.
    /// </summary>
    public static int Decimals(double magnitude, int most)
    {
        if (!(magnitude > 0)) return Math.Min(most, 2);
        return Math.Clamp(4 - (int)Math.Floor(Math.Log10(magnitude)), 0, most);
    }

    /// <summary>With a typographic minus before numbers, for pictures and pages; hyphens stay.</summary>
    public static string Typeset(string text) => string.Create(text.Length, text, static (typeset, text) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isMinus = text[i] == '-' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])
                && (i == 0 || !char.IsLetterOrDigit(text[i - 1]));
            typeset[i] = isMinus ? '\u2212' : text[i];
        }
    });
}
