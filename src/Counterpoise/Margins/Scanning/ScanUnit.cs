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
    /// <summary>How the losses became one.</summary>
    public Reducer Reducer { get; init; } = Reducer.Worst;

    /// <summary>The cells the reducer looked at, worst first; empty for the worst case.</summary>
    public IReadOnlyList<Competitor> Ranked { get; init; } = [];

    /// <summary>
    /// The cells the loss is the weighted mean of; empty where it is the binding competitor's. Expected shortfall has
    /// the worst cell for its binding one.
    /// </summary>
    public IReadOnlyList<TailCell> Tail { get; init; } = [];

    /// <summary>The loss before any rounding, bucket units.</summary>
    public double Loss
    {
        get
        {
            if (Tail.Count == 0) return Binding?.Loss ?? 0;
            var sum = 0.0;
            foreach (var cell in Tail) sum += cell.Weight * cell.Competitor.Loss;
            return sum;
        }
    }

    /// <summary>What the loss is, as printed: the binding competitor, or the reducer and its cells.</summary>
    public string Name => Reducer.Kind switch
    {
        ReducerKind.ValueAtRisk =>
            $"{Reducer.Name}, {Reducer.TailOf(Ranked.Count):0.##} of {Ranked.Count:N0} dates are worse than "
            + $"{Binding?.Name}",
        ReducerKind.ExpectedShortfall =>
            $"{Reducer.Name}, mean of {Reducer.TailOf(Ranked.Count):0.##} of {Ranked.Count:N0} dates, "
            + $"worst {Binding?.Name}",
        _ => Binding?.Name ?? "",
    };

    /// <summary>How much worse the binding competitor is than the runner-up, bucket units.</summary>
    public double MarginToRunnerUp => Binding is { } b && RunnerUp is { } r ? b.Loss - r.Loss : 0;
}

/// <summary>
/// The holdings of a risk unit (or one of them alone) over the shared risk array: their pools, and what each competitor
/// costs. The array may be refreshed between runs.
/// </summary>
internal sealed class ScanUnit
{
    private static readonly ScanResult Nothing = new([], null, null);

    private readonly IReadOnlyList<Holding> _holdings;
    private readonly double[] _totals;
    private readonly Reducer _reducer;

    public ScanUnit(Rulebook rulebook, IReadOnlyList<Holding> holdings, RiskArray array, ReadOnlySpan<int> rows)
    {
        _holdings = holdings;
        _reducer = rulebook.InitialReducer;
        Cells = array;
        Pools = ScanPool.Split(rulebook, holdings, rows);
        _totals = new double[Pools.Length * array.Stride];
    }

    /// <summary>Rows of all holdings, the unit's among them.</summary>
    public RiskArray Cells { get; }

    public ScanPool[] Pools { get; }

    /// <summary>The scenarios of a holding: the cells of its underlying, then basis up and down.</summary>
    public static IReadOnlyList<Scenario> Scenarios(UnderlyingRules rules) =>
        rules.Basis is { } basis
            ? [.. rules.Cells.Select(c => c.Scenario), basis.Up, basis.Down]
            : [.. rules.Cells.Select(c => c.Scenario)];

    /// <summary>Runs the scan.</summary>
    /// <param name="isAlone">Of the worst case keep the binding competitor only.</param>
    public ScanResult Run(bool isAlone = false)
    {
        if (!HasCells) return Nothing;
        for (var p = 0; p < Pools.Length; p++)
            AccountScan.Totals(Cells, Pools[p].Rows, Pools[p].Quantities, TotalsOf(p));
        var rules = Pools[0].Rules;
        var count = rules.Cells.Count + (rules.Basis is null ? 0 : 1);
        var isWorst = _reducer.Kind == ReducerKind.Worst;
        if (isAlone && isWorst) return Worst(_reducer, []);
        var competitors = new Competitor[count];
        var moves = Moves();
        for (var c = 0; c < count; c++) competitors[c] = At(c) with { Moves = moves?[c] };
        return isWorst ? Worst(_reducer, competitors) : _reducer.Reduce(competitors);
    }

    /// <summary>The scan for maintenance margin, once it has been run.</summary>
    /// <param name="scan">What it came to for initial margin.</param>
    /// <param name="reducer">That of maintenance margin.</param>
    public ScanResult Again(ScanResult scan, Reducer reducer) => reducer == _reducer || !HasCells ? scan
        : reducer.Kind == ReducerKind.Worst ? Worst(reducer, scan.Competitors) : reducer.Reduce(scan.Competitors);

