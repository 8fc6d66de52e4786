using System.Text;
using System.Text.Json.Nodes;
using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.OnChain;

/// <summary>Collateral and charges of a rulebook of one's own.</summary>
public sealed class CollateralJsonTests
{
    [Theory]
    [InlineData("""{"initialHaircut": 0}""", "maintenanceHaircut", "is missing")]
    [InlineData("""{"maintenanceHaircut": 0.6, "initialHaircut": 0.5}""", "initialHaircut", "more than the value")]
    [InlineData("""{"tiers": [[0, 0.6]], "initialHaircut": 0.5}""", "initialHaircut", "more than the value")]
    [InlineData("""{"tiers": [[0, 0]], "maintenanceHaircut": 0, "initialHaircut": 0}""", "maintenanceHaircut",
        "stands beside tiers")]
    [InlineData("""{"tiers": [], "initialHaircut": 0}""", "tiers", "are empty")]
    [InlineData("""{"tiers": [[5, 0]], "initialHaircut": 0}""", "tiers[0]", "does not follow")]
    [InlineData("""{"tiers": [[0, 0.2], [9, 0.1]], "initialHaircut": 0}""", "tiers[1]", "does not follow")]
    [InlineData("""{"tiers": [[0, 0.2], [0, 0.3]], "initialHaircut": 0}""", "tiers[1]", "does not follow")]
    [InlineData("""{"tiers": [[0, 1.2]], "initialHaircut": 0}""", "tiers[0]", "does not follow")]
    [InlineData("""{"maintenanceHaircut": 0, "initialHaircut": 0, "capUsd": -1}""", "capUsd", "is negative")]
    [InlineData("""{"maintenanceHaircut": 0, "initialHaircut": 0, "debt": {"initial": 0.1}}""", "debt.maintenance",
        "is missing")]
    [InlineData("""{"maintenanceHaircut": 0, "initialHaircut": 0, "debt": {"initial": 0.1, "maintenance": 0.2}}""",
        "debt.maintenance", "is out of range")]
    [InlineData("""{"maintenanceHaircut": 0, "initialHaircut": 0, "spotInUse": true}""", "spotInUse",
        "has no underlying")]
    [InlineData(
        """
        {"underlying": "VET", "riskCancelling": true, "spotInUse": true, "maintenanceHaircut": 0, "initialHaircut": 0}
        """, "spotInUse", "stands beside riskCancelling")]
    public void A_bad_rule_is_named(string rule, string field, string problem)
    {
        var error = Assert.Throws<InvalidInputException>(
            () => Read(r => r["collateral"]!["VET"] = JsonNode.Parse(rule)));
        Assert.Equal($"collateral.VET.{field}", error.Field);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type": "openInterestMargin", "initial": 0.1}""", "maintenanceFactor")]
    [InlineData("""{"type": "sizePremiumMargin", "initial": 0.1, "maintenance": 0.2, "slope": 0}""", "maintenance")]
    [InlineData("""{"type": "healthMargin", "long": [0.1], "short": [0, 0], "positive": [1, 1]}""", "long")]
    [InlineData("""{"type": "unrealisedGains", "initial": 2, "maintenance": 1}""", "initial")]
    [InlineData("""{"type": "borrow", "strictPrice": 1}""", "strictPrice")]
    public void A_bad_charge_is_named(string charge, string field)
    {
        var error = Assert.Throws<InvalidInputException>(
            () => Read(r => r["underlyings"]![0]!["charges"]![0] = JsonNode.Parse(charge)));
        Assert.Equal($"underlyings[0].charges[0].{field}", error.Field);
    }

    [Fact]
    public void A_star_is_every_other_coin_and_a_haircut_of_one_counts_nothing()
    {
        var rulebook = Read(r => r["collateral"]!["*"] =
            JsonNode.Parse("""{"maintenanceHaircut": 1, "initialHaircut": 0}"""));
        var margin = MarginEvaluator.Evaluate(
            rulebook, Desk.Account(("ETH", 10, null), ("USDC", 1, null)), Desk.Market).Buckets.Single();
        Assert.Equal(40_001, margin.Equity.Total, 1e-9);
        Assert.Equal(1, margin.InitialExcess, 1e-9);
        Assert.Equal(1, margin.MaintenanceExcess, 1e-9);
        Assert.Equal(0.05, rulebook.CollateralOf(Currency.Parse("BTC"))!.MaintenanceHaircut);
    }

    private static Rulebook Read(Action<JsonNode> change)
    {
        using var stream = typeof(RulebookLibrary).Assembly
            .GetManifestResourceStream("rulebooks/binance-pm/2026-02-13.json")!;
        var document = JsonNode.Parse(stream)!;
        change(document);
        return RulebookJson.Read(Encoding.UTF8.GetBytes(document.ToJsonString()));
    }
}
