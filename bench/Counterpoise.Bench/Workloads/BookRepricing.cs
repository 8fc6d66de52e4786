using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Pricing;

namespace Counterpoise.Bench.Workloads;

/// <summary>
/// OURS: a book of contracts on one scenario list, repriced whole: every row set as after a tick, priced, summed by
/// quantity, worst taken.
/// </summary>
internal sealed class BookRepricing
{
    private readonly Contract[] _contracts;
    private readonly double[] _quantities;
    private readonly RiskArray _array;
    private readonly int[] _rows;
    private readonly int _scenarios;
    private readonly double[] _sums;

    /// <summary>Prepares what is outside the tick.</summary>
    public BookRepricing(
        IReadOnlyList<Contract> contracts, IReadOnlyList<double> quantities, IReadOnlyList<Scenario> scenarios)
    {
        _contracts = [.. contracts];
        _quantities = [.. quantities];
        _scenarios = scenarios.Count;
        _array = new RiskArray(_contracts, _ => scenarios);
        _rows = [.. Enumerable.Range(0, contracts.Count)];
        _sums = new double[_array.Stride];
    }

    /// <summary>Profit and loss of the book per scenario.</summary>
    public ReadOnlySpan<double> Totals => _sums.AsSpan(0, _scenarios);

    /// <summary>The least of <see cref="Totals"/>.</summary>
    public double Worst { get; private set; }

    /// <summary>One tick.</summary>
    public void Run()
    {
        for (var row = 0; row < _contracts.Length; row++) _array.Set(row, _contracts[row]);
        _array.Refresh();
        AccountScan.Totals(_array, _rows, _quantities, _sums);
        Worst = Least(Totals);
    }

    private static double Least(ReadOnlySpan<double> values)
    {
        var least = double.PositiveInfinity;
        foreach (var value in values) least = Math.Min(least, value);
        return least;
    }
}