    /// <summary>The loss of a cell where coins held as collateral gain against losses of their own coin only.</summary>
    public double JointLoss(Competitor competitor)
    {
        var gain = 0.0;
        foreach (var pool in Pools)
            for (var i = 0; i < pool.Rows.Length; i++)
            {
                if (_holdings[pool.Rows[i]].Collateral is null) continue;
                gain += pool.Quantities[i] * Cells.Change(pool.Rows[i], competitor.Index);
            }
        // Gain or loss, it keeps its sign under the weight.
        var weighted = Pools[0].Factor(Pools[0].Rules.Cells[competitor.Index], gain) * gain;
        if (weighted <= 0) return competitor.Loss;
        var derivatives = competitor.Loss + weighted;
        return derivatives <= 0 ? derivatives : Math.Max(competitor.Loss, 0);
    }

    private bool HasCells => Pools.Length > 0 && Pools[0].Rules.Cells.Count > 0;

    // Ties go to the lowest index. Without a list of competitors they are worked out here.
    private ScanResult Worst(Reducer reducer, IReadOnlyList<Competitor> competitors)
    {
        var rules = Pools[0].Rules;
        var count = rules.Cells.Count + (rules.Basis is null ? 0 : 1);
        var end = reducer.Count == 0 ? count : reducer.First + reducer.Count;
        Competitor? binding = null, runnerUp = null;
        for (var c = reducer.First; c < end; c++)
        {
            var competitor = competitors.Count > 0 ? competitors[c] : At(c);
            if (binding is not { } worst || Exceeds(competitor, worst)) (binding, runnerUp) = (competitor, binding);
            else if (runnerUp is not { } next || Exceeds(competitor, next)) runnerUp = competitor;
        }
        return new ScanResult(competitors, binding, runnerUp) { Reducer = reducer };
    }

    private Competitor At(int index) => index < Pools[0].Rules.Cells.Count
        ? new Competitor(index, Pools[0].Rules.Cells[index], Loss(index))
        : new Competitor(index, null, BasisLoss());

    /// <summary>Basis P&amp;L of a pool in the worse direction: 0 none, 1 up, 2 down. Options only.</summary>
    public (int Direction, double Pnl) Basis(int pool)
    {
        var rules = Pools[pool].Rules;
        if (rules.Basis is null || !_holdings[Pools[pool].Rows[0]].IsOption) return (0, 0);
        var totals = TotalsOf(pool);
        var (up, down) = (totals[rules.Cells.Count], totals[rules.Cells.Count + 1]);
        var worst = Math.Min(up, down);
        return worst >= 0 ? (0, 0) : (up <= down ? 1 : 2, worst);
    }

    private static bool Exceeds(Competitor a, Competitor b) =>
        a.Loss > b.Loss && Rounding.Compare(a.Loss, b.Loss) > 0;

    // A holding alone, and coins under one set of rules, need no text: there are 100,000 of the former.
    private string[]? Moves() => Array.TrueForAll(Pools, p => ReferenceEquals(p.Rules, Pools[0].Rules))
        ? null
        : [.. Enumerable.Range(0, Pools[0].Rules.Cells.Count).Select(cell => string.Join(
            '/', Pools.Select(p => p.Rules.Cells[cell].Move).Distinct(StringComparer.Ordinal)))];

    private double Loss(int cell)
    {
        var pnl = 0.0;
        for (var p = 0; p < Pools.Length; p++)
        {
            var pool = Pools[p];
            var rule = pool.Rules.Cells[cell];
            var totals = TotalsOf(p);
            var x = pool.Discounted(totals[Cells.ScenariosOf(pool.Rows[0])], totals[cell]);
            pnl += pool.Dampened(rule, pool.Capped(pool.Factor(rule, x) * x));
        }
        return 0.0 - pnl;
    }

    private double BasisLoss()
    {
        var pnl = 0.0;
        for (var p = 0; p < Pools.Length; p++)
            pnl += Basis(p).Pnl * (Pools[p].Rules.Basis?.Factor(Pools[p].Years) ?? 0);
        return 0.0 - pnl;
    }

    private Span<double> TotalsOf(int pool) => _totals.AsSpan(pool * Cells.Stride, Cells.Stride);
}
