using System.Text.Json;
using Counterpoise.Cli.Statements;
using Counterpoise.Margins.Liquidations;

namespace Counterpoise.Cli.Liquidations;

/// <summary>Liquidation prices as JSON.</summary>
internal static class LiquidationJson
{
    public static void Write(IReadOnlyList<LiquidationPage> pages, TextWriter output) => JsonPage.Write(output, page =>
    {
        var json = page.Writer;
        json.WriteString("format", "counterpoise-liquidation/1");
        json.WriteString("portfolio", pages[0].Held.Portfolio.Name);
        StatementJson.WriteMarket(json, pages[0].Held.Market);
        json.WriteString("path", LiquidationPage.Path);
        json.WriteStartArray("rulebooks");
        foreach (var found in pages) Write(json, found);
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, LiquidationPage found)
    {
        json.WriteStartObject();
        json.WritePropertyName("rulebook");
        StatementJson.WriteRulebook(json, found.Rulebook);
        if (found.Reason is { } reason) json.WriteString("notApplicable", reason);
        else found.LeftOut.Write(json);
        json.WriteStartArray("paths");
        foreach (var path in found.Paths) Write(json, path);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LiquidationPath path)
    {
        json.WriteStartObject();
        json.WriteString("bucket", path.Bucket.Code);
        json.WriteString("coin", path.Coin.Code);
        json.WriteNumber("index", path.Today);
        json.WriteNumber("tick", path.Grid.Tick);
        json.WriteNumber("from", path.Range.From);
        json.WriteNumber("to", path.Range.To);
        if (path.RangeEnds is { } ends) json.WriteString("rangeEnds", ends);
        json.WriteBoolean("certified", path.SampledBecause is null);
        if (path.SampledBecause is { } why) json.WriteString("sampledBecause", why);
        Write(json, "liquidation", path, path.Liquidation);
        Write(json, "bankruptcy", path, path.Bankruptcy);
        if (path.Moves is { } moves)
        {
            json.WriteNumber("dailyVol", moves.DailyVol);
            json.WriteNumber("volOfVol", moves.VolOfVol);
            json.WriteNumber("spotVolCorrelation", moves.Correlation);
        }
        json.WritePropertyName("joint");
        if (path.Joint is { } joint)
        {
            json.WriteStartObject();
            json.WriteNumber("sigmas", joint.Sigmas);
            json.WriteNumber("price", joint.Price);
            json.WriteNumber("volFactor", joint.VolFactor);
            json.WriteNumber("x", joint.X);
            json.WriteNumber("y", joint.Y);
            json.WriteEndObject();
        }
        else json.WriteNullValue();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, LiquidationPath path, PriceCrossings found)
    {
        json.WriteStartObject(name);
        Write(json, "down", path, found.Down);
        Write(json, "up", path, found.Up);
        json.WriteStartArray("safe");
        foreach (var interval in found.Safe)
        {
            json.WriteStartArray();
            json.WriteNumberValue(interval.From);
            json.WriteNumberValue(interval.To);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, LiquidationPath path, LiquidationSide side)
    {
        json.WriteStartObject(name);
        json.WriteString("outcome", side.Outcome switch
        {
            LiquidationOutcome.Price => "price",
            LiquidationOutcome.AlreadyBelow => "alreadyBelow",
            _ => "none",
        });
        JsonPage.Number(json, "price", side.Price);
        JsonPage.Number(json, "near", side.Near);
        JsonPage.Number(json, "distance", LiquidationPage.Distance(path, side));
        JsonPage.Number(json, "sigmas", LiquidationPage.Sigmas(path, side));
        json.WriteEndObject();
    }
}
