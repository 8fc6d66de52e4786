using Counterpoise.Margins.Attribution;
using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Dynamic;
using Counterpoise.Margins.Scanning;

namespace Counterpoise.Margins;

/// <summary>
/// The margin of a risk unit, or of one holding alone: max(factor × (scan − credit) + charges, minimum)
/// + provisions.
/// </summary>
internal sealed class UnitMargin
{
    private readonly IReadOnlyList<Holding> _holdings;
    private readonly ScanUnit _unit;
    private readonly StageArray _stages;
    private readonly bool _isFactorOnTotal;
    private readonly ScanResult _maintenance;
    private readonly double _initialLoss;
    private readonly double _maintenanceLoss;
    private readonly ChargeSum _charges;
    private readonly ChargeSum _minimum;
    private readonly ChargeSum _provisions;
    private readonly int[] _rows;
    private readonly Rulebook _rulebook;
    private readonly DynamicRules? _dynamic;

    /// <summary>Evaluates a risk unit.</summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="holdings">All rows of the bucket.</param>
    /// <param name="stages">All rows, priced.</param>
    /// <param name="rows">Those of the unit.</param>
    /// <param name="isAlone">One holding for its own sake: only its worst case is kept, no list of all cells.</param>
    public UnitMargin(
        Rulebook rulebook, IReadOnlyList<Holding> holdings, StageArray stages, int[] rows, bool isAlone = false)
    {
        _holdings = holdings;
        _rulebook = rulebook;
        _rows = rows;
        _stages = stages;
        _isFactorOnTotal = rulebook.Factors.OnTotal;
        _unit = new ScanUnit(rulebook, holdings, stages.Cells, rows);
        Scan = _unit.Run(isAlone);
        _maintenance = _unit.Again(Scan, rulebook.MaintenanceReducer);
        (_initialLoss, _maintenanceLoss) = (Rounded(rulebook, Scan), Rounded(rulebook, _maintenance));
        // A stable-coin has a haircut and nothing else: no scan of two ranges stands behind it.
        _dynamic = Coin == default ? null : rulebook.Dynamic;
        var scope = _dynamic is not null
            ? new ChargeScope(rulebook, holdings, rows, stages, new ScanLosses(_initialLoss, _maintenanceLoss))
            : null;
        _charges = new ChargeSum(rulebook, holdings, rows, static rules => rules.Charges, scope);
        _minimum = new ChargeSum(rulebook, holdings, rows, static rules => rules.Minimum, scope);
        _provisions = new ChargeSum(rulebook, holdings, rows, static rules => rules.Provisions, scope);
    }

    public string Name => string.Join(" + ", _unit.Pools.Select(p => _holdings[p.Rows[0]].Base).Distinct());

    public ScanResult Scan { get; }

    /// <summary>What a statement says of the scan.</summary>
    public RiskUnitScan Result => new(Name, Scan, _initialLoss)
    {
        Maintenance = _maintenance,
        MaintenanceLoss = _maintenanceLoss,
    };

    /// <summary>Taken off the loss for offsets against other risk units, bucket units, ≥ 0.</summary>
    public double Credit { get; set; }

    /// <summary>Taken off the losses for joint moves with another coin.</summary>
    public JointCredit Joint { get; set; }

    /// <summary>Where that comes from; empty: there is none.</summary>
    public string JointReason { get; set; } = "";

    /// <summary>The coin of its first row.</summary>
    public Units.Currency Coin => _holdings[_rows[0]].Base;

    /// <summary>Bucket units per coin of it.</summary>
    public double CoinRate => _holdings[_rows[0]].CoinRate;

    /// <summary>Net delta of what is scanned, coins.</summary>
    public double NetDelta
    {
        get
        {
            var sum = 0.0;
            foreach (var row in _rows)
                if (_holdings[row].IsScanned) sum += _holdings[row].Delta;
            return sum;
        }
    }

    public static UnderlyingRules RulesOf(Rulebook rulebook, Holding h) =>
        h.Rules ?? rulebook.RulesFor(h.Base, h.Contract.IsInverse);

    public double Require(bool isInitial, double factor) =>
        Unraised(isInitial, factor) + Raise(isInitial);

    /// <summary>The scan loss as used, bucket units.</summary>
    public double LossOf(bool isInitial) => Loss(isInitial);

    /// <summary>
    /// Losses in the cells of a requirement, as they count beside another coin; empty where nothing is scanned.
    /// </summary>
    public double[] JointLosses(bool isInitial)
    {
        if (Scan.Competitors.Count == 0) return [];
        var reducer = isInitial ? _rulebook.InitialReducer : _rulebook.MaintenanceReducer;
        var losses = new double[reducer.Count];
        for (var c = 0; c < losses.Length; c++) losses[c] = _unit.JointLoss(Scan.Competitors[reducer.First + c]);
        return losses;
    }

