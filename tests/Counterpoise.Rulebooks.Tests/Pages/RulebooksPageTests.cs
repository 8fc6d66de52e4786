using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Counterpoise.Json;
using Counterpoise.Rulebooks.Charges;
using Counterpoise.Rulebooks.Tiers;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Pages;

/// <summary>docs/rulebooks.md names every field a rulebook may have, and every charge with its fields.</summary>
public sealed partial class RulebooksPageTests
{
    private static readonly string Page =
        File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "rulebooks.md"));

    public static TheoryData<string> Charges =>
        [.. RegisteredCharges().Select(t => t.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Charges))]
    public void A_charge_has_a_row_with_all_its_fields_and_no_others(string type)
    {
        var row = Assert.Single(Page.Split('\n'), l => l.StartsWith($"| `{type}` |", StringComparison.Ordinal));
        var cells = Bar().Split(row);
        Assert.Equal(5, cells.Length);
        Assert.Equal(
            RegisteredCharges().Single(t => t.Name == type).Fields.Order(StringComparer.Ordinal),
            Code().Matches(cells[3]).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    // A type that is read but stands in no list would have no row: the reader's own list is the measure.
    [Fact]
    public void The_charges_are_those_the_reader_knows()
    {
        var error = Assert.Throws<InvalidInputException>(
            () => JsonText.Read("""{"type": "surprise"}"""u8.ToArray(), ChargeJson.Read));
        Assert.Equal(
            RegisteredCharges().Select(t => t.Name).Order(StringComparer.Ordinal),
            error.Remedy["use one of ".Length..].Split(", "));
    }

    /// <summary>Where in a rulebook an object stands, and the rest of the document to get there.</summary>
    public static TheoryData<string, string> Objects => new()
    {
        { "surprise", "1" },
        { "factors", """{"surprise": 1}""" },
        { "orders", """{"surprise": 1}""" },
        { "spreads", """[{"surprise": 1}]""" },
        { "collateral", """{"ETH": {"surprise": 1}}""" },
        {
            "collateral",
            """{"ETH": {"maintenanceHaircut": 0, "initialHaircut": 0, "debt": {"surprise": 1}}}"""
        },
        { "dynamic", """{"surprise": 1}""" },
        { "underlyings", """[{"surprise": 1}]""" },
        { "underlyings", """[{"volUp": {"surprise": 1}}]""" },
        { "underlyings", """[{"volUpPoints": {"surprise": 1}}]""" },
        { "underlyings", """[{"skewLinear": {"surprise": 1}}]""" },
        { "underlyings", """[{"base": "*", "charges": [], "tables": [{"surprise": 1}]}]""" },
        {
            "underlyings",
            """[{"base": "*", "charges": [], "tables": [{"name": "t", "cells": [{"surprise": 1}]}]}]"""
        },
        { "underlyings", """[{"base": "*", "charges": [], "discount": {"surprise": 1}}]""" },
        { "underlyings", """[{"base": "*", "charges": [], "basis": {"surprise": 1}}]""" },
        { "underlyings", """[{"base": "*", "charges": [], "gains": {"surprise": 1}}]""" },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public void Every_field_the_reader_offers_is_on_the_page(string field, string value)
    {
        using var stream =
            typeof(RulebookLibrary).Assembly.GetManifestResourceStream("rulebooks/derive-pmrm2/2026-01-01.json")!;
        var document = JsonNode.Parse(stream)!.AsObject();
        document["riskUnit"] = "underlying";
        document[field] = JsonNode.Parse(value);
        var error = Assert.Throws<InvalidInputException>(
            () => RulebookJson.Read(Encoding.UTF8.GetBytes(document.ToJsonString())));
        Assert.EndsWith("surprise", error.Field, StringComparison.Ordinal);
        const string Offer = "remove it or use one of: ";
        Assert.StartsWith(Offer, error.Remedy, StringComparison.Ordinal);
        var named = Code().Matches(Page).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(error.Remedy[Offer.Length..].Split(", ").ToHashSet(StringComparer.Ordinal), named);
    }

    [Fact]
    public void Every_field_of_a_class_of_coins_is_on_the_page()
    {
        using var stream =
            typeof(RulebookLibrary).Assembly.GetManifestResourceStream("rulebooks/counterpoise/2026-11-25.json")!;
        var document = JsonNode.Parse(stream)!.AsObject();
        document["underlyings"]![0]!["surprise"] = 1;
        var error = Assert.Throws<InvalidInputException>(
            () => RulebookJson.Read(Encoding.UTF8.GetBytes(document.ToJsonString())));
        var named = Code().Matches(Page).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(
            error.Remedy["remove it or use one of: ".Length..].Split(", ").ToHashSet(StringComparer.Ordinal), named);
    }

    [Fact]
    public void The_examples_are_read()
    {
        string[] json = [.. Block().Matches(Page).Select(m => m.Groups["text"].Value)];
        Assert.Equal(3, json.Length);
        Assert.NotNull(JsonText.Read(Encoding.UTF8.GetBytes(json[0]), ChargeJson.Read));
        Assert.Single(JsonText.Read(Encoding.UTF8.GetBytes(json[2]), at => CollateralJson.Read(at)));
        // Not only read: the cum it states is that of its rates.
        var tables = TierFile.Read("page", Encoding.UTF8.GetBytes(json[1]));
        Assert.Contains(
            "tiers from page", TierFile.Apply(RulebookLibrary.Find("binance-usdm"), "page", tables).Title);
    }

    private static IEnumerable<ChargeType> RegisteredCharges() =>
        [.. RiskCharges.All, .. StandardCharges.All, .. MinimumCharges.All, .. CollateralCharges.All];

    // Blocks of JSON, and the csv of tiers.
    [GeneratedRegex("```(json|text)\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Code();
}
