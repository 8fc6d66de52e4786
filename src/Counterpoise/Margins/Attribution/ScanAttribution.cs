using Counterpoise.Margins.Scanning;
using Counterpoise.Pricing;

namespace Counterpoise.Margins.Attribution;

/// <summary>
/// Splits the loss of the binding competitor exactly: by holding (Euler part under the portfolio's own discount, sign
/// and direction) and by cause (stages 0 none, 1 spot to first order, 2 spot, 3 + vol, 4 + time). What is not
/// homogeneous stays a portfolio line. Definitions and proof: docs/numerics/attribution.md.
/// </summary>
internal static class ScanAttribution
{
    // A pool of a few holdings, a lone one above all, needs no memory.
    private const int FewNumbers = 8 * PoolStages.Numbers;

    private static readonly Cause[] StageCauses = [Cause.Discount, Cause.Delta, Cause.Gamma, Cause.Vega, Cause.Theta];

    /// <summary>Sends parts that sum to <paramref name="loss"/>, with factors.</summary>
    /// <param name="holdings">All rows.</param>
    /// <param name="unit">The risk unit, or one holding alone; it has been run.</param>
    /// <param name="stages">Stages of all rows.</param>
    /// <param name="scan">Its outcome: the binding competitor, or the cells its loss is the weighted mean of.</param>
    /// <param name="loss">Its loss as used (after the venue's rounding).</param>
    /// <param name="factors">Loss → requirements.</param>
    /// <param name="sums">Receives the parts.</param>
    public static void Attribute(
        IReadOnlyList<Holding> holdings, ScanUnit unit, StageArray stages, ScanResult scan, double loss,
        Factors factors, PartSums sums)
    {
        if (scan.Tail.Count == 0 && scan.Binding is { } binding)
            AttributeCompetitor(holdings, unit, stages, binding, factors, sums);
        // The derivative of a mean is the mean of the derivatives: so are Euler parts.
        foreach (var cell in scan.Tail)
        {
            var weighted = new Factors(factors.Initial * cell.Weight, factors.Maintenance * cell.Weight);
            AttributeCompetitor(holdings, unit, stages, cell.Competitor, weighted, sums);
        }
        if (loss != scan.Loss) sums.Add(-1, Cause.Tail, loss - scan.Loss, factors);
    }

    private static void AttributeCompetitor(
        IReadOnlyList<Holding> holdings, ScanUnit unit, StageArray stages, Competitor competitor,
        Factors factors, PartSums sums)
    {
        if (competitor.Cell is null) AttributeBasis(holdings, unit, factors, sums);
        else
        {
            Span<double> few = stackalloc double[FewNumbers];
            foreach (var pool in unit.Pools)
            {
                var size = pool.Rows.Length * PoolStages.Numbers;
                var numbers = size <= FewNumbers ? few[..size] : new double[size];
                AttributePool(
                    new PoolStages(numbers, holdings, unit.Cells, stages, pool, competitor.Index), factors, sums);
            }
        }
    }

    private static void AttributePool(PoolStages stages, Factors factors, PartSums sums)
    {
        var (pool, rule) = (stages.Pool, stages.Rule);
        var before = stages.Before;
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
                sums.Add(pool.Rows[i], StageCauses[stage], before[i] - part, factors);
                before[i] = part;
            }
            if (stage == StageCauses.Length - 1) AttributeRest(pool, rule, slope * x, factors, sums);
        }
    }

    // Cap, dampener and clip are not homogeneous: they belong to the portfolio, not to a holding.
    private static void AttributeRest(
        ScanPool pool, ScanCell rule, double weighted, Factors factors, PartSums sums)
    {
        var capped = pool.Capped(weighted);
        var final = pool.Dampened(rule, capped);
        if (capped != weighted) sums.Add(-1, Cause.CrossAsset, weighted - capped, factors);
        if (final != capped) sums.Add(-1, Cause.Tail, capped - final, factors);
    }

    private static void AttributeBasis(
        IReadOnlyList<Holding> holdings, ScanUnit unit, Factors factors, PartSums sums)
    {
        for (var p = 0; p < unit.Pools.Length; p++)
        {
            var (direction, _) = unit.Basis(p);
            if (direction == 0) continue;
            var pool = unit.Pools[p];
            var scale = pool.Rules.Basis!.Factor(pool.Years);
            // Basis up and down stand behind the cells.
            foreach (var row in pool.Rows)
            {
                var change = unit.Cells.Change(row, pool.Rules.Cells.Count + direction - 1);
                sums.Add(row, Cause.Basis, -scale * holdings[row].Quantity * change, factors);
            }
        }
    }

    /// <summary>A pool's holdings stage by stage under one cell.</summary>
    private readonly ref struct PoolStages
    {
        /// <summary>Doubles a holding needs: its value, the stages before, its part so far.</summary>
        public const int Numbers = 7;

        private readonly Span<double> _worth;
        private readonly Span<double> _changes;

        public PoolStages(
            Span<double> numbers, IReadOnlyList<Holding> holdings, RiskArray array, StageArray stages, ScanPool pool,
            int cell)
        {
            Pool = pool;
            Rule = pool.Rules.Cells[cell];
            var count = pool.Rows.Length;
            _worth = numbers[..count];
            Before = numbers.Slice(count, count);
            Before.Clear();
            _changes = numbers.Slice(2 * count, count * StageCauses.Length);
            for (var i = 0; i < count; i++)
            {
                var row = pool.Rows[i];
                _worth[i] = holdings[row].IsOption ? holdings[row].Quantity * array.Value(row) : 0;
                stages.Stages(row, cell, _changes.Slice(i * StageCauses.Length, StageCauses.Length));
            }
        }

        public ScanPool Pool { get; }

        public ScanCell Rule { get; }

        /// <summary>The part of each position in the stages so far.</summary>
        public Span<double> Before { get; }

        /// <summary>Value of the position today.</summary>
        public double Worth(int i) => _worth[i];

        /// <summary>Change of value per unit of quantity.</summary>
        public double Change(int i, int stage) => _changes[i * StageCauses.Length + stage];
    }
}
