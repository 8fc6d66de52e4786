using System.Text.Json;
using Counterpoise.Tests.Shared;
using NJsonSchema;

namespace Counterpoise.Cli.Tests;

/// <summary><c>--history</c>, and what historical rulebooks look like.</summary>
public sealed class HistoryTests
{
    private static readonly string Samples = Path.Combine(SharedData.Repository, "samples");

    private static readonly string Portfolio = Path.Combine(Samples, "portfolio.json");

    private static readonly string Market = Path.Combine(Samples, "market.json");

    private static readonly string History = Path.Combine(Samples, "history.csv");

    [Fact]
    public void A_statement_names_reducer_and_dates()
    {
        var text = Margin("historical-es", "--history", History).Output;
        Assert.Contains("expected shortfall 97.5 %, mean of 17.98 of 719 dates, worst 2025-10-", text, Ordinal);
        Assert.Contains("maintenance expected shortfall 95 %, mean of 35.95 of 719 dates", text, Ordinal);
        Assert.Contains("implied volatility of BTC, ETH on the dates: not in the history", text, Ordinal);
        Assert.InRange(text.Split('\n').Length, 40, 100);
        var atRisk = Margin("historical-var", "--history", History).Output;
        Assert.Contains("value-at-risk 99 %, 7.19 of 719 dates are worse than 20", atRisk, Ordinal);
    }

    [Fact]
    public void Without_a_history_the_rows_say_why()
    {
        var all = Margin("all").Output;
        foreach (var name in (string[])["historical-es", "historical-var"])
        {
            Assert.Contains($"{name}: not applicable", all, Ordinal);
            var alone = Margin(name);
            Assert.Equal(1, alone.ExitCode);
            Assert.Contains("give a price history with --history FILE", alone.Error, Ordinal);
            Assert.Contains(name, Cli.Run("rulebooks").Output, Ordinal);
            Assert.Contains("EWMA", Cli.Run("rulebooks", "show", name).Output, Ordinal);
        }
        Assert.DoesNotContain("historical-es: not applicable", Margin("all", "--history", History).Output, Ordinal);
    }

