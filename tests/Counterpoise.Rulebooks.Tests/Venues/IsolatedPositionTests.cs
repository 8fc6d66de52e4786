using System.Text;
using System.Text.Json.Nodes;
using Counterpoise.Rulebooks.Reconciliations;
using Counterpoise.Rulebooks.Tiers;

namespace Counterpoise.Rulebooks.Tests.Venues;

/// <summary>
/// Positions with margin of their own: what was allotted is no requirement, cross totals are without them.
/// </summary>
public sealed class IsolatedPositionTests
{
    private const string Allotted = "the trader allots an isolated position's margin";

    // Half a bitcoin at 100,000 with 20x; Hyperliquid's maintenance margin is half of what 40x asks: 625. Ten ether
    // were given 12,500.
    private const string Hyperliquid = """
        {"marginSummary": {"accountValue": "21000", "totalMarginUsed": "15000", "totalRawUsd": "-79000"},
         "crossMaintenanceMarginUsed": "625", "time": 1767254400000, "assetPositions": [
         {"position": {"coin": "BTC", "szi": "0.5", "entryPx": "98000", "positionValue": "50000", "marginUsed": "2500",
          "unrealizedPnl": "1000", "leverage": {"type": "cross", "value": 20}}},
         {"position": {"coin": "ETH", "szi": "-10", "entryPx": "3500", "positionValue": "35000", "marginUsed": "12500",
          "unrealizedPnl": "0", "leverage": {"type": "ISOLATED", "value": 5}}}]}
        """;

    // One bitcoin cross with 10x, half a bitcoin isolated that was given 12,000; 0.4 % of either.
    private const string Okx = """
        [{"code": "0", "data": [
          {"instId": "BTC-USDT-SWAP", "pos": "100", "posSide": "long", "avgPx": "99000", "markPx": "100000",
           "idxPx": "100000", "lever": "10", "notionalUsd": "100000", "mgnMode": "cross", "imr": "10000", "margin": "",
           "mmr": "400", "ccy": "USDT", "uTime": "1767254400000"},
          {"instId": "BTC-USDT-SWAP", "pos": "50", "posSide": "long", "avgPx": "99000", "markPx": "100000",
           "idxPx": "100000", "lever": "5", "notionalUsd": "50000", "mgnMode": "isolated", "imr": "",
           "margin": "12000", "mmr": "MMR", "ccy": "USDT", "uTime": "1767254400000"}]},
         {"code": "0", "data": [{"uTime": "1767254400000", "totalEq": "60000", "imr": "10000", "mmr": "400",
          "adjEq": "50000", "details": []}]}]
        """;

    [Fact]
    public void Hyperliquid_counts_what_is_allotted_and_cross_maintenance()
    {
        var found = Messages.Reconcile(Hyperliquid.Replace("ISOLATED", "isolated", StringComparison.Ordinal));
        Assert.Equal(
            [
                "BTC initial: equal", $"ETH initial: {Allotted}", "account initial: equal",
                "account maintenance: equal",
            ],
            found.Causes());
        Assert.Equal([2500, null, 15000, 625], found.Lines.Select(l => l.Ours));
        Assert.Contains(
            "account maintenance is of cross positions: ours is without isolated ones (ETH)", found.Remarks);
        Assert.Contains(
            "account initial counts what is allotted to isolated positions: so does ours, as the message has it (ETH)",
            found.Remarks);
        // The same numbers of a cross position do not fit.
        var cross = Messages.Reconcile(Hyperliquid.Replace("ISOLATED", "cross", StringComparison.Ordinal));
        Assert.Equal(2, cross.Count(Agreement.Unexplained));
        Assert.DoesNotContain(cross.Remarks, r => r.Contains("isolated", StringComparison.Ordinal));
    }

