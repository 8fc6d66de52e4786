using Counterpoise.Cli.Statements;
using Counterpoise.Margins.Changes;
using Counterpoise.Markets;

namespace Counterpoise.Cli.Changes;

/// <summary>What happened to a market, in words.</summary>
internal static class MoveText
{
    private const int MostSettled = 20;

    /// <summary>How a market moves: printed with every result that depends on it.</summary>
    public const string How =
        "prices and volatilities move at once, then the days pass; index, forwards and marks of futures move alike, "
        + "each strike keeps its volatility on the way; options are worth their value at forward and volatility, what "
        + "expires is settled in cash at the moved index, gains of futures count from today";

    public static string Describe(MarketMove move, Market after) =>
        move.Time == default ? move.ToString() : $"{move}: {after.Time}";

    /// <summary>Index prices that moved, before and after.</summary>
    public static IEnumerable<string> Prices(Market before, Market after)
    {
        string[] moved =
        [
            .. before.Underlyings.OrderBy(u => u.Key)
                .Select(u => (u.Key, From: u.Value.Index.Value, To: after.Underlyings[u.Key].Index.Value))
                .Where(u => u.From != u.To)
                .Select(u => $"{u.Key} {Figures.Price(u.From)} \u2192 {Figures.Price(u.To)}"),
        ];
        return moved.Length == 0 ? ["as they are"] : [string.Join(", ", moved)];
    }

    /// <summary>What expired, at most a page of it.</summary>
    public static IEnumerable<string> Settled(RolledPortfolio rolled)
    {
        var said = ChangeFacts.Settled(rolled).ToArray();
        if (said.Length == 0) return ["nothing expires"];
        return said.Length <= MostSettled
            ? said
            : [.. said.Take(MostSettled), $"\u2026 and {said.Length - MostSettled} more"];
    }
}
