using System.Text.Json;
using Counterpoise.Cli.Statements;
using Counterpoise.Pricing.Models;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Surfaces;

/// <summary>Fitted markets as JSON: <c>docs/json.md</c>, <c>schemas/surface.schema.json</c>.</summary>
internal static class SurfaceJson
{
    public const string Format = "counterpoise-surface/1";

    public static void Write(IReadOnlyList<MarketFit> markets, SurfaceFitOptions options, TextWriter output) =>
        JsonPage.Write(output, page =>
        {
            page.Writer.WriteString("format", Format);
            WriteRules(page.Writer, options);
            page.Writer.WriteStartArray("snapshots");
            foreach (var market in markets) WriteMarket(page, market);
            page.Writer.WriteEndArray();
            WriteTotals(page.Writer, SurfaceTotals.Of(markets));
        });

    private static void WriteRules(Utf8JsonWriter json, SurfaceFitOptions options)
    {
        json.WriteStartObject("options");
        json.WriteString("weights", options.Weights == QuoteWeights.Equal ? "equal" : "spread");
        json.WriteString("calendar", options.Calendar == CalendarRange.Quoted ? "quoted" : "everywhere");
        JsonPage.Number(json, "width", options.Width);
        JsonPage.Number(json, "leastYears", options.LeastYears);
        json.WriteEndObject();
    }

