using System.Text.Json;
using Counterpoise.Margins;

namespace Counterpoise.Cli.Statements;

/// <summary>The volatilities of one bucket's options and their effects as JSON: <c>docs/json.md</c>.</summary>
internal static class VolJson
{
    public static void Write(JsonPage page, BucketVolAmounts vols)
    {
        var json = page.Writer;
        json.WriteStartObject("volatilities");
        json.WriteString("order", VolExplanation.Order);
        page.Rows("options", Enumerable.Range(0, vols.Vols.Rows.Count), (row, i) => WriteRow(row, vols, i));
        json.WriteStartObject("required");
        Write(json, "chain", vols.Chain);
        Write(json, "surface", vols.Surface);
        Write(json, "hybrid", vols.Hybrid);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, BucketVolAmounts vols, int i)
    {
        var row = vols.Vols.Rows[i];
        json.WriteStartObject();
        json.WriteString("name", row.Holding.Name);
        JsonPage.Number(json, "bid", row.BidVol);
        JsonPage.Number(json, "ask", row.AskVol);
        JsonPage.Number(json, "quote", row.QuoteVol);
        JsonPage.Number(json, "fitted", row.FittedVol);
        JsonPage.Number(json, "hybrid", row.HybridVol);
        JsonPage.Number(json, "fittedLessQuote", row.FittedVol - row.QuoteVol);
        JsonPage.Number(json, "modelCorrection", row.HybridVol - row.FittedVol);
        Write(json, "quoteToFitted", vols.ToFitted[i]);
        Write(json, "fittedToHybrid", vols.ToHybrid[i]);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, AmountPair pair)
    {
        json.WriteStartObject(name);
        JsonPage.Money(json, "initial", pair.Initial);
        JsonPage.Money(json, "maintenance", pair.Maintenance);
        json.WriteEndObject();
    }
}
