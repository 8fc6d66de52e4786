using Counterpoise.Margins.Attribution;
using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Scanning;

namespace Counterpoise.Margins;

/// <summary>The margin of a risk unit, or of one holding alone: a scan and charges.</summary>
internal sealed class UnitMargin
{
    private readonly IReadOnlyList<Holding> _holdings;
    private readonly ScanUnit _unit;
    private readonly StageArray _stages;
    private readonly List<(Charge Charge, int[] Rows, ChargeResult Result)> _charges = [];

    public UnitMargin(Rulebook rulebook, IReadOnlyList<Holding> holdings, StageArray stages, int[] rows)
    {
        _holdings = holdings;
        _stages = stages;
        _unit = new ScanUnit(rulebook, holdings, stages.Cells, rows);
        Scan = _unit.Run();
        Loss = rulebook.WorstCaseDecimals is { } decimals ? Math.Round(Scan.Loss, decimals) : Scan.Loss;
        foreach (var own in GroupByRules(holdings, rows))
        {
            var group = Array.ConvertAll(own, r => holdings[r]);
            foreach (var charge in ChargesOn(rulebook, group[0])) _charges.Add((charge, own, charge.Evaluate(group)));
        }
        Name = string.Join(" + ", _unit.Pools.Select(p => holdings[p.Rows[0]].Base).Distinct());
    }

    public string Name { get; }

    public ScanResult Scan { get; }

    /// <summary>Scan loss after the venue's rounding.</summary>
    public double Loss { get; }

    public static UnderlyingRules RulesOf(Rulebook rulebook, Holding h) =>
        rulebook.RulesFor(h.Base, h.Contract.IsInverse);

    public double Require(bool isInitial, double factor)
    {
        var sum = factor * Loss;
        foreach (var (_, _, result) in _charges) sum += isInitial ? result.Initial : result.Maintenance;
        return sum;
    }

    /// <summary>Sends parts that sum to <see cref="Require"/>.</summary>
    public void Attribute(bool isInitial, double factor, PartSink sink)
    {
        if (Scan.Binding is { } binding)
            ScanAttribution.Attribute(_holdings, _unit, _stages, binding, Loss, factor, sink);
        foreach (var (charge, rows, result) in _charges)
        {
            var parts = isInitial ? result.InitialParts : result.MaintenanceParts;
            if (parts is null)
            {
                sink(-1, charge.Cause, isInitial ? result.Initial : result.Maintenance);
                continue;
            }
            for (var i = 0; i < parts.Length; i++) sink(rows[i], charge.Cause, parts[i]);
        }
    }

    /// <summary>Appends the scan and the charges; a charge already listed grows.</summary>
    public void Compose(bool isInitial, double factor, List<CompositionLine> lines)
    {
        if (Scan.Binding is { } binding)
        {
            var text = $"{binding.Name}, loss × {factor:0.####}";
            lines.Add(new CompositionLine(CompositionKind.Scan, $"scan {Name}", factor * Loss, text));
        }
        foreach (var (charge, _, result) in _charges)
        {
            var amount = isInitial ? result.Initial : result.Maintenance;
            var known = lines.FindIndex(l => string.Equals(l.Name, charge.Name, StringComparison.Ordinal));
            if (known < 0)
                lines.Add(new CompositionLine(CompositionKind.Charge, charge.Name, amount, result.Explanation));
            else
                lines[known] = Merge(lines[known], amount, result.Explanation);
        }
    }

    private static IEnumerable<int[]> GroupByRules(IReadOnlyList<Holding> holdings, int[] rows)
    {
        if (rows.Length == 1) return [rows];
        return rows.GroupBy(r => (holdings[r].Base, holdings[r].Contract.IsInverse)).Select(g => g.ToArray());
    }

    // Collateral that follows no underlying has no rules of its own: it pays what falls on all collateral.
    private static IEnumerable<Charge> ChargesOn(Rulebook rulebook, Holding h) => h.Base == default
        ? rulebook.Underlyings.SelectMany(u => u.Charges).Where(c => c.FallsOnCollateral).Distinct()
        : RulesOf(rulebook, h).Charges;

    private static CompositionLine Merge(CompositionLine line, double amount, string explanation) => line with
    {
        Exact = line.Exact + amount,
        Explanation = string.Join("; ", new[] { line.Explanation, explanation }.Where(e => e.Length > 0)),
    };
}
