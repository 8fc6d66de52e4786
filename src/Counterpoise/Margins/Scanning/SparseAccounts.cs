using Counterpoise.Pricing;

namespace Counterpoise.Margins.Scanning;

/// <summary>
/// Portfolios as compressed sparse rows over a <see cref="RiskArray"/>, checked once and scanned often. Starts and rows
/// are copied; quantities are not, so that they may change between scans.
/// </summary>
public sealed class SparseAccounts
{
    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly double[] _quantities;

    /// <summary>Binds the columns.</summary>
    /// <param name="starts">First position of each portfolio, and behind them the number of positions.</param>
    /// <param name="rows">Row of each position.</param>
    /// <param name="quantities">Signed, of each position.</param>
    /// <exception cref="ArgumentException">Lengths differ, starts go backwards, or a row is negative.</exception>
    public SparseAccounts(int[] starts, int[] rows, double[] quantities)
    {
        (starts, rows) = ([.. starts], [.. rows]);
        Columns.Check(rows.Length, quantities.Length, nameof(quantities));
        var before = 0;
        foreach (var start in starts)
        {
            if (start < before || start > rows.Length)
                throw new ArgumentException($"{start} is not between {before} and {rows.Length}", nameof(starts));
            before = start;
        }
        if (starts.Length == 0 || before != rows.Length)
            throw new ArgumentException($"end at {before}, not at the {rows.Length} positions", nameof(starts));
        LastRow = -1;
        foreach (var row in rows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(rows));
            LastRow = Math.Max(LastRow, row);
        }
        (_starts, _rows, _quantities) = (starts, rows, quantities);
    }

    /// <summary>Portfolios.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The greatest row held; −1 if nothing is.</summary>
    public int LastRow { get; }

    /// <summary>First position of each portfolio, and behind them the number of positions.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>Row of each position.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>Signed, of each position.</summary>
    public ReadOnlySpan<double> Quantities => _quantities;
}
