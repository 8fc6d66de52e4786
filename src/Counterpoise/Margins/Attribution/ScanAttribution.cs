using Counterpoise.Margins.Scanning;

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
    /// <param name="unit">The risk unit, or one holding alone.</param>
    /// <param name="binding">Its binding competitor.</param>
    /// <param name="loss">Its loss as used (after the venue's rounding).</param>
    /// <param name="factor">Loss → requirement.</param>
    /// <param name="sink">Receives the parts.</param>
    public static void Attribute(
        IReadOnlyList<Holding> holdings, ScanUnit unit, Competitor binding, double loss, double factor, PartSink sink)
    {
        if (binding.Cell is null) AttributeBasis(holdings, unit, factor, sink);
        else
            foreach (var pool in unit.Pools) AttributePool(holdings, pool, binding.Index, factor, sink);
        if (loss != binding.Loss) sink(-1, Cause.Tail, factor * (loss - binding.Loss));
    }

    private static void AttributePool(
        IReadOnlyList<Holding> holdings, ScanPool pool, int cell, double factor, PartSink sink)
    {
        var rule = pool.Rules.Cells[cell];
        var stages = Array.ConvertAll(pool.Rows, row => holdings[row].Contract.Stages(rule.Scenario));
        var before = new double[pool.Rows.Length];
        for (var stage = 0; stage < StageCauses.Length; stage++)
        {
            double value = 0, today = 0;
            for (var i = 0; i < stages.Length; i++)
            {
                var worth = Worth(holdings[pool.Rows[i]]);
                today += worth;
                value += worth + holdings[pool.Rows[i]].Quantity * stages[i][stage];
            }
            var discount = pool.Discount(value);
            var x = discount * value - today;
            var slope = pool.Factor(rule, x);
            for (var i = 0; i < stages.Length; i++)
            {
                var h = holdings[pool.Rows[i]];
                var part = slope * (discount * (Worth(h) + h.Quantity * stages[i][stage]) - Worth(h));
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
        foreach (var pool in unit.Pools)
        {
            var (direction, _) = unit.Basis(pool);
            if (direction == 0) continue;
            var basis = pool.Rules.Basis!;
            var scale = factor * basis.Factor(pool.Years);
            foreach (var row in pool.Rows)
            {
                var change = holdings[row].Contract.Change(direction == 1 ? basis.Up : basis.Down);
                sink(row, Cause.Basis, -scale * holdings[row].Quantity * change);
            }
        }
    }

    private static double Worth(Holding h) => h.IsOption ? h.Quantity * h.Contract.Value : 0;
}
