using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Margins.Charges;
using Counterpoise.Rulebooks.Tiers;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Charges;

/// <summary>
/// Tier tables of a rulebook: <c>{"BTC/USDT:USDT": [[floor, cap, maintenance rate, leverage], …], "ETH": …}</c>, by
/// contract or by coin; or the name of tables that ship and several rulebooks share.
/// </summary>
internal static class TierTablesJson
{
    public static TierTables Read(JsonCursor at)
    {
        if (at.IsObject) return ReadTables(at);
        return TierLibrary.Find(at.Text())
            ?? throw at.Error(
                "is no name of tier tables", $"use {string.Join(" or ", TierLibrary.Names)}, or list the tables");
    }

    internal static TierTables ReadTables(JsonCursor at)
    {
        var byContract = new Dictionary<Instrument, TierTable>();
        var byCoin = new Dictionary<Currency, TierTable>();
        foreach (var (name, value) in at.Entries())
        {
            var table = new TierTable(value.Path, [.. value.Items(1_000).Select(ReadTier)]);
            var isNew = InstrumentSymbol.TryParse(name, out var instrument)
                ? byContract.TryAdd(instrument!, table)
                : byCoin.TryAdd(value.CurrencyKey(), table);
            if (!isNew) throw value.Error(null, "appears twice", "keep one table of a contract");
        }
        return new TierTables(byContract, byCoin);
    }

    private static MarginTier ReadTier(JsonCursor at)
    {
        double[] numbers = [.. at.Items(5).Select(n => n.Double(0, 1e15))];
        return numbers.Length == 4
            ? new MarginTier(numbers[0], numbers[1], numbers[2], numbers[3])
            : throw at.Error(null, "is no tier", "use [floor, cap, maintenance rate, leverage]");
    }
}