    // 15,000 less 12,500 is 2,500 of cross margin; 200 more is what nothing makes.
    [Fact]
    public void A_cross_total_that_differs_still_does()
    {
        var found = Messages.Reconcile(Hyperliquid.Replace("ISOLATED", "isolated", StringComparison.Ordinal)
            .Replace("\"15000\"", "\"15200\"", StringComparison.Ordinal)
            .Replace("\"625\"", "\"1325\"", StringComparison.Ordinal));
        Assert.Equal(-200, found.Lines[2].Difference!.Value, 1e-9);
        Assert.Equal(
            "a position or order that the message does not show: what it shows adds up to 2500, 200 less than its "
            + "total",
            found.Lines[2].Cause);
        Assert.Equal(Agreement.Unexplained, found.Lines[3].Agreement);
    }

    [Theory]
    [InlineData("200", "equal")]
    [InlineData("300", "a maintenance rate of 0.6 %, not 0.4 %")]
    public void Okx_states_maintenance_of_an_isolated_position(string maintenance, string cause)
    {
        var account = Messages.Read(Okx.Replace("MMR", maintenance, StringComparison.Ordinal));
        var tiers = TierFile.Apply(
            RulebookLibrary.Find("okx-cross"), "tiers.csv", TierFile.Read("tiers.csv", Encoding.UTF8.GetBytes(
                "symbol,tier,notional_floor,notional_cap,maint_margin_rate,max_leverage,cum\n"
                + "BTC/USDT:USDT,1,0,5000000,0.004,100,0\n")));
        var found = Reconciliation.Of(account, tiers);
        Assert.Equal(
            [
                "BTC-USDT-SWAP initial: equal", "BTC-USDT-SWAP maintenance: equal",
                $"BTC-USDT-SWAP initial: {Allotted}", $"BTC-USDT-SWAP maintenance: {cause}",
                "account initial: equal", "account maintenance: equal",
            ],
            found.Causes());
    }

    [Fact]
    public void Binance_states_what_an_isolated_position_requires_and_no_total_of_it()
    {
        var found = Messages.Reconcile(Messages.Binance(
            more: """, "totalInitialMargin": "7000.00", "totalMaintMargin": "250.00" """)
            .Replace("\"symbol\"", "\"isolated\": true, \"symbol\"", StringComparison.Ordinal));
        Assert.Equal(
            [
                "BTCUSDT initial: equal", "BTCUSDT maintenance: equal",
                "account initial: Binance says to ignore it where a position is isolated (BTCUSDT)",
                "account maintenance: equal",
            ],
            found.Causes());
    }

    [Fact]
    public void Bybits_wallet_is_of_cross_margin()
    {
        var found = Messages.Reconcile(
            """
            [{"symbol": "BTCUSDT", "side": "Buy", "size": "1.5", "avgPrice": "100000", "markPrice": "100000",
              "positionValue": "150000", "leverage": "20", "positionIM": "7500.00", "positionMM": "750.00",
              "tradeMode": 1},
             {"accountType": "UNIFIED", "totalInitialMargin": "0", "totalMaintenanceMargin": "0",
              "coin": [{"coin": "USDT", "walletBalance": "10000", "equity": "10000", "usdValue": "10000"}]}]
            """);
        Assert.Equal(
            [
                "BTCUSDT initial: equal", "BTCUSDT maintenance: equal", "account initial: no cross positions",
                "account maintenance: no cross positions",
            ],
            found.Causes());
    }

    [Fact]
    public void A_vector_for_others_expects_no_allotted_margin()
    {
        var found = Messages.Reconcile(Hyperliquid.Replace("ISOLATED", "isolated", StringComparison.Ordinal));
        var cases = JsonNode.Parse(AnonymisedVector.Write(found))!.AsArray();
        Assert.Equal(2500, cases[0]!["expected_im"]!.GetValue<double>());
        Assert.Equal("isolated", cases[1]!["mode"]!.GetValue<string>());
        Assert.Null(cases[1]!["expected_im"]);
        Assert.Equal("BTC", Assert.Single(cases[2]!["positions"]!.AsArray())!["sym"]!.GetValue<string>());
        Assert.Null(cases[2]!["expected_im"]);
        Assert.Equal(625, cases[2]!["expected_mm"]!.GetValue<double>());
    }
}
