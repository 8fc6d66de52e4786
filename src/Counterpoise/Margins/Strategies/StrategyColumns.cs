namespace Counterpoise.Margins.Strategies;

/// <summary>A shape on definite legs: one column of the cover programme.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Legs">Leg numbers in the shape's order.</param>
/// <param name="Initial">Per lot, whole grains, rounded up.</param>
/// <param name="Maintenance">The same.</param>
public sealed record StrategyColumn(
    StrategyShape Shape, IReadOnlyList<int> Legs, long Initial, long Maintenance)
{
    /// <summary>Lots of the i-th leg in one unit, without sign.</summary>
    public int UnitsOf(int i) => Math.Abs(Shape.Legs[i].Units);

    /// <summary>One of the two margins.</summary>
    public long Cost(bool isInitial) => isInitial ? Initial : Maintenance;
}

/// <summary>All strategies that can be formed from a book's legs.</summary>
public static class StrategyColumns
{
    /// <summary>More columns than this and the larger shapes are left out, which the result says.</summary>
    public const int MaxColumns = 400_000;

    /// <summary>The columns of a book.</summary>
    /// <param name="rates">The rule's numbers.</param>
    /// <param name="book">The legs.</param>
    /// <param name="grain">Quote currency per unit of cost.</param>
    /// <param name="isComplete">False if there were too many.</param>
    public static IReadOnlyList<StrategyColumn> Of(
        StrategyRates rates, StrategyBook book, double grain, out bool isComplete)
    {
        var builder = new Builder(rates, book, grain);
        // Single legs come last in the list but must always be there.
        var shapes = StrategyShapes.All;
        var taken = new List<StrategyColumn>[shapes.Count];
        isComplete = true;
        var total = 0;
        for (var s = shapes.Count - 1; s >= 0; s--)
        {
            taken[s] = builder.Of(shapes[s], MaxColumns - total);
            if (taken[s].Count > MaxColumns - total && shapes[s].Legs.Count > 1)
            {
                isComplete = false;
                taken[s] = [];
            }
            total += taken[s].Count;
        }
        return [.. taken.SelectMany(t => t)];
    }

    /// <summary>
    /// The unit of cost: the power of two that leaves the dearest single leg between 2²⁹ and 2³⁰ units a lot. Sums of
    /// whole units are exact in a long, and their products with the grain in a double.
    /// </summary>
    public static double GrainOf(StrategyRates rates, StrategyBook book)
    {
        var dearest = book.Spot * book.LotSize;
        foreach (var leg in book.Legs)
            if (leg.Kind != LegKind.Underlying)
                dearest = Math.Max(dearest, StrategyRules.Naked(rates, book.Spot, leg) * book.LotSize);
        return Math.ScaleB(1, Math.ILogB(dearest) - 29);
    }

    private sealed class Builder(StrategyRates rates, StrategyBook book, double grain)
    {
        private readonly StrategyLeg[] _chosen = new StrategyLeg[4];
        private readonly int[] _at = new int[4];
        private List<StrategyColumn> _found = [];
        private int _most;

        public List<StrategyColumn> Of(StrategyShape shape, int most)
        {
            (_found, _most) = ([], most);
            Extend(shape, 0);
            return _found;
        }

        private void Extend(StrategyShape shape, int count)
        {
            if (count == shape.Legs.Count)
            {
                var margin = shape.Margin(rates, book.Spot, _chosen.AsSpan(0, count));
                _found.Add(new StrategyColumn(
                    shape, _at[..count], Units(margin.Initial), Units(margin.Maintenance)));
                return;
            }
            var units = Math.Abs(shape.Legs[count].Units);
            for (var i = 0; i < book.Legs.Count && _found.Count <= _most; i++)
            {
                if (Math.Abs(book.Legs[i].Lots) < units) continue;
                (_chosen[count], _at[count]) = (book.Legs[i], i);
                if (shape.FitsNext(_chosen.AsSpan(0, count + 1))) Extend(shape, count + 1);
            }
        }

        // A thousandth of a unit is arithmetic, not margin.
        private long Units(double margin) => (long)Math.Ceiling(margin * book.LotSize / grain - 1e-3);
    }
}
