namespace Counterpoise.Margins.Scanning;

/// <summary>How the losses of a scan become one number.</summary>
public enum ReducerKind
{
    /// <summary>The greatest loss (scenario rulebooks).</summary>
    Worst = 0,

    /// <summary>Value-at-risk: the loss at a quantile of equally likely cells.</summary>
    ValueAtRisk = 1,

    /// <summary>Expected shortfall: the mean loss of the worst share of equally likely cells.</summary>
    ExpectedShortfall = 2,
}

/// <summary>
/// From the losses of a scan's cells to its loss. With N equally likely cells and confidence α the tail holds
/// n = N·(1 − α) cells. Value-at-risk is the least loss l with P(L ≤ l) ≥ α: of the cells from the worst down, number
/// ⌊n⌋ + 1. Expected shortfall is the mean of the worst n, the last of them with weight n − ⌊n⌋; so weighted it is
/// coherent, sub-additive included (Acerbi and Tasche, 2002).
/// </summary>
/// <param name="Kind">Which.</param>
/// <param name="Confidence">α, 0 &lt; α &lt; 1; unused for the worst.</param>
public sealed record Reducer(ReducerKind Kind, double Confidence = 1)
{
    /// <summary>The greatest loss; ties go to the lowest index.</summary>
    public static Reducer Worst { get; } = new(ReducerKind.Worst);

    /// <summary>Index of the first cell it looks at.</summary>
    public int First { get; init; }

    /// <summary>How many cells it looks at; 0: all.</summary>
    public int Count { get; init; }

    /// <summary>As printed, e.g. <c>expected shortfall 97.5 %</c>.</summary>
    public string Name => Kind switch
    {
        ReducerKind.ValueAtRisk => $"value-at-risk {Confidence * 100:0.####} %",
        ReducerKind.ExpectedShortfall => $"expected shortfall {Confidence * 100:0.####} %",
        _ => "worst case",
    };

    /// <summary>
    /// n = cells·(1 − α), the cells in the tail. Rounded to 9 decimals: 1 − 0.99 is not 0.01 in binary, and 1,000
    /// cells would have a tail of 10.000000000000009.
    /// </summary>
    public double TailOf(int cells) => Math.Round(cells * (1 - Confidence), 9);

    internal ScanResult Reduce(IReadOnlyList<Competitor> competitors)
    {
        var cells = new List<Competitor>();
        var end = Count == 0 ? competitors.Count : First + Count;
        for (var i = First; i < end; i++) cells.Add(competitors[i]);
        // Worst first. Equal losses: the lower index, so that the order is one and the same everywhere.
        cells.Sort(static (a, b) => b.Loss.CompareTo(a.Loss) is var order && order != 0 ? order : a.Index - b.Index);
        var tail = TailOf(cells.Count);
        var whole = Math.Min((int)tail, cells.Count - 1);
        if (Kind == ReducerKind.ValueAtRisk)
        {
            return new ScanResult(competitors, cells[whole], whole + 1 < cells.Count ? cells[whole + 1] : null)
            {
                Reducer = this,
                Ranked = cells,
                Tail = [new(cells[whole], 1)],
            };
        }
        var parts = new List<TailCell>();
        for (var i = 0; i < whole; i++) parts.Add(new(cells[i], 1 / tail));
        if (tail > whole) parts.Add(new(cells[whole], (tail - whole) / tail));
        return new ScanResult(competitors, cells[0], null) { Reducer = this, Ranked = cells, Tail = parts };
    }
}

/// <summary>A cell a scan's loss is made of.</summary>
/// <param name="Competitor">The cell and its loss.</param>
/// <param name="Weight">Its share; the weights of a tail sum to 1.</param>
public readonly record struct TailCell(Competitor Competitor, double Weight);
