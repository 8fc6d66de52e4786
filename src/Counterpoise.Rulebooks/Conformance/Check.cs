using System.Globalization;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>One comparison of a published value with ours.</summary>
/// <param name="Case">File, row or example it belongs to.</param>
/// <param name="Quantity">What is compared.</param>
/// <param name="Expected">As published.</param>
/// <param name="Got">Ours.</param>
/// <param name="Passed">They agree within the tolerance of the set.</param>
public sealed record Check(string Case, string Quantity, string Expected, string Got, bool Passed)
{
    /// <summary>
    /// |got − expected| / max(|expected|, 1): relative, absolute below 1. Null where no numbers are compared.
    /// </summary>
    public double? Error { get; init; }

    /// <summary>Two numbers that may differ by at most <paramref name="allowed"/>.</summary>
    public static Check Number(string at, string quantity, double expected, double got, double allowed)
    {
        var difference = Math.Abs(got - expected);
        return new Check(at, quantity, Shown(expected), Shown(got), difference <= allowed)
        {
            Error = double.IsNaN(difference) ? double.PositiveInfinity : difference / Math.Max(Math.Abs(expected), 1),
        };
    }

    /// <summary>A number as printed: ours, rounded to as many decimals, must be the same text.</summary>
    public static Check Printed(string at, string quantity, string expected, double got)
    {
        var point = expected.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : expected.Length - point - 1;
        var text = got.ToString($"F{decimals}", CultureInfo.InvariantCulture);
        return new Check(at, quantity, expected, text, string.Equals(text, expected, StringComparison.Ordinal));
    }

    /// <summary>
    /// A number published as its whole part, truncated toward zero; ours may be off by <paramref name="allowed"/>
    /// before it is truncated.
    /// </summary>
    public static Check Truncated(string at, string quantity, double expected, double got, double allowed) =>
        new(at, quantity, Shown(expected), Shown(got),
            Math.Truncate(got - allowed) == expected || Math.Truncate(got + allowed) == expected);

    /// <summary>Two texts, such as the name of the binding scenario.</summary>
    public static Check Text(string at, string quantity, string expected, string got) =>
        new(at, quantity, expected, got, string.Equals(expected, got, StringComparison.Ordinal));

    /// <summary>Two counts.</summary>
    public static Check Count(string at, string quantity, int expected, int got) =>
        new(at, quantity, Shown(expected), Shown(got), expected == got);

    /// <summary>A count that must not fall below a minimum: what was deleted cannot pass.</summary>
    public static Check AtLeast(string at, string quantity, int minimum, int got) =>
        new(at, quantity, $"at least {Shown(minimum)}", Shown(got), got >= minimum);

    /// <summary>A file that cannot be used.</summary>
    public static Check Unusable(string at, string problem) =>
        new(at, "file", "a readable case", problem, Passed: false);

    private static string Shown(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Shown(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>How far ours may be from a published value.</summary>
internal static class Tolerance
{
    /// <summary>
    /// A share of the value; an absolute amount where the value is smaller than <paramref name="small"/>.
    /// </summary>
    public static double Relative(double expected, double relative, double absolute, double small = 1) =>
        Math.Abs(expected) < small ? absolute : relative * Math.Abs(expected);
}
