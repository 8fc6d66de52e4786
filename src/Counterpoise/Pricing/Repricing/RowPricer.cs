using Counterpoise.Markets;

namespace Counterpoise.Pricing.Repricing;

/// <summary>
/// One row of a risk array, cell by cell, for contracts the eightfold kernel does not take: futures and coins, options
/// in a settlement window, expired ones, and what is out of the ordinary. An option's cells are the columns of a batch.
/// </summary>
internal sealed class RowPricer(int mostCells)
{
    private readonly double[] _signs = new double[mostCells];
    private readonly double[] _forwards = new double[mostCells];
    private readonly double[] _strikes = new double[mostCells];
    private readonly double[] _vols = new double[mostCells];
    private readonly double[] _years = new double[mostCells];
    private readonly double[] _prices = new double[mostCells];

    /// <summary>Changes under every scenario, and behind them the value today.</summary>
    public void Price(Contract contract, IReadOnlyList<Scenario> scenarios, Span<double> cells)
    {
        cells.Clear();
        if (!contract.IsOption)
        {
            for (var c = 0; c < scenarios.Count; c++) cells[c] = contract.Change(scenarios[c]);
            cells[scenarios.Count] = contract.Value;
            return;
        }
        var count = scenarios.Count + 1;
        for (var c = 0; c < count; c++) Column(contract, c < scenarios.Count ? scenarios[c] : Scenario.Unchanged, c);
        BatchBlack76.Price(
            new(_signs.AsSpan(0, count), _forwards.AsSpan(0, count), _strikes.AsSpan(0, count),
                _vols.AsSpan(0, count), _years.AsSpan(0, count)),
            _prices.AsSpan(0, count));
        for (var c = 0; c < count; c++) _prices[c] = Native(contract, c);
        var today = _prices[count - 1];
        for (var c = 0; c < count - 1; c++) cells[c] = contract.Size * (_prices[c] - today);
        cells[count - 1] = contract.Size * today;
    }

    // A forward of 0 has no coin price, and a discount factor of 0 is none.
    private double Native(Contract contract, int c)
    {
        if (contract.IsInverse) return _forwards[c] == 0 ? double.NaN : _prices[c] / _forwards[c];
        var discount = contract.Discount(_years[c]);
        return discount > 0 ? _prices[c] * discount : double.NaN;
    }

    private void Column(Contract contract, Scenario scenario, int c)
    {
        _signs[c] = contract.Sign;
        _forwards[c] = contract.Variable * scenario.Spot + contract.Fixed;
        _strikes[c] = contract.Strike;
        _vols[c] = contract.ShockedVol(scenario);
        _years[c] = contract.YearsAfter(scenario.Time);
    }
}
