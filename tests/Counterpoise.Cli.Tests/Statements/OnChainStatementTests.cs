using System.Text.Json;
using Counterpoise.Tests.Shared;
using NJsonSchema;

namespace Counterpoise.Cli.Tests.Statements;

/// <summary>Perpetuals and collateral under the venues without scenarios, side by side.</summary>
public sealed class OnChainStatementTests : IDisposable
{
    private const string Names = "dydx-v4,drift-v2,mango-health,binance-pm";

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    // By hand. dYdX: 3 × 100,000 × 2 % + 2,000 × 200 × 55 %. Drift: 10 % of both, 5,900 and 9,900 of the gains, BTC's
    // weight 0.8 at 99,500. Mango: 20 % of both and of the BTC. Binance: 1 % and
    // 2 % of the marks (leverage 100 and 50 at that size), 5 % of the BTC.
    [Fact]
    public async Task Four_rulebooks_side_by_side()
    {
        var outcome = Run("--json");
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(SharedData.Repository, "schemas", "margin.schema.json"));
        Assert.Empty(schema.Validate(outcome.Output));
        using var document = JsonDocument.Parse(outcome.Output);
        var found = document.RootElement.GetProperty("statements").EnumerateArray()
            .Select(s => s.GetProperty("usd").GetProperty("initial").GetString()!.TrimEnd('0'));
        Assert.Equal(["226000.", "106200.", "160000.", "16005.5"], found);
    }

    [Fact]
    public void The_text_says_what_is_left_out_and_how_it_adds_up()
    {
        var text = Run().Output;
        Assert.Contains("4 RULEBOOKS SIDE BY SIDE", text, StringComparison.Ordinal);
        Assert.Contains("left out: 1 BTC", text, StringComparison.Ordinal);
        Assert.Contains("net -2000 coins at 55%, open interest 35000000 USD", text, StringComparison.Ordinal);
        Assert.Contains("of a gain of 6000, 100 counts for initial", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("binance-pm", "from $0 0%, from $50,000 20%")]
    [InlineData("drift-v2", "initial weight at most 1.1/(1 + 0.105\u00B7\u221Acoins)")]
    [InlineData("dydx-v4", "initial rises to 100% as open interest goes from $20,000,000 to $50,000,000")]
    [InlineData("mango-health", "no options")]
    [InlineData("drift-v2", "all buys or all sells, the worse; initial and maintenance; futures fill at the mark")]
    [InlineData("dydx-v4", "orders      nothing is added (dYdX checks a fill")]
    [InlineData("okx-cross", "options: sell to open max(margin \u2212 price, 10% of index), buy to close max(price")]
    [InlineData("binance-coinm", "a fill books its loss against the mark, no gain; futures stand for quantity")]
    public void Show_states_the_rules(string rulebook, string rule) =>
        Assert.Contains(rule, Cli.Run("rulebooks", "show", rulebook).Output, StringComparison.Ordinal);

    private Outcome Run(params string[] more)
    {
        var portfolio = _cli.Write("p.json", """
            {
              "name": "perpetuals and collateral",
              "positions": [
                {"instrument": "BTC_USDT-PERPETUAL", "quantity": "3", "entryPrice": "98000"},
                {"instrument": "SOL_USDT-PERPETUAL", "quantity": "-2000", "entryPrice": "205"}
              ],
              "balances": {"USDC": "200000", "BTC": "1"}
            }
            """);
        var market = _cli.Write("m.json", """
            {
              "name": "made up", "source": "made up", "synthetic": true, "time": "2026-01-01T08:00:00Z",
              "underlyings": {
                "BTC": {"index": 100000, "twap": 99500, "instruments": [
                  {"instrument": "BTC_USDT-PERPETUAL", "mark": 100050, "openInterest": 1200}]},
                "SOL": {"index": 200, "instruments": [
                  {"instrument": "SOL_USDT-PERPETUAL", "mark": 200.1, "openInterest": 175000}]}
              }
            }
            """);
        return Cli.Run(["margin", portfolio, "--market", market, "--rulebook", Names, .. more]);
    }
}
