using System.Text.Json;
using Counterpoise.Margins;
using Counterpoise.Pricing;

namespace Counterpoise.Cli.Statements;

/// <summary>Margin statements as JSON: <c>docs/json.md</c>, <c>schemas/margin.schema.json</c>.</summary>
internal static class StatementJson
{
    public const string Format = "counterpoise-margin/2";

    /// <summary>Writes one document of all evaluations. Statements are to be rounded to nine decimals.</summary>
    public static void Write(IReadOnlyList<Evaluation> evaluations, TextWriter output) =>
        JsonPage.Write(output, page => Write(evaluations, page));

    private static void Write(IReadOnlyList<Evaluation> evaluations, JsonPage page)
    {
        var json = page.Writer;
        json.WriteString("format", Format);
        json.WriteStartArray("statements");
        foreach (var evaluation in evaluations)
            if (evaluation.Statement is { } statement) WriteStatement(page, statement, evaluation.Milliseconds);
        json.WriteEndArray();
        page.Rows("notApplicable", evaluations.Where(o => o.Reason is not null), (row, evaluation) =>
        {
            row.WriteStartObject();
            row.WriteString("rulebook", evaluation.Rulebook.Name);
            row.WriteString("effective", evaluation.Rulebook.Effective);
            row.WriteString("reason", evaluation.Reason);
            row.WriteEndObject();
        });
    }

    private static void WriteStatement(JsonPage page, Statement statement, double milliseconds)
    {
        var json = page.Writer;
        json.WriteStartObject();
        json.WriteString("portfolio", statement.Margin.Portfolio);
        json.WriteNumber("netPositions", statement.PositionCount);
        WriteMarket(json, statement.Market);
        json.WritePropertyName("rulebook");
        WriteRulebook(json, statement.Rulebook);
        json.WriteBoolean("translated", statement.Margin.IsTranslated);
        LeftOutBalances.Of(statement.Margin).Write(json);
        JsonPage.Number(json, "milliseconds", Math.Round(milliseconds, 3));
        WriteUsd(json, statement.Usd);
        json.WriteStartArray("buckets");
        foreach (var bucket in statement.Buckets) BucketJson.Write(page, statement, bucket);
        json.WriteEndArray();
        ParameterJson.Write(page, statement);
        json.WriteEndObject();
    }

    public static void WriteMarket(Utf8JsonWriter json, Markets.Market market)
    {
        json.WriteStartObject("market");
        json.WriteString("name", market.Name);
        json.WriteString("time", market.Time.ToString());
        json.WriteString("source", market.Source);
        json.WriteBoolean("synthetic", market.Synthetic);
        json.WriteEndObject();
    }

    /// <summary>What a rulebook is and how far it is to be trusted.</summary>
    public static void WriteRulebook(Utf8JsonWriter json, Rulebook rulebook)
    {
        json.WriteStartObject();
        json.WriteString("name", rulebook.Name);
        json.WriteString("effective", rulebook.Effective);
        json.WriteString("title", rulebook.Title);
        json.WriteString("label", LabelOf(rulebook.Label));
        json.WriteString("labelReason", rulebook.LabelReason);
        json.WriteBoolean("subAdditive", rulebook.SubAdditive);
        json.WriteBoolean("reducingNeverRaises", rulebook.ReducingNeverRaises);
        json.WriteString("buckets", rulebook.Bucket == BucketRule.Account ? "account" : "settlementCurrency");
        json.WriteString("marginRatio", rulebook.MarginRatio);
        json.WriteString("vols", VolRule.WordOf(rulebook.Vols.Vols));
        json.WriteString("smile", VolRule.WordOf(rulebook.Vols.Smile));
        JsonPage.Texts(json, "sources", rulebook.Sources);
        JsonPage.Texts(json, "unknown", rulebook.Unknown);
        json.WriteEndObject();
    }

    /// <summary>The one spelling of a label in JSON.</summary>
    public static string LabelOf(HonestyLabel label) => label switch
    {
        HonestyLabel.Verified => "verified",
        HonestyLabel.PartlyVerified => "partlyVerified",
        _ => "approximate",
    };

    private static void WriteUsd(Utf8JsonWriter json, UsdTotals usd)
    {
        json.WriteStartObject("usd");
        JsonPage.Money(json, "gross", usd.Gross);
        JsonPage.Money(json, "offset", usd.Offset);
        json.WriteStartObject("offsets");
        foreach (var cause in Causes.All)
            if (usd.OffsetBy(cause).Nanos != 0) JsonPage.Money(json, cause.Name(), usd.OffsetBy(cause));
        json.WriteEndObject();
        JsonPage.Money(json, "addOns", usd.AddOns);
        JsonPage.Money(json, "initial", usd.Initial);
        JsonPage.Money(json, "maintenance", usd.Maintenance);
        JsonPage.Money(json, "equity", usd.Equity);
        JsonPage.Money(json, "initialExcess", usd.InitialExcess);
        JsonPage.Money(json, "maintenanceExcess", usd.MaintenanceExcess);
        json.WriteEndObject();
    }
}
