using System.Text.Json;
using Counterpoise.Cli.Tests.Statements;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary>The command <c>account</c>.</summary>
public sealed class AccountCommandTests : IDisposable
{
    private static readonly string Samples = Path.Combine(SharedData.Repository, "samples");
    private static readonly string Market = Path.Combine(Samples, "market.json");

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void The_sample_is_a_table_of_its_buckets()
    {
        var outcome = Cli.Run("account", Path.Combine(Samples, "account.json"), "--market", Market);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Approved.Matches("account.txt", outcome.Output);
    }

    [Fact]
    public void Json_says_the_same_and_adds_up()
    {
        var outcome = Cli.Run("account", Path.Combine(Samples, "account.json"), "--market", Market, "--json");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var json = JsonDocument.Parse(outcome.Output);
        var root = json.RootElement;
        Assert.Equal("counterpoise-account/1", root.GetProperty("format").GetString());
        Assert.True(root.GetProperty("market").GetProperty("synthetic").GetBoolean());
        Assert.Equal("partlyVerified", root.GetProperty("buckets")[0].GetProperty("label").GetString());
        Assert.Equal("options → btc perpetual 0.05 BTC", root.GetProperty("transfers")[0].GetString());
        var buckets = root.GetProperty("buckets");
        Assert.Equal(
            ["isolated", "cross", "portfolio"],
            buckets.EnumerateArray().Select(b => b.GetProperty("kind").GetString()));
        var options = buckets[2].GetProperty("margins")[0];
        Assert.Equal(
            Money(options, "equity") - Money(options, "initial"), Money(options, "excess"));
        var total = root.GetProperty("totalUsd");
        Assert.True(total.GetProperty("complete").GetBoolean());
        Assert.Equal(Money(total, "equity") - Money(total, "initial"), Money(total, "excess"));
        // Each bucket's margin alone, by the command for portfolios.
        var alone = 0m;
        using var source = JsonDocument.Parse(File.ReadAllText(Path.Combine(Samples, "account.json")));
        foreach (var bucket in source.RootElement.GetProperty("buckets").EnumerateArray())
        {
            var book = _cli.Write("book.json", bucket.GetProperty("portfolio").GetRawText());
            var margin = Cli.Run(
                "margin", book, "--market", Market, "-r", bucket.GetProperty("rulebook").GetString()!, "--json");
            using var statement = JsonDocument.Parse(margin.Output);
            alone += Money(statement.RootElement.GetProperty("statements")[0].GetProperty("usd"), "initial");
        }
        Assert.Equal(alone, Money(total, "initial"), 5);
    }

