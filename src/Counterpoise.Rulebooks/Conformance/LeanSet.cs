using System.Globalization;
using Counterpoise.Json;
using Counterpoise.Margins.Strategies;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>A published value beside ours that is shown, neither passed nor failed.</summary>
/// <param name="Case">What it belongs to.</param>
/// <param name="Published">As published.</param>
/// <param name="Ours">Ours.</param>
/// <param name="Remark">Why ours is above the published one; empty if it is not.</param>
public sealed record Compared(string Case, double Published, double Ours, string Remark);

/// <summary>
/// The margins of option strategies in Lean's tests against the least margin of the same legs here. The source allows
/// itself 20 % and marks some figures as wrong, so the rows are compared and not judged; what is checked is that all
/// of them are there and that every row of ours above theirs has a reason.
/// </summary>
internal static class LeanSet
{
    private const string Values = "margin/lean_ib_option_strategy_margin.csv";
    private const string Legs = "margin/lean_strategy_legs.json";
    private const int Rows = 148;
    private const int Strategies = 37;
    private const double SharesPerLot = 100;

    public static VectorSet Margins { get; } =
        new("margin/lean", Values, "rows compared", 1, Rows, Compare) { Inputs = [Legs] };

    private static FileChecks Compare(
        string file, ReadOnlyMemory<byte> content, IReadOnlyList<ReadOnlyMemory<byte>> inputs)
    {
        var legs = JsonText.Read(inputs[0], ReadStrategies);
        var rows = CsvTable.Read(file, content).Rows;
        var compared = rows.Select(r => Compare(r, legs)).ToArray();
        var checks = new List<Check>
        {
            Check.Count(Legs, "strategies", Strategies, legs.Count),
            Check.Count(Values, "rows", Rows, rows.Select(r => (
                r.Text("kind"), r.Text("strategy"), r.Text("quantity"))).Distinct().Count()),
        };
        foreach (var row in compared)
        {
            if (row.Ours <= Limit(row.Published)) continue;
            checks.Add(Check.Text(row.Case, "reason of ours above", "one", row.Remark.Length == 0 ? "none" : "one"));
        }
        return new FileChecks(rows.Count, checks) { Compared = compared };
    }

    private static double Limit(double published) => published + 0.005;

    private static Compared Compare(CsvRow row, Dictionary<string, LeanStrategy> strategies)
    {
        var (kind, name) = (row.Text("kind"), row.Text("strategy"));
        if (!strategies.TryGetValue(name, out var strategy))
            throw new InvalidInputException(row.Place, name, "has no legs", "fetch the file again");
        var quantity = row["quantity"];
        var isInitial = kind switch
        {
            "initial" => true,
            "maintenance" => false,
            _ => throw new InvalidInputException(row.Place, kind, "is no requirement", "fetch the file again"),
        };
        if (Math.Abs(quantity) != 1)
            throw new InvalidInputException(row.Place, row.Text("quantity"), "is not 1 or -1", "fetch the file again");
        var book = new StrategyBook(
            strategy.Spot, SharesPerLot, [.. strategy.Legs.Select(l => l with { Lots = l.Lots * (long)quantity })]);
        var found = Decomposition.Of(StrategyRates.Finra, book, isInitial);
        var published = row["expected_lean"];
        var remark = found.Total > Limit(published) ? LeanReasons.Of(book, isInitial, published, found) : "";
        return new Compared($"{kind} {name} {row.Text("quantity")}", published, found.Total, remark);
    }

    private static Dictionary<string, LeanStrategy> ReadStrategies(JsonCursor root)
    {
        var f = root.Fields(["note", "prices", "strategies"]);
        var prices = f.Required("prices").Entries().ToDictionary(
            e => e.Key, e => e.Value.Double(0, 1e9), StringComparer.Ordinal);
        var found = new Dictionary<string, LeanStrategy>(StringComparer.Ordinal);
        foreach (var (name, value) in f.Required("strategies").Entries())
        {
            var s = value.Fields(["legs", "underlying_price"]);
            found[name] = new LeanStrategy(
                s.Required("underlying_price").Double(1e-9, 1e9),
                [.. s.Required("legs").Items(10).Select(l => ReadLeg(l, prices))]);
        }
        return found;
    }

    // [symbol, lots], the underlying in shares; a symbol is spy<Month><Day>_<strike><Call|Put>, of 2023 in May.
    private static StrategyLeg ReadLeg(JsonCursor at, Dictionary<string, double> prices)
    {
        JsonCursor[] items = [.. at.Items(2)];
        if (items.Length != 2) throw at.Error(null, "is not a leg", "fetch the file again");
        var symbol = items[0].Text();
        var lots = (long)items[1].Double(-1e6, 1e6);
        if (symbol == "_equity")
            return new StrategyLeg(symbol, LegKind.Underlying, 0, 0, 0, lots / (long)SharesPerLot);
        var isCall = symbol.EndsWith("Call", StringComparison.Ordinal);
        var parts = symbol.Split('_');
        var right = isCall ? "Call" : "Put";
        if (parts.Length != 2 || !parts[1].EndsWith(right, StringComparison.Ordinal)
            || !double.TryParse(parts[1][..^right.Length], CultureInfo.InvariantCulture, out var strike)
            || !DateTime.TryParseExact(
                parts[0], "'spy'MMMd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || !prices.TryGetValue(symbol, out var price))
        {
            throw items[0].Error("is no priced option", "fetch the file again");
        }
        var expiry = (day.Month == 5 ? 0 : 1_000) + day.DayOfYear;
        return new StrategyLeg(symbol, isCall ? LegKind.Call : LegKind.Put, strike, expiry, price, lots);
    }

    private sealed record LeanStrategy(double Spot, IReadOnlyList<StrategyLeg> Legs);
}
