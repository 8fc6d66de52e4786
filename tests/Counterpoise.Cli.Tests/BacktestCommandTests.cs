using System.Text.Json;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

public sealed class BacktestCommandTests
{
    private static string Hours => SharedData.File("market/btc_usdt_binance_1h.csv.gz", 77_374);

    [Fact]
    public void Json_has_every_row_with_its_tests_and_dates()
    {
        var outcome = Cli.Run("backtest", "--history", Hours, "--methods", "fhs,ewma", "--json", "-");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal("counterpoise-backtest/1", json.RootElement.GetProperty("format").GetString());
        JsonElement[] rows = [.. json.RootElement.GetProperty("rows").EnumerateArray()];
        // Two methods: (4 forecasts + 4 charges + 2 of two hours) × 3 windows.
        Assert.Equal(60, rows.Length);
        foreach (var row in rows)
        {
            var isCharge = row.GetProperty("object").GetString() == "charged";
            Assert.Equal(isCharge, row.GetProperty("kupiecP").ValueKind == JsonValueKind.Null);
            Assert.Equal(row.GetProperty("breaches").GetInt32(), row.GetProperty("breachDates").GetArrayLength());
            Assert.NotEqual(JsonValueKind.Null, row.GetProperty("holmRejected").ValueKind);
        }
    }

    [Fact]
    public void The_page_stands_alone_and_has_its_pictures()
    {
        var target = Path.Combine(Path.GetTempPath(), $"backtest-{Guid.NewGuid():N}.html");
        try
        {
            var outcome = Cli.Run("backtest", "--history", $"BTC={Hours}", "--methods", "fhs", "--html", target);
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            var page = File.ReadAllText(target);
            Assert.DoesNotContain("http://", page.Replace("http://www.w3.org", "", StringComparison.Ordinal));
            // Frontier, and the charge of each side through time.
            Assert.Equal(3, page.Split("<svg ").Length - 1);
            Assert.Contains("2020-03-12", page, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(target);
        }
    }

    [Fact]
    public void Learned_ranges_come_from_a_cache_that_is_checked()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string[] command = ["backtest", "--history", Hours, "--methods", "learned", "--cache", folder];
            var first = Cli.Run(command);
            Assert.True(first.ExitCode == 0, first.Error);
            Assert.Contains("trained", first.Output, StringComparison.Ordinal);
            var second = Cli.Run(command);
            Assert.Contains("read from", second.Output, StringComparison.Ordinal);
            Assert.Equal(Tables(first.Output), Tables(second.Output));
            var file = Assert.Single(Directory.GetFiles(folder));
            var bytes = File.ReadAllBytes(file);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(file, bytes);
            Assert.Contains("trained", Cli.Run(command).Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("open_time_utc,open,high,low,close,volume\n2020-01-01T00:00Z,1,2,0.5,x,3\n", "row 1, close \"x\"")]
    [InlineData("open_time_utc,open,high,low,close,volume\n2020-01-01T00:30Z,1,2,0.5,1,3\n", "is not a full hour")]
    [InlineData("open_time_utc,open,high,low,close,volume\n2020-01-01T00:00Z,1,2,0.5,1,-3\n", "row 1, volume \"-3\"")]
    [InlineData("open_time_utc,open,high,low,close,volume\n2020-01-01T00:00Z,3,2,0.5,1,3\n", "does not hold open")]
    [InlineData("date,close\n2020-01-01,1\n", "header")]
    [InlineData("", "is empty")]
    public void A_bad_history_names_file_row_and_column(string text, string expected)
    {
        var file = Path.Combine(Path.GetTempPath(), $"BTC_{Guid.NewGuid():N}.csv");
        File.WriteAllText(file, text);
        try
        {
            var outcome = Cli.Run("backtest", "--history", file);
            Assert.NotEqual(0, outcome.ExitCode);
            Assert.Contains(Path.GetFileName(file), outcome.Error, StringComparison.Ordinal);
            Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_method_that_does_not_exist_is_named()
    {
        var outcome = Cli.Run("backtest", "--history", "BTC=none.csv", "--methods", "fhs,garch");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("garch", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_calibrated_market_has_ranges_and_the_house_rulebook_takes_them()
    {
        var target = Path.Combine(Path.GetTempPath(), $"market-{Guid.NewGuid():N}.json");
        try
        {
            var market = Path.Combine(SharedData.Repository, "samples", "market.json");
            var outcome = Cli.Run("market", "calibrate", market, "--history", Hours, "-o", target);
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            using var json = JsonDocument.Parse(File.ReadAllText(target));
            var risk = json.RootElement.GetProperty("underlyings").GetProperty("BTC").GetProperty("risk");
            var down = risk.GetProperty("scanDown");
            // The history ends weeks before the sample's market: the range is there, and it is old.
            Assert.InRange(down.GetProperty("value").GetDouble(), 0.08, 0.35);
            Assert.True(down.GetProperty("ageSeconds").GetDouble() > 86_400);
            var statement = Cli.Run(
                "margin", Path.Combine(SharedData.Repository, "samples", "portfolio.json"), "--market", target, "-r",
                "counterpoise");
            Assert.Contains("stale", statement.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(target);
        }
    }

    private static string Tables(string output) =>
        output[output.IndexOf("Forecasts, tuning", StringComparison.Ordinal)..];
}
