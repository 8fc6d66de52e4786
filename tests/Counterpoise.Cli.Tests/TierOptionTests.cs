using System.Text.Json;

namespace Counterpoise.Cli.Tests;

/// <summary><c>--tiers</c>: tables of the user's own, used or refused by name.</summary>
public sealed class TierOptionTests : IDisposable
{
    private const string Header = "symbol,tier,notional_floor,notional_cap,maint_margin_rate,max_leverage,cum\n";

    private const string Rows = Header
        + "BTC/USDT:USDT,1,0,300000,0.01,50,0\nBTC/USDT:USDT,2,300000,5000000,0.02,25,3000\n";

    private const string Market = """
        {"time": "2026-01-01T08:00:00Z", "currencies": {"USDT": 1}, "underlyings": {"BTC": {"index": 100000,
         "instruments": [{"instrument": "BTC/USDT:USDT", "mark": 100000}, {"instrument": "BTC/USD:BTC", "mark": 100000}]
        }}}
        """;

    private readonly Cli _cli = new();
    private readonly string _market;
    private readonly string _book;

    public TierOptionTests()
    {
        _market = _cli.Write("market.json", Market);
        _book = _cli.Write("book.json", """
            {"positions": [{"instrument": "BTC/USDT:USDT", "quantity": "5"}], "balances": {"USDT": "100000"}}
            """);
    }

    public void Dispose() => _cli.Dispose();

