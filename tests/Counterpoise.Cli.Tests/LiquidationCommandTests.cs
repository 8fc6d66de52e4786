using System.Text.Json.Nodes;
using Counterpoise.Cli.Tests.Statements;
using Counterpoise.Tests.Shared;
using NJsonSchema;

namespace Counterpoise.Cli.Tests;

/// <summary>Liquidation prices as the command prints them.</summary>
public sealed class LiquidationCommandTests : IDisposable
{
    private const string Market = """
        {"name": "m", "synthetic": true, "time": "2026-01-01T08:00:00Z",
        "underlyings": {"BTC": {"index": 60000, "instruments": [{"instrument": "BTC/USDT:USDT", "mark": 60000}]}}}
        """;

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Text_has_price_distance_bankruptcy_and_proof()
    {
        var outcome = Run(Long(), "--tick", "0.01");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Matches(
            @"USDT +BTC down +60,000\.00 +54,221\.10 +-9\.63% +– +53,999\.99 +-10\.00% +certified", outcome.Output);
        Assert.Matches(@"BTC up +none +– +– +none +– +certified", outcome.Output);
        Assert.Contains(
            "safe        54,221.11 to 6,000,000.00 (looked at 600.00 to 6,000,000.00)", outcome.Output,
            StringComparison.Ordinal);
        Assert.Contains("PARTLY VERIFIED", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("synthetic", outcome.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_coarser_tick_stops_at_the_first_of_its_own()
    {
        var json = JsonNode.Parse(Run(Long(), "--tick", "100", "--json").Output)!;
        var path = json["rulebooks"]![0]!["paths"]![0]!;
        Assert.Equal(54_200, path["liquidation"]!["down"]!["price"]!.GetValue<double>());
        Assert.Equal(54_300, path["liquidation"]!["down"]!["near"]!.GetValue<double>());
        Assert.Equal("none", path["liquidation"]!["up"]!["outcome"]!.GetValue<string>());
        Assert.True(path["certified"]!.GetValue<bool>());
        Assert.Null(path["joint"]);
    }

    [Theory]
    [InlineData("1e2", "100")]
    [InlineData("1E-6", "0.000001")]
    public void A_tick_may_have_an_exponent(string tick, string plain) =>
        Assert.Equal(Run(Long(), "--tick", plain).Output, Run(Long(), "--tick", tick).Output);

    // Bybit's table of BTC ends at 80M, which 12 bitcoins reach at 6.67M; Binance's at 1,800M, beyond 100 times today.
    [Fact]
    public void None_is_said_only_of_the_prices_that_have_rules()
    {
        var samples = Path.Combine(SharedData.Repository, "samples");
        string[] line =
        [
            "liquidation", Path.Combine(samples, "perpetuals.json"), "--market",
            Path.Combine(samples, "perpetuals-market.json"), "-r",
        ];
        Assert.Matches(@"BTC up +none +– +– +none +–", Cli.Run([.. line, "binance-usdm"]).Output);
        var cut = Cli.Run([.. line, "bybit-cross"]).Output;
        Assert.Matches(@"BTC up +none up to (6,6[0-9,]+\.[0-9]) +– +– +none up to \1 +–", cut);
        Assert.Contains("range ends", cut, StringComparison.Ordinal);
        var svg = Cli.Run([.. line, "bybit-cross", "--svg", "-"]).Output;
        Assert.Matches(@"up none up to [0-9,]+\.[0-9];", svg);
    }

    [Fact]
    public void An_account_that_is_below_says_so()
    {
        var outcome = Run(Long("10"));
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(2, outcome.Output.Split('\n').Count(l => l.Contains("already below", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_moves_where_only_cash_is_held()
    {
        var outcome = Run(_cli.Write("cash.json", """{"positions": [], "balances": {"USDT": "10"}}"""));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains(
            "moves       nothing: no position or collateral follows a coin", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PRICES", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e7")]
    [InlineData("1e-7")]
    [InlineData("1e-40")]
    [InlineData("-1e3")]
    [InlineData("0.0000001")]
    [InlineData("2000000")]
    [InlineData("NaN")]
    [InlineData("0,1")]
    public void A_bad_tick_is_refused(string tick)
    {
        var outcome = Run(Long(), "--tick", tick);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(
            $"--tick \"{tick}\" is not a number of USD from 0.000001 to 1000000: use e.g. 0.1", outcome.Error,
            StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("no-such-rulebook", "is not known")]
    [InlineData("binance-coinm", "has no parameters")]
    [InlineData("historical-var", "--history")]
    public void A_rulebook_that_can_not_say_is_one_line(string rulebook, string problem)
    {
        var outcome = Cli.Run("liquidation", Long(), "--market", Prices(Market), "--rulebook", rulebook);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    /// <summary>One of several that has no rule for the portfolio is named; the others are there.</summary>
    [Fact]
    public void Among_several_one_without_a_tier_table_is_a_reason()
    {
        var eth = Market.Replace("BTC", "DOGE", StringComparison.Ordinal);
        var held = Held("DOGE/USDT:USDT", """{"USDT": "6000", "USDC": "100000"}""");
        var outcome = Cli.Run(
            "liquidation", held, "--market", Prices(eth), "--rulebook", "hyperliquid,drift-v2,binance-usdm");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("not applicable", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("has no tier table under this rulebook", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_price_that_is_missing_is_named()
    {
        var market = """{"name": "m", "synthetic": true, "time": "2026-01-01T08:00:00Z", "underlyings": {}}""";
        var outcome = Cli.Run("liquidation", Long(), "--market", Prices(market), "--rulebook", "binance-usdm");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("BTC", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void The_picture_of_the_page()
    {
        var file = _cli.Path("liquidation.svg");
        var samples = Path.Combine(SharedData.Repository, "samples");
        var outcome = Cli.Run(
            "liquidation", Path.Combine(samples, "portfolio.json"), "--market", Path.Combine(samples, "market.json"),
            "--svg", file);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        var svg = File.ReadAllText(file);
        Assert.Contains("SYNTHETIC MARKET", svg, StringComparison.Ordinal);
        Approved.MatchesFile("docs/images/liquidation.svg", svg);
    }

    [Fact]
    public async Task Json_is_as_its_schema_says()
    {
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(SharedData.Repository, "schemas", "liquidation.schema.json"),
            TestContext.Current.CancellationToken);
        var samples = Path.Combine(SharedData.Repository, "samples");
        string Print(string name, string market, string rulebooks) => Cli.Run(
            "liquidation", Path.Combine(samples, name), "--market", Path.Combine(samples, market), "--rulebook",
            rulebooks, "--json").Output;
        var options = Print("portfolio.json", "market.json", "deribit-pm,binance-usdm");
        Assert.Empty(schema.Validate(options));
        Assert.Empty(schema.Validate(Print(
            "perpetuals.json", "perpetuals-market.json", "binance-usdm,bybit-cross,finra-strategies")));
        Assert.NotEmpty(schema.Validate(options.Replace("\"near\"", "\"nearer\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(options.Replace("\"price\",", "\"cost\",", StringComparison.Ordinal)));
    }

    private string Held(string instrument, string balances) => _cli.Write(
        "held.json",
        $$"""
        {
          "positions": [{"instrument": "{{instrument}}", "quantity": "1", "entryPrice": "60000"}],
          "balances": {{balances}}
        }
        """);

    private string Long(string cash = "6000") => Held("BTC/USDT:USDT", $$"""{"USDT": "{{cash}}"}""");

    private string Prices(string market) => _cli.Write("market.json", market);

    private Outcome Run(string portfolio, params string[] options) => Cli.Run(
        ["liquidation", portfolio, "--market", Prices(Market), "--rulebook", "binance-usdm", .. options]);
}
