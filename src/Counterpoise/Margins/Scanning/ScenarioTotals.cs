using System.Runtime.Intrinsics;
using Counterpoise.Numerics;
using Counterpoise.Pricing;

namespace Counterpoise.Margins.Scanning;

/// <summary>
/// An account's profit and loss under every scenario in whole grains, kept up to date trade by trade and tick by tick.
/// It equals a rebuild from the positions bit for bit, in any order and at any vector width, because Σ|lots|·(greatest
/// cell of the row) is kept below 2⁵³: what would pass it is refused and changes nothing.
/// </summary>
public sealed class ScenarioTotals
{
    private readonly AlignedDoubles _totals;
    private readonly Grain _grain;
    private readonly int _scenarios;
    private double _reach;

    /// <summary>The totals of an empty account.</summary>
    /// <param name="array">The array its positions stand in; gives scenarios and grain.</param>
    public ScenarioTotals(GrainArray array)
    {
        _grain = array.Grain;
        _scenarios = array.Scenarios;
        _totals = new AlignedDoubles(array.Stride);
    }

    /// <summary>Totals in grains: changes under every scenario, the value today, padding.</summary>
    public ReadOnlySpan<double> Grains => _totals.Span;

    /// <summary>Σ|lots| over the net positions.</summary>
    public long GrossLots { get; private set; }

    /// <summary>
    /// How far rounding the cells can have moved any total, currency units: ½·grain·Σ|lots|. It is added to a
    /// requirement in the gate, and it is the tolerance between engine and desk.
    /// </summary>
    public double RoundingBound => 0.5 * _grain.Size * GrossLots;

    /// <summary>The worst profit and loss over all scenarios, currency units; negative if the account loses.</summary>
    public double Worst()
    {
        var worst = Grains[0];
        foreach (var total in Grains[1.._scenarios]) worst = Math.Min(worst, total);
        return worst * _grain.Size;
    }

    /// <summary>Profit and loss under a scenario, currency units.</summary>
    public double Change(int scenario) => Grains[scenario] * _grain.Size;

    /// <summary>Value today, currency units.</summary>
    public double Value => Grains[_scenarios] * _grain.Size;

    /// <summary>Adds a trade. False, and nothing changes, if totals could pass 2⁵³.</summary>
    /// <param name="array">The array.</param>
    /// <param name="row">Row of the contract.</param>
    /// <param name="held">Signed lots of it before the trade.</param>
    /// <param name="traded">Signed lots bought.</param>
    public bool TryTrade(GrainArray array, int row, long held, long traded)
    {
        Columns.Check(_totals.Length, array.Stride, nameof(array));
        if (!IsCountable(held) || !IsCountable(traded)) return false;
        var gross = Math.Abs(held + traded) - Math.Abs(held);
        var reach = _reach + gross * array.Largest(row);
        // The step itself must be exact too: it may be twice what is held before or after.
        if (!(reach <= Grain.Limit) || !(Math.Abs(traded) * array.Largest(row) <= Grain.Limit)) return false;
        Add(array.Row(row), traded);
        _reach = reach;
        GrossLots += gross;
        return true;
    }

    /// <summary>
    /// Takes over a new row of a contract that is held. False, and nothing changes, if totals could pass 2⁵³: the grain
    /// is too fine for this market.
    /// </summary>
    /// <param name="before">The row the totals were made with.</param>
    /// <param name="after">The row from now on.</param>
    /// <param name="held">Signed lots.</param>
    /// <exception cref="ArgumentException">A row has another length than the totals.</exception>
    public bool TryReprice(ReadOnlySpan<double> before, ReadOnlySpan<double> after, long held)
    {
        Columns.Check(_totals.Length, before.Length, nameof(before));
        Columns.Check(_totals.Length, after.Length, nameof(after));
        if (!IsCountable(held)) return false;
        var reach = _reach + Math.Abs(held) * (Largest(after) - Largest(before));
        if (!(reach <= Grain.Limit)) return false;
        Add(before, -held);
        Add(after, held);
        _reach = reach;
        return true;
    }

    private static bool IsCountable(long lots) => lots is >= -(long)Grain.Limit / 2 and <= (long)Grain.Limit / 2;

    private static double Largest(ReadOnlySpan<double> row)
    {
        var largest = 0.0;
        foreach (var cell in row) largest = Math.Max(largest, Math.Abs(cell));
        return largest;
    }

    private void Add(ReadOnlySpan<double> row, long lots)
    {
        Columns.Check(_totals.Length, row.Length, nameof(row));
        if (Vector512.IsHardwareAccelerated) ScanKernel<Lanes512>.Add(row, lots, _totals.Span);
        else if (Vector256.IsHardwareAccelerated) ScanKernel<Lanes256>.Add(row, lots, _totals.Span);
        else if (Vector128.IsHardwareAccelerated) ScanKernel<Lanes128>.Add(row, lots, _totals.Span);
        else ScanKernel<LanesScalar>.Add(row, lots, _totals.Span);
    }
}
