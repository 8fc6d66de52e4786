using System.Text.Json.Nodes;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary>The command <c>reconcile</c>.</summary>
public sealed class ReconcileCommandTests
{
    private static readonly string Sample = Path.Combine(SharedData.Repository, "samples", "bybit-account.json");

    private const string Okx = """{"code": "0", "data": []}""";

    [Fact]
    public void Text_and_json_say_the_same()
    {
        var text = Cli.Run("reconcile", Sample);
        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.Contains("2 equal, 3 explained, 0 unexplained, 3 not computable", text.Output, StringComparison.Ordinal);
        var json = JsonNode.Parse(Cli.Run("reconcile", Sample, "--json").Output)!;
        Assert.Equal((2, 3, 0, 3), (Count("equal"), Count("explained"), Count("unexplained"), Count("notComputable")));
        foreach (var line in json["lines"]!.AsArray())
            Assert.Contains(line!["cause"]!.GetValue<string>(), text.Output, StringComparison.Ordinal);

        int Count(string word) => json["count"]![word]!.GetValue<int>();
    }

    [Fact]
    public void Tiers_of_the_user_make_a_contract_computable()
    {
        using var cli = new Cli();
        var tiers = cli.Write(
            "tiers.csv",
            "symbol,tier,notional_floor,notional_cap,maint_margin_rate,max_leverage,cum\n"
            + "BTC/USDC:USDC,1,0,1000000,0.005,100,0\n");
        var json = JsonNode.Parse(Cli.Run("reconcile", Sample, "--tiers", tiers, "--json").Output)!;
        var line = json["lines"]!.AsArray().Single(
            l => l!["name"]!.GetValue<string>() == "BTCPERP" && l["margin"]!.GetValue<string>() == "maintenance")!;
        Assert.Equal(200.1, line["ours"]!.GetValue<double>(), 1e-9);
        Assert.Equal("entry price instead of mark", line["cause"]!.GetValue<string>());
    }

    [Fact]
    public void Another_rulebook_may_be_chosen()
    {
        var outcome = Cli.Run("reconcile", Sample, "-r", "binance-usdm");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("binance-usdm of 2024-10-24: chosen by name", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, Cli.Run("reconcile", Sample, "-r", "none").ExitCode);
    }

    [Fact]
    public void A_vector_is_written_beside_the_table()
    {
        using var cli = new Cli();
        var path = cli.Path("vector.json");
        Assert.Contains("BTCUSDT", Cli.Run("reconcile", Sample, "--export", path).Output, StringComparison.Ordinal);
        var cases = JsonNode.Parse(File.ReadAllText(path))!.AsArray();
        Assert.Equal(
            [
                "bybit-2026-01-01-BTCUSDT", "bybit-2026-01-01-BTCPERP", "bybit-2026-01-01-DOGE2USDT",
                "bybit-2026-01-01-account",
            ],
            cases.Select(c => c!["id"]!.GetValue<string>()));
        var copy = cli.Write("account.json", File.ReadAllText(Sample));
        Assert.Equal(ExitCode.BadInput, Cli.Run("reconcile", copy, "--export", copy).ExitCode);
        Assert.Equal(File.ReadAllText(Sample), File.ReadAllText(copy));
    }

    [Fact]
    public void Files_of_one_account_are_read_together_and_of_two_venues_refused()
    {
        using var cli = new Cli();
        var items = JsonNode.Parse(File.ReadAllText(Sample))!.AsArray();
        var positions = cli.Write("positions.json", items[0]!.ToJsonString());
        var wallet = cli.Write("wallet.json", items[1]!.ToJsonString());
        Assert.Equal(Cli.Run("reconcile", Sample).Output, Cli.Run("reconcile", positions, wallet).Output);
        var other = cli.Write("okx.json", Okx);
        var outcome = Cli.Run("reconcile", positions, other);
        Assert.Equal(ExitCode.BadInput, outcome.ExitCode);
        Assert.Equal(
            $"counterpoise: {other}: document is a message of OKX beside one of Bybit; reconcile one venue at a time\n",
            outcome.Error);
    }

    [Theory]
    [InlineData("{", "line 1, column 2 is not JSON")]
    [InlineData("{\"positions\": []}", "document is no account message of a venue we know")]
    [InlineData("{\"symbol\": \"BTCUSDT\", \"positionAmt\": \"x\"}", "positionAmt \"x\" is not a number")]
    public void A_bad_message_is_one_line(string message, string said)
    {
        using var cli = new Cli();
        var path = cli.Write("bad.json", message);
        var outcome = Cli.Run("reconcile", path);
        Assert.Equal(ExitCode.BadInput, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.StartsWith($"counterpoise: {path}: {said}", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Error.Count(c => c == '\n'));
    }

    [Fact]
    public void A_message_without_positions_has_no_ours()
    {
        using var cli = new Cli();
        var path = cli.Write("okx.json", Okx);
        var outcome = Cli.Run("reconcile", path);
        Assert.Equal(0, outcome.ExitCode);
        const string counts = "0 equal, 0 explained, 0 unexplained, 0 not computable";
        Assert.Contains(counts, outcome.Output, StringComparison.Ordinal);
    }
}
