using System.Globalization;
using System.Text;
using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.OnChain;

/// <summary>A small market of perpetuals, and accounts in it.</summary>
internal static class Desk
{
    public const string Btc = "BTC_USDC-PERPETUAL";
    public const string Sol = "SOL_USDC-PERPETUAL";

    public static Market Market { get; } = MarketOf("""
        "BTC": {"index": 100000, "instruments": [{"instrument": "BTC_USDC-PERPETUAL", "mark": 100050},
          {"instrument": "BTC_USDT-PERPETUAL", "mark": 100050}, {"instrument": "BTC-PERPETUAL", "mark": 100050}]},
        "ETH": {"index": 4000},
        "VET": {"index": 0.02},
        "SOL": {"index": 200, "instruments": [
          {"instrument": "SOL_USDC-PERPETUAL", "mark": 200.1, "openInterest": 175000},
          {"instrument": "SOL_USDT-PERPETUAL", "mark": 200.1}]}
        """);

    public static Market MarketOf(string underlyings) => MarketJson.Read(Encoding.UTF8.GetBytes(
        $"{{\"time\": \"2026-01-01T08:00:00Z\", \"underlyings\": {{{underlyings}}}}}"));

    public static Portfolio Account(params (string Name, double Quantity, double? Entry)[] rows)
    {
        var positions = new List<Position>();
        var balances = new Dictionary<Currency, Quantity>();
        foreach (var (name, quantity, entry) in rows)
        {
            if (!name.Contains('-', StringComparison.Ordinal))
            {
                balances[Currency.Parse(name)] = Exact(quantity);
                continue;
            }
            positions.Add(new Position(InstrumentSymbol.Parse(name), Exact(quantity))
            {
                EntryPrice = entry is { } price ? Price.Nearest(price) : null,
            });
        }
        return new Portfolio("account") { Positions = positions, Balances = balances };
    }

    public static Margin Evaluate(string rulebook, params (string Name, double Quantity, double? Entry)[] rows) =>
        MarginEvaluator.Evaluate(
            RulebookLibrary.Find(rulebook), Account([.. rows.Select(r => Listed(rulebook, r))]), Market);

    public static BucketMargin Bucket(string rulebook, params (string Name, double Quantity, double? Entry)[] rows) =>
        Evaluate(rulebook, rows).Buckets.Single();

    // Binance' tables that ship are those of contracts settled in USDT.
    private static (string, double, double?) Listed(
        string rulebook, (string Name, double Quantity, double? Entry) row) =>
        rulebook == "binance-pm"
            ? (row.Name.Replace("_USDC-", "_USDT-", StringComparison.Ordinal), row.Quantity, row.Entry)
            : row;

    private static Quantity Exact(double value) => Quantity.Parse(value.ToString("F8", CultureInfo.InvariantCulture));
}
