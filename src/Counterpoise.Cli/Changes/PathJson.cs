using System.Text.Json;
using Counterpoise.Cli.Statements;

namespace Counterpoise.Cli.Changes;

/// <summary>Margin along several days, as JSON: <c>docs/json.md</c>.</summary>
internal static class PathJson
{
    public static void Write(IReadOnlyList<MarginPath> paths, IReadOnlyList<Trade> trades, TextWriter output) =>
        JsonPage.Write(output, page =>
        {
            var json = page.Writer;
            json.WriteString("format", "counterpoise-path/1");
            WhatIfJson.WriteTrades(page, trades);
            json.WriteString("how", MoveText.How);
            json.WriteStartArray("paths");
            foreach (var path in paths) Write(page, path);
            json.WriteEndArray();
        });

    private static void Write(JsonPage page, MarginPath path)
    {
        var json = page.Writer;
        json.WriteStartObject();
        json.WriteString("portfolio", path.Today.Margin.Portfolio);
        StatementJson.WriteMarket(json, path.Today.Market);
        json.WritePropertyName("rulebook");
        StatementJson.WriteRulebook(json, path.Today.Rulebook);
        LeftOutBalances.Of(path.Today.Margin).Write(json, LeftOutBalances.Of(path.Days[^1].Margin));
        json.WriteStartObject("today");
        WriteRows(page, path, 0);
        json.WriteEndObject();
        json.WriteStartArray("days");
        for (var day = 1; day <= path.Days.Count; day++)
        {
            json.WriteStartObject();
            WhatIfJson.WriteMoved(page, path.Days[day - 1]);
            WriteRows(page, path, day);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRows(JsonPage page, MarginPath path, int day)
    {
        page.Rows("buckets", path.Units, (json, unit) =>
        {
            json.WriteStartObject();
            json.WriteString("unit", unit.Code);
            Write(json, path.Of(unit, day));
            json.WriteEndObject();
        });
        page.Writer.WriteStartObject("usd");
        Write(page.Writer, path.Usd(day));
        page.Writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PathRow row)
    {
        JsonPage.Money(json, "initial", row.Initial);
        JsonPage.Money(json, "maintenance", row.Maintenance);
        JsonPage.Money(json, "equity", row.Equity);
        JsonPage.Money(json, "excessInitial", row.InitialExcess);
        JsonPage.Money(json, "excessMaintenance", row.MaintenanceExcess);
        JsonPage.Money(json, "pnl", row.Pnl);
    }
}
