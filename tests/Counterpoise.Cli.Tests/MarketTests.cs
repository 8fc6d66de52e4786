using Counterpoise.Markets;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary><c>market import</c> and <c>market show</c>.</summary>
public sealed class MarketTests
{
    private const string Header =
        "snapshot_utc,instrument_name,underlying_price,index_price,bid_price,ask_price,mark_price,mark_iv\n";

    private const string Btc = "2026-08-22T08:00:00Z,BTC-25SEP26-80000-C,77400,77000,,0.035,0.0347,0.4035\n";

    private const string BtcLater = "2026-08-23T08:00:00Z,BTC-25SEP26-80000-C,77500,77100,,0.035,0.0347,0.4035\n";

    private const string Eth = "2026-08-22T08:00:00Z,ETH-25SEP26-2500-P,2416,2411,0.05,0.06,0.055,0.54\n";

    [Fact]
    public void An_import_is_a_market_and_a_line_about_it()
    {
        using var cli = new Cli();
        var outcome = Import(cli, Header + Btc + Eth);
        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith(
            "2026-08-22T08:00:00Z: BTC 1 option in 1 expiry, ETH 1 option in 1 expiry",
            outcome.Output,
            StringComparison.Ordinal);
        Assert.Contains("1 without bid, 0 without ask", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(2, InputFile.Read(cli.Path("m.json"), MarketJson.Read).Underlyings.Count);
        var shown = Cli.Run("market", "show", cli.Path("m.json"));
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("25SEP26", shown.Output, StringComparison.Ordinal);
        Assert.Contains("40.35", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_different_coins_join_and_of_the_same_do_not()
    {
        using var cli = new Cli();
        var (btc, eth) = (cli.Write("btc.csv", Header + Btc), cli.Write("eth.csv", Header + Eth));
        Assert.Equal(0, Cli.Run("market", "import", "deribit", btc, eth, "-o", cli.Path("both.json")).ExitCode);
        Assert.Equal(2, InputFile.Read(cli.Path("both.json"), MarketJson.Read).Underlyings.Count);
        var twice = Cli.Run("market", "import", "deribit", btc, btc, "-o", cli.Path("twice.json"));
        Assert.Equal(1, twice.ExitCode);
        Assert.Contains("is also in an earlier file", twice.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(cli.Path("twice.json")));
    }

    [Fact]
    public void One_of_several_snapshots_has_to_be_chosen()
    {
        using var cli = new Cli();
        var vague = Import(cli, Header + Btc + BtcLater);
        Assert.Equal(1, vague.ExitCode);
        const string choice = "choose one of: 2026-08-22T08:00:00Z, 2026-08-23T08:00:00Z";
        Assert.Contains(choice, vague.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(cli.Path("m.json")));
        Assert.Equal(0, Import(cli, Header + Btc + BtcLater, "--snapshot", "2026-08-23T08:00:00Z").ExitCode);
        Assert.Equal(2, Import(cli, Header + Btc, "--snapshot", "yesterday").ExitCode);
    }

    [Fact]
    public void A_bad_row_is_named_and_nothing_is_written()
    {
        using var cli = new Cli();
        var outcome = Import(cli, Header + Btc.Replace("0.0347", "much", StringComparison.Ordinal));
        Assert.Equal(1, outcome.ExitCode);
        var start = $"counterpoise: {cli.Path("in.csv")}: row 2, column mark_price \"much\"";
        Assert.StartsWith(start, outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(cli.Path("m.json")));
    }

    [Fact]
    public void A_reply_of_the_venue_imports_too()
    {
        using var cli = new Cli();
        const string reply = """
            {"result": [{"instrument_name": "BTC-25SEP26-80000-C", "underlying_price": 77400, "mark_price": 0.0347,
              "mark_iv": 40.35, "bid_price": null, "ask_price": 0.035, "open_interest": 1, "volume": 0,
              "estimated_delivery_price": 77000, "creation_timestamp": 1787385600000}]}
            """;
        Assert.Equal(0, Import(cli, reply).ExitCode);
        var (json, csv) = (cli.Write("a.json", reply), cli.Write("b.csv", Header + Btc));
        Assert.Equal(2, Cli.Run("market", "import", "deribit", json, csv, "-o", "-").ExitCode);
    }

    [Fact]
    public void Standard_output_carries_the_market_alone()
    {
        using var cli = new Cli();
        var outcome = Cli.Run("market", "import", "deribit", cli.Write("in.csv", Header + Btc), "-o", "-");
        Assert.StartsWith("{", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("}", outcome.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("BTC 1 option in 1 expiry", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recorded_chain_imports_whole()
    {
        using var cli = new Cli();
        var chain = SharedData.File("market/deribit/demo_full_chain_20260822T153351Z.csv.gz", 1970);
        var outcome = Cli.Run("market", "import", "deribit", chain, "-o", cli.Path("m.json"));
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("BTC 1038 options in 12 expiries, ETH 932 options", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("117 without bid, 1 without ask", outcome.Output, StringComparison.Ordinal);
    }

    private static Outcome Import(Cli cli, string text, params string[] more) =>
        Cli.Run(["market", "import", "deribit", cli.Write("in.csv", text), "-o", cli.Path("m.json"), .. more]);
}
