using Counterpoise.Margins.Charges;
using Counterpoise.Margins.Scanning;
using Counterpoise.Numerics;

namespace Counterpoise.Margins.Liquidations;

/// <summary>
/// Bounds of equity − maintenance margin of a bucket over an interval of a price path, USD: the evaluator's own sum
/// over bands instead of numbers.
/// </summary>
internal sealed class BandedMargin
{
    private const double Noise = 1e-13;
    private const double Smallest = 1e-9;

    private readonly Rulebook _rulebook;
    private readonly BucketPath _path;
    private readonly IReadOnlyList<Holding> _holdings;
    private readonly Unit[] _units;
    private readonly double _worstCaseGrain;

    public BandedMargin(Rulebook rulebook, BucketPath path)
    {
        (_rulebook, _path, _holdings) = (rulebook, path, [.. path.Today.Holdings.Select(InScan)]);
        _units =
        [
            .. Enumerable.Range(0, _holdings.Count)
                .GroupBy(r => rulebook.RiskUnit == RiskUnitRule.Bucket ? default : _holdings[r].Base)
                .Select(g => new Unit(rulebook, _holdings, [.. g])),
        ];
        WhyNot = Reason();
        // A worst case rounded to the venue's decimals is off by half a grain; its factor multiplies that.
        if (rulebook.WorstCaseDecimals is { } decimals)
            _worstCaseGrain = Elementary.Pow(10, -decimals) * Math.Max(rulebook.Factors.Maintenance, 1);
    }

    /// <summary>Why there are no bounds; null if there are.</summary>
    public string? WhyNot { get; }

    /// <summary>
    /// Bounds of everything held less everything owed, options at their value whether the equity counts them or not;
    /// null if a holding admits none.
    /// </summary>
    public Func<PathSpan, Band>? AssetBound => HoldingReason() is null ? AssetsOver : null;

    /// <summary>Bounds over an interval.</summary>
    public Band Excess(PathSpan span)
    {
        var legs = LegsOver(span);
        var maintenance = Band.Constant(0);
        foreach (var unit in _units) maintenance += unit.Maintenance(_rulebook, legs, _path.Today.UnitUsd);
        var gross = Gross(legs, _path.UnitUsd(span.B), IsCounted) + Math.Abs(maintenance.High);
        // A requirement that is exactly nothing, of options bought alone, was rounded nowhere.
        if (maintenance.Low != 0 || maintenance.High != 0)
            foreach (var leg in legs) gross += leg.Notional.High;
        return Widened(Equity(legs, span) - maintenance, gross, span);
    }

    private Band AssetsOver(PathSpan span)
    {
        var legs = LegsOver(span);
        return Widened(Sum(legs, span, _ => true), Gross(legs, _path.UnitUsd(span.B), _ => true), span);
    }

    // What equity is summed up from, without signs.
    private double Gross(PathLeg[] legs, double unitUsd, Func<PathLeg, bool> counts)
    {
        var gross = Math.Abs(_path.Today.Equity.Cash) * unitUsd;
        foreach (var leg in legs)
        {
            gross += Math.Max(Math.Abs(leg.Unrealised.Low), Math.Abs(leg.Unrealised.High));
            if (leg.Today.Collateral is not null || counts(leg))
                gross += Math.Max(Math.Abs(leg.Value.Low), Math.Abs(leg.Value.High));
        }
        return gross;
    }

    private PathLeg[] LegsOver(PathSpan span)
    {
        PathLeg[] legs = [.. _holdings.Select(h => new PathLeg(_path, h, span))];
        foreach (var coin in legs)
        {
            if (coin.Today.InUse is null) continue;
            coin.LimitTo(PathLeg.Sum(
                legs, leg => leg.Today.Collateral is null && leg.Today.Base == coin.Today.Base,
                leg => leg.DollarDelta));
        }
        return legs;
    }

    // None of a coin may be in use today and some of it at another price.
    private static Holding InScan(Holding h) => h.InUse is null ? h : h with { IsScanned = true };

    // Sums of rounded numbers are not exact, nor is a worst case rounded to the venue's decimals; and what is less than
    // half the smallest amount of money is nothing (Rounding.Compare).
    private Band Widened(Band excess, double gross, PathSpan span)
    {
        // Beyond a venue's last tier there is no rule, so no bound either.
        if (!double.IsFinite(gross)) return Band.Between(double.NegativeInfinity, double.PositiveInfinity);
        var unit = _path.UnitUsd(span.A);
        var rounded = _worstCaseGrain * _units.Length * _path.UnitUsd(span.B);
        var slack = Noise * gross + rounded;
        return excess + Band.Between(0.4 * Smallest * unit - slack, 0.6 * Smallest * unit + slack);
    }

