using Counterpoise.Margins.Strategies;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>
/// Why the least margin here is above a row of Lean's. Each reason holds only where its own numbers do. Those of
/// covered and protective rows hold our rate against theirs: they say that the rates differ, not whose is right.
/// </summary>
internal static class LeanReasons
{
    public static string Of(StrategyBook book, bool isInitial, double published, Decomposition found)
    {
        var rates = StrategyRates.Finra;
        var (stock, lot) = (book.Spot * book.LotSize, book.LotSize);
        var underlying = book.Legs.FirstOrDefault(l => l.Kind == LegKind.Underlying);
        bool Is(double amount) => Math.Abs(found.Total - amount) < 0.01;
        bool Forms(string name) => found.Strategies.Any(s => s.Shape.Name == name);
        if (underlying is null)
        {
            var put = book.Legs.FirstOrDefault(l => l.Kind == LegKind.Put && l.Lots < 0);
            if (put is not null && Is(published + put.Price * lot)) return "the price of the short put is in it";
            var cost = -book.Legs.Sum(l => l.Lots * l.Price) * lot;
            return Forms("short box") && Is(rates.BoxCost * cost)
                ? "102 % of the cost to close is above the width"
                : "";
        }
        if (book.Legs.Count == 3 && underlying.Lots < 0 && Forms("protective call") && Forms("naked put"))
            return "no rule knows a collar on a short underlying: protective call and naked put";
        if (isInitial)
        {
            var call = book.Legs.FirstOrDefault(l => l.Kind == LegKind.Call && l.Lots < 0);
            var covered = call is null || underlying.Lots < 0
                ? rates.Initial * stock
                : call.InTheMoney(book.Spot) * lot + rates.Initial * Math.Min(book.Spot, call.Strike) * lot;
            if (!Is(covered)) return "";
            return published > 0.49 * stock
                ? "50 % of the underlying at its price; the row is its mirror's, at another price"
                : "Regulation T's 50 % of the underlying; the row has an intraday rate near 25 or 30 %";
        }
        if (underlying.Lots > 0 && Is(rates.LongMaintenance * stock))
            return "25 % of the underlying; the row is rounded";
        return underlying.Lots < 0 && Is(rates.ShortMaintenance * stock)
            ? "30 % of a short underlying; the row has 25 %"
            : "";
    }
}
