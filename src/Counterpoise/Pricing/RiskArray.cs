using Counterpoise.Markets;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Repricing;

namespace Counterpoise.Pricing;

/// <summary>
/// Contract × scenario: change of value per unit of quantity, and behind the changes the value today, each priced once
/// and shared by everything that is margined against the same market. Rows are contracts, begin on cache lines (but in
/// very small arrays) and are padded with zeros to <see cref="Stride"/>.
/// <para>
/// A contract that moved is set again, and <see cref="Refresh"/> prices the rows that were set since the last time and
/// no others: eight options side by side where they stand on one scenario list, with the same bits whichever eight
/// they are.
/// </para>
/// </summary>
public sealed class RiskArray
{
    private readonly Contract[] _contracts;
    private readonly Sheet[] _sheetOf;
    private readonly Sheet[] _sheets;
    private readonly AlignedDoubles _cells;
    private readonly RowPricer _alone;
    private readonly bool[] _isStale;
    private readonly int[] _stale;
    private int _staleCount;

    /// <summary>Prices every contract under every scenario of its list.</summary>
    /// <param name="contracts">One row each.</param>
    /// <param name="scenarios">The scenarios of row i; rows that share a list share its preparation.</param>
    public RiskArray(IReadOnlyList<Contract> contracts, Func<int, IReadOnlyList<Scenario>> scenarios)
        : this([.. contracts], PlansOf(contracts.Count, scenarios))
    {
    }

    /// <summary>The same with scenario lists taken apart before: one plan for each row.</summary>
    /// <param name="contracts">One row each.</param>
    /// <param name="plans">Of each row.</param>
    /// <param name="known">Rows priced before, which are copied; those priced now are added.</param>
    internal RiskArray(Contract[] contracts, ReadOnlySpan<ScenarioPlan> plans, PricedRows? known = null)
    {
        _contracts = contracts;
        _sheetOf = new Sheet[Count];
        var sheets = new Dictionary<ScenarioPlan, Sheet>(ReferenceEqualityComparer.Instance);
        for (var row = 0; row < Count; row++)
        {
            if (row > 0 && plans[row] == plans[row - 1])
            {
                _sheetOf[row] = _sheetOf[row - 1];
                continue;
            }
            if (!sheets.TryGetValue(plans[row], out var sheet)) sheets[plans[row]] = sheet = new Sheet(plans[row]);
            _sheetOf[row] = sheet;
        }
        _sheets = [.. sheets.Values];
        var most = _sheets.Select(s => s.Plan.Count).DefaultIfEmpty().Max();
        FewestScenarios = _sheets.Select(s => s.Plan.Count).DefaultIfEmpty().Min();
        Stride = AlignedDoubles.Padded(most + 1);
        _cells = new AlignedDoubles(Stride * Count);
        _alone = new RowPricer(most + 1);
        _isStale = new bool[Count];
        _stale = new int[Count];
        if (known is null)
            for (var row = 0; row < Count; row++) Set(row, _contracts[row]);
        else SetUnknown(known);
        Refresh();
        if (known is not null) Remember(known);
    }

    /// <summary>Rows.</summary>
    public int Count => _contracts.Length;

    /// <summary>Doubles from one row to the next, a multiple of 8.</summary>
    public int Stride { get; }

    /// <summary>All rows: change c of row r at r·<see cref="Stride"/> + c.</summary>
    public ReadOnlySpan<double> Cells => _cells.Span;

    /// <summary>The contract of a row.</summary>
    public Contract ContractOf(int row) => _contracts[row];

    /// <summary>Scenarios of a row; the value today stands behind their changes.</summary>
    public int ScenariosOf(int row) => _sheetOf[row].Plan.Count;

    /// <summary>Scenarios of the shortest list; 0 in an array without rows.</summary>
    public int FewestScenarios { get; }

    /// <summary>
    /// Value today per unit of quantity, native currency. Like the changes it is accurate absolutely, within 7·2⁻⁵³ of
    /// the larger leg (a change within 10), not relatively: a price of its own is <see cref="Black76"/>'s.
    /// </summary>
    public double Value(int row) => _cells.Span[row * Stride + _sheetOf[row].Plan.Count];

