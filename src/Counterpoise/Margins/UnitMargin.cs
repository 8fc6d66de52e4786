using Counterpoise.Margins.Attribution;
using Counterpoise.Margins.Charges;
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
    private readonly ChargeSum _charges;
    private readonly ChargeSum _minimum;
    private readonly ChargeSum _provisions;
    private readonly int[] _rows;

    public UnitMargin(Rulebook rulebook, IReadOnlyList<Holding> holdings, StageArray stages, int[] rows)
    {
        _holdings = holdings;
        _rows = rows;
        _stages = stages;
        _isFactorOnTotal = rulebook.Factors.OnTotal;
        _unit = new ScanUnit(rulebook, holdings, stages.Cells, rows);
        Scan = _unit.Run();
        Loss = rulebook.WorstCaseDecimals is { } decimals ? Math.Round(Scan.Loss, decimals) : Scan.Loss;
        _charges = new ChargeSum(rulebook, holdings, rows, static rules => rules.Charges);
        _minimum = new ChargeSum(rulebook, holdings, rows, static rules => rules.Minimum);
        _provisions = new ChargeSum(rulebook, holdings, rows, static rules => rules.Provisions);
        Name = string.Join(" + ", _unit.Pools.Select(p => holdings[p.Rows[0]].Base).Distinct());
    }

    public string Name { get; }

    public ScanResult Scan { get; }

    /// <summary>Scan loss after the venue's rounding.</summary>
    public double Loss { get; }

    /// <summary>Taken off the loss for offsets against other risk units, bucket units, ≥ 0.</summary>
    public double Credit { get; set; }

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
        rulebook.RulesFor(h.Base, h.Contract.IsInverse);

    public double Require(bool isInitial, double factor)
    {
        var scanned = Scanned(isInitial, factor);
        var required = IsMinimum(isInitial, factor) ? Minimum(isInitial, factor) : scanned;
        return required + _provisions.Total(isInitial);
    }

    /// <summary>Sends parts that sum to <see cref="Require"/>.</summary>
    public void Attribute(bool isInitial, double factor, PartSink sink)
    {
        if (IsMinimum(isInitial, factor)) _minimum.Attribute(isInitial, OnCharges(factor), sink);
        else
        {
            if (Scan.Binding is { } binding)
                ScanAttribution.Attribute(_holdings, _unit, _stages, binding, Loss, factor, sink);
            if (Credit != 0) sink(-1, Cause.CrossAsset, -factor * Credit);
            _charges.Attribute(isInitial, OnCharges(factor), sink);
        }
        _provisions.Attribute(isInitial, 1, sink);
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
            if (Scan.Binding is { } binding)
            {
                var text = $"{binding.Name}, loss × {factor:0.####}";
                lines.Add(new CompositionLine(CompositionKind.Scan, $"scan {Name}", factor * Loss, text));
            }
            if (Credit != 0)
            {
                lines.Add(new CompositionLine(
                    CompositionKind.Charge, $"inter-commodity credit {Name}", -factor * Credit,
                    $"offset against other coins × {factor:0.####}"));
            }
            _charges.Compose(isInitial, OnCharges(factor), "", lines);
        }
        _provisions.Compose(isInitial, 1, "", lines);
    }

    private double Scanned(bool isInitial, double factor) =>
        factor * (Loss - Credit) + OnCharges(factor) * _charges.Total(isInitial);

    private double Minimum(bool isInitial, double factor) => OnCharges(factor) * _minimum.Total(isInitial);

    private bool IsMinimum(bool isInitial, double factor) =>
        !_minimum.IsEmpty && Minimum(isInitial, factor) > Scanned(isInitial, factor);

    private double OnCharges(double factor) => _isFactorOnTotal ? factor : 1;
}
