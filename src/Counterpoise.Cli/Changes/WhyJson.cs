using System.Text.Json;
using Counterpoise.Cli.Statements;
using Counterpoise.Margins.Changes;

namespace Counterpoise.Cli.Changes;

/// <summary>Why margin changed, as JSON: <c>docs/json.md</c>.</summary>
internal static class WhyJson
{
    public static void Write(IReadOnlyList<MarginChange> changes, TextWriter output) =>
        JsonPage.Write(output, page =>
        {
            var json = page.Writer;
            json.WriteString("format", "counterpoise-why/1");
            JsonPage.Texts(json, "order", WhyText.Causes.Select(WhyText.NameOf));
            json.WriteStartArray("changes");
            foreach (var change in changes) Write(page, change);
            json.WriteEndArray();
        });

    /// <summary>What expired, and the cash it was settled for.</summary>
    public static void WriteSettled(JsonPage page, RolledPortfolio rolled)
    {
        page.Rows("settled", rolled.Settled, static (json, settled) =>
        {
            json.WriteStartObject();
            json.WriteString("instrument", settled.Instrument.ToString());
            json.WriteString("quantity", settled.Quantity.ToString());
            JsonPage.Number(json, "price", settled.Price);
            json.WriteString("cash", settled.Cash.ToString());
            json.WriteString("currency", settled.Currency.Code);
            json.WriteEndObject();
        });
        page.Rows("repaid", rolled.Repaid, static (json, repaid) =>
        {
            json.WriteStartObject();
            json.WriteString("currency", repaid.Currency.Code);
            json.WriteString("debt", repaid.Debt.ToString());
            json.WriteEndObject();
        });
    }

    private static void Write(JsonPage page, MarginChange change)
    {
        var json = page.Writer;
        json.WriteStartObject();
        WriteSide(json, "before", change.InputBefore);
        WriteSide(json, "after", change.InputAfter);
        json.WriteStartObject("facts");
        foreach (var cause in WhyText.Causes)
            JsonPage.Texts(json, WhyText.NameOf(cause), ChangeFacts.Of(change, cause));
        json.WriteEndObject();
        WriteSettled(page, change.Rolled);
        json.WriteStartArray("buckets");
        foreach (var table in ChangeTable.Buckets(change, Units.Amount.Decimals))
        {
            json.WriteStartObject();
            json.WriteString("unit", table.Unit);
            Write(json, table);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("usd");
        Write(json, ChangeTable.Usd(change, Units.Amount.Decimals));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter json, string name, StatementInput input)
    {
        json.WriteStartObject(name);
        json.WriteString("portfolio", input.Portfolio.Name);
        StatementJson.WriteMarket(json, input.Market);
        json.WritePropertyName("rulebook");
        StatementJson.WriteRulebook(json, input.Rulebook);
        LeftOutBalances.Of(input.Rulebook, input.Portfolio).Write(json);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ChangeTable table)
    {
        foreach (var (name, parts) in table.Columns)
        {
            json.WriteStartObject(name);
            JsonPage.Money(json, "before", parts.Before);
            foreach (var cause in WhyText.Causes) JsonPage.Money(json, WhyText.NameOf(cause), parts[cause]);
            JsonPage.Money(json, "after", parts.After);
            JsonPage.Money(json, "change", parts.Change);
            json.WriteEndObject();
        }
    }
}
