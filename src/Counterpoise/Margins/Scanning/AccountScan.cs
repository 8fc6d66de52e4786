using System.Runtime.Intrinsics;
using Counterpoise.Numerics;
using Counterpoise.Pricing;

namespace Counterpoise.Margins.Scanning;

/// <summary>
/// Portfolios over a risk array: sparse rows times a matrix. Allocates nothing, with the same bits at every vector
/// width; over a <see cref="GrainArray"/>, in whole lots and with totals below 2⁵³, also in any order of the positions.
/// Results must not overlap what is read.
/// </summary>
public static class AccountScan
{
    /// <summary>Most scenarios of an array whose portfolios are scanned at once.</summary>
    public const int MaxScenarios = 1023;

    /// <summary>
    /// Profit and loss of one portfolio under every scenario, and behind it its value today: Σ quantity × row.
    /// </summary>
    /// <param name="array">Rows on one scenario list.</param>
    /// <param name="rows">Row of each position.</param>
    /// <param name="quantities">Signed, of each position; summed in this order.</param>
    /// <param name="totals">Receives <see cref="RiskArray.Stride"/> sums.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a row is not in the array.</exception>
    public static void Totals(
        RiskArray array, ReadOnlySpan<int> rows, ReadOnlySpan<double> quantities, Span<double> totals) =>
        Totals(array.Cells, array.Stride, array.Count, rows, quantities, totals);

    /// <summary>The same in grains: quantities are whole lots, totals whole grains.</summary>
    /// <param name="array">Rows in grains.</param>
    /// <param name="rows">Row of each position.</param>
    /// <param name="lots">Signed whole lots of each position.</param>
    /// <param name="totals">Receives <see cref="GrainArray.Stride"/> sums.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a row is not in the array.</exception>
    public static void Totals(
        GrainArray array, ReadOnlySpan<int> rows, ReadOnlySpan<double> lots, Span<double> totals) =>
        Totals(array.Cells, array.Stride, array.Count, rows, lots, totals);

    /// <summary>
    /// The worst profit and loss of every portfolio over the first <paramref name="scenarios"/> scenarios, negative if
    /// it loses; 0 for one without positions, NaN for one with a total that is none.
    /// </summary>
    /// <param name="array">Rows on one scenario list.</param>
    /// <param name="scenarios">How many columns take part: no more than the shortest list of the array has.</param>
    /// <param name="accounts">The portfolios.</param>
    /// <param name="worst">Receives one number a portfolio.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a position is in no row of the array.</exception>
    public static void Worst(RiskArray array, int scenarios, SparseAccounts accounts, Span<double> worst)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(accounts.LastRow, array.Count - 1, nameof(accounts));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scenarios, array.FewestScenarios);
        Worst(array.Cells, array.Stride, scenarios, accounts, worst);
    }

    /// <summary>The same in grains.</summary>
    /// <param name="array">Rows in grains.</param>
    /// <param name="accounts">The portfolios, in whole lots.</param>
    /// <param name="worst">Receives one whole number a portfolio.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a position is in no row of the array.</exception>
    public static void Worst(GrainArray array, SparseAccounts accounts, Span<double> worst)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(accounts.LastRow, array.Count - 1, nameof(accounts));
        Worst(array.Cells, array.Stride, array.Scenarios, accounts, worst);
    }

    private static void Totals(
        ReadOnlySpan<double> cells, int stride, int count, ReadOnlySpan<int> rows, ReadOnlySpan<double> quantities,
        Span<double> totals)
    {
        Columns.Check(rows.Length, quantities.Length, nameof(quantities));
        Columns.Check(stride, totals.Length, nameof(totals));
        foreach (var row in rows)
        {
            if (row < 0 || row >= count)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"is not a row of an array of {count}");
        }
        if (Vector512.IsHardwareAccelerated) new ScanKernel<Lanes512>(cells, stride).Totals(rows, quantities, totals);
        else if (Vector256.IsHardwareAccelerated)
            new ScanKernel<Lanes256>(cells, stride).Totals(rows, quantities, totals);
        else if (Vector128.IsHardwareAccelerated)
            new ScanKernel<Lanes128>(cells, stride).Totals(rows, quantities, totals);
        else new ScanKernel<LanesScalar>(cells, stride).Totals(rows, quantities, totals);
    }

    private static void Worst(
        ReadOnlySpan<double> cells, int stride, int scenarios, SparseAccounts accounts, Span<double> worst)
    {
        Columns.Check(accounts.Count, worst.Length, nameof(worst));
        ArgumentOutOfRangeException.ThrowIfLessThan(scenarios, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scenarios, stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride, MaxScenarios + 1);
        if (Vector512.IsHardwareAccelerated) new ScanKernel<Lanes512>(cells, stride).Worst(accounts, scenarios, worst);
        else if (Vector256.IsHardwareAccelerated)
            new ScanKernel<Lanes256>(cells, stride).Worst(accounts, scenarios, worst);
        else if (Vector128.IsHardwareAccelerated)
            new ScanKernel<Lanes128>(cells, stride).Worst(accounts, scenarios, worst);
        else new ScanKernel<LanesScalar>(cells, stride).Worst(accounts, scenarios, worst);
    }
}
