using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary><c>replay-market</c> on the recorded feeds.</summary>
public sealed class ReplayMarketTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Depth = "crash_20251010/binance_btcusdt_perp_bookdepth_pct.csv.gz";
    private const string Hours = "btc_usdt_binance_1h.csv.gz";

    private static readonly string[] CrashFiles =
    [
        "crash_20251010/binance_btcusd_perp_coinm_1m.csv.gz", "crash_20251010/okx_btc_options_1m.csv.gz",
        "crash_20251010/gemini_btcusd_trades.csv.gz", Hours,
    ];

    [Fact]
    public void The_ghost_bid_lowers_no_margin()
    {
        using var whole = Crash(_ => true, out var ghosts);
        using var without = Crash(isGhost => !isGhost, out _);
        Assert.InRange(ghosts, 900, 1_019);
        using var with = Replay(whole);
        using var removed = Replay(without);
        var margins = Minutes(with);
        var lesser = Minutes(removed);
        Assert.InRange(margins.Count, 1_440, 1_441);
        Assert.Equal(margins.Keys, lesser.Keys);
        Assert.All(margins, m => Assert.True(lesser[m.Key] <= m.Value, $"{m.Key}: {lesser[m.Key]} > {m.Value}"));
        // Nor does it under the whole house rulebook, at the instants of the timeline.
        foreach (var state in with.RootElement.GetProperty("timeline").EnumerateArray())
        {
            var other = State(removed, state.GetProperty("time").GetString()![11..16]);
            foreach (var name in (string[])["rulebookInitial", "rulebookMaintenance"])
                Assert.True(other.GetProperty(name).GetDouble() <= state.GetProperty(name).GetDouble());
        }
        // What comes later changes no bit of what was before.
        Assert.All(
            margins.Where(m => string.CompareOrdinal(m.Key, "2025-10-10T15:30:00Z") <= 0),
            m => Assert.Equal(m.Value, lesser[m.Key]));
        // Depth is refused from the ghost on, with the reason, and costs its most until the end of the day.
        var crossed = Outcome(with, "depth", "crossed: bids stand above asks on average");
        Assert.Equal(ghosts, crossed.GetProperty("events").GetInt32());
        Assert.StartsWith("2025-10-10T15:30:42", crossed.GetProperty("first").GetString()!, Ordinal);
        Assert.DoesNotContain(
            Outcomes(removed), o => o.GetProperty("reason").GetString()?.StartsWith("crossed", Ordinal) == true);
        Assert.Equal(1, State(with, "15:20").GetProperty("depthFactor").GetDouble());
        Assert.All(
            (string[])["15:26", "15:31", "16:00", "21:20", "23:59"],
            t => Assert.Equal(2, State(with, t).GetProperty("depthFactor").GetDouble()));
    }

    [Fact]
    public void Options_that_are_filled_forward_are_found_and_the_crash_raises_the_range_at_once()
    {
        using var data = Crash(_ => true, out _);
        using var json = Replay(data);
        var stale = Outcome(json, "BTC-USD-251128-102000-C", "no new quote since 21:27, the mark has left it");
        Assert.InRange(stale.GetProperty("first").GetString()!, "2025-10-10T21:31", "2025-10-10T21:35:00Z");
        Assert.InRange(stale.GetProperty("last").GetString()!, "2025-10-10T22:00", "2025-10-11T00:00:00Z");
        var (before, after, later) = (State(json, "21:10"), State(json, "21:21"), State(json, "23:59"));
        Assert.Equal(0.08, before.GetProperty("scanRange").GetDouble(), 12);
        Assert.True(after.GetProperty("scanRange").GetDouble() > 0.095);
        Assert.True(after.GetProperty("margin").GetDouble() > 1.1 * before.GetProperty("margin").GetDouble());
        // The lull after it gives 5 % a day back.
        Assert.InRange(later.GetProperty("scanRange").GetDouble(), 0.094, after.GetProperty("scanRange").GetDouble());
        var words = json.RootElement.GetProperty("regimes").EnumerateArray()
            .SelectMany(r => r.GetProperty("changes").EnumerateArray())
            .Select(c => $"{c.GetProperty("pattern").GetString()} {c.GetProperty("words").GetString()}").ToArray();
        Assert.Contains(words, w => w.StartsWith("depth fell from", Ordinal));
        Assert.Contains(words, w => w.StartsWith("volatility rose from", Ordinal));
        Assert.True(json.RootElement.GetProperty("toMarginsMicroseconds").GetProperty("events").GetInt32() > 500);
    }

    [Fact]
    public void The_book_with_a_snapshot_is_whole_and_the_one_without_gives_no_depth()
    {
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(
            SharedData.File("market/l2/binance_usdm_btcusdt_20240808_events.csv.gz", 1)))!;
        var whole = Cli.Run("replay-market", "--feed", "l2-usdm", "--data", folder, "--accounts", "50");
        Assert.Equal(0, whole.ExitCode);
        Assert.Contains("order book  held           6", whole.Output, Ordinal);
        Assert.Contains("order book  accepted   6,546", whole.Output, Ordinal);
        Assert.DoesNotContain("crossed", whole.Output, Ordinal);
        Assert.Contains("of the middle: as far as the snapshot reaches", whole.Output, Ordinal);
        Assert.DoesNotContain("UNDER", whole.Output, Ordinal);
        var part = Cli.Run(
            "replay-market", "--feed", "l2-coinm", "--data", folder, "--accounts", "50", "-r", "deribit-pm");
        Assert.Contains("UNDER deribit-pm  the whole rulebook, 50 accounts, M$", part.Output, Ordinal);
        Assert.Contains("no snapshot: price and spread count, depth does not", part.Output, Ordinal);
        Assert.Contains("    2.00  ", part.Output, Ordinal);
    }

    [Fact]
    public void Chains_give_implied_level_term_structure_and_skew()
    {
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(
            SharedData.File("market/deribit/stress_20260204_20260207_all_snapshots.csv.gz", 1)))!;
        var outcome = Cli.Run(
            "replay-market", "--feed", "chain-202602", "--data", folder, "--accounts", "50", "--json");
        Assert.Equal(0, outcome.ExitCode);
        using var json = JsonDocument.Parse(outcome.Output);
        var states = json.RootElement.GetProperty("timeline").EnumerateArray().ToArray();
        Assert.Equal(16, states.Length);
        double Value(JsonElement state, string name) => state.GetProperty("indicators").EnumerateArray()
            .Single(i => i.GetProperty("name").GetString() == name).GetProperty("value").GetDouble();
        var implied = states.Select(s => Value(s, "implied volatility, 30 days")).ToArray();
        Assert.InRange(implied[0], 0.3, 0.6);
        Assert.InRange(implied.Max(), 0.6, 0.95);
        // In the crash the near end is above the far one and puts cost more than calls.
        Assert.True(states.Max(s => Value(s, "term structure, 7 less 90 days")) > 0.15);
        Assert.All(states, s => Assert.InRange(Value(s, "skew, 30 days"), 0, 0.3));
        // Six hours apart a fall of a tenth is no spike.
        Assert.DoesNotContain(Outcomes(json), o => o.GetProperty("outcome").GetString() == "rejected");
    }

    [Theory]
    [InlineData("--data none", "--data \"none\" is not a folder")]
    [InlineData("--data . --feed other", "--feed \"other\" is not one of its values")]
    [InlineData("--data . --accounts 0", "is not a count from 1")]
    [InlineData("", "Option '--data' is required")]
    [InlineData("--data .", "does not exist")]
    public void A_bad_command_line_is_one_line(string options, string message)
    {
        var outcome = Cli.Say("replay-market " + options);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(message, outcome.Error, Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    // The crash feed with the rows of depth that a test keeps: whole samples, by whether bids stand above asks.
    private static Cli Crash(Func<bool, bool> keeps, out int ghosts)
    {
        var cli = new Cli();
        Directory.CreateDirectory(cli.Path("crash_20251010"));
        foreach (var file in CrashFiles) File.CreateSymbolicLink(cli.Path(file), SharedData.File($"market/{file}", 1));
        ghosts = 0;
        using var text = SharedData.OpenText($"market/{Depth}", 1);
        using var packed = new GZipStream(File.Create(cli.Path(Depth)), CompressionLevel.Fastest);
        using var kept = new StreamWriter(packed);
        kept.Write(text.ReadLine() + "\n");
        var sample = new List<string>();
        while (text.ReadLine() is { } line)
        {
            sample.Add(line);
            if (!line.Contains(",5,", Ordinal)) continue;
            var isGhost = Price(",-1,") >= Price(",1,");
            if (isGhost) ghosts++;
            if (keeps(isGhost)) foreach (var row in sample) kept.Write(row + "\n");
            sample.Clear();
        }
        return cli;

        double Price(string band) => double.Parse(
            sample.First(l => l.Contains(band, Ordinal)).Split(',')[4], CultureInfo.InvariantCulture);
    }

    private static JsonDocument Replay(Cli cli)
    {
        var outcome = Cli.Run(
            "replay-market", "--data", cli.Folder, "--accounts", "200", "-r", "counterpoise", "--json");
        Assert.Equal(0, outcome.ExitCode);
        return JsonDocument.Parse(outcome.Output);
    }

    private static Dictionary<string, double> Minutes(JsonDocument json) =>
        json.RootElement.GetProperty("minutes").EnumerateArray()
            .ToDictionary(m => m.GetProperty("time").GetString()!, m => m.GetProperty("margin").GetDouble());

    private static JsonElement[] Outcomes(JsonDocument json) =>
        [.. json.RootElement.GetProperty("outcomes").EnumerateArray()];

    private static JsonElement Outcome(JsonDocument json, string source, string reason) => Assert.Single(
        Outcomes(json),
        o => o.GetProperty("source").GetString() == source && o.GetProperty("reason").GetString() == reason);

    private static JsonElement State(JsonDocument json, string time) => Assert.Single(
        json.RootElement.GetProperty("timeline").EnumerateArray(),
        s => s.GetProperty("time").GetString() == $"2025-10-10T{time}:00Z");
}
