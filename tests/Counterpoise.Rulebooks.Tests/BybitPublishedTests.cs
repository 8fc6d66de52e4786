using System.Text.Json.Nodes;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests;

/// <summary>
/// Numbers of Bybit's documented portfolio-margin response beside ours. Forward, volatility and discount of the option
/// are fitted to the same response, so one cell of it is a check of the shape only; the worked examples hold our own
/// digits.
/// </summary>
public sealed class BybitPublishedTests
{
    [Fact]
    public void The_published_option_loss_is_met_within_5e_4()
    {
        var scan = Margin("bybit-option-cells").Buckets.Single().Scans.Single().Result;
        var cell = scan.Competitors.Single(c => c.Name == "standard -10% vol down");
        Assert.Equal(39.65273684, cell.Loss, 5e-4);
    }

    [Fact]
    public void The_published_futures_contingency_is_met_within_3e_6()
    {
        var lines = Margin("bybit-futures-contingency").Buckets.Single().Maintenance.Composition;
        Assert.Equal(0.8037046, lines.Single(l => l.Name == "future contingency").Exact, 3e-6);
    }

    private static Margin Margin(string example)
    {
        var file = Path.Combine(SharedData.Repository, "tests", "golden", "worked-examples.json");
        var found = JsonNode.Parse(File.ReadAllBytes(file))!["examples"]!.AsArray()
            .Single(e => e!["id"]!.GetValue<string>() == example)!;
        byte[] Part(string name) => System.Text.Encoding.UTF8.GetBytes(found[name]!.ToJsonString());
        return MarginEvaluator.Evaluate(
            RulebookLibrary.Find("bybit-pm"), PortfolioJson.Read(Part("portfolio")), MarketJson.Read(Part("market")));
    }
}
