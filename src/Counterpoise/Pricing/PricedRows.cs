using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Counterpoise.Pricing.Repricing;

namespace Counterpoise.Pricing;

/// <summary>
/// Rows of a risk array by contract and scenario list, for arrays that hold the same contracts again. A contract is
/// known by reference: its maker hands out one object an instrument.
/// </summary>
internal sealed class PricedRows
{
    private readonly Dictionary<(Contract, ScenarioPlan), double[]> _rows = new(new ByReference());

    /// <summary>Changes, and behind them the value today.</summary>
    public bool TryGet(Contract contract, ScenarioPlan plan, [NotNullWhen(true)] out double[]? row) =>
        _rows.TryGetValue((contract, plan), out row);

    /// <summary>Remembers a row.</summary>
    public void Add(Contract contract, ScenarioPlan plan, ReadOnlySpan<double> row)
    {
        // A balance is a contract of its own in every portfolio, and quick to price.
        if (contract.Payoff != Payoff.Coin) _rows[(contract, plan)] = row.ToArray();
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _rows.Clear();

    private sealed class ByReference : IEqualityComparer<(Contract, ScenarioPlan)>
    {
        public bool Equals((Contract, ScenarioPlan) x, (Contract, ScenarioPlan) y) =>
            ReferenceEquals(x.Item1, y.Item1) && ReferenceEquals(x.Item2, y.Item2);

        public int GetHashCode((Contract, ScenarioPlan) key) => HashCode.Combine(
            RuntimeHelpers.GetHashCode(key.Item1), RuntimeHelpers.GetHashCode(key.Item2));
    }
}
