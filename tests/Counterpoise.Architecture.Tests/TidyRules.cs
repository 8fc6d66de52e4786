using System.Text.RegularExpressions;

namespace Counterpoise.Architecture.Tests;

/// <summary>What a tidy file is. Patterns and samples are written so as not to match themselves.</summary>
internal static partial class TidyRules
{
    public const int MaxLines = 600;

    public const int MaxColumns = 120;

    private static readonly string[] Suffixes = ["Manager", "Helper", "Helpers", "Utils", "Util", "Processor", "Impl"];

    // Written apart so that this file does not breach its own rule.
    private static readonly string[] Registries =
    [
        "api." + "nuget.org", "registry." + "npmjs.org", "files." + "pythonhosted.org", "jfrog" + ".io",
        "/" + "artifactory",
    ];

    /// <summary>Breaches of the rules for C#.</summary>
    public static IEnumerable<string> Code(string path, string text)
    {
        var lines = text.Split('\n');
        if (lines.Length - 1 > MaxLines) yield return $"{path} has {lines.Length - 1} lines, more than {MaxLines}";
        for (var i = 0; i < lines.Length; i++)
        {
            // One word that cannot be broken, such as the header of a csv in a raw string, may be longer.
            if (lines[i].Length > MaxColumns && lines[i].Trim().Contains(' ', StringComparison.Ordinal))
                yield return $"{path}:{i + 1} has {lines[i].Length} columns";
            if (lines[i].Contains('\t', StringComparison.Ordinal)) yield return $"{path}:{i + 1} has a tab";
        }
        var types = TypeName().Matches(text).Select(m => m.Groups[1].Value);
        foreach (var name in types.Append(Path.GetFileNameWithoutExtension(path)))
        {
            if (Suffixes.Any(s => name.EndsWith(s, StringComparison.Ordinal)))
                yield return $"{path}: {name} is named after a mechanism; name it after what it is";
        }
    }

    /// <summary>Breaches of the rules for every text file.</summary>
    public static IEnumerable<string> Text(string path, string text)
    {
        if (text.Length > 0 && !text.EndsWith('\n')) yield return $"{path} does not end with a newline";
        if (text.Contains('\r', StringComparison.Ordinal)) yield return $"{path} has a carriage return";
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (Unfinished().IsMatch(line)) yield return $"{path}:{number} has unfinished work without an issue number";
            if (MachinePath().IsMatch(line)) yield return $"{path}:{number} names a path of one machine";
            if (Registries.Any(r => line.Contains(r, StringComparison.OrdinalIgnoreCase)))
                yield return $"{path}:{number} names a package registry";
        }
    }

    /// <summary>Local targets of the links of a page, without anchors; code blocks are not looked at.</summary>
    public static IEnumerable<string> LocalLinks(string markdown)
    {
        var prose = CodeSpan().Replace(CodeBlock().Replace(markdown, ""), "");
        return Link().Matches(prose).Select(m => m.Groups[1].Value.Split('#')[0])
            .Where(t => t.Length > 0 && !t.Contains(':', StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+([A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\b(?:TOD[O]|FIXM[E]|HAC[K])\b(?![^\n]*#\d)")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"(?<![\w.~}/-])/(?:work|tmp|home|root)/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\(<?([^)\s>]+)>?(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();
}
