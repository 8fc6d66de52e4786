namespace Counterpoise.Margins.Strategies;

/// <summary>A strategy that was formed.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Legs">Leg numbers of the book, in the shape's order.</param>
/// <param name="Count">How many, whole.</param>
/// <param name="Margin">Of all of them, quote currency.</param>
public sealed record FormedStrategy(StrategyShape Shape, IReadOnlyList<int> Legs, long Count, double Margin);

/// <summary>
/// A book taken apart into strategies at the least margin over all ways to do so: initial and maintenance each have a
/// minimum of their own, and what is formed may differ.
/// </summary>
/// <param name="Strategies">What was formed, in the order of <see cref="StrategyShapes.All"/>.</param>
/// <param name="Total">Σ of their margins, quote currency: exact, whole grains.</param>
/// <param name="Bound">No way to form strategies needs less.</param>
/// <param name="Nodes">Branches looked at to find and prove it; 1: none was needed.</param>
/// <param name="Steps">Simplex steps in all of them.</param>
/// <param name="Columns">Strategies that could be formed.</param>
public sealed record Decomposition(
    IReadOnlyList<FormedStrategy> Strategies, double Total, double Bound, int Nodes, int Steps, int Columns)
{
    /// <summary>Branches after which the search stops and says what it has not proven.</summary>
    public const int MaxNodes = 20_000;

    /// <summary>Most lots of a book, without sign.</summary>
    public const long MaxLots = 1_000_000_000;

    /// <summary>What may be left to gain; 0: proven to be the least.</summary>
    public double Gap => Total - Bound;

    /// <summary>Every margin is a whole multiple of this power of two, quote currency.</summary>
    public double Grain { get; private init; }

    /// <summary>True if no way to form strategies needs less.</summary>
    public bool IsProven => Gap == 0;

    /// <summary>Takes a book apart.</summary>
    /// <param name="rates">The rule's numbers.</param>
    /// <param name="book">The legs; may be empty.</param>
    /// <param name="isInitial">Initial or maintenance margin.</param>
    /// <param name="maxNodes">Branches after which to stop.</param>
    /// <exception cref="InvalidInputException">A leg has no lots, or there are too many.</exception>
    public static Decomposition Of(
        StrategyRates rates, StrategyBook book, bool isInitial, int maxNodes = MaxNodes) =>
        Of(rates, book, isInitial, maxNodes, isCut: true);

    /// <summary>The same, by branches alone where there are no cuts.</summary>
    internal static Decomposition Of(
        StrategyRates rates, StrategyBook book, bool isInitial, int maxNodes, bool isCut)
    {
        if (book.Legs.Count == 0) return new Decomposition([], 0, 0, 0, 0, 0);
        Check(book);
        var grain = StrategyColumns.GrainOf(rates, book);
        var columns = StrategyColumns.Of(rates, book, grain, out var isComplete);
        long[] lots = [.. book.Legs.Select(l => Math.Abs(l.Lots))];
        var cover = new CoverSearch(ProgramOf(columns, lots.Length, isInitial), lots, isCut).Solve(maxNodes);
        var formed = new List<FormedStrategy>();
        for (var j = 0; j < columns.Count; j++)
        {
            if (cover.Counts[j] == 0) continue;
            var margin = cover.Counts[j] * columns[j].Cost(isInitial) * grain;
            formed.Add(new FormedStrategy(columns[j].Shape, columns[j].Legs, cover.Counts[j], margin));
        }
        // A bound over some of the columns bounds nothing.
        return new Decomposition(
            formed, cover.Cost * grain, isComplete ? cover.Bound * grain : 0, cover.Nodes, cover.Steps, columns.Count)
        {
            Grain = grain,
        };
    }

    private static void Check(StrategyBook book)
    {
        var lots = 0L;
        foreach (var leg in book.Legs)
        {
            if (leg.Lots == 0 || Math.Abs((double)leg.Lots) > MaxLots) throw Refused(leg.Name, leg.Lots);
            lots += Math.Abs(leg.Lots);
        }
        if (lots > MaxLots) throw Refused("all legs", lots);
    }

    private static InvalidInputException Refused(string name, long lots) =>
        new("positions.quantity", $"{lots:N0} lots", $"of {name} cannot be formed into strategies",
            $"hold from 1 to {MaxLots:N0} lots, a lot being the largest common step of the options' quantities");

    private static CoverProgram ProgramOf(IReadOnlyList<StrategyColumn> columns, int legs, bool isInitial)
    {
        var program = new CoverColumn[columns.Count];
        var single = new int[legs];
        for (var j = 0; j < program.Length; j++)
        {
            var column = columns[j];
            program[j] = new CoverColumn(
                [.. column.Legs], [.. Enumerable.Range(0, column.Legs.Count).Select(column.UnitsOf)],
                column.Cost(isInitial));
            if (column.Legs.Count == 1) single[column.Legs[0]] = j;
        }
        return new CoverProgram(program, single);
    }
}
