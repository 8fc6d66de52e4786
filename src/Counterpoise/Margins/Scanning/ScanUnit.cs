using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Margins.Scanning;

/// <summary>One competitor for the worst case.</summary>
/// <param name="Index">Its place in the rulebook; a basis contingency stands after the cells.</param>
/// <param name="Cell">The scan cell; null for the basis contingency.</param>
/// <param name="Loss">Bucket units, a loss positive.</param>
public readonly record struct Competitor(int Index, ScanCell? Cell, double Loss)
{
    /// <summary>
    /// The spot moves where coins with rules of their own share the scan, in the order of the coins:
    /// <c>-16%/-18%</c>. Null where the cell's own says it all.
    /// </summary>
    public string? Moves { get; init; }

    /// <summary>As printed.</summary>
    public string Name => Cell?.Named(Moves ?? Cell.Move) ?? "basis contingency";
}

/// <summary>The outcome of a scan: every competitor, the binding one, and the next.</summary>
/// <param name="Competitors">In rulebook order; empty for a standard rulebook or when nothing is scanned.</param>
/// <param name="Binding">The greatest loss after rounding to the money unit; ties go to the lowest index.</param>
/// <param name="RunnerUp">The next in the same order; null if there is none.</param>
public sealed record ScanResult(IReadOnlyList<Competitor> Competitors, Competitor? Binding, Competitor? RunnerUp)
{
    /// <summary>Loss of the binding competitor before any rounding, bucket units.</summary>
    public double Loss => Binding?.Loss ?? 0;

    /// <summary>How much worse the binding competitor is than the runner-up, bucket units.</summary>
    public double MarginToRunnerUp => Binding is { } b && RunnerUp is { } r ? b.Loss - r.Loss : 0;
}

/// <summary>
/// The holdings of a risk unit (or one of them alone) over the shared risk array: their pools, and what each competitor
/// costs.
/// </summary>
internal sealed class ScanUnit
{
    private readonly IReadOnlyList<Holding> _holdings;
    private readonly RiskArray _array;

    public ScanUnit(Rulebook rulebook, IReadOnlyList<Holding> holdings, RiskArray array, ReadOnlySpan<int> rows)
    {
        _holdings = holdings;
        _array = array;
        Pools = ScanPool.Split(rulebook, holdings, rows);
    }

    public ScanPool[] Pools { get; }

    /// <summary>The scenarios of a holding: the cells of its underlying, then basis up and down.</summary>
    public static IReadOnlyList<Scenario> Scenarios(UnderlyingRules rules) =>
        rules.Basis is { } basis
            ? [.. rules.Cells.Select(c => c.Scenario), basis.Up, basis.Down]
            : [.. rules.Cells.Select(c => c.Scenario)];

    public ScanResult Run()
    {
        if (Pools.Length == 0) return new ScanResult([], null, null);
        var rules = Pools[0].Rules;
        if (rules.Cells.Count == 0) return new ScanResult([], null, null);
        var competitors = new Competitor[rules.Cells.Count + (rules.Basis is null ? 0 : 1)];
        for (var c = 0; c < rules.Cells.Count; c++)
            competitors[c] = new Competitor(c, rules.Cells[c], Loss(c)) { Moves = Moves(c) };
        if (rules.Basis is not null) competitors[^1] = new Competitor(competitors.Length - 1, null, BasisLoss());
        Competitor? binding = null, runnerUp = null;
        foreach (var competitor in competitors)
        {
            if (binding is not { } worst || Exceeds(competitor, worst)) (binding, runnerUp) = (competitor, binding);
            else if (runnerUp is not { } next || Exceeds(competitor, next)) runnerUp = competitor;
        }
        return new ScanResult(competitors, binding, runnerUp);
    }

    /// <summary>Σ over the pool of quantity × (value today + change).</summary>
    public double ShockedValue(ScanPool pool, int scenario, out double baseValue)
    {
        double change = 0;
        baseValue = 0;
        foreach (var row in pool.Rows)
        {
            change += _holdings[row].Quantity * _array.Change(row, scenario);
            if (_holdings[row].IsOption) baseValue += _holdings[row].Quantity * _array.Value(row);
        }
        return baseValue + change;
    }

    /// <summary>Basis P&amp;L of a pool in the worse direction: 0 none, 1 up, 2 down. Options only.</summary>
    public (int Direction, double Pnl) Basis(ScanPool pool)
    {
        if (pool.Rules.Basis is null || !_holdings[pool.Rows[0]].IsOption) return (0, 0);
        double up = 0, down = 0;
        var first = pool.Rules.Cells.Count;
        foreach (var row in pool.Rows)
        {
            up += _holdings[row].Quantity * _array.Change(row, first);
            down += _holdings[row].Quantity * _array.Change(row, first + 1);
        }
        var worst = Math.Min(up, down);
        return worst >= 0 ? (0, 0) : (up <= down ? 1 : 2, worst);
    }

    private static bool Exceeds(Competitor a, Competitor b) =>
        Rounding.Nearest(a.Loss, Currency.Usd) > Rounding.Nearest(b.Loss, Currency.Usd);

    // A holding alone, and coins under one set of rules, need no text: there are 100,000 of the former.
    private string? Moves(int cell) => Array.TrueForAll(Pools, p => p.Rules == Pools[0].Rules)
        ? null
        : string.Join('/', Pools.Select(p => p.Rules.Cells[cell].Move).Distinct(StringComparer.Ordinal));

    private double Loss(int cell)
    {
        var pnl = 0.0;
        foreach (var pool in Pools)
        {
            var rule = pool.Rules.Cells[cell];
            var value = ShockedValue(pool, cell, out var today);
            var x = pool.Discount(value) * value - today;
            pnl += pool.Dampened(rule, pool.Capped(pool.Factor(rule, x) * x));
        }
        return 0.0 - pnl;
    }

    private double BasisLoss()
    {
        var pnl = 0.0;
        foreach (var pool in Pools)
            pnl += Basis(pool).Pnl * (pool.Rules.Basis?.Factor(pool.Years) ?? 0);
        return 0.0 - pnl;
    }
}