    [Fact]
    public async Task Json_has_the_tail_and_is_as_its_schema_says()
    {
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(SharedData.Repository, "schemas", "margin.schema.json"),
            TestContext.Current.CancellationToken);
        var output = Margin("historical-es", "--history", History, "--json").Output;
        Assert.Empty(schema.Validate(output));
        using var json = JsonDocument.Parse(output);
        var scan = json.RootElement.GetProperty("statements")[0].GetProperty("buckets")[0].GetProperty("scans")[0];
        // 36 dates of maintenance's tail, initial's 18 among them.
        Assert.Equal(36, scan.GetProperty("competitors").GetArrayLength());
        Assert.Equal(719, scan.GetProperty("dates").GetInt32());
        Assert.True(scan.GetProperty("maintenanceLoss").GetDouble() < scan.GetProperty("loss").GetDouble());
    }

    [Fact]
    public void A_picture_and_a_what_if_have_it_too()
    {
        var picture = Margin("historical-es", "--history", History, "--svg", "-").Output;
        Assert.Contains("17.98 of 719 dates", picture, Ordinal);
        var change = Cli.Run(
            "whatif", Portfolio, "--market", Market, "-r", "historical-es", "--history", History, "--trade",
            "100000 BTC-PERPETUAL");
        Assert.Equal(0, change.ExitCode);
        Assert.Contains("[historical-es, in force 2026-08-31]", change.Output, Ordinal);
    }

    [Fact]
    public void A_history_without_a_use_or_a_coin_is_an_error()
    {
        Assert.Equal(2, Margin("deribit-pm", "--history", History).ExitCode);
        using var cli = new Cli();
        var half = cli.Write("half.csv", "date,BTC\n2020-01-01,1\n2020-01-02,\n");
        var error = Margin("historical-es", "--history", half).Error;
        Assert.Contains("half.csv: row 2, column BTC \"\" is missing", error, Ordinal);
        var bitcoin = cli.Write("btc.csv", string.Join(
            '\n', File.ReadLines(History).Select(l => l.StartsWith('#') ? l : l[..l.LastIndexOf(',')])));
        var missing = Margin("historical-es", "--history", bitcoin).Error;
        Assert.Contains("no parameters for linear contracts on ETH", missing, Ordinal);
    }

    [Fact]
    public void Confidence_horizon_and_lambda_are_the_users()
    {
        string Of(string rulebook, string options) => Margin(
            rulebook, ["--history", History, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Output;
        var es = Of("historical-es", "--confidence 99%");
        Assert.Contains("expected shortfall 99 %, mean of 7.19 of 719 dates", es, Ordinal);
        Assert.Contains("maintenance expected shortfall 95 %, mean of 35.95 of 719 dates", es, Ordinal);
        var low = Of("historical-var", "--confidence 0.9");
        Assert.Contains("value-at-risk 90 %, 71.9 of 719 dates are worse", low, Ordinal);
        Assert.DoesNotContain("97.5 %", low, Ordinal);
        var faster = Of("historical-es", "--lambda 0.94");
        Assert.Contains("by filtered historical simulation, one account, lambda 0.94  [", faster, Ordinal);
        Assert.Contains(
            "by plain historical simulation, one account, 2 d (maintenance 1 d)  [",
            Of("historical-es", "--lambda 1 --horizon 2 --maintenance-horizon 1"), Ordinal);
        // Two days are the root of two of one, for a perpetual in log returns.
        Assert.True(Initial(Of("historical-es", "--horizon 2 --json")) > Initial(Of("historical-es", "--json")));
        Assert.Equal(
            Initial(Of("historical-es", "--json")),
            Initial(Of("historical-es", "--json --confidence 97.5% --lambda 0.97 --horizon 1")));
    }

    [Theory]
    [InlineData("--confidence 99", "--confidence \"99\" is a confidence beyond 100 %; write a fraction (0.99)")]
    [InlineData("--confidence 50%", "--confidence \"50%\" is not above 50 % and below 100 %; use e.g. 99%")]
    [InlineData("--maintenance-confidence 1", "\"1\" is not above 50 % and below 100 %; use e.g. 99%")]
    [InlineData("--confidence NaN", "--confidence \"NaN\" is not a number")]
    [InlineData("--lambda 0", "--lambda \"0\" is not above 0 and up to 1; use e.g. 0.97")]
    [InlineData("--lambda 1.01", "--lambda \"1.01\" is not above 0 and up to 1; use e.g. 0.97")]
    [InlineData("--horizon 31", "--horizon \"31\" is not above 0 and up to 30 days; use e.g. 1")]
    [InlineData("--maintenance-horizon -1", "\"-1\" is not above 0 and up to 30 days; use e.g. 1")]
    public void A_value_out_of_range_is_named_and_exit_2(string options, string message)
    {
        var outcome = Margin("historical-es", ["--history", History, .. options.Split(' ')]);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Error, Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Options_without_a_history_or_against_each_other_are_said()
    {
        var without = Margin("historical-es", "--lambda", "0.97");
        Assert.Equal(2, without.ExitCode);
        Assert.Contains("--lambda is for a history; give one with --history FILE", without.Error, Ordinal);
        var swapped = Margin(
            "historical-es", "--history", History, "--confidence", "97%", "--maintenance-confidence", "99%");
        Assert.Equal(1, swapped.ExitCode);
        Assert.Contains("historical.maintenance asks for more than initial margin; let", swapped.Error, Ordinal);
        var deep = Margin("historical-es", "--history", History, "--confidence", "99.9%");
        Assert.Equal(1, deep.ExitCode);
        Assert.Contains("too short for 99.9 %; give at least 1031 days", deep.Error, Ordinal);
    }

    [Fact]
    public void A_missing_day_is_named_in_the_statement_and_a_gap_is_refused()
    {
        using var cli = new Cli();
        string[] lines = [.. File.ReadLines(History).Where(l => !l.StartsWith('#'))];
        string Without(int from, int count) => cli.Write(
            "gap.csv", string.Join('\n', lines[..from].Concat(lines[(from + count)..])));
        var day = lines[400].Split(',')[0];
        var outcome = Margin("historical-es", "--history", Without(400, 1));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains(
            $"1 day is missing in the history: {day}; returns across are no scenarios", outcome.Output, Ordinal);
        Assert.Contains("of 717 dates", outcome.Output, Ordinal);
        var three = Margin("historical-es", "--history", Without(400, 3)).Output;
        Assert.Contains("3 days are missing in the history: ", three, Ordinal);
        var four = Margin("historical-es", "--history", Without(400, 4));
        Assert.Equal((1, ""), (four.ExitCode, four.Output));
        Assert.Contains("gap.csv: row 400, date", four.Error, Ordinal);
        Assert.Contains("is 5 days after", four.Error, Ordinal);
    }

    [Fact]
    public void Candles_and_a_volatility_index_with_a_hole_are_joined()
    {
        var market = Path.Combine(SharedData.Root, "market");
        if (!Directory.Exists(market)) Assert.Skip($"{market} is not there (set COUNTERPOISE_SHARED): 1 case skipped");
        using var cli = new Cli();
        var book = cli.Write("book.json", """
            {"positions": [{"instrument": "BTC-25SEP26-115000-C", "quantity": "-10"}], "balances": {"BTC": "1"}}
            """);
        string Series(string name, string file) => $"{name}={Path.Combine(market, file)}";
        var outcome = Cli.Run(
            "margin", book, "--market", Market, "-r", "historical-es",
            "--history", Series("BTC", "btc_usdt_binance_1h.csv.gz"),
            "--history", Series("BTC_VOL", "dvol_btc_2022_2025.csv.gz"));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("day is missing in the history: 2025-11-11", outcome.Output, Ordinal);
        Assert.DoesNotContain("implied volatility of BTC on the dates: not in the history", outcome.Output, Ordinal);
    }

    private static double Initial(string output)
    {
        using var json = JsonDocument.Parse(output);
        return json.RootElement.GetProperty("statements")[0].GetProperty("buckets")[0].GetProperty("initial")
            .GetProperty("exact").GetDouble();
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static Outcome Margin(string rulebook, params string[] more) =>
        Cli.Run(["margin", Portfolio, "--market", Market, "--rulebook", rulebook, .. more]);
}
