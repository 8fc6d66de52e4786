using Counterpoise.Markets;

namespace Counterpoise.Pricing;

/// <summary>
/// Contract × scenario: change of value per unit of quantity, and the base value today, each priced once and shared by
/// everything that is margined against the same market. Rows are contracts; a row has as many cells as its scenario
/// list.
/// </summary>
public sealed class RiskArray
{
    private readonly double[][] _changes;
    private readonly double[] _values;

    /// <summary>Prices every contract under every scenario of its list.</summary>
    /// <param name="contracts">One row each.</param>
    /// <param name="scenarios">The scenarios of row i.</param>
    public RiskArray(IReadOnlyList<Contract> contracts, Func<int, IReadOnlyList<Scenario>> scenarios)
    {
        _changes = new double[contracts.Count][];
        _values = new double[contracts.Count];
        for (var row = 0; row < contracts.Count; row++)
        {
            var list = scenarios(row);
            var cells = new double[list.Count];
            for (var i = 0; i < cells.Length; i++) cells[i] = contracts[row].Change(list[i]);
            _changes[row] = cells;
            _values[row] = contracts[row].Value;
        }
    }

    /// <summary>Rows.</summary>
    public int Count => _values.Length;

    /// <summary>Value today per unit of quantity, native currency.</summary>
    public double Value(int row) => _values[row];

    /// <summary>Change of value per unit of quantity under a scenario, native currency.</summary>
    public double Change(int row, int scenario) => _changes[row][scenario];
}
