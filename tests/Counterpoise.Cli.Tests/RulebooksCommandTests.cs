using System.Text.Json.Nodes;
using Counterpoise.Rulebooks;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary>The command <c>rulebooks</c>, and rulebooks that are not known.</summary>
public sealed class RulebooksCommandTests
{
    public static TheoryData<string> Names => [.. RulebookLibrary.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_has_every_spread_and_names_every_block(string name)
    {
        var rulebook = RulebookLibrary.Find(name);
        var json = JsonNode.Parse(Cli.Run("rulebooks", "show", name, "--json").Output)!;
        Assert.Equal(
            rulebook.Spreads.Select(s => s.Describe()), json["spreads"]!.AsArray().Select(s => s!.GetValue<string>()));
        Assert.Equal(rulebook.Factors.OnTotal, json["factors"]!["onTotal"]!.GetValue<bool>());
        Assert.Equal(
            rulebook.Underlyings.Select(u => u.Base == default ? "*" : u.Base.Code),
            json["underlyings"]!.AsArray().Select(u => u!["base"]!.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_charge_says_its_name_twice(string name)
    {
        foreach (var charge in RulebookLibrary.Find(name).Underlyings.SelectMany(u => u.Charges))
        {
            var first = charge.Describe().Split(':')[0];
            Assert.False(charge.Name.StartsWith(first, StringComparison.Ordinal), $"{charge.Name}: {first}");
        }
    }

    [Fact]
    public void An_unknown_name_is_answered_with_all_that_are_known()
    {
        var outcome = Cli.Run("rulebooks", "show", "none");
        Assert.Equal(1, outcome.ExitCode);
        foreach (var rulebook in RulebookLibrary.All)
            Assert.Contains(rulebook.Name, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(
            "with --history also historical-es or historical-var", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("okx-pm/2019-01-01")]
    [InlineData("okx-pm@2025-01-15")]
    public void A_date_that_does_not_ship_is_answered_with_those_that_do(string name)
    {
        var outcome = Cli.Run("rulebooks", "show", name);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(
            $"rulebook \"{name}\" is of no date that ships; use okx-pm/2025-01-15", outcome.Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("deribit-pm", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_margin_ratio_says_what_it_divides()
    {
        var samples = Path.Combine(SharedData.Repository, "samples");
        var output = Cli.Run(
            "margin", Path.Combine(samples, "portfolio.json"), "--market", Path.Combine(samples, "market.json"), "-r",
            "okx-pm").Output;
        Assert.Matches(
            @"margin ratio [0-9.]+%  \(maintenance / equity; the venue's own: adjusted equity / ", output);
    }
}
