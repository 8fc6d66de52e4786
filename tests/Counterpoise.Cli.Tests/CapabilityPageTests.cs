using System.Text.RegularExpressions;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary>
/// What the pages of docs/capabilities show under a command is what the command prints: every line of a
/// <c>console</c> block, in its order. Blanks count as one, so a column may grow; … stands for what is left out.
/// </summary>
public sealed partial class CapabilityPageTests
{
    private const string Shared = "../shared/";

    private static readonly string Root = SharedData.Repository;

    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs", "capabilities"), "*.md")
            .Where(path => File.ReadAllText(path).Contains("```console\n", StringComparison.Ordinal))
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_shows_what_its_commands_print(string page)
    {
        var text = File.ReadAllText(Path.Combine(Root, "docs", "capabilities", page));
        var faults = new List<string>();
        foreach (Match block in Blocks().Matches(text))
        {
            var command = block.Groups["command"].Value;
            if (command.Contains(Shared, StringComparison.Ordinal) && !Directory.Exists(SharedData.Root))
                Assert.Skip($"{page}: {command} needs {SharedData.Root} (set COUNTERPOISE_SHARED)");
            var outcome = Run(command);
            Assert.True(outcome.ExitCode == 0, $"{page}: {command}\n{outcome.Error}");
            var shown = block.Groups["shown"].Value.Split('\n');
            faults.AddRange(NotPrinted(shown, outcome.Output.Split('\n')).Select(
                line => $"{page}: {command}\n  does not print, in this order: {line}"));
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public void A_line_that_is_not_printed_or_out_of_order_is_seen()
    {
        Assert.Empty(NotPrinted(["a   1", "…", "b 2 …"], ["a 1", "x", "b  2 3"]));
        Assert.Equal(["a 2"], NotPrinted(["a 2"], ["a 1", "a 22"]));
        Assert.Equal(["a 1"], NotPrinted(["b 2", "a 1"], ["a 1", "b 2"]));
    }

    private static List<string> NotPrinted(string[] shown, string[] printed)
    {
        var missing = new List<string>();
        var at = 0;
        foreach (var line in shown)
        {
            if (line.Trim() is "" or "…") continue;
            var pattern = "^" + Regex.Escape(OneBlank(line)).Replace("…", ".*", StringComparison.Ordinal) + "$";
            var found = Array.FindIndex(printed, at, p => Regex.IsMatch(OneBlank(p), pattern));
            if (found < 0) missing.Add(line);
            else at = found + 1;
        }
        return missing;
    }

    // What the shell would give to standard input (<<< 'text') is a file here.
    private static Outcome Run(string command)
    {
        using var cli = new Cli();
        var parts = command.Split(" <<< ");
        var words = Words().Matches(parts[0]).Select(m => m.Value.Trim('"')).Select(InRoot);
        if (parts.Length == 1) return Cli.Run([.. words]);
        var input = cli.Write("input.json", parts[1].Trim('\''));
        return Cli.Run([.. words.Select(word => word is "-" ? input : word)]);
    }

    private static string OneBlank(string line) => Blanks().Replace(line.Trim(), " ");

    private static string InRoot(string word) =>
        word.StartsWith("samples/", StringComparison.Ordinal) ? Path.Combine(Root, word)
        : word.StartsWith(Shared, StringComparison.Ordinal) ? Path.Combine(SharedData.Root, word[Shared.Length..])
        : word;

    [GeneratedRegex("```console\n\\$ \\./counterpoise (?<command>[^\n]*)\n(?<shown>.*?)```",
        RegexOptions.Singleline)]
    private static partial Regex Blocks();

    // A word may stand in double quotes.
    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}
