using Counterpoise.Pricing;
using Counterpoise.Pricing.Repricing;

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
    private readonly StageList[] _lists;
    private readonly double[] _slopes;

    /// <summary>Prices every holding under the scenarios of its rules.</summary>
    public StageArray(Rulebook rulebook, IReadOnlyList<Holding> holdings)
        : this(rulebook, holdings, null, isAttributed: true)
    {
    }

    private StageArray(Rulebook rulebook, IReadOnlyList<Holding> holdings, PricedRows? known, bool isAttributed)
    {
        _lists = new StageList[holdings.Count];
        _slopes = new double[holdings.Count];
        Array.Fill(_slopes, double.NaN);
        var contracts = new Contract[holdings.Count];
        var plans = new ScenarioPlan[holdings.Count];
        var (isWhole, hasSmile) = (true, false);
        for (var row = 0; row < _lists.Length; row++)
        {
            var h = holdings[row];
            contracts[row] = h.Contract;
            _lists[row] = h.IsScanned || h.InUse is not null
                ? StageList.Of(UnitMargin.RulesOf(rulebook, h))
                : StageList.None;
            plans[row] = _lists[row].Plan;
            isWhole &= h.Contract.Fixed == 0;
            hasSmile |= h.Contract.Smile is not null;
        }
        Cells = new RiskArray(contracts, plans, known);
        _smiles = _stages = Cells;
        if (!isAttributed || (isWhole && !hasSmile)) return;
        Contract[] whole = Array.ConvertAll(contracts, Whole);
        // Spot leaves the volatility of a strike alone; where the smile takes it along, that is volatility's doing.
        if (hasSmile) _smiles = new RiskArray(whole, plans);
        _stages = new RiskArray(Array.ConvertAll(whole, c => c.Smile is null ? c : c with { Smile = null }), plans);
        if (!hasSmile) _smiles = _stages;
    }

    /// <summary>For requirements alone: <see cref="Cells"/> only.</summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="holdings">What is held.</param>
    /// <param name="known">Rows priced before; null: none.</param>
    public static StageArray ForRequirement(
        Rulebook rulebook, IReadOnlyList<Holding> holdings, PricedRows? known) =>
        new(rulebook, holdings, known, isAttributed: false);

    /// <summary>The scan's own array: cells of the rules, basis up and down, then stages that are no cell.</summary>
    public RiskArray Cells { get; }

    /// <summary>
    /// Change of value by stages, per unit of quantity: [0] nothing, [1] spot to first order (the contract's own
    /// delta), [2] spot in full, [3] and volatility (smile and shock), [4] and time and the settlement average.
    /// </summary>
    public void Stages(int row, int cell, Span<double> stages)
    {
        var list = _lists[row];
        if (double.IsNaN(_slopes[row])) _slopes[row] = Cells.ContractOf(row).Slope;
        stages[0] = 0;
        stages[1] = Cells.ContractOf(row).Size * list.SpotMove[cell] * _slopes[row];
        stages[2] = _stages.Change(row, list.Spot[cell]);
        stages[3] = _smiles.Change(row, list.Vol[cell]);
        stages[4] = Cells.Change(row, cell);
    }

    private static Contract Whole(Contract contract) =>
        contract.Fixed == 0 ? contract : contract with { Variable = contract.Forward, Fixed = 0 };
}
