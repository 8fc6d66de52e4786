using System.Globalization;
using System.Text;
using Counterpoise.Rulebooks.Reconciliations;
using Counterpoise.Rulebooks.Venues;

namespace Counterpoise.Rulebooks.Tests.Venues;

/// <summary>
/// Messages built from worked examples (tests/golden/worked-examples.json): the venue's numbers are those of the
/// example, so that a field altered is the only thing that can differ.
/// </summary>
internal static class Messages
{
    /// <summary>binance-60k-20x: short one bitcoin at 60,000 with 20x; 3,000 and 250. Entered at 59,000.</summary>
    public static string Binance(
        string size = "-1", string mark = "60000", string entry = "59000", string leverage = "20",
        string initial = "3000", string maintenance = "250", string orders = "0", string more = "") =>
        $$"""
        {"assets": [], "updateTime": 1767254400000, "positions": [{
          "symbol": "BTCUSDT", "positionAmt": "{{size}}", "entryPrice": "{{entry}}", "markPrice": "{{mark}}",
          "unrealizedProfit": "-1000", "leverage": "{{leverage}}", "initialMargin": "{{initial}}",
          "openOrderInitialMargin": "{{orders}}", "maintMargin": "{{maintenance}}"}]{{more}}}
        """;

    /// <summary>sm-25-btc: 25 bitcoin at 100,000, Deribit's standard margin; 53,125 and 28,125 (published).</summary>
    public static string Deribit(
        string size = "25", string mark = "100000", string initial = "53125", string maintenance = "28125") =>
        $$"""
        {"jsonrpc": "2.0", "usOut": 1767254400000000, "result": [{
          "instrument_name": "BTC_USDC-PERPETUAL", "kind": "future", "size": {{size}}, "direction": "buy",
          "average_price": 96000, "mark_price": {{mark}}, "index_price": 100010,
          "floating_profit_loss": 100000,
          "initial_margin": {{initial}}, "maintenance_margin": {{maintenance}}, "leverage": 50}]}
        """;

    /// <summary>hyperliquid-btc: 2,000 bitcoin at 100,000; 10,000,000 at 20x.</summary>
    public static string Hyperliquid(string initial = "10000000", string leverage = "20") =>
        $$"""
        {"marginSummary": {"accountValue": "30000000", "totalMarginUsed": "{{initial}}", "totalRawUsd": "-170000000"},
         "crossMaintenanceMarginUsed": "3125000", "time": 1767254400000, "assetPositions": [{"type": "oneWay",
         "position": {"coin": "BTC", "szi": "2000", "entryPx": "95000", "positionValue": "200000000",
         "unrealizedPnl": "10000000", "marginUsed": "{{initial}}",
         "leverage": {"type": "cross", "value": {{leverage}} } } } ]}
        """;

    /// <summary>okx-short-call: a short call under OKX's margin; 0.12 and 0.05 coins.</summary>
    public static string Okx(string mark = "0.02", string initial = "0.12", string maintenance = "0.05") =>
        $$"""
        {"code": "0", "msg": "", "data": [{
          "instId": "BTC-USD-260131-110000-C", "instType": "OPTION", "mgnMode": "cross", "posSide": "net",
          "pos": "-100",
          "avgPx": "0.025", "markPx": "{{mark}}", "idxPx": "100000", "lever": "", "imr": "{{initial}}", "margin": "",
          "mmr": "{{maintenance}}", "notionalUsd": "100000", "upl": "0.005", "ccy": "BTC", "uTime": "1767254400000"}]}
        """;

    public static VenueAccount Read(string message) => VenueMessage.Read(Encoding.UTF8.GetBytes(message));

    public static Reconciliation Reconcile(string message) => Reconciliation.Of(Read(message));

    /// <summary>The lines as words: name, margin, cause or "equal".</summary>
    public static string[] Causes(this Reconciliation found) =>
    [
        .. from line in found.Lines
           let margin = line.IsInitial ? "initial" : "maintenance"
           select $"{line.Name} {margin}: {(line.Agreement == Agreement.Equal ? "equal" : line.Cause)}",
    ];

    public static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