    private static void WriteMarket(JsonPage page, MarketFit market)
    {
        var json = page.Writer;
        json.WriteStartObject();
        json.WriteString("file", market.File);
        json.WriteStartObject("market");
        json.WriteString("name", market.Name);
        json.WriteString("time", market.Time.ToString());
        json.WriteString("source", market.Source);
        json.WriteBoolean("synthetic", market.Synthetic);
        json.WriteEndObject();
        json.WriteStartArray("coins");
        foreach (var coin in market.Coins) WriteCoin(page, coin);
        json.WriteEndArray();
        page.Rows("exceptions", market.Faults, (row, fault) =>
        {
            row.WriteStartObject();
            row.WriteString("coin", fault.Coin.Code);
            row.WriteString("message", fault.Message);
            row.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteCoin(JsonPage page, CoinFit coin)
    {
        var json = page.Writer;
        json.WriteStartObject();
        json.WriteString("coin", coin.Surface.Base.Code);
        JsonPage.Number(json, "milliseconds", coin.Milliseconds);
        json.WriteNumber("quotes", coin.Quotes);
        json.WriteNumber("insideSpread", coin.Inside);
        JsonPage.Number(json, "medianRmse", coin.MedianRmse);
        JsonPage.Number(json, "maxRmse", coin.MaxRmse);
        JsonPage.Number(json, "leastDensity", coin.LeastDensity?.LeastDensity);
        JsonPage.Number(json, "leastCalendarGap", coin.LeastCalendar?.LeastCalendar);
        json.WriteNumber("violations", coin.Violations);
        json.WriteNumber("dollarSettledTwins", coin.Twins);
        page.Rows("notFitted", coin.Unfitted, (row, expiry) =>
        {
            row.WriteStartObject();
            row.WriteString("expiry", expiry.Expiry.ToString());
            JsonPage.Number(row, "days", expiry.Days);
            row.WriteNumber("options", expiry.Options);
            row.WriteString("reason", expiry.Reason);
            row.WriteEndObject();
        });
        WriteAcross(json, coin.Across);
        json.WriteStartArray("smiles");
        for (var i = 0; i < coin.Surface.Smiles.Count; i++) WriteSmile(page, coin, i);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSmile(JsonPage page, CoinFit coin, int index)
    {
        var (json, smile, reasons) = (page.Writer, coin.Surface.Smiles[index], coin.Reasons[index]);
        json.WriteStartObject();
        json.WriteString("expiry", smile.Expiry.ToString());
        JsonPage.Number(json, "years", smile.Years);
        JsonPage.Number(json, "forward", smile.Forward);
        json.WriteBoolean("forwardStated", coin.HasStatedForward[index]);
        WriteImplied(json, smile.Implied);
        json.WriteString("kind", smile.Kind switch
        {
            FitKind.Repaired => "repaired",
            FitKind.FromSurface => "fromSurface",
            _ => "free",
        });
        WriteCurve(json, "svi", smile.Svi);
        WriteCurve(json, "alone", smile.Alone);
        JsonPage.Number(json, "atmVol", smile.Vol(0));
        JsonPage.Number(json, "rmse", smile.Rmse);
        JsonPage.Number(json, "freeRmse", smile.FreeRmse);
        JsonPage.Number(json, "maxError", smile.MaxError);
        json.WriteNumber("insideSpread", CoinFit.InsideOf(smile));
        JsonPage.Number(json, "leastDensity", smile.LeastDensity);
        JsonPage.Number(json, "leastDensityAt", smile.LeastDensityAt);
        JsonPage.Number(json, "leastCalendarGap", index == 0 ? null : smile.LeastCalendar);
        JsonPage.Number(json, "leastCalendarGapAt", index == 0 ? null : smile.LeastCalendarAt);
        JsonPage.Number(json, "leftSlope", smile.Svi.LeftSlope);
        JsonPage.Number(json, "rightSlope", smile.Svi.RightSlope);
        WriteDetermination(json, smile.Determine());
        json.WriteStartObject("leftOut");
        json.WriteNumber("inTheMoney", reasons.InTheMoney);
        json.WriteNumber("oneSided", reasons.OneSided);
        json.WriteNumber("withoutVol", reasons.NoVol);
        json.WriteNumber("far", reasons.Far);
        json.WriteEndObject();
        page.Rows("quotes", smile.Quotes, (row, quote) =>
        {
            row.WriteStartObject();
            row.WriteString("instrument", quote.Option.ToString());
            JsonPage.Number(row, "k", quote.LogMoneyness);
            JsonPage.Number(row, "vol", quote.Vol);
            JsonPage.Number(row, "bidVol", quote.BidVol);
            JsonPage.Number(row, "askVol", quote.AskVol);
            JsonPage.Number(row, "weight", quote.Weight);
            JsonPage.Number(row, "fitted", smile.Vol(quote.LogMoneyness));
            row.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteCurve(Utf8JsonWriter json, string name, in RawSvi svi)
    {
        json.WriteStartObject(name);
        JsonPage.Number(json, "a", svi.A);
        JsonPage.Number(json, "b", svi.B);
        JsonPage.Number(json, "rho", svi.Rho);
        JsonPage.Number(json, "m", svi.M);
        JsonPage.Number(json, "sigma", svi.Sigma);
        json.WriteEndObject();
    }

    private static void WriteAcross(Utf8JsonWriter json, SsviFit? across)
    {
        if (across is null)
        {
            json.WriteNull("ssvi");
            return;
        }
        json.WriteStartObject("ssvi");
        JsonPage.Number(json, "rho", across.Ssvi.Rho);
        JsonPage.Number(json, "eta", across.Ssvi.Eta);
        JsonPage.Number(json, "gamma", across.Ssvi.Gamma);
        json.WriteStartArray("theta");
        foreach (var theta in across.Theta) json.WriteNumberValue(theta);
        json.WriteEndArray();
        JsonPage.Number(json, "rmse", across.Rmse);
        WriteDetermination(json, across.Determination);
        json.WriteEndObject();
    }

    private static void WriteDetermination(Utf8JsonWriter json, Determination determination)
    {
        json.WriteStartObject("determination");
        json.WriteString("verdict", determination.Verdict);
        JsonPage.Number(json, "conditionNumber", determination.ConditionNumber);
        json.WriteStartObject("standardErrors");
        foreach (var parameter in determination.Parameters)
            JsonPage.Number(json, parameter.Name, parameter.StandardError);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteImplied(Utf8JsonWriter json, ImpliedForward? implied)
    {
        if (implied is not { } found)
        {
            json.WriteNull("implied");
            return;
        }
        json.WriteStartObject("implied");
        JsonPage.Number(json, "forward", found.Forward);
        JsonPage.Number(json, "low", found.Low);
        JsonPage.Number(json, "high", found.High);
        json.WriteNumber("pairs", found.Pairs);
        json.WriteEndObject();
    }

    private static void WriteTotals(Utf8JsonWriter json, SurfaceTotals totals)
    {
        json.WriteStartObject("totals");
        json.WriteNumber("snapshots", totals.Snapshots);
        json.WriteNumber("days", totals.Days);
        json.WriteNumber("surfaces", totals.Surfaces);
        json.WriteNumber("expiries", totals.Expiries);
        json.WriteNumber("free", totals.Free);
        json.WriteNumber("repaired", totals.Repaired);
        json.WriteNumber("fromSurface", totals.Leaning);
        json.WriteNumber("notFitted", totals.NotFitted);
        json.WriteNumber("quotes", totals.Quotes);
        json.WriteNumber("insideSpread", totals.Inside);
        json.WriteNumber("leftOut", totals.LeftOut);
        JsonPage.Number(json, "medianRmse", totals.MedianRmse);
        JsonPage.Number(json, "rmse99", totals.NearlyAllRmse);
        JsonPage.Number(json, "maxRmse", totals.MaxRmse);
        JsonPage.Number(json, "medianMilliseconds", totals.MedianMilliseconds);
        JsonPage.Number(json, "maxMilliseconds", totals.MaxMilliseconds);
        json.WriteNumber("violations", totals.Violations);
        json.WriteNumber("exceptions", totals.Faults);
        json.WriteEndObject();
    }
}
