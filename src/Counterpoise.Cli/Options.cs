using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Counterpoise.Instruments;
using Counterpoise.Units;

namespace Counterpoise.Cli;

/// <summary>Options that several commands share, and strict readers for their values.</summary>
internal static class Options
{
    /// <summary>Amounts beyond are refused, USD.</summary>
    public const double MostDollars = 1e15;

    /// <summary>A finite number in invariant notation: no thousands separators, so 1,5 is never 15.</summary>
    public static Option<double?> Number(
        string name, string unit, string description, Func<double, string?>? fault = null) =>
        new(name)
        {
            Description = description,
            HelpName = unit,
            CustomParser = result => Parse(result, text => TryNumber(text, out var number) ? number : null, fault),
        };

    /// <summary>A share: 0.99, or 99%.</summary>
    public static Option<double?> Fraction(
        string name, string unit, string description, Func<double, string?>? fault = null) =>
        new(name)
        {
            Description = description,
            HelpName = unit,
            CustomParser = result => Parse(result, Share, fault),
        };

    /// <summary>A volatility: 0.62, or 62%.</summary>
    public static Option<double?> Vol(string name, string description) =>
        Fraction(name, "VOL", description, vol => vol switch
        {
            < 0 => "is negative; use a volatility ≥ 0",
            // 2,000 %: beyond any market, but just what a forgotten percent sign looks like.
            > 20 => $"is {vol * 100:0} %, beyond 2000 %; write a fraction (0.62) or a percent sign (62%)",
            _ => null,
        });

    /// <summary>Call or put.</summary>
    public static Option<OptionRight?> Right() =>
        new("--right")
        {
            Description = "call or put",
            HelpName = "call|put",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (text is "call" or "Call" or "CALL" or "C" or "c") return OptionRight.Call;
                if (text is "put" or "Put" or "PUT" or "P" or "p") return OptionRight.Put;
                result.AddError($"--right \"{text}\" is neither; use call or put");
                return null;
            },
        };

    /// <summary>One of a few words; the first is what happens without it.</summary>
    public static Option<T?> Choice<T>(string name, string description, params (string Word, T Value)[] choices)
        where T : struct => new(name)
        {
            Description = $"{description} (default {choices[0].Word})",
            HelpName = string.Join('|', choices.Select(c => c.Word)),
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                foreach (var (word, value) in choices) if (word == text) return value;
                var words = string.Join(" or ", choices.Select(c => c.Word));
                result.AddError($"{name} \"{text}\" is not one of its values; use {words}");
                return null;
            },
        };

    /// <summary>An instant; the example is one too.</summary>
    public static Option<Instant?> Time(string name, string description, string example) =>
        new(name)
        {
            Description = $"{description}, e.g. {example}",
            HelpName = "TIME",
            CustomParser = result =>
            {
                if (Instant.TryParse(result.Tokens[0].Value, out var instant)) return instant;
                result.AddError($"{name} \"{result.Tokens[0].Value}\" is not an instant; use {example}");
                return null;
            },
        };

    /// <summary>Machine-readable output.</summary>
    public static Option<bool> Json() => new("--json") { Description = "print one JSON object instead of a table" };

    /// <summary>A market file.</summary>
    public static Option<string?> Market() =>
        new("--market") { Description = "market file (JSON, may be .gz; - is standard input)", HelpName = "FILE" };

    /// <summary>A check for <see cref="Number"/>.</summary>
    public static string? Positive(double value) => value > 0 ? null : "is not positive; use a number > 0";

    /// <summary>A check for <see cref="Number"/>.</summary>
    public static string? NotNegative(double value) => value >= 0 ? null : "is negative; use a number ≥ 0";

    /// <summary>A check for <see cref="Number"/>: an amount that can be counted exactly, &gt; 0.</summary>
    public static string? Dollars(double value) => value switch
    {
        <= 0 => "is not positive; use a number > 0",
        > MostDollars => "is beyond 1e15 USD; use a smaller amount",
        _ => null,
    };

    private static double? Parse(ArgumentResult result, Func<string, double?> read, Func<double, string?>? fault)
    {
        var text = result.Tokens[0].Value;
        var name = (result.Parent as OptionResult)?.Option.Name ?? "value";
        var number = read(text);
        var problem = number is { } value
            ? fault?.Invoke(value)
            : "is not a number; use decimal notation such as 77000 or 0.62";
        if (problem is null) return number;
        result.AddError($"{name} \"{text}\" {problem}");
        return null;
    }

    private static double? Share(string text) => text.EndsWith('%')
        ? TryNumber(text[..^1], out var percent) ? percent / 100 : null
        : TryNumber(text, out var number) ? number : null;

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
