using System.Runtime.Intrinsics;
using Counterpoise.Numerics;
using Counterpoise.Pricing;

namespace Counterpoise.Margins.Scanning;

/// <summary>
/// An account's profit and loss under every scenario in whole grains, kept up to date trade by trade and tick by tick.
/// It equals a rebuild from the positions bit for bit, in any order and at any vector width, because Σ|lots|·(greatest
/// cell of the row) is kept below 2⁵³: what would reach it is refused.
/// <para>
/// A trade that is refused changes nothing. A row that is refused is another matter: the array has it already, so the
/// totals no longer fit and take nothing until <see cref="TryRebuild"/>. When a row of the array changes, every holder
/// reprices before the next trade in it.
/// </para>
/// </summary>
public sealed class ScenarioTotals
{
    private const long MostLots = (long)Grain.Limit / 2;

    private readonly GrainArray _array;
    private readonly AlignedDoubles _totals;
    private double _reach;

    /// <summary>The totals of an empty account.</summary>
    /// <param name="array">The array its positions stand in.</param>
    public ScenarioTotals(GrainArray array)
    {
        _array = array;
        _totals = new AlignedDoubles(array.Stride);
    }

    /// <summary>Totals in grains: changes under every scenario, the value today, padding.</summary>
    public ReadOnlySpan<double> Grains => _totals.Span;

    /// <summary>
    /// True after a row was refused, until <see cref="TryRebuild"/>: the totals are of an older array.
    /// </summary>
    public bool IsBehind { get; private set; }

    /// <summary>Σ|lots| over the net positions.</summary>
    public long GrossLots { get; private set; }

    /// <summary>
    /// How far rounding the cells can have moved any total, currency units: ½·grain·Σ|lots|. Whoever charges a
    /// requirement from these totals adds it; it is also the tolerance between engine and desk.
    /// </summary>
    public double RoundingBound => 0.5 * _array.Grain.Size * GrossLots;

    /// <summary>The worst profit and loss over all scenarios, currency units; negative if the account loses.</summary>
    public double Worst()
    {
        var worst = Grains[0];
        foreach (var total in Grains[1.._array.Scenarios]) worst = Math.Min(worst, total);
        return worst * _array.Grain.Size;
    }

    /// <summary>Profit and loss under a scenario, currency units.</summary>
    public double Change(int scenario) => Grains[.._array.Scenarios][scenario] * _array.Grain.Size;

    /// <summary>Value today, currency units.</summary>
    public double Value => Grains[_array.Scenarios] * _array.Grain.Size;

    /// <summary>Adds a trade. False, and nothing changes, if totals could reach 2⁵³ or are behind the array.</summary>
    /// <param name="row">Row of the contract.</param>
    /// <param name="held">Signed lots of it before the trade.</param>
    /// <param name="traded">Signed lots bought.</param>
    public bool TryTrade(int row, long held, long traded)
    {
        if (IsBehind || !IsCountable(held) || !IsCountable(traded) || !IsCountable(held + traded)) return false;
        var gross = Math.Abs(held + traded) - Math.Abs(held);
        var largest = _array.Largest(row);
        var reach = _reach + gross * largest;
        // The step must be exact too: it may be twice what is held before or after.
        if (!(reach is >= 0 and < Grain.Limit) || !(Math.Abs(traded) * largest < Grain.Limit)) return false;
        if (GrossLots + gross is < 0 or > MostLots) return false;
        Add(_array.Row(row), traded);
        _reach = reach;
        GrossLots += gross;
        return true;
    }

    /// <summary>
    /// Takes over a row of the array that has changed and is held. False if totals could reach 2⁵³, the grain being too
    /// fine for this market: then they are behind (<see cref="IsBehind"/>).
    /// </summary>
    /// <param name="row">Its index.</param>
    /// <param name="before">The row the totals were made with: whole numbers below 2⁵³, as long as a row.</param>
    /// <param name="held">Signed lots.</param>
    /// <exception cref="ArgumentException"><paramref name="before"/> is not such a row.</exception>
    public bool TryReprice(int row, ReadOnlySpan<double> before, long held)
    {
        Columns.Check(_totals.Length, before.Length, nameof(before));
        var largest = 0.0;
        foreach (var cell in before)
        {
            if (!double.IsInteger(cell) || !(Math.Abs(cell) < Grain.Limit))
                throw new ArgumentException($"{cell:R} is not a whole number below 2^53", nameof(before));
            largest = Math.Max(largest, Math.Abs(cell));
        }
        if (IsBehind) return false;
        var reach = _reach + Math.Abs((double)held) * (_array.Largest(row) - largest);
        if (!IsCountable(held) || !(reach is >= 0 and < Grain.Limit))
        {
            IsBehind = true;
            return false;
        }
        Add(before, -held);
        Add(_array.Row(row), held);
        _reach = reach;
        return true;
    }

    /// <summary>
    /// Totals of these positions from nothing. False if they could reach 2⁵³: then the account stays behind.
    /// </summary>
    /// <param name="rows">Row of each position, each once.</param>
    /// <param name="lots">Signed lots of each.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public bool TryRebuild(ReadOnlySpan<int> rows, ReadOnlySpan<long> lots)
    {
        Columns.Check(rows.Length, lots.Length, nameof(lots));
        _totals.Span.Clear();
        (_reach, GrossLots, IsBehind) = (0, 0, false);
        for (var i = 0; i < rows.Length; i++)
        {
            if (TryTrade(rows[i], 0, lots[i])) continue;
            IsBehind = true;
            return false;
        }
        return true;
    }

    private static bool IsCountable(long lots) => lots is >= -MostLots and <= MostLots;

    private void Add(ReadOnlySpan<double> row, long lots)
    {
        if (Vector512.IsHardwareAccelerated) ScanKernel<Lanes512>.Add(row, lots, _totals.Span);
        else if (Vector256.IsHardwareAccelerated) ScanKernel<Lanes256>.Add(row, lots, _totals.Span);
        else if (Vector128.IsHardwareAccelerated) ScanKernel<Lanes128>.Add(row, lots, _totals.Span);
        else ScanKernel<LanesScalar>.Add(row, lots, _totals.Span);
    }
}