    [Fact]
    public void A_bucket_that_cannot_be_evaluated_is_named_and_the_others_stand()
    {
        var outcome = Run(Bucket("a", "cross", "deribit-sm", Perpetual), Bucket("b", "portfolio", "deribit-sm", ""));
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Error));
        Assert.Matches(@"\n  a +cross +deribit-sm ", outcome.Output);
        Assert.Contains(
            "b: not evaluated and not in the total: b.rulebook \"deribit-sm\" margins every position alone, so it is "
            + "no portfolio margin; use a rulebook in which positions offset each other, or make the bucket cross",
            outcome.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(
            Run(["--json"], Bucket("a", "cross", "deribit-sm", Perpetual), Bucket("b", "cross", "none", "")).Output);
        Assert.False(json.RootElement.GetProperty("totalUsd").GetProperty("complete").GetBoolean());
        Assert.StartsWith(
            "rulebook \"none\" is not known",
            json.RootElement.GetProperty("buckets")[1].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simm-crypto")]
    [InlineData("finra-strategies")]
    [InlineData("derive-srm")]
    public void Rulebooks_without_scenarios_that_offset_positions_make_portfolio_buckets(string rulebook)
    {
        var outcome = Run(Bucket("a", "portfolio", rulebook, "", "\"USDC\": \"1000\""));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.DoesNotContain("not evaluated", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_and_tiers_reach_the_buckets_that_need_them()
    {
        var es = Bucket("es", "portfolio", "historical-es", Perpetual);
        var coin = Bucket("coin", "cross", "binance-coinm", Perpetual);
        var without = Run(es, coin).Output;
        Assert.Contains("es: not evaluated and not in the total: rulebook \"historical-es\" lacks the data it is made "
            + "from; give a price history with --history FILE", without, StringComparison.Ordinal);
        Assert.Contains("give one with --tiers FILE", without, StringComparison.Ordinal);
        var tiers = _cli.Write("t.csv", """
            symbol,tier,notional_floor,notional_cap,maint_margin_rate,max_leverage,cum
            BTC/USD:BTC,1,0,5,0.004,50,0
            """);
        var outcome = Run(["--history", Path.Combine(Samples, "history.csv"), "--tiers", tiers], es, coin);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.DoesNotContain("not evaluated", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(2, Run(["--history", Path.Combine(Samples, "history.csv")], coin).ExitCode);
    }

    [Fact]
    public void Transfers_in_a_circle_are_one_line_and_exit_1()
    {
        var outcome = Transferring(
            """{"from": "a", "to": "b", "currency": "BTC", "amount": "0.1"}""",
            """{"from": "b", "to": "a", "currency": "BTC", "amount": "0.1"}""");
        Refused(
            outcome, "transfers[1] \"b → a 0.1 BTC\" closes a circle of transfers; give only what moves in the end");
    }

    [Fact]
    public void A_circle_of_three_is_one_too_but_not_with_another_currency()
    {
        string Move(string from, string to, string currency = "BTC") =>
            $$"""{"from": "{{from}}", "to": "{{to}}", "currency": "{{currency}}", "amount": "0.1"}""";
        Refused(
            Transferring(Move("a", "b"), Move("b", "c"), Move("c", "a")),
            "transfers[2] \"c → a 0.1 BTC\" closes a circle of transfers; give only what moves in the end");
        Assert.Equal(0, Transferring(Move("a", "b"), Move("b", "c"), Move("c", "a", "USDC")).ExitCode);
    }

    [Fact]
    public void A_transfer_of_more_than_there_is_names_what_there_is() => Refused(
        Transferring("""{"from": "a", "to": "b", "currency": "BTC", "amount": "7"}"""),
        "transfers[0].amount \"7\" is more than the balance of a: 1 BTC; transfer at most that");

    // Whether or not the rulebook would take it: a balance nobody can price is an error of the market.
    [Theory]
    [InlineData("deribit-sm")]
    [InlineData("drift-v2")]
    [InlineData("binance-pm")]
    public void Collateral_without_a_price_is_named_with_its_bucket(string rulebook)
    {
        var outcome = Run(Bucket("a", "cross", rulebook, "", "\"JUP\": \"5\""));
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains(
            "a: not evaluated and not in the total: currencies.JUP has no price in market", outcome.Output,
            StringComparison.Ordinal);
        Assert.Contains("add its USD price to the market file", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deribit-sm")]
    [InlineData("drift-v2")]
    public void A_portfolio_with_such_collateral_is_refused_in_one_line(string rulebook)
    {
        var book = _cli.Write("book.json", """{"positions": [], "balances": {"JUP": "5"}}""");
        var outcome = Cli.Run("margin", book, "--market", Market, "--rulebook", rulebook);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Equal(
            $"counterpoise: {book}: currencies.JUP has no price in market \"sample (synthetic)\"; add its USD price to "
            + "the market file\n", outcome.Error);
    }

    private const string Perpetual = """{"instrument": "BTC-PERPETUAL", "quantity": "10000"}""";

    private static string Bucket(
        string name, string kind, string rulebook, string position, string balances = "\"BTC\": \"1\"") =>
        $$"""
        {"name": "{{name}}", "kind": "{{kind}}", "rulebook": "{{rulebook}}",
         "portfolio": {"positions": [{{position}}], "balances": { {{balances}} } } }
        """;

    private Outcome Transferring(params string[] transfers) => Account(
        [], $$"""
        "buckets": [{{string.Join(',', ((string[])["a", "b", "c"]).Select(
            name => Bucket(name, "cross", "deribit-sm", "", "\"BTC\": \"1\", \"USDC\": \"50\"")))}}],
        "transfers": [{{string.Join(',', transfers)}}]
        """);

    private Outcome Run(params string[] buckets) => Run([], buckets);

    private Outcome Run(string[] options, params string[] buckets) =>
        Account(options, $"\"buckets\": [{string.Join(',', buckets)}]");

    private Outcome Account(string[] options, string content) => Cli.Run(
        ["account", _cli.Write("account.json", $"{{{content}}}"), "--market", Market, .. options]);

    private static void Refused(Outcome outcome, string message)
    {
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Contains("account.json: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    private static decimal Money(JsonElement of, string name) => decimal.Parse(
        of.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
