using Counterpoise.Margins.Attribution;
using Counterpoise.Margins.Dynamic;

namespace Counterpoise.Margins.Charges;

/// <summary>
/// Charges of one kind (added to the scan, competing with it, or added after it) over the holdings of a risk unit:
/// each over the holdings under its rules on one coin, or over all of them where it spans coins.
/// </summary>
internal sealed class ChargeSum
{
    private readonly List<(Charge Charge, int[] Rows, ChargeResult Result)> _charges = [];

    /// <summary>Evaluates the charges.</summary>
    /// <param name="rulebook">Where they are looked up.</param>
    /// <param name="holdings">All rows of the bucket.</param>
    /// <param name="rows">Those of the risk unit.</param>
    /// <param name="kind">Which charges of a set of rules.</param>
    /// <param name="scoped">Those rows with their scan; null: no charge of the rulebook looks at it.</param>
    public ChargeSum(
        Rulebook rulebook, IReadOnlyList<Holding> holdings, int[] rows,
        Func<UnderlyingRules, IReadOnlyList<Charge>> kind, ChargeScope? scoped = null)
    {
        if (scoped is not null)
        {
            foreach (var charge in kind(UnitMargin.RulesOf(rulebook, scoped.Holdings[0])))
                _charges.Add((charge, rows, charge.EvaluateIn(scoped)));
            return;
        }
        if (rows.Length == 1)
        {
            EvaluateAlone(rulebook, holdings[rows[0]], rows, kind);
            return;
        }
        int[]? listed = null;
        Holding[] group = [];
        foreach (var (charge, own) in Plan(rulebook, holdings, rows, kind))
        {
            if (!ReferenceEquals(own, listed)) (listed, group) = (own, Array.ConvertAll(own, r => holdings[r]));
            _charges.Add((charge, own, charge.Evaluate(group)));
        }
    }

    /// <summary>Which charges fall on which rows; those that span coins last.</summary>
    public static PlannedCharge[] Plan(
        Rulebook rulebook, IReadOnlyList<Holding> holdings, int[] rows,
        Func<UnderlyingRules, IReadOnlyList<Charge>> kind)
    {
        var planned = new List<PlannedCharge>();
        List<Charge>? spanning = null;
        foreach (var (rules, own) in Groups(rulebook, holdings, rows))
        {
            foreach (var charge in rules is null ? OnCollateral(rulebook, kind) : kind(rules))
            {
                if (!charge.SpansCoins) planned.Add(new PlannedCharge(charge, own));
                else if (spanning is null || !spanning.Contains(charge)) (spanning ??= []).Add(charge);
            }
        }
        if (spanning is not null)
            foreach (var charge in spanning) planned.Add(new PlannedCharge(charge, rows));
        return [.. planned];
    }

    public bool IsEmpty => _charges.Count == 0;

    /// <summary>Their sum, bucket units.</summary>
    public double Total(bool isInitial)
    {
        var sum = 0.0;
        foreach (var (_, _, result) in _charges) sum += isInitial ? result.Initial : result.Maintenance;
        return sum;
    }

    /// <summary>Their sum for initial margin at usual depth and without a market-wide add-on.</summary>
    public double InitialAtUsualDepth()
    {
        var sum = 0.0;
        foreach (var (_, _, result) in _charges) sum += result.InitialAtUsualDepth ?? result.Initial;
        return sum;
    }

    /// <summary>Sends parts that sum to the totals × factors.</summary>
    public void Attribute(Factors factors, PartSums sums)
    {
        foreach (var (charge, rows, result) in _charges)
        {
            Send(charge.Cause, rows, result.InitialParts, result.Initial, factors with { Maintenance = 0 }, sums);
            Send(charge.Cause, rows, result.MaintenanceParts, result.Maintenance, factors with { Initial = 0 }, sums);
        }
    }

    /// <summary>Appends a line for each; a charge already listed grows.</summary>
    public void Compose(bool isInitial, double factor, string remark, List<CompositionLine> lines)
    {
        foreach (var (charge, _, result) in _charges)
        {
            var amount = factor * (isInitial ? result.Initial : result.Maintenance);
            var text = Join(result.Explanation, remark);
            var known = lines.FindIndex(l => string.Equals(l.Name, charge.Name, StringComparison.Ordinal));
            if (known < 0)
            {
                lines.Add(new CompositionLine(CompositionKind.Charge, charge.Name, amount, text));
                continue;
            }
            var line = lines[known];
            lines[known] = line with { Exact = line.Exact + amount, Explanation = Join(line.Explanation, text) };
        }
    }

    private void EvaluateAlone(
        Rulebook rulebook, Holding holding, int[] row, Func<UnderlyingRules, IReadOnlyList<Charge>> kind)
    {
        var charges = RulesOf(rulebook, holding) is { } rules ? kind(rules) : OnCollateral(rulebook, kind);
        if (charges.Count == 0) return;
        Holding[] alone = [holding];
        foreach (var charge in charges) _charges.Add((charge, row, charge.Evaluate(alone)));
    }

    private static void Send(
        Cause cause, int[] rows, double[]? parts, double whole, Factors factors, PartSums sums)
    {
        if (factors is { Initial: 0, Maintenance: 0 }) return;
        if (parts is null)
        {
            sums.Add(-1, cause, whole, factors);
            return;
        }
        for (var i = 0; i < parts.Length; i++) sums.Add(rows[i], cause, parts[i], factors);
    }

    // Collateral that follows no underlying has no rules of its own: null.
    private static IEnumerable<(UnderlyingRules? Rules, int[] Rows)> Groups(
        Rulebook rulebook, IReadOnlyList<Holding> holdings, int[] rows)
    {
        var groups = new List<(UnderlyingRules? Rules, Units.Currency Base, List<int> Rows)>();
        foreach (var row in rows)
        {
            var h = holdings[row];
            var rules = RulesOf(rulebook, h);
            var at = groups.FindIndex(g => ReferenceEquals(g.Rules, rules) && g.Base == h.Base);
            if (at >= 0) groups[at].Rows.Add(row);
            else groups.Add((rules, h.Base, [row]));
        }
        return groups.Select(g => (g.Rules, g.Rows.ToArray()));
    }

    private static UnderlyingRules? RulesOf(Rulebook rulebook, Holding h) =>
        h.Base == default ? null : UnitMargin.RulesOf(rulebook, h);

    // It pays what falls on all collateral.
    private static Charge[] OnCollateral(
        Rulebook rulebook, Func<UnderlyingRules, IReadOnlyList<Charge>> kind) =>
        [.. rulebook.Underlyings.SelectMany(kind).Where(c => c.FallsOnCollateral).Distinct()];

    private static string Join(string first, string second) =>
        first.Length == 0 || second.Length == 0 ? first + second : $"{first}; {second}";
}

/// <summary>A charge and the rows of the bucket it falls on.</summary>
/// <param name="Charge">Which.</param>
/// <param name="Rows">Indexes of holdings.</param>
internal readonly record struct PlannedCharge(Charge Charge, int[] Rows);
