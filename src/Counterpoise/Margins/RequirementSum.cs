using Counterpoise.Margins.Orders;
using Counterpoise.Margins.Resolution;

namespace Counterpoise.Margins;

/// <summary>Adds up one requirement of a bucket together with its attribution.</summary>
internal sealed class RequirementSum
{
    private readonly Bucket _bucket;
    private readonly bool _isInitial;
    private readonly double _factor;
    private readonly double[] _standalone;
    private readonly List<CompositionLine> _composition = [];
    private double _exact;

    public RequirementSum(Bucket bucket, bool isInitial, double factor)
    {
        _bucket = bucket;
        _isInitial = isInitial;
        _factor = factor;
        _standalone = new double[bucket.Holdings.Count];
        Offsets = new double[bucket.Holdings.Count + 1, Causes.All.Count];
    }

    /// <summary>Row × cause, the portfolio line last: parts alone minus parts together.</summary>
    public double[,] Offsets { get; }

    /// <summary>A holding alone.</summary>
    public void AddStandalone(int row, UnitMargin alone) => _standalone[row] = alone.Require(_isInitial, _factor);

    /// <summary>A risk unit.</summary>
    public void AddUnit(UnitMargin unit)
    {
        unit.Compose(_isInitial, _factor, _composition);
        _exact += unit.Require(_isInitial, _factor);
    }

    public Requirement Finish()
    {
        if (_isInitial)
        {
            foreach (var reserved in _bucket.Reserved)
            {
                var amount = reserved.Margin.ToDouble();
                _composition.Add(new CompositionLine(
                    CompositionKind.AddOn, reserved.Name, amount, "reserved, as reported by the venue"));
                _exact += amount;
            }
        }
        foreach (var line in _bucket.Orders)
        {
            if (line.IsInitial != _isInitial) continue;
            _composition.Add(
                new CompositionLine(CompositionKind.AddOn, OrderMargin.Name, line.Amount, line.Explanation));
            _exact += line.Amount;
        }
        // Scans of all risk units first, then charges, then add-ons; the order within a kind is the rulebook's.
        return new Requirement(_bucket.Unit, _exact, _standalone, Offsets, [.. _composition.OrderBy(l => l.Kind)]);
    }
}
