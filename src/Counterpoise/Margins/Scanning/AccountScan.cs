using System.Runtime.Intrinsics;
using Counterpoise.Numerics;
using Counterpoise.Pricing;

namespace Counterpoise.Margins.Scanning;

/// <summary>
/// Portfolios over a risk array: sparse rows times a matrix. Allocates nothing, with the same bits at every vector
/// width.
/// </summary>
public static class AccountScan
{
    /// <summary>Most scenarios a scan takes at once.</summary>
    public const int MaxScenarios = 1023;

    /// <summary>
    /// Profit and loss of one portfolio under every scenario, and behind it its value today: Σ quantity × row.
    /// </summary>
    /// <param name="array">Rows on one scenario list.</param>
    /// <param name="rows">Row of each position.</param>
    /// <param name="quantities">Signed, of each position; summed in this order.</param>
    /// <param name="totals">Receives <see cref="RiskArray.Stride"/> sums.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    public static void Totals(
        RiskArray array, ReadOnlySpan<int> rows, ReadOnlySpan<double> quantities, Span<double> totals)
    {
        Columns.Check(rows.Length, quantities.Length, nameof(quantities));
        Columns.Check(array.Stride, totals.Length, nameof(totals));
        CheckRows(rows, array.Count);
        if (Vector512.IsHardwareAccelerated) Kernel<Lanes512>(array).Totals(rows, quantities, totals);
        else if (Vector256.IsHardwareAccelerated) Kernel<Lanes256>(array).Totals(rows, quantities, totals);
        else if (Vector128.IsHardwareAccelerated) Kernel<Lanes128>(array).Totals(rows, quantities, totals);
        else Kernel<LanesScalar>(array).Totals(rows, quantities, totals);
    }

    /// <summary>
    /// The worst profit and loss of every portfolio over the first <paramref name="scenarios"/> scenarios, negative if
    /// it loses; 0 for one without positions.
    /// </summary>
    /// <param name="array">Rows on one scenario list.</param>
    /// <param name="scenarios">How many columns take part.</param>
    /// <param name="accounts">The portfolios.</param>
    /// <param name="worst">Receives one number a portfolio.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a position is in no row of the array.</exception>
    public static void Worst(RiskArray array, int scenarios, SparseAccounts accounts, Span<double> worst)
    {
        Columns.Check(accounts.Count, worst.Length, nameof(worst));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(accounts.LastRow, array.Count - 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(scenarios, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scenarios, Math.Min(array.Stride, MaxScenarios));
        Span<double> added = stackalloc double[array.Stride];
        added[..scenarios].Clear();
        added[scenarios..].Fill(double.PositiveInfinity);
        if (Vector512.IsHardwareAccelerated) Kernel<Lanes512>(array).Worst(accounts, added, worst);
        else if (Vector256.IsHardwareAccelerated) Kernel<Lanes256>(array).Worst(accounts, added, worst);
        else if (Vector128.IsHardwareAccelerated) Kernel<Lanes128>(array).Worst(accounts, added, worst);
        else Kernel<LanesScalar>(array).Worst(accounts, added, worst);
    }

    private static ScanKernel<T> Kernel<T>(RiskArray array)
        where T : struct, ILanes<T> => new(array.Cells, array.Stride);

    private static void CheckRows(ReadOnlySpan<int> rows, int count)
    {
        foreach (var row in rows)
            if ((uint)row >= (uint)count)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"is not a row of an array of {count}");
    }
}
