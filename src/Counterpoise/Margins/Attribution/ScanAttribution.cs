using Counterpoise.Margins.Scanning;
using Counterpoise.Pricing;

namespace Counterpoise.Margins.Attribution;

/// <summary>Receives a signed part of a requirement. Row −1 is the portfolio line.</summary>
internal delegate void PartSink(int row, Cause cause, double amount);

/// <summary>
/// Splits the loss of the binding competitor exactly: by holding (Euler part under the portfolio's own discount, sign
/// and direction) and by cause (stages 0 none, 1 spot to first order, 2 spot, 3 + vol, 4 + time). What is not
/// homogeneous stays a portfolio line. Definitions and proof: docs/numerics/attribution.md.
/// </summary>
internal static class ScanAttribution
{
    private static readonly Cause[] StageCauses = [Cause.Discount, Cause.Delta, Cause.Gamma, Cause.Vega, Cause.Theta];

    /// <summary>Sends parts that sum to <paramref name="factor"/> × <paramref name="loss"/>.</summary>
    /// <param name="holdings">All rows.</param>
    /// <param name="unit">The risk unit, or one holding alone; it has been run.</param>
    /// <param name="stages">Stages of all rows.</param>
    /// <param name="scan">Its outcome: the binding competitor, or the cells its loss is the weighted mean of.</param>
    /// <param name="loss">Its loss as used (after the venue's rounding).</param>
    /// <param name="factor">Loss → requirement.</param>
    /// <param name="sink">Receives the parts.</param>
    public static void Attribute(
        IReadOnlyList<Holding> holdings, ScanUnit unit, StageArray stages, ScanResult scan, double loss,
        double factor, PartSink sink)
    {
        if (scan.Tail.Count == 0 && scan.Binding is { } binding)
            AttributeCompetitor(holdings, unit, stages, binding, factor, sink);
        // The derivative of a mean is the mean of the derivatives: so are Euler parts.
        foreach (var cell in scan.Tail)
            AttributeCompetitor(holdings, unit, stages, cell.Competitor, factor * cell.Weight, sink);
        if (loss != scan.Loss) sink(-1, Cause.Tail, factor * (loss - scan.Loss));
    }

    private static void AttributeCompetitor(
        IReadOnlyList<Holding> holdings, ScanUnit unit, StageArray stages, Competitor competitor, double factor,
        PartSink sink)
    {
        if (competitor.Cell is null) AttributeBasis(holdings, unit, factor, sink);
        else
        {
            foreach (var pool in unit.Pools)
                AttributePool(new PoolStages(holdings, unit.Cells, stages, pool, competitor.Index), factor, sink);
        }
    }

    private static void AttributePool(PoolStages stages, double factor, PartSink sink)
    {
        var (pool, rule) = (stages.Pool, stages.Rule);
        var before = new double[pool.Rows.Length];
        for (var stage = 0; stage < StageCauses.Length; stage++)
        {
            double change = 0, today = 0;
            for (var i = 0; i < before.Length; i++)
            {
                today += stages.Worth(i);
                change = Math.FusedMultiplyAdd(pool.Quantities[i], stages.Change(i, stage), change);
            }
            var discount = pool.Discount(today + change);
            var x = pool.Discounted(today, change);
            var slope = pool.Factor(rule, x);
            for (var i = 0; i < before.Length; i++)
            {
                var own = pool.Quantities[i] * stages.Change(i, stage);
                var part = slope * (discount == 1 ? own : discount * (stages.Worth(i) + own) - stages.Worth(i));
                sink(pool.Rows[i], StageCauses[stage], factor * (before[i] - part));
                before[i] = part;
            }
            if (stage == StageCauses.Length - 1) AttributeRest(pool, rule, slope * x, factor, sink);
        }
    }

    // Cap, dampener and clip are not homogeneous: they belong to the portfolio, not to a holding.
    private static void AttributeRest(ScanPool pool, ScanCell rule, double weighted, double factor, PartSink sink)
    {
        var capped = pool.Capped(weighted);
        var final = pool.Dampened(rule, capped);
        if (capped != weighted) sink(-1, Cause.CrossAsset, factor * (weighted - capped));
        if (final != capped) sink(-1, Cause.Tail, factor * (capped - final));
    }

    private static void AttributeBasis(
        IReadOnlyList<Holding> holdings, ScanUnit unit, double factor, PartSink sink)
    {
        for (var p = 0; p < unit.Pools.Length; p++)
        {
            var (direction, _) = unit.Basis(p);
            if (direction == 0) continue;
            var pool = unit.Pools[p];
            var scale = factor * pool.Rules.Basis!.Factor(pool.Years);
            // Basis up and down stand behind the cells.
            foreach (var row in pool.Rows)
            {
                var change = unit.Cells.Change(row, pool.Rules.Cells.Count + direction - 1);
                sink(row, Cause.Basis, -scale * holdings[row].Quantity * change);
            }
        }
    }

    /// <summary>A pool's holdings stage by stage under one cell.</summary>
    private readonly struct PoolStages
    {
        private readonly double[] _worth;
        private readonly double[] _changes;

        public PoolStages(
            IReadOnlyList<Holding> holdings, RiskArray array, StageArray stages, ScanPool pool, int cell)
        {
            Pool = pool;
            Rule = pool.Rules.Cells[cell];
            _worth = new double[pool.Rows.Length];
            _changes = new double[pool.Rows.Length * StageCauses.Length];
            for (var i = 0; i < _worth.Length; i++)
            {
                var row = pool.Rows[i];
                _worth[i] = holdings[row].IsOption ? holdings[row].Quantity * array.Value(row) : 0;
                stages.Stages(row, cell, _changes.AsSpan(i * StageCauses.Length, StageCauses.Length));
            }
        }

        public ScanPool Pool { get; }

        public ScanCell Rule { get; }

        /// <summary>Value of the position today.</summary>
        public double Worth(int i) => _worth[i];

        /// <summary>Change of value per unit of quantity.</summary>
        public double Change(int i, int stage) => _changes[i * StageCauses.Length + stage];
    }
}
