using Counterpoise.Margins;
using Counterpoise.Margins.Historical;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Tests.Laws;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Historical;

/// <summary>Made-up histories of two coins that move together, with fat tails; the same ones every time.</summary>
internal static class Histories
{
    public static Instant First { get; } = Instant.FromUtc(2024, 1, 1);

    public static PriceHistory Random(int days, ulong seed = 5, bool hasVols = false)
    {
        var draw = new Draw(seed);
        double Shock()
        {
            var sum = 0.0;
            for (var i = 0; i < 12; i++) sum += draw.Below(1_000_000) / 1e6;
            return (sum - 6) * 0.02 * (draw.Below(20) == 0 ? 4 : 1);
        }
        var columns = new Dictionary<string, IReadOnlyList<double>>();
        var (btc, eth, vol) = (new double[days], new double[days], new double[days]);
        (btc[0], eth[0], vol[0]) = (50_000, 2_000, 60);
        for (var day = 1; day < days; day++)
        {
            var common = Shock();
            btc[day] = btc[day - 1] * Math.Exp(common);
            eth[day] = eth[day - 1] * Math.Exp(common + 0.5 * Shock());
            vol[day] = vol[day - 1] * Math.Exp(-common + Shock());
        }
        (columns["BTC"], columns["ETH"]) = (btc, eth);
        if (hasVols) (columns["BTC_VOL"], columns["ETH_VOL"]) = (vol, vol);
        return Of(columns);
    }

    public static PriceHistory Of(Dictionary<string, IReadOnlyList<double>> columns) =>
        new([.. Enumerable.Range(0, columns.Values.First().Count).Select(d => First + Duration.FromDays(d))], columns);

    public static Rulebook Rules(ReducerKind kind, PriceHistory? history = null) =>
        HistoricalRulebook.Build(history ?? Random(232), new HistoricalOptions(kind));

    /// <summary>Portfolios of both settlements with coins among the balances.</summary>
    public static IEnumerable<Account> Accounts(Rulebook rules, int count) =>
        LawMarket.Random("deribit-xpm").Take(count).Select(a => a with { Rulebook = rules });
}