    // 5 BTC at 100,000 are in tier 2: maintenance 500,000 · 2 % − 3,000 = 7,000, initial 500,000 / 25 = 20,000.
    // The rulebook's own table: 500,000 · 0.5 % − 50 = 2,450 and 500,000 / 100 = 5,000.
    [Fact]
    public void A_table_is_used_before_the_rulebooks_own()
    {
        Assert.Equal((5_000, 2_450), Required(Margin("binance-usdm", "--json")));
        var outcome = Margin("binance-usdm", "--tiers", _cli.Write("own.csv", Rows), "--json");
        Assert.Equal((20_000, 7_000), Required(outcome));
        Assert.Contains("tiers from own.csv, as stated there", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\"approximate\"", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_what_if_uses_it_too()
    {
        var outcome = Cli.Run(
            "whatif", _book, "--market", _market, "-r", "binance-usdm", "--tiers", _cli.Write("own.csv", Rows),
            "--trade", "-3 BTC/USDT:USDT");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        // 2 BTC are in tier 1: 200,000 / 50.
        Assert.Contains("4,000", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("20,000", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void All_rulebooks_by_tier_take_it_and_no_other()
    {
        var outcome = Margin("all", "--tiers", _cli.Write("own.csv", Rows), "--json");
        Assert.Equal(0, outcome.ExitCode);
        using var json = JsonDocument.Parse(outcome.Output);
        var from = new HashSet<string>();
        foreach (var row in json.RootElement.GetProperty("statements").EnumerateArray())
        {
            var rulebook = row.GetProperty("rulebook");
            if (rulebook.GetProperty("title").GetString()!.Contains("own.csv", StringComparison.Ordinal))
                from.Add(rulebook.GetProperty("name").GetString()!);
        }
        Assert.Superset(new HashSet<string> { "binance-usdm", "bybit-cross", "hyperliquid", "okx-cross" }, from);
        Assert.DoesNotContain("deribit-pm", from);
    }

    [Theory]
    [InlineData("2,300000,", "2,400000,", "USDT, tier 2, floor \"400000\" leaves a gap; let it begin at 300000")]
    [InlineData("2,300000,", "2,200000,", "tier 2, floor \"200000\" overlaps the tier before it; let it begin at")]
    [InlineData("0.02,25,3000", "0.02,25,3100", "tier 2, cum \"3100\" does not follow from its rates; make it 3000")]
    [InlineData("0.02,25,3000", "0.02,25", "bad.csv row 2 \"BTC/USDT:USDT,2,300000,5000000,0.02,25\" does not have")]
    [InlineData("0.02,25,3000", "0.02,25,3", "tier 2, cum \"3\" does not follow from its rates; make it 3000")]
    [InlineData("0.01,50,0", "1%,50,0", "bad.csv row 1 \"1%\" is not a number; correct the cell")]
    [InlineData("symbol,", "sym,", "bad.csv line 1 \"sym,tier")]
    [InlineData("BTC/USDT:USDT,2", "BTC_USDT-PERPETUAL,1", "is another name of a contract above; keep one table")]
    public void A_table_that_cannot_be_used_is_one_line_and_exit_1(string good, string bad, string message)
    {
        Assert.Contains(good, Rows, StringComparison.Ordinal);
        var text = Rows.Replace(good, bad, StringComparison.Ordinal)
            .Replace("PERPETUAL,1,300000", "PERPETUAL,1,0", StringComparison.Ordinal);
        var path = _cli.Write("bad.csv", text);
        var outcome = Margin("binance-usdm", "--tiers", path);
        Refused(outcome, message);
        Assert.Contains(path, outcome.Error, StringComparison.Ordinal);
    }

    // Cut behind a whole tier it is a table, too short for the position.
    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        var whole = Rows.TrimEnd();
        for (var length = 0; length < whole.Length; length++)
        {
            var isTable = whole[..length].TrimEnd().EndsWith(",50,0", StringComparison.Ordinal);
            Refused(
                Margin("binance-usdm", "--tiers", _cli.Write("cut.csv", whole[..length])),
                isTable ? "stands for 500000, beyond its last tier; hold at most 300000" : "/cut.csv ");
        }
    }

    [Theory]
    [InlineData("[[0, 5, 0.01, 50], [6, 9, 0.02, 25]]", "tier 2, floor \"6\" leaves a gap; let it begin at 5")]
    [InlineData("[[0, 5, 0.01, 50], [4, 9, 0.02, 25]]", "tier 2, floor \"4\" overlaps the tier before it; let it")]
    [InlineData("[[0, 5, 0.01]]", "is no tier; use [floor, cap, maintenance rate, leverage]")]
    [InlineData("[]", "has no tiers; give at least one")]
    public void A_rulebook_file_with_a_bad_table_is_refused_by_name(string tiers, string message)
    {
        var rulebook = _cli.Write("mine.json", $$"""
            {"name": "mine", "effective": "2026-01-01", "title": "mine", "sources": [], "label": "approximate",
             "labelReason": "a test", "subAdditive": true, "marginRatio": "none", "bucket": "settlementCurrency",
             "riskUnit": "underlying", "pool": "underlying", "factors": {"initial": 1, "maintenance": 1},
             "underlyings": [{"base": "*", "charges": [
               {"type": "tieredFuture", "tables": {"BTC/USDT:USDT": {{tiers}} } }]}]}
            """);
        var outcome = Margin(rulebook);
        Refused(outcome, message);
        Assert.Contains(
            "mine.json: underlyings[0].charges[0].tables.BTC/USDT:USDT", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_or_of_no_use_is_said()
    {
        Refused(Margin("binance-usdm", "--tiers", _cli.Path("none.csv")), "none.csv does not exist; check the path");
        Refused(
            Margin("deribit-pm", "--tiers", _cli.Write("own.csv", Rows)),
            "own.csv\" is of no use to the rulebooks chosen; choose one by tier, e.g. binance-usdm");
    }

    [Fact]
    public void The_file_is_not_written_over()
    {
        var own = _cli.Write("own.csv", Rows);
        var outcome = Margin("binance-usdm", "--tiers", own, "--html", own);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("own.csv", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(Rows, File.ReadAllText(own));
    }

    [Fact]
    public void A_contract_without_a_table_names_the_option()
    {
        var book = _cli.Write("coin.json", """
            {"positions": [{"instrument": "BTC/USD:BTC", "quantity": "1000"}], "balances": {"BTC": "1"}}
            """);
        var outcome = Cli.Run("margin", book, "--market", _market, "-r", "binance-coinm");
        Refused(outcome, "\"BTC-PERPETUAL\" has no tier table under this rulebook; give one with --tiers FILE");
    }

    private Outcome Margin(string rulebook, params string[] more) =>
        Cli.Run(["margin", _book, "--market", _market, "--rulebook", rulebook, .. more]);

    private static void Refused(Outcome outcome, string message)
    {
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("counterpoise: ", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    private static (double Initial, double Maintenance) Required(Outcome outcome)
    {
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var json = JsonDocument.Parse(outcome.Output);
        var bucket = json.RootElement.GetProperty("statements")[0].GetProperty("buckets")[0];
        return (Of(bucket, "initial"), Of(bucket, "maintenance"));
    }

    private static double Of(JsonElement bucket, string name) =>
        Math.Round(bucket.GetProperty(name).GetProperty("exact").GetDouble(), 9);
}
