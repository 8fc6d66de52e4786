using System.Text.Json;
using Counterpoise.Cli.Statements;
using Counterpoise.Learning;
using Counterpoise.Learning.Backtests;
using Counterpoise.Learning.Methods;
using Counterpoise.Markets.Candles;

namespace Counterpoise.Cli.Backtests;

/// <summary>A backtest as JSON: <c>docs/json.md</c>. Margins and losses are fractions of the price.</summary>
internal static class BacktestJson
{
    public const string Format = "counterpoise-backtest/1";

    public static string Text(BacktestJob job)
    {
        using var text = new StringWriter();
        JsonPage.Write(text, page =>
        {
            var (json, report) = (page.Writer, job.Report);
            json.WriteString("format", Format);
            page.Rows("histories", job.Histories, Write);
            json.WriteString("frozenParameters", FrozenParameters.Hash);
            page.Rows("models", job.Models, Write);
            page.Rows("rows", report.Rows, Write);
            page.Rows("years", report.Years, Write);
            page.Rows("crashes", report.Crashes, Write);
            page.Rows("outages", report.Outages, Write);
            page.Rows("corrections", report.Corrections, Write);
            page.Rows("comparisons", report.Comparisons, Write);
            page.Rows("promotions", Governance.Promotions(report), Write);
            page.Rows("alarms", Governance.Alarms(report), Write);
            page.Rows("sensitivities", report.Sensitivities, Write);
            page.Rows("shortfalls", report.Shortfalls, Write);
        });
        return text.ToString();
    }

