using Counterpoise.Cli.Statements;
using Counterpoise.Instruments;
using Counterpoise.Margins.Changes;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Cli.Changes;

/// <summary>What each cause of a change was, in words.</summary>
internal static class ChangeFacts
{
    private const int MostTrades = 8;

    public static IEnumerable<string> Of(MarginChange change, ChangeCause cause) => cause switch
    {
        ChangeCause.Parameters => [Parameters(change)],
        ChangeCause.Time =>
            [(change.InputAfter.Market.Time - change.InputBefore.Market.Time).ToString(), .. Settled(change.Rolled)],
        ChangeCause.Prices => Coins(change, Prices),
        ChangeCause.Volatility => Coins(change, Volatilities),
        ChangeCause.Collateral => [Collateral(change)],
        _ => Trades(change),
    };

    /// <summary>What expired and what it was settled for.</summary>
    public static IEnumerable<string> Settled(RolledPortfolio rolled)
    {
        foreach (var s in rolled.Settled)
        {
            yield return $"{s.Quantity} {s.Instrument} settled at {Figures.Price(s.Price)}: "
                + (s.Cash == Quantity.Zero ? "worth nothing" : $"{Signed(s.Cash)} {s.Currency}");
        }
        foreach (var (currency, debt) in rolled.Repaid)
            yield return $"{debt} {currency} repaid from the account's cash: the rulebook has no rule for that debt";
    }

    private static string Parameters(MarginChange change)
    {
        var (before, after) = (change.InputBefore.Rulebook, change.InputAfter.Rulebook);
        return before.Name == after.Name && before.Effective == after.Effective
            ? "the same rulebook"
            : $"{before.Name} of {before.Effective} \u2192 {after.Name} of {after.Effective}";
    }

    private static string[] Coins(MarginChange change, Func<MarginChange, Currency, string?> say)
    {
        var held = change.InputBefore.Portfolio.Positions.Select(p => p.Instrument.Base)
            .Concat(change.InputBefore.Portfolio.Balances.Keys).Distinct().Order();
        string[] said = [.. held.Select(c => say(change, c)).OfType<string>()];
        return said.Length > 0 ? said : ["the same"];
    }

    private static string? Prices(MarginChange change, Currency coin)
    {
        var (before, after) = (change.InputBefore.Market, change.InputAfter.Market);
        if (!before.Underlyings.TryGetValue(coin, out var then) || !after.Underlyings.TryGetValue(coin, out var now))
            return null;
        var (from, to) = (then.Index.Value, now.Index.Value);
        return $"{coin} index {Figures.Price(from)} \u2192 {Figures.Price(to)} ({Figures.Percent(to / from - 1, 2)})";
    }

    // Of the options held before that have not expired.
    private static string? Volatilities(MarginChange change, Currency coin)
    {
        var (before, after) = (change.InputBefore.Market, change.InputAfter.Market);
        Instrument[] options =
        [
            .. change.Rolled.Portfolio.NetPositions().Select(p => p.Instrument)
                .Where(i => i.IsOption && i.Base == coin),
        ];
        if (options.Length == 0) return null;
        var (from, to) = (options.Average(before.VolOf), options.Average(after.VolOf));
        return $"{coin} mean of the options held {Figures.Percent(from, 2)} \u2192 {Figures.Percent(to, 2)}";
    }

    private static string Collateral(MarginChange change)
    {
        var (before, after) = (change.Rolled.Portfolio.Balances, change.InputAfter.Portfolio.Balances);
        string[] said =
        [
            .. before.Keys.Union(after.Keys).Order()
                .Select(c => (Currency: c, Change: after.GetValueOrDefault(c) - before.GetValueOrDefault(c)))
                .Where(c => c.Change != Quantity.Zero).Select(c => $"{Signed(c.Change)} {c.Currency}"),
        ];
        return said.Length == 0 ? "the same balances" : $"balances {string.Join(", ", said)}";
    }

    private static List<string> Trades(MarginChange change)
    {
        var net = new SortedDictionary<Instrument, Quantity>();
        foreach (var p in change.InputAfter.Portfolio.NetPositions()) net[p.Instrument] = p.Quantity;
        foreach (var p in change.Rolled.Portfolio.NetPositions())
            net[p.Instrument] = net.GetValueOrDefault(p.Instrument) - p.Quantity;
        var trades = net.Where(t => t.Value != Quantity.Zero).Select(t => $"{Signed(t.Value)} {t.Key}").ToList();
        if (trades.Count > MostTrades)
        {
            var more = trades.Count - MostTrades;
            trades.RemoveRange(MostTrades, more);
            trades.Add($"\u2026 and {more} more");
        }
        var (old, now) = (change.Rolled.Portfolio, change.InputAfter.Portfolio);
        if (!old.Orders.SequenceEqual(now.Orders)) trades.Add($"orders: {old.Orders.Count} \u2192 {now.Orders.Count}");
        if (!old.Reserved.SequenceEqual(now.Reserved)) trades.Add("margin reserved for orders changed");
        return trades.Count > 0 ? trades : ["none"];
    }

    private static string Signed(Quantity quantity) => quantity.Sign > 0 ? $"+{quantity}" : quantity.ToString();
}
