using System.Text.Json;
using System.Text.RegularExpressions;

namespace Counterpoise.Rulebooks.Tests.Conformance;

/// <summary>Long numbers among published results, by their digits without point, sign and exponent.</summary>
internal static partial class PublishedNumbers
{
    private const int Digits = 8;

    /// <summary>The results of the cases and the tables below a folder.</summary>
    public static HashSet<string> Of(string root)
    {
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(root, "derive", "pmrm2"), "*.json"))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            numbers.UnionWith(In(document.RootElement.GetProperty("Result").GetRawText()));
        }
        foreach (var path in Directory.EnumerateFiles(Path.Combine(root, "pricing"), "*.csv"))
            numbers.UnionWith(In(File.ReadAllText(path)));
        return numbers;
    }

    /// <summary>The long numbers of a text.</summary>
    public static IEnumerable<string> In(string text) =>
        from match in Number().Matches(text)
        let digits = match.Value.Replace(".", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal)
            .Trim('0')
        where digits.Length >= Digits
        select digits;

    [GeneratedRegex(@"(?<![\w.])\d[\d_]*(?:\.\d+)?")]
    private static partial Regex Number();
}
