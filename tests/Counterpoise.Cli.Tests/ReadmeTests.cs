using System.Text.RegularExpressions;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary>What the README shows is what the program prints.</summary>
public class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(SharedData.Repository, "README.md"));

    [Fact]
    public void The_transcript_is_what_the_first_command_prints()
    {
        var samples = Path.Combine(SharedData.Repository, "samples");
        var outcome = Cli.Run(
            "margin", Path.Combine(samples, "portfolio.json"), "--market", Path.Combine(samples, "market.json"));
        Assert.Equal(0, outcome.ExitCode);
        var printed = outcome.Output.Split('\n');
        var shown = Block("text").Where(line => line.Length > 0).ToArray();
        Assert.True(shown.Length >= 18);
        // "…" stands for columns left out.
        Assert.All(shown, line => Assert.Contains(
            printed, p => Regex.IsMatch(p, "^" + Regex.Escape(line).Replace("…", ".*") + "( .*)?$")));
    }

    [Fact]
    public void The_library_example_is_code_that_runs()
    {
        var source = File.ReadAllText(
            Path.Combine(SharedData.Repository, "tests/Counterpoise.Rulebooks.Tests/LibraryExampleTests.cs"));
        Assert.All(Block("csharp"), line => Assert.Contains(line.Trim(), source));
    }

    private static string[] Block(string language)
    {
        var start = Readme.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return Readme[start..Readme.IndexOf("```", start, StringComparison.Ordinal)].Split('\n');
    }
}
