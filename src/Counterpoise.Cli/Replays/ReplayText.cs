using System.Globalization;
using Counterpoise.Cli.Statements;
using Counterpoise.Markets.Indicators;
using Counterpoise.Units;

namespace Counterpoise.Cli.Replays;

/// <summary>A replay as text.</summary>
internal static class ReplayText
{
    public static void Write(ReplayResult r, TextPage page)
    {
        page.Field("feed", $"{r.Feed.Name}, {Count(r.Events)} events after {Count(r.History)} of history");
        page.Field("files", r.Feed.Files);
        page.Field(
            "accounts",
            $"{Count(r.Accounts)} × {ReplayBook.Positions} positions over {Count(r.Instruments)} contracts");
        if (r.Feed.Book is { IsWhole: true } book)
        {
            var reach = (100 * book.Reach).ToString("0.00", CultureInfo.InvariantCulture);
            page.Field("depth", $"within {reach} % of the middle: as far as the snapshot reaches");
        }
        else page.Field("depth", "within 1 % of the middle");
        WriteOutcomes(r, page);
        WriteTimeline(r, page);
        WriteRulebook(r, page);
        WriteRegimes(r, page);
        if (r.Timeline.Count > 0) ReadingText.Write(r.Timeline[^1], page);
        page.Title("LATENCY", "microseconds, computing only");
        var table = new TextGrid("lrrrr");
        table.Head("from an event to", "events", "p50", "p99", "most");
        Add("indicators and parameters", r.ToIndicators);
        Add($"{Count(r.Accounts)} margins", r.ToMargins);
        table.Write(page);

        void Add(string name, ReplayLatency l) =>
            table.Add(name, Count(l.Count), Micros(l.P50), Micros(l.P99), Micros(l.Max));
    }

    private static void WriteOutcomes(ReplayResult r, TextPage page)
    {
        page.Title("EVENTS");
        var table = new TextGrid("llrlll");
        table.Head("source", "", "events", "first", "last", "reason");
        foreach (var o in r.Outcomes)
        {
            var kind = o.Judgement.Kind.ToString().ToLowerInvariant();
            table.Add(
                o.Judgement.Kind == JudgementKind.Accepted ? Tone.Plain : Tone.Bad, o.Source, kind, Count(o.Count),
                Clock(o.First), Clock(o.Last), o.Judgement.Reason ?? "");
        }
        table.Write(page);
    }

    private static void WriteTimeline(ReplayResult r, TextPage page)
    {
        page.Title("TIMELINE", "range and volatility of a day; depth of the thinner side, M$; margin of all accounts");
        var table = new TextGrid("lrrrrrrrrl");
        table.Head("UTC", "price", "vol", "range", "depth", "slow", "factor", "H", "margin M$", "depth is");
        foreach (var s in r.Timeline)
        {
            table.Add(
                Clock(s.Time), s.Price.ToString("N0", CultureInfo.InvariantCulture), Percent(s.Risk.DailyVol?.Value),
                Percent(s.ScanRange), Millions(s.Risk.DepthNow?.Value), Millions(s.Risk.DepthSlow?.Value),
                s.DepthFactor.ToString("0.00", CultureInfo.InvariantCulture),
                s.Stress.Sum is null ? "–" : s.Stress.Level.ToString("0.00", CultureInfo.InvariantCulture),
                Millions(s.Margin), s.Depth.QualityText);
        }
        table.Write(page);
    }

    private static void WriteRulebook(ReplayResult r, TextPage page)
    {
        if (r.Rulebook is null) return;
        var accounts = Math.Min(r.Accounts, ReplayRulebook.MostAccounts);
        page.Title($"UNDER {r.Rulebook}", $"the whole rulebook, {Count(accounts)} accounts, M$");
        var table = new TextGrid("lrrr");
        table.Head("UTC", "initial", "maintenance", "µs an account");
        foreach (var s in r.Timeline)
        {
            if (s.Rulebook is { } m)
                table.Add(Clock(s.Time), Millions(m.Initial), Millions(m.Maintenance), Micros(m.Micros));
        }
        table.Write(page);
    }

    private static void WriteRegimes(ReplayResult r, TextPage page)
    {
        page.Title("REGIME");
        foreach (var report in r.Regimes)
        {
            if (report.Changes.Count == 0) continue;
            page.Field(
                $"{Clock(report.From)}–{Clock(report.To)}", report.Changes.Select(c => $"  {c.Pattern} {c.Words}"));
        }
        if (r.Regimes.Count > 0 && r.Regimes[^1].Unknown.Count > 0)
            page.Field("no data", string.Join(", ", r.Regimes[^1].Unknown));
    }

    private static string Clock(Instant time) =>
        time.ToUtcDateTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Micros(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double? value) =>
        value is { } v ? (v * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %" : "–";

    private static string Millions(double? value) =>
        value is { } v ? (v / 1e6).ToString("N1", CultureInfo.InvariantCulture) : "–";
}