    /// <summary>Change of value per unit of quantity under a scenario, native currency.</summary>
    public double Change(int row, int scenario) => _cells.Span.Slice(row * Stride, ScenariosOf(row))[scenario];

    /// <summary>
    /// Replaces a contract. Its cells are those of the old one until <see cref="Refresh"/>. Allocates only for the
    /// first option of a scenario list that is linear, coin-settled, or on a smile.
    /// </summary>
    public void Set(int row, Contract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        _contracts[row] = contract;
        if (contract.IsOption) _sheetOf[row].MakeRoom(contract);
        if (_isStale[row]) return;
        _isStale[row] = true;
        _stale[_staleCount++] = row;
    }

    /// <summary>Prices the rows set since the last time. Allocates nothing.</summary>
    /// <returns>How many there were.</returns>
    public int Refresh()
    {
        for (var i = 0; i < _staleCount; i++)
        {
            var row = _stale[i];
            _isStale[row] = false;
            var contract = _contracts[row];
            if (contract is { IsOption: true, Smile: not null })
            {
                _sheetOf[row].Smiles!.Price(contract, RowOf(row));
                continue;
            }
            // In a settlement window only a part of the forward moves: its logarithm is another for every cell.
            if (!contract.IsOption || contract.Fixed != 0 || !_sheetOf[row].Plan.IsRegular)
            {
                PriceAlone(row);
                continue;
            }
            var block = (contract.IsInverse ? _sheetOf[row].Coin : _sheetOf[row].Linear)!;
            block.Add(row, contract);
            if (block.IsFull) Price(block);
        }
        foreach (var sheet in _sheets)
        {
            if (sheet.Linear is { Count: > 0 } linear) Price(linear);
            if (sheet.Coin is { Count: > 0 } coin) Price(coin);
        }
        var count = _staleCount;
        _staleCount = 0;
        return count;
    }

    private static ScenarioPlan[] PlansOf(int count, Func<int, IReadOnlyList<Scenario>> scenarios)
    {
        var known = new Dictionary<IReadOnlyList<Scenario>, ScenarioPlan>(ReferenceEqualityComparer.Instance);
        var plans = new ScenarioPlan[count];
        for (var row = 0; row < count; row++)
        {
            var list = scenarios(row);
            if (!known.TryGetValue(list, out var plan)) known[list] = plan = new ScenarioPlan(list);
            plans[row] = plan;
        }
        return plans;
    }

    private void SetUnknown(PricedRows known)
    {
        for (var row = 0; row < Count; row++)
        {
            if (known.TryGet(_contracts[row], _sheetOf[row].Plan, out var priced)) priced.CopyTo(RowOf(row));
            else Set(row, _contracts[row]);
        }
    }

    private void Remember(PricedRows known)
    {
        for (var row = 0; row < Count; row++)
        {
            var plan = _sheetOf[row].Plan;
            if (!known.TryGet(_contracts[row], plan, out _))
                known.Add(_contracts[row], plan, RowOf(row)[..(plan.Count + 1)]);
        }
    }

    private void Price(RiskBlock block)
    {
        Span<int> refused = stackalloc int[RiskBlock.Places];
        var count = block.Price(_cells.Span, Stride, refused);
        foreach (var row in refused[..count]) PriceAlone(row);
    }

    private void PriceAlone(int row) => _alone.Price(_contracts[row], _sheetOf[row].Plan.Scenarios, RowOf(row));

    private Span<double> RowOf(int row) => _cells.Span.Slice(row * Stride, Stride);

    /// <summary>A scenario list and what prices options on it, each made when the first option needs it.</summary>
    private sealed class Sheet(ScenarioPlan plan)
    {
        public ScenarioPlan Plan => plan;

        public RiskBlock? Linear { get; private set; }

        public RiskBlock? Coin { get; private set; }

        public SmilePricer? Smiles { get; private set; }

        public void MakeRoom(Contract contract)
        {
            if (contract.Smile is not null) Smiles ??= new SmilePricer(plan);
            else if (contract.IsInverse) Coin ??= new RiskBlock(plan, inCoin: true);
            else Linear ??= new RiskBlock(plan, inCoin: false);
        }
    }
}