    private static void Write(Utf8JsonWriter json, CandleHistory history)
    {
        json.WriteStartObject();
        json.WriteString("asset", history.Coin.Code);
        json.WriteString("from", CandleHistory.NameOf(history.From));
        json.WriteString("to", CandleHistory.NameOf(history.To));
        json.WriteNumber("candles", history.Count);
        json.WriteNumber("outages", history.Outages.Count);
        json.WriteNumber("missingHours", history.Outages.Sum(o => o.Hours));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ModelOrigin model)
    {
        json.WriteStartObject();
        json.WriteString("asset", model.Coin);
        json.WriteString("key", model.Models?.Key);
        json.WriteString("text", model.Text);
        json.WriteNumber("seconds", model.Seconds);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BacktestRow row)
    {
        json.WriteStartObject();
        json.WriteString("asset", row.Asset.Code);
        json.WriteString("method", MethodNames.NameOf(row.Method));
        json.WriteString("object", row.Object == BacktestObject.Forecast ? "forecast" : "charged");
        json.WriteString("side", MethodNames.NameOf(row.Side));
        json.WriteNumber("horizon", row.Horizon);
        json.WriteString("loss", MethodNames.NameOf(row.Loss));
        json.WriteString("window", NameOf(row.Window));
        json.WriteNumber("alpha", row.Alpha);
        json.WriteNumber("n", row.N);
        json.WriteNumber("breaches", row.Breaches);
        JsonPage.Number(json, "coverage", row.Coverage);
        JsonPage.Number(json, "ciLow", row.CiLow);
        JsonPage.Number(json, "ciHigh", row.CiHigh);
        JsonPage.Number(json, "kupiecP", row.KupiecP);
        JsonPage.Number(json, "christoffersenP", row.ChristoffersenP);
        JsonPage.Number(json, "dqP", row.DqP);
        JsonPage.Number(json, "tooManyP", row.TooManyP);
        if (row.HolmRejected is { } rejected) json.WriteBoolean("holmRejected", rejected);
        else json.WriteNull("holmRejected");
        JsonPage.Number(json, "pinball", row.Pinball);
        JsonPage.Number(json, "meanMargin", row.MeanMargin);
        JsonPage.Number(json, "peakToTrough", row.PeakToTrough);
        JsonPage.Number(json, "worst1d", row.Worst1d);
        JsonPage.Number(json, "worst5d", row.Worst5d);
        JsonPage.Number(json, "worst20d", row.Worst20d);
        JsonPage.Number(json, "worst30d", row.Worst30d);
        JsonPage.Number(json, "lossBeyondMargin", row.LossBeyondMargin);
        JsonPage.Texts(json, "breachDates", row.BreachOrigins.Select(CandleHistory.NameOf));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, YearZone year)
    {
        json.WriteStartObject();
        Tail(json, year.Asset.Code, year.Method, year.Side, year.Loss);
        json.WriteNumber("year", year.Year);
        json.WriteNumber("n", year.N);
        json.WriteNumber("breaches", year.Breaches);
        json.WriteString("zone", NameOf(year.Zone));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CrashDay day)
    {
        json.WriteStartObject();
        json.WriteString("asset", day.Asset.Code);
        json.WriteString("method", MethodNames.NameOf(day.Method));
        json.WriteString("name", day.Name);
        json.WriteString("from", CandleHistory.NameOf(day.Origin));
        json.WriteString("state", NameOf(day.State));
        JsonPage.Number(json, "marginDayBefore", day.MarginDayBefore);
        JsonPage.Number(json, "margin", day.Margin);
        JsonPage.Number(json, "loss", day.Loss);
        JsonPage.Number(json, "coverage", day.Coverage);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OutageWindow outage)
    {
        json.WriteStartObject();
        json.WriteString("asset", outage.Asset.Code);
        json.WriteString("from", CandleHistory.NameOf(outage.Origin));
        json.WriteNumber("missingHours", outage.MissingHours);
        JsonPage.Number(json, "longLoss", outage.LongLoss);
        JsonPage.Number(json, "shortLoss", outage.ShortLoss);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CorrectionReport correction)
    {
        json.WriteStartObject();
        Tail(json, correction.Asset.Code, correction.Method, correction.Side, correction.Loss);
        JsonPage.Number(json, "bound", correction.Correction.Bound);
        JsonPage.Number(json, "scaleLeast", correction.Correction.Scales.Min());
        JsonPage.Number(json, "scaleMost", correction.Correction.Scales.Max());
        JsonPage.Texts(json, "atBound", correction.Correction.AtBound.Select(CandleHistory.NameOf));
        json.WriteStartArray("adaptiveConformal");
        foreach (var c in correction.Conformal)
        {
            json.WriteStartObject();
            json.WriteNumber("gamma", c.Gamma);
            json.WriteNumber("days", c.Days);
            json.WriteNumber("infiniteDays", c.InfiniteDays);
            json.WriteNumber("breaches", c.Breaches);
            JsonPage.Number(json, "meanMargin", c.MeanMargin);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        JsonPage.Texts(json, "atFloorOrCap", correction.ClampedDays.Select(CandleHistory.NameOf));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MethodComparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("asset", comparison.Asset.Code);
        json.WriteString("side", MethodNames.NameOf(comparison.Side));
        json.WriteString("loss", MethodNames.NameOf(comparison.Loss));
        json.WriteString("window", NameOf(comparison.Window));
        json.WriteStartArray("methods");
        for (var i = 0; i < comparison.Methods.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("method", MethodNames.NameOf(comparison.Methods[i]));
            JsonPage.Number(json, "pinball", comparison.Pinball[i]);
            JsonPage.Number(json, "confidenceSetP", comparison.Set.P[i]);
            json.WriteBoolean("isInSet", comparison.Set.IsIn[i]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        JsonPage.Number(json, "dieboldMariano", comparison.LearnedOverFhs?.Statistic);
        JsonPage.Number(json, "dieboldMarianoP", comparison.LearnedOverFhs?.P);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PromotionVerdict verdict)
    {
        json.WriteStartObject();
        Tail(json, verdict.Asset.Code, Method.Learned, verdict.Side, verdict.Loss);
        json.WriteNumber("days", verdict.Days);
        json.WriteBoolean("isPromoted", verdict.Decision.Promoted);
        JsonPage.Texts(json, "reasons", verdict.Decision.Reasons);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DriftAlarm alarm)
    {
        json.WriteStartObject();
        Tail(json, alarm.Asset.Code, alarm.Method, alarm.Side, alarm.Loss);
        JsonPage.Texts(json, "alarms", alarm.Alarms.Select(CandleHistory.NameOf));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OriginSensitivity s)
    {
        json.WriteStartObject();
        Tail(json, s.Asset.Code, Method.Fhs, s.Side, s.Loss);
        json.WriteNumber("days", s.Days);
        json.WriteStartArray("breachesByHour");
        foreach (var breaches in s.Breaches) json.WriteNumberValue(breaches);
        json.WriteEndArray();
        JsonPage.Number(json, "coverage", s.Coverage);
        JsonPage.Number(json, "ciLow", s.Low);
        JsonPage.Number(json, "ciHigh", s.High);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ShortfallRow row)
    {
        json.WriteStartObject();
        Tail(json, row.Asset.Code, Method.Fhs, row.Side, row.Loss);
        json.WriteString("window", NameOf(row.Window));
        json.WriteNumber("n", row.N);
        JsonPage.Number(json, "z2", row.Result.Z2);
        JsonPage.Number(json, "p", row.Result.P);
        JsonPage.Number(json, "critical5", row.Result.Critical);
        json.WriteEndObject();
    }

    public static string NameOf(BacktestWindow window) => window switch
    {
        BacktestWindow.Tuning => "tuning",
        BacktestWindow.Sealed => "sealed",
        _ => "all",
    };

    public static string NameOf(TrafficLight zone) => zone switch
    {
        TrafficLight.Green => "green",
        TrafficLight.Yellow => "yellow",
        _ => "red",
    };

    public static string NameOf(CrashState state) => state switch
    {
        CrashState.Judged => "judged",
        CrashState.NoData => "no data",
        _ => "warm-up",
    };

    private static void Tail(Utf8JsonWriter json, string asset, Method method, Side side, LossKind loss)
    {
        json.WriteString("asset", asset);
        json.WriteString("method", MethodNames.NameOf(method));
        json.WriteString("side", MethodNames.NameOf(side));
        json.WriteString("loss", MethodNames.NameOf(loss));
    }
}