    /// <summary>Sends parts of both requirements that sum to <see cref="Require"/>.</summary>
    public void Attribute(Factors factors, PartSums sums)
    {
        var onMinimum = new Factors(
            IsMinimum(isInitial: true, factors.Initial) ? OnCharges(factors.Initial) : 0,
            IsMinimum(isInitial: false, factors.Maintenance) ? OnCharges(factors.Maintenance) : 0);
        var onScan = new Factors(
            onMinimum.Initial == 0 ? factors.Initial : 0, onMinimum.Maintenance == 0 ? factors.Maintenance : 0);
        var onCharges = new Factors(
            onMinimum.Initial == 0 ? OnCharges(factors.Initial) : 0,
            onMinimum.Maintenance == 0 ? OnCharges(factors.Maintenance) : 0);
        if (ReferenceEquals(Scan, _maintenance)) AttributeScan(Scan, _initialLoss, onScan, sums);
        else
        {
            AttributeScan(Scan, _initialLoss, onScan with { Maintenance = 0 }, sums);
            AttributeScan(_maintenance, _maintenanceLoss, onScan with { Initial = 0 }, sums);
        }
        if (Credit != 0) sums.Add(-1, Cause.CrossAsset, -Credit, onScan);
        if (Joint != default)
        {
            sums.Add(-1, Cause.CrossAsset, -Joint.Initial, onScan with { Maintenance = 0 });
            sums.Add(-1, Cause.CrossAsset, -Joint.Maintenance, onScan with { Initial = 0 });
        }
        _minimum.Attribute(onMinimum, sums);
        _charges.Attribute(onCharges, sums);
        _provisions.Attribute(new Factors(1, 1), sums);
        if (_dynamic is null) return;
        sums.Add(-1, Cause.Tail, Raise(isInitial: true), new Factors(1, 0));
        sums.Add(-1, Cause.Tail, Raise(isInitial: false), new Factors(0, 1));
    }

    /// <summary>Appends the scan and the charges; a charge already listed grows.</summary>
    public void Compose(bool isInitial, double factor, List<CompositionLine> lines)
    {
        if (IsMinimum(isInitial, factor))
        {
            var beaten = $"scan and charges of {Name} come to {Scanned(isInitial, factor):0.##} only";
            _minimum.Compose(isInitial, OnCharges(factor), beaten, lines);
        }
        else
        {
            if (Scan.Binding is not null)
            {
                var text = $"{ScanOf(isInitial).Name}, loss × {factor:0.####}";
                lines.Add(new CompositionLine(CompositionKind.Scan, $"scan {Name}", factor * Loss(isInitial), text));
            }
            if (Credit != 0)
            {
                lines.Add(new CompositionLine(
                    CompositionKind.Charge, $"inter-commodity credit {Name}", -factor * Credit,
                    $"offset against other coins × {factor:0.####}"));
            }
            if (Joint != default)
            {
                lines.Add(new CompositionLine(
                    CompositionKind.Charge, $"netting across coins {Name}", -factor * JointOf(isInitial), JointReason));
            }
            _charges.Compose(isInitial, OnCharges(factor), "", lines);
        }
        _provisions.Compose(isInitial, 1, "", lines);
        ComposeRaise(isInitial, lines);
    }

    private void AttributeScan(ScanResult scan, double loss, Factors factors, PartSums sums)
    {
        if (Scan.Binding is null || factors is { Initial: 0, Maintenance: 0 }) return;
        ScanAttribution.Attribute(_holdings, _unit, _stages, scan, loss, factors, sums);
    }

    private double Scanned(bool isInitial, double factor) =>
        factor * (Loss(isInitial) - Credit - JointOf(isInitial)) + OnCharges(factor) * _charges.Total(isInitial);

    private double JointOf(bool isInitial) => isInitial ? Joint.Initial : Joint.Maintenance;

    private double Unraised(bool isInitial, double factor)
    {
        var scanned = Scanned(isInitial, factor);
        var required = IsMinimum(isInitial, factor) ? Minimum(isInitial, factor) : scanned;
        return required + _provisions.Total(isInitial);
    }

    // Maintenance ≥ a share of initial at usual depth without market-wide add-on; initial ≥ maintenance over another
    // share: it is raised, maintenance is never cut.
    private double Raise(bool isInitial)
    {
        if (_dynamic is not { } rules) return 0;
        var own = Unraised(isInitial: false, 1);
        var least = Math.Max(own, rules.LeastMaintenance * AtUsualDepth());
        return isInitial ? Math.Max(least / rules.GreatestMaintenance - Unraised(isInitial: true, 1), 0) : least - own;
    }

    private double AtUsualDepth() => Math.Max(
            _initialLoss - Joint.InitialAtUsualDepth + _charges.InitialAtUsualDepth(), _minimum.InitialAtUsualDepth())
        + _provisions.InitialAtUsualDepth();

    private void ComposeRaise(bool isInitial, List<CompositionLine> lines)
    {
        if (_dynamic is not { } rules) return;
        var (initial, maintenance) = (Raise(isInitial: true), Raise(isInitial: false));
        if (initial == 0 && maintenance == 0) return;
        List<string> why = [];
        if (maintenance > 0)
        {
            why.Add(
                $"maintenance at least {rules.LeastMaintenance:0.##} of initial at usual depth, {AtUsualDepth():0.##}");
        }
        if (initial > 0) why.Add($"initial at least maintenance / {rules.GreatestMaintenance:0.##}");
        lines.Add(new CompositionLine(
            CompositionKind.Charge, $"floor {Name}", isInitial ? initial : maintenance, string.Join("; ", why)));
    }

    // The venue's rounding of the worst case comes before everything else.
    private static double Rounded(Rulebook rulebook, ScanResult scan) =>
        rulebook.WorstCaseDecimals is { } decimals ? Math.Round(scan.Loss, decimals) : scan.Loss;

    private ScanResult ScanOf(bool isInitial) => isInitial ? Scan : _maintenance;

    private double Loss(bool isInitial) => isInitial ? _initialLoss : _maintenanceLoss;

    private double Minimum(bool isInitial, double factor) => OnCharges(factor) * _minimum.Total(isInitial);

    private bool IsMinimum(bool isInitial, double factor) =>
        !_minimum.IsEmpty && Minimum(isInitial, factor) > Scanned(isInitial, factor);

    private double OnCharges(double factor) => _isFactorOnTotal ? factor : 1;
}
