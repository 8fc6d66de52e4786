using System.Text.Json.Nodes;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary>A balance a rulebook does not count is named by every command that compares with equity.</summary>
public sealed class LeftOutTests
{
    private const string Line = "left out    250000 USDT: no collateral under hyperliquid, not in the equity";

    private static readonly string Samples = Path.Combine(SharedData.Repository, "samples");

    [Theory]
    [InlineData("margin PERPETUALS --market MARKET", "statements")]
    [InlineData("liquidation PERPETUALS --market MARKET", "rulebooks")]
    [InlineData("order PERPETUALS sell|0.1|BTC/USDT:USDT --market MARKET", "answers")]
    [InlineData("order PERPETUALS buy|BTC/USDT:USDT --max-size --market MARKET", "answers")]
    [InlineData("release PERPETUALS --amount 1000 --market MARKET", "answers")]
    [InlineData("whatif PERPETUALS --spot 1% --market MARKET", "changes")]
    [InlineData("whatif PERPETUALS --days 1,2 --market MARKET", "paths")]
    public void Every_command_names_it(string line, string answers)
    {
        var text = Run(line, "hyperliquid");
        Assert.Equal("", text.Error);
        Assert.Contains(Line, text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("afterwards", text.Output, StringComparison.Ordinal);
        Assert.Equal("""{"USDT":"250000"}""", Member(Run(line + " --json", "hyperliquid"), answers, "leftOut"));
        // A rulebook of the contracts' own margin currency counts it.
        Assert.DoesNotContain("left out", Run(line, "binance-usdm").Output, StringComparison.Ordinal);
        Assert.Null(Member(Run(line + " --json", "binance-usdm"), answers, "leftOut"));
    }

    [Fact]
    public void Why_names_it_on_either_side()
    {
        const string line = "why PERPETUALS PERPETUALS --market-before MARKET --market-after MARKET";
        var text = Run(line, "hyperliquid").Output;
        Assert.Equal(3, text.Split(Line).Length);
        var change = JsonNode.Parse(Run(line + " --json", "hyperliquid").Output)!["changes"]![0]!;
        Assert.Equal("250000", change["before"]!["leftOut"]!["USDT"]!.GetValue<string>());
        Assert.Equal("250000", change["after"]!["leftOut"]!["USDT"]!.GetValue<string>());
        var switched = Run(line + " --rulebook-after hyperliquid", "binance-usdm").Output;
        Assert.Equal(2, switched.Split(Line).Length);
    }

    // The premium of an option is paid in a coin that is no collateral: it leaves the equity.
    [Theory]
    [InlineData("whatif BOOK --trade -1|BTC-25SEP26-110000-C --market OPTIONS", "changes")]
    [InlineData("order BOOK sell|1|BTC-25SEP26-110000-C --market OPTIONS", "answers")]
    public void What_a_trade_leaves_out_is_named(string line, string answers)
    {
        Assert.Contains(
            "left out    4 BTC, 25 ETH: no collateral under paradex-pm, not in the equity\n"
            + "            afterwards 4.02685578 BTC, 25 ETH: no collateral under paradex-pm, not in the equity\n",
            Run(line, "paradex-pm").Output, StringComparison.Ordinal);
        var json = Run(line + " --json", "paradex-pm");
        Assert.Equal("""{"BTC":"4","ETH":"25"}""", Member(json, answers, "leftOut"));
        Assert.Equal("""{"BTC":"4.02685578","ETH":"25"}""", Member(json, answers, "leftOutAfter"));
    }

    [Fact]
    public void The_picture_of_liquidation_prices_names_it() => Assert.Contains(
        "left out: 250000 USDT: no collateral under hyperliquid",
        Run("liquidation PERPETUALS --svg - --market MARKET", "hyperliquid").Output, StringComparison.Ordinal);

    private static string? Member(Outcome outcome, string answers, string name) =>
        JsonNode.Parse(outcome.Output)![answers]![0]![name]?.ToJsonString();

    // Blanks within a word are written as |.
    private static Outcome Run(string line, string rulebook) => Cli.Run(
    [
        .. line.Split(' ').Select(word => word switch
        {
            "PERPETUALS" => Path.Combine(Samples, "perpetuals.json"),
            "MARKET" => Path.Combine(Samples, "perpetuals-market.json"),
            "BOOK" => Path.Combine(Samples, "portfolio.json"),
            "OPTIONS" => Path.Combine(Samples, "market.json"),
            _ => word.Replace('|', ' '),
        }),
        "-r", rulebook,
    ]);
}
