using System.Text.Json.Nodes;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

public sealed class TimeOptionTests
{
    private static readonly string Book = Path.Combine(SharedData.Repository, "samples", "perpetuals.json");
    private static readonly string Market = Path.Combine(SharedData.Repository, "samples", "perpetuals-market.json");

    /// <summary>A time is there for each and they add up; how long it takes is the benchmark's.</summary>
    [Fact]
    public void Every_rulebook_that_applies_has_a_time_and_the_strategies_stand_apart()
    {
        var outcome = Cli.Run("margin", Book, "--market", Market, "-r", "all", "--time");
        Assert.Equal(0, outcome.ExitCode);
        string[] lines = [.. outcome.Output.Split('\n').SkipWhile(l => !l.Contains("fastest of many rounds")).Skip(1)];
        var rows = lines.TakeWhile(l => !l.Contains(" together")).Where(l => l.Trim().Length > 0)
            .ToDictionary(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], Milliseconds);
        var sum = lines.Single(l => l.Contains(" together"));
        Assert.Contains("finra-strategies", rows.Keys);
        Assert.Contains("binance-usdm", rows.Keys);
        Assert.DoesNotContain("aevo-sm", rows.Keys);
        Assert.StartsWith($"{rows.Count - 1} together, strategy-based", sum.Trim());
        var together = rows.Where(r => r.Key != "finra-strategies").Sum(r => r.Value);
        Assert.Equal(together, Milliseconds(sum), 0.02);
    }

    [Fact]
    public void Json_has_the_time_of_each()
    {
        var outcome = Cli.Run("margin", Book, "--market", Market, "-r", "binance-usdm", "--json");
        var time = JsonNode.Parse(outcome.Output)!["statements"]![0]!["milliseconds"]!.GetValue<double>();
        Assert.True(time > 0);
    }

    private static double Milliseconds(string line) =>
        double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]);
}
