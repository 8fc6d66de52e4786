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
        var shown = Block("text").Where(line => line.Length > 0).ToArray();
        Assert.True(shown.Length >= 18);
        ArePrinted(shown, outcome.Output);
    }

    [Fact]
    public void The_surface_is_what_its_command_prints()
    {
        var chain = SharedData.File("market/deribit/demo_full_chain_20260822T153351Z.csv.gz", 1);
        var outcome = Cli.Run("surface", "fit", chain, "--coin", "BTC");
        Assert.Equal(0, outcome.ExitCode);
        var shown = Block("text", Readme.IndexOf("./counterpoise surface fit", StringComparison.Ordinal));
        ArePrinted([.. shown.Where(line => line.Length > 0)], outcome.Output);
    }

    [Fact]
    public void The_library_example_is_code_that_runs()
    {
        var source = File.ReadAllText(
            Path.Combine(SharedData.Repository, "tests/Counterpoise.Rulebooks.Tests/LibraryExampleTests.cs"));
        Assert.All(Block("csharp"), line => Assert.Contains(line.Trim(), source));
    }

    // "…" stands for what is left out.
    private static void ArePrinted(string[] shown, string output)
    {
        var printed = output.Split('\n');
        Assert.All(shown, line => Assert.Contains(
            printed, p => Regex.IsMatch(p, "^" + Regex.Escape(line).Replace("…", ".*") + "( .*)?$")));
    }

    private static string[] Block(string language, int from = 0)
    {
        var start = Readme.IndexOf($"```{language}\n", from, StringComparison.Ordinal) + language.Length + 4;
        return Readme[start..Readme.IndexOf("```", start, StringComparison.Ordinal)].Split('\n');
    }
}
