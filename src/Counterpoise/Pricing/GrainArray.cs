using Counterpoise.Numerics;

namespace Counterpoise.Pricing;

/// <summary>
/// A risk array in whole grains per lot, as an engine holds it: row by row what <see cref="RiskArray"/> has in currency
/// per unit. The value today stands behind the changes; padding is 0.
/// </summary>
public sealed class GrainArray
{
    private readonly AlignedDoubles _cells;
    private readonly double[] _largest;

    /// <summary>An array of zeros.</summary>
    /// <param name="rows">Contracts.</param>
    /// <param name="scenarios">Scenarios of every row.</param>
    /// <param name="grain">Step of the cells.</param>
    public GrainArray(int rows, int scenarios, Grain grain)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(scenarios, 1);
        Grain = grain;
        Scenarios = scenarios;
        Stride = AlignedDoubles.Padded(scenarios + 1);
        _cells = new AlignedDoubles(Stride * rows);
        _largest = new double[rows];
    }

    /// <summary>Step of the cells, currency units per lot.</summary>
    public Grain Grain { get; }

    /// <summary>Rows.</summary>
    public int Count => _largest.Length;

    /// <summary>Scenarios of a row; the value today stands behind their changes.</summary>
    public int Scenarios { get; }

    /// <summary>Doubles from one row to the next, a multiple of 8.</summary>
    public int Stride { get; }

    /// <summary>All rows.</summary>
    public ReadOnlySpan<double> Cells => _cells.Span;

    /// <summary>A row: whole numbers.</summary>
    public ReadOnlySpan<double> Row(int row) => _cells.Span.Slice(row * Stride, Stride);

    /// <summary>The greatest size of a number in a row.</summary>
    public double Largest(int row) => _largest[row];

    /// <summary>
    /// Replaces a row. False, and the row is as before, if a cell is not finite or too large for the grain.
    /// </summary>
    /// <param name="row">Its index.</param>
    /// <param name="cells">Changes per unit of quantity and the value today, as in <see cref="RiskArray"/>.</param>
    /// <param name="lot">Units of quantity in a lot.</param>
    /// <exception cref="ArgumentException">There are fewer cells than scenarios and a value.</exception>
    public bool TrySet(int row, ReadOnlySpan<double> cells, double lot)
    {
        if (cells.Length <= Scenarios)
        {
            throw new ArgumentException(
                $"{cells.Length} are fewer than {Scenarios} changes and a value", nameof(cells));
        }
        var largest = 0.0;
        for (var c = 0; c <= Scenarios; c++)
        {
            var whole = Grain.Whole(cells[c], lot);
            if (double.IsNaN(whole)) return false;
            largest = Math.Max(largest, Math.Abs(whole));
        }
        var target = _cells.Span.Slice(row * Stride, Stride);
        for (var c = 0; c <= Scenarios; c++) target[c] = Grain.Whole(cells[c], lot);
        _largest[row] = largest;
        return true;
    }
}
