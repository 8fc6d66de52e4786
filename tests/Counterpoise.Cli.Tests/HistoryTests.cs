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

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static Outcome Margin(string rulebook, params string[] more) =>
        Cli.Run(["margin", Portfolio, "--market", Market, "--rulebook", rulebook, .. more]);
}