    private Band Equity(PathLeg[] legs, PathSpan span) => Sum(legs, span, IsCounted);

    private bool IsCounted(PathLeg option) => _rulebook.CountedOption(option.Today.Quantity) != 0;

    private Band Sum(PathLeg[] legs, PathSpan span, Func<PathLeg, bool> counts)
    {
        var today = _path.Today;
        Band Unit(double amount) => _path.UnitMoves
            ? Band.Line(amount * today.UnitUsd * span.A, amount * today.UnitUsd * span.B)
            : Band.Constant(amount * today.UnitUsd);
        var equity = Unit(today.Equity.Cash);
        foreach (var leg in legs)
        {
            if (leg.Today.Collateral is not null) equity += leg.Value;
            else
            {
                if (counts(leg)) equity += leg.Value;
                equity += leg.Unrealised;
            }
        }
        foreach (var closed in today.Closed)
        {
            var moves = closed.InCoin && _path.IsCoin(closed.Base);
            equity += moves
                ? Band.Line(closed.Pnl * today.UnitUsd * span.A, closed.Pnl * today.UnitUsd * span.B)
                : Band.Constant(closed.Pnl * today.UnitUsd);
        }
        return equity;
    }

    private string? Reason()
    {
        if (HoldingReason() is { } why) return why;
        if (_rulebook.Dynamic is not null) return "liquidity cost and the shares between initial and maintenance";
        if (_rulebook.Spreads.Count > 0 && _units.Length > 1) return "credits between coins";
        var legs = LegsOver(new PathSpan(1, 1));
        return _units.Select(u => u.WhyNot(legs)).FirstOrDefault(w => w is not null);
    }

    private string? HoldingReason()
    {
        foreach (var h in _holdings)
        {
            if (_path.UnitMoves && !_path.Moves(h)) return $"{h.Name} does not follow the coin the bucket is kept in";
            if (_path.Moves(h) && PathLeg.WhyNot(h) is { } why) return why;
        }
        return null;
    }

    /// <summary>A risk unit: what of it does not depend on the price.</summary>
    private sealed class Unit
    {
        private readonly ScanPool[] _pools;
        private readonly PlannedCharge[] _charges;
        private readonly PlannedCharge[] _minimum;
        private readonly PlannedCharge[] _provisions;

        public Unit(Rulebook rulebook, IReadOnlyList<Holding> holdings, int[] rows)
        {
            _pools = ScanPool.Split(rulebook, holdings, rows);
            _charges = ChargeSum.Plan(rulebook, holdings, rows, static rules => rules.Charges);
            _minimum = ChargeSum.Plan(rulebook, holdings, rows, static rules => rules.Minimum);
            _provisions = ChargeSum.Plan(rulebook, holdings, rows, static rules => rules.Provisions);
        }

        public string? WhyNot(PathLeg[] legs)
        {
            foreach (var (charge, rows) in _charges.Concat(_minimum).Concat(_provisions))
            {
                if (charge.Bound(Array.ConvertAll(rows, r => legs[r])) is null)
                    return $"the charge \"{charge.Name}\" admits no bound";
            }
            return _pools.SelectMany(p => p.Rules.Cells).Any(c => c.Scenario.Spot <= 0)
                ? "a scenario takes the price to nothing"
                : null;
        }

        public Band Maintenance(Rulebook rulebook, PathLeg[] legs, double unitUsd)
        {
            var factor = rulebook.Factors.Maintenance;
            var onCharges = rulebook.Factors.OnTotal ? factor : 1;
            var required = factor * BandedScan.Loss(rulebook, _pools, legs, unitUsd) + onCharges * Sum(_charges, legs);
            if (_minimum.Length > 0) required = Band.Max(required, onCharges * Sum(_minimum, legs));
            return required + Sum(_provisions, legs);
        }

        private static Band Sum(PlannedCharge[] charges, PathLeg[] legs)
        {
            var sum = Band.Constant(0);
            foreach (var (charge, rows) in charges)
                sum += charge.Bound(Array.ConvertAll(rows, r => legs[r]))!.Value;
            return sum;
        }
    }
}
