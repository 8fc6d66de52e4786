using System.Text.Json;
using Counterpoise.Margins;
using Counterpoise.Margins.Charges;

namespace Counterpoise.Cli.Statements;

/// <summary>Rulebooks as JSON: <c>docs/json.md</c>.</summary>
internal static class RulebookFacts
{
    public static void WriteList(IReadOnlyList<Rulebook> rulebooks, TextWriter output) =>
        JsonPage.Write(output, page =>
        {
            page.Writer.WriteString("format", "counterpoise-rulebooks/2");
            page.Writer.WriteStartArray("rulebooks");
            foreach (var rulebook in rulebooks) StatementJson.WriteRulebook(page.Writer, rulebook);
            page.Writer.WriteEndArray();
        });

    public static void Write(Rulebook rulebook, TextWriter output) =>
        JsonPage.Write(output, page => Write(rulebook, page));

    private static void Write(Rulebook rulebook, JsonPage page)
    {
        var json = page.Writer;
        json.WriteString("format", "counterpoise-rulebook/2");
        json.WritePropertyName("rulebook");
        StatementJson.WriteRulebook(json, rulebook);
        JsonPage.Texts(json, "explanation", rulebook.Explanation);
        json.WriteStartObject("factors");
        JsonPage.Number(json, "initial", rulebook.Factors.Initial);
        JsonPage.Number(json, "maintenance", rulebook.Factors.Maintenance);
        JsonPage.Number(json, "pegThreshold", rulebook.Factors.PegThreshold);
        JsonPage.Number(json, "pegFactor", rulebook.Factors.PegFactor);
        json.WriteBoolean("onTotal", rulebook.Factors.OnTotal);
        json.WriteEndObject();
        JsonPage.Texts(json, "spreads", rulebook.Spreads.Select(s => s.Describe()));
        if (rulebook.Orders is { } orders) json.WriteString("orders", orders.Describe());
        page.Rows("collateral", rulebook.Collateral.OrderBy(c => c.Key), (row, entry) =>
        {
            row.WriteStartObject();
            row.WriteString("currency", entry.Key == default ? "*" : entry.Key.Code);
            if (entry.Value.Underlying != default) row.WriteString("underlying", entry.Value.Underlying.Code);
            row.WriteBoolean("inScenarios", entry.Value.IsRiskCancelling);
            row.WriteBoolean("spotInUse", entry.Value.IsSpotInUse);
            JsonPage.Number(row, "maintenanceHaircut", entry.Value.MaintenanceHaircut);
            JsonPage.Number(row, "initialHaircut", entry.Value.InitialHaircut);
            if (RulebookText.SizeAndDebt(entry.Value) is { Length: > 0 } more) row.WriteString("sizeAndDebt", more);
            row.WriteEndObject();
        });
        json.WriteStartArray("underlyings");
        foreach (var rules in rulebook.Underlyings) Write(page, rules);
        json.WriteEndArray();
    }

    private static void Write(JsonPage page, UnderlyingRules rules)
    {
        var json = page.Writer;
        json.WriteStartObject();
        json.WriteString("base", rules.Base == default ? "*" : rules.Base.Code);
        json.WriteString("scope", rules.Scope.ToString().ToLowerInvariant());
        if (rules.AsOf is { } date) json.WriteString("asOf", date);
        page.Rows("charges", rules.Charges, WriteCharge);
        if (rules.Minimum.Count > 0) page.Rows("minimum", rules.Minimum, WriteCharge);
        if (rules.Provisions.Count > 0) page.Rows("provisions", rules.Provisions, WriteCharge);
        page.Rows("cells", rules.Cells, WriteCell);
        json.WriteEndObject();
    }

    private static void WriteCharge(Utf8JsonWriter row, Charge charge)
    {
        row.WriteStartObject();
        row.WriteString("name", charge.Name);
        row.WriteString("cause", charge.Cause.Name());
        row.WriteString("rule", charge.Describe());
        row.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, Margins.Scanning.ScanCell cell)
    {
        json.WriteStartObject();
        json.WriteString("table", cell.Table);
        json.WriteString("name", cell.Name);
        JsonPage.Number(json, "spotMove", Math.Round(cell.Scenario.SpotMove, 12));
        json.WriteString("vol", RulebookText.Describe(cell.Scenario.Vol));
        JsonPage.Number(json, "weight", cell.Weight);
        json.WriteEndObject();
    }
}
