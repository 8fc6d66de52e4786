using System.Text.Json;
using Counterpoise.Tests.Shared;
using NJsonSchema;

namespace Counterpoise.Cli.Tests.Statements;

/// <summary>The house rulebook on the sample market: which parameters are the market's, which fell back.</summary>
public sealed class DynamicStatementTests
{
    private static string Sample(string name) => Path.Combine(SharedData.Repository, "samples", name);

    private static Outcome Run(params string[] more) => Cli.Run(
    [
        "margin", Sample("portfolio.json"), "--market", Sample("market.json"), "--rulebook", "counterpoise", .. more,
    ]);

    [Fact]
    public void The_text_tells_dynamic_from_static_and_says_what_fell_back()
    {
        var text = Run().Output;
        Assert.Matches(@"BTC +scan range up +11.2 +% +0 s +market", text);
        Assert.Matches(
            @"ETH +vega volume 180 d +50,000 +USD/point/day +10,800 s +static, stale: 3 h old, at most 2 h", text);
        Assert.Matches(@"ETH +vol spread 365 d +10 +% +static, the market has none", text);
        Assert.Matches(@"BTC/ETH +correlation low +0.66 +0 s +market", text);
        Assert.Contains("STATIC PARAMETERS", text, StringComparison.Ordinal);
        Assert.Contains("netting across coins at most 80 % of the saving", text, StringComparison.Ordinal);
        Assert.Matches(@"liquidity +[\d,.]+ +[\d,.]+ +\|D\| 0.7907 coins", text);
        Assert.Matches(@"\n  required ", text);
    }

    [Fact]
    public async Task The_json_has_them_with_age_and_reason()
    {
        var outcome = Run("--json");
        Assert.Equal("", outcome.Error);
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(SharedData.Repository, "schemas", "margin.schema.json"));
        Assert.Empty(schema.Validate(outcome.Output));
        using var document = JsonDocument.Parse(outcome.Output);
        var statement = document.RootElement.GetProperty("statements")[0];
        var stale = statement.GetProperty("dynamicParameters").EnumerateArray()
            .Single(p => p.GetProperty("of").GetString() == "ETH"
                && p.GetProperty("name").GetString() == "vega volume 180 d");
        Assert.Equal("fallback", stale.GetProperty("origin").GetString());
        Assert.Equal(10_800, stale.GetProperty("ageSeconds").GetDouble());
        Assert.Equal(250_000, stale.GetProperty("observed").GetDouble());
        Assert.Equal(50_000, stale.GetProperty("value").GetDouble());
        Assert.Contains(
            statement.GetProperty("staticParameters").EnumerateArray(),
            p => p.GetProperty("name").GetString() == "participation" && p.GetProperty("value").GetString() == "10 %");
    }

    [Fact]
    public void A_rulebook_without_dynamic_parameters_prints_none()
    {
        var outcome = Cli.Run(
            "margin", Sample("portfolio.json"), "--market", Sample("market.json"), "--rulebook", "deribit-pm");
        Assert.DoesNotContain("PARAMETERS", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>A minimum that binds for initial margin only leaves maintenance its own lines.</summary>
    [Fact]
    public void Where_only_initial_is_a_minimum_the_lines_of_maintenance_are_shown_too()
    {
        using var cli = new Cli();
        var portfolio = cli.Write("covered.json", """
            {"positions": [{"instrument": "BTC-PERPETUAL", "quantity": "-100000"}], "balances": {"BTC": "1"}}
            """);
        var text = Cli.Run(
            "margin", portfolio, "--market", Sample("market.json"), "--rulebook", "counterpoise").Output;
        Assert.Matches(@"short-option minimum or leverage floor +2,0\d\d.\d\d +0.00 +leverage floor", text);
        Assert.Matches(@"scan BTC +0.00 +[\d,.]+ +maintenance", text);
        Assert.Matches(@"floor BTC +0.00 +[\d,.]+ +maintenance at least 0.5 of initial", text);
    }

    [Fact]
    public void Show_states_the_static_parameters() => Assert.Matches(
        @"netting across tenors +60 % of the saving", Cli.Run("rulebooks", "show", "counterpoise").Output);
}
