using System.Text.Json;
using Counterpoise.Cli.Statements;
using Counterpoise.Markets.Indicators;

namespace Counterpoise.Cli.Replays;

/// <summary>A replay as JSON.</summary>
internal static class ReplayJson
{
    public static void Write(ReplayResult r, TextWriter output) => JsonPage.Write(output, page =>
    {
        var json = page.Writer;
        json.WriteString("format", "counterpoise-replay/1");
        json.WriteString("feed", r.Feed.Name);
        JsonPage.Texts(json, "files", r.Feed.Files);
        json.WriteString("rulebook", r.Rulebook);
        json.WriteNumber("events", r.Events);
        json.WriteNumber("history", r.History);
        json.WriteNumber("accounts", r.Accounts);
        json.WriteNumber("instruments", r.Instruments);
        page.Rows("outcomes", r.Outcomes, WriteOutcome);
        page.Rows("timeline", r.Timeline, WriteState);
        page.Rows("regimes", r.Regimes, WriteRegime);
        page.Rows("minutes", r.Minutes, (row, minute) =>
        {
            row.WriteStartObject();
            row.WriteString("time", minute.Time.ToString());
            JsonPage.Number(row, "margin", minute.Margin);
            row.WriteEndObject();
        });
        WriteLatency("toIndicatorsMicroseconds", r.ToIndicators);
        WriteLatency("toMarginsMicroseconds", r.ToMargins);

        void WriteLatency(string name, ReplayLatency latency)
        {
            json.WriteStartObject(name);
            json.WriteNumber("events", latency.Count);
            JsonPage.Number(json, "p50", latency.P50);
            JsonPage.Number(json, "p99", latency.P99);
            JsonPage.Number(json, "max", latency.Max);
            json.WriteEndObject();
        }
    });

    private static void WriteOutcome(Utf8JsonWriter row, ReplayOutcome o)
    {
        row.WriteStartObject();
        row.WriteString("source", o.Source);
        row.WriteString("outcome", o.Judgement.Kind.ToString().ToLowerInvariant());
        row.WriteString("reason", o.Judgement.Reason);
        row.WriteNumber("events", o.Count);
        row.WriteString("first", o.First.ToString());
        row.WriteString("last", o.Last.ToString());
        row.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter row, ReplayState s)
    {
        row.WriteStartObject();
        row.WriteString("time", s.Time.ToString());
        JsonPage.Number(row, "price", s.Price);
        JsonPage.Number(row, "dailyVol", s.Risk.DailyVol?.Value);
        JsonPage.Number(row, "scanRange", s.ScanRange);
        JsonPage.Number(row, "depthFactor", s.DepthFactor);
        JsonPage.Number(row, "stress", s.Stress.Sum is null ? null : s.Stress.Level);
        JsonPage.Number(row, "margin", s.Margin);
        JsonPage.Number(row, "rulebookInitial", s.Rulebook?.Initial);
        JsonPage.Number(row, "rulebookMaintenance", s.Rulebook?.Maintenance);
        JsonPage.Number(row, "rulebookMicrosecondsAnAccount", s.Rulebook?.Micros);
        row.WriteStartArray("indicators");
        foreach (var (terms, reading) in s.Readings) WriteReading(row, terms, reading);
        row.WriteEndArray();
        row.WriteEndObject();
    }

    private static void WriteReading(Utf8JsonWriter row, IndicatorTerms terms, IndicatorReading reading)
    {
        row.WriteStartObject();
        row.WriteString("name", terms.Name);
        JsonPage.Number(row, "value", reading.Value);
        row.WriteString("unit", terms.Unit);
        JsonPage.Number(row, "ageSeconds", reading.Value is null ? null : reading.Age.Seconds);
        row.WriteString("quality", reading.QualityText);
        JsonPage.Number(row, "score", reading.Score);
        row.WriteEndObject();
    }

    private static void WriteRegime(Utf8JsonWriter row, RegimeReport report)
    {
        row.WriteStartObject();
        row.WriteString("from", report.From.ToString());
        row.WriteString("to", report.To.ToString());
        row.WriteStartArray("changes");
        foreach (var change in report.Changes)
        {
            row.WriteStartObject();
            row.WriteString("pattern", change.Pattern);
            row.WriteString("words", change.Words);
            row.WriteBoolean("needsMore", change.NeedsMore);
            row.WriteEndObject();
        }
        row.WriteEndArray();
        JsonPage.Texts(row, "unknown", report.Unknown);
        row.WriteEndObject();
    }
}
