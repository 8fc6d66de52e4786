using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Pricing;

namespace Counterpoise.Margins.Attribution;

/// <summary>
/// The holdings of a bucket, priced: the cells of the scan, and the stages between nothing and each of them (spot in
/// full at today's volatility, then volatility too, by the smile and by the shock). Stages move the whole forward and
/// let no time pass. Definitions: docs/numerics/attribution.md.
/// </summary>
internal sealed class StageArray
{
    private readonly RiskArray _stages;
    private readonly RiskArray _smiles;
    private readonly StageList?[] _lists;

    /// <summary>Prices every holding under the scenarios of its rules.</summary>
    public StageArray(Rulebook rulebook, IReadOnlyList<Holding> holdings)
    {
        // Holdings under the same rules share their lists.
        var known = new Dictionary<UnderlyingRules, StageList>(ReferenceEqualityComparer.Instance);
        _lists = new StageList?[holdings.Count];
        for (var row = 0; row < _lists.Length; row++)
        {
            if (!holdings[row].IsScanned) continue;
            var rules = UnitMargin.RulesOf(rulebook, holdings[row]);
            if (!known.TryGetValue(rules, out var list)) known[rules] = list = new StageList(rules);
            _lists[row] = list;
        }
        IReadOnlyList<Scenario> none = [];
        Cells = new RiskArray([.. holdings.Select(h => h.Contract)], row => _lists[row]?.Cells ?? none);
        Contract[] whole = [.. holdings.Select(h => Whole(h.Contract))];
        _smiles = _stages = new RiskArray(
            Array.ConvertAll(whole, c => c.Smile is null ? c : c with { Smile = null }),
            row => _lists[row]?.Stages ?? none);
        // Spot leaves the volatility of a strike alone; where the smile takes it along, that is volatility's doing.
        if (Array.Exists(whole, c => c.Smile is not null))
            _smiles = new RiskArray(whole, row => _lists[row]?.Stages ?? none);
    }

    /// <summary>The scan's own array: cells of the rules, then basis up and down.</summary>
    public RiskArray Cells { get; }

    /// <summary>
    /// Change of value by stages, per unit of quantity: [0] nothing, [1] spot to first order (the contract's own
    /// delta), [2] spot in full, [3] and volatility (smile and shock), [4] and time and the settlement average.
    /// </summary>
    public void Stages(int row, int cell, Span<double> stages)
    {
        var list = _lists[row]!;
        stages[0] = 0;
        stages[1] = Cells.ContractOf(row).FirstOrder(list.SpotMove[cell]);
        stages[2] = _stages.Change(row, list.Spot[cell]);
        stages[3] = _smiles.Change(row, list.Vol[cell]);
        stages[4] = Cells.Change(row, cell);
    }

    private static Contract Whole(Contract contract) =>
        contract.Fixed == 0 ? contract : contract with { Variable = contract.Forward, Fixed = 0 };

    /// <summary>The cells of a set of rules, their distinct stages, and which stages are whose.</summary>
    private sealed class StageList
    {
        public StageList(UnderlyingRules rules)
        {
            Cells = ScanUnit.Scenarios(rules);
            var cells = rules.Cells.Select(c => c.Scenario).ToArray();
            var stages = new Dictionary<Scenario, int>();
            int At(Scenario stage)
            {
                if (!stages.TryGetValue(stage, out var index)) stages[stage] = index = stages.Count;
                return index;
            }
            Spot = Array.ConvertAll(cells, s => At(new Scenario(s.Spot, VolShock.None)));
            Vol = Array.ConvertAll(cells, s => At(new Scenario(s.Spot, s.Vol)));
            SpotMove = Array.ConvertAll(cells, s => s.SpotMove);
            Stages = [.. stages.OrderBy(s => s.Value).Select(s => s.Key)];
        }

        public IReadOnlyList<Scenario> Cells { get; }

        public IReadOnlyList<Scenario> Stages { get; }

        public int[] Spot { get; }

        public int[] Vol { get; }

        public double[] SpotMove { get; }
    }
}
