using System.Text.Json.Nodes;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary>The strategies command on the samples.</summary>
public sealed class StrategiesTests
{
    private static readonly string Samples = Path.Combine(SharedData.Repository, "samples");

    private static readonly string[] Line =
        ["strategies", Path.Combine(Samples, "portfolio.json"), "--market", Path.Combine(Samples, "market.json")];

    [Fact]
    public void The_table_says_what_was_formed_and_that_it_is_proven()
    {
        var outcome = Cli.Run(Line);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("", outcome.Error);
        Assert.StartsWith("portfolio   ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\nmarket      ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("SYNTHETIC: ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("[finra-strategies, in force ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\nlabel       ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("INITIAL BTC", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("covered call", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("gap 0: proven to be the least", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not proven", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("1 branch, 1 step\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_says_the_same_and_sums_to_the_margin()
    {
        var json = JsonNode.Parse(Cli.Run([.. Line, "--json"]).Output)!;
        Assert.Equal("counterpoise-strategies/1", json["format"]!.GetValue<string>());
        Assert.True(json["market"]!["synthetic"]!.GetValue<bool>());
        Assert.Equal("finra-strategies", json["rulebook"]!["name"]!.GetValue<string>());
        var sum = 0.0;
        foreach (var coin in json["coins"]!.AsArray())
        {
            var initial = coin!["initial"]!;
            Assert.True(initial["proven"]!.GetValue<bool>());
            var strategies = initial["strategies"]!.AsArray().Sum(s => s!["margin"]!.GetValue<double>());
            Assert.Equal(
                initial["required"]!.GetValue<double>(), strategies + initial["alone"]!.GetValue<double>(), 6);
            sum += initial["required"]!.GetValue<double>();
        }
        var margin = Cli.Run(["margin", .. Line[1..], "--rulebook", "finra-strategies"]).Output;
        // A statement rounds up.
        Assert.Contains((Math.Ceiling(sum * 100 - 1e-6) / 100).ToString("N2"), margin, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rulebook_that_forms_none_is_refused_in_one_line()
    {
        var outcome = Cli.Run([.. Line, "--rulebook", "derive-pmrm2"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }
}
