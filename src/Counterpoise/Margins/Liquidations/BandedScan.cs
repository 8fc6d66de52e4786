using Counterpoise.Margins.Scanning;

namespace Counterpoise.Margins.Liquidations;

/// <summary>Bounds of a scan's loss over an interval of a price path, USD.</summary>
internal static class BandedScan
{
    /// <summary>The loss for maintenance margin, before its factor.</summary>
    /// <param name="rulebook">Reducer.</param>
    /// <param name="pools">Of the risk unit.</param>
    /// <param name="legs">Of the bucket.</param>
    /// <param name="unitUsd">USD price of a bucket unit today.</param>
    public static Band Loss(Rulebook rulebook, ScanPool[] pools, PathLeg[] legs, double unitUsd)
    {
        if (pools.Length == 0 || pools[0].Rules.Cells.Count == 0) return Band.Constant(0);
        var cells = pools[0].Rules.Cells.Count;
        var losses = new Band[cells + (pools[0].Rules.Basis is null ? 0 : 1)];
        var values = Array.ConvertAll(pools, p => Sum(p, legs, static leg => leg.ModelValue));
        for (var c = 0; c < cells; c++)
        {
            var pnl = Band.Constant(0);
            for (var p = 0; p < pools.Length; p++)
            {
                var cell = pools[p].Rules.Cells[c];
                var change = Sum(pools[p], legs, leg => leg.Change(cell.Scenario));
                pnl += Entered(pools[p], cell, values[p], change, unitUsd);
            }
            losses[c] = -pnl;
        }
        if (losses.Length > cells) losses[cells] = -Basis(pools, legs);
        return Reduced(rulebook.MaintenanceReducer, losses);
    }

    // What ScanPool does to a pool's profit and loss, step by step.
    private static Band Entered(ScanPool pool, ScanCell cell, Band value, Band change, double unitUsd)
    {
        var x = change;
        var (gain, loss) = (pool.Discount(1), pool.Discount(-1));
        if (gain != 1 || loss != 1)
        {
            var shocked = value + change;
            x = (gain <= loss ? Band.Min(gain * shocked, loss * shocked) : Band.Max(gain * shocked, loss * shocked))
                - value;
        }
        var weight = pool.IsInverse ? cell.InverseWeight : cell.Weight;
        var dollar = pool.UnitsPerDollar * unitUsd;
        Band weighted;
        if (cell.IsAbsolute) weighted = -weight * Band.Abs(x);
        else
        {
            weighted = weight * x;
            if (pool.Rules.Gains is { } gains)
            {
                var counted = gains.Factor * weighted;
                weighted = gains.Factor <= 1 ? Band.Min(counted, weighted) : Band.Max(counted, weighted);
                weighted = Band.Min(weighted, Band.Constant(gains.CapUsd * dollar));
            }
        }
        var zero = Band.Constant(0);
        if (cell.DampenerUsd != 0)
        {
            var limit = Band.Constant(
                cell.DampenerUsd * dollar / (pool.IsInverse ? cell.InverseDampenerDivisor : 1));
            weighted = Band.Max(weighted - limit, zero) + Band.Min(weighted + limit, zero);
        }
        return cell.ClipsGains ? Band.Min(weighted, zero) : weighted;
    }

    private static Band Basis(ScanPool[] pools, PathLeg[] legs)
    {
        var pnl = Band.Constant(0);
        foreach (var pool in pools)
        {
            if (pool.Rules.Basis is not { } basis || !legs[pool.Rows[0]].Today.IsOption) continue;
            var up = Sum(pool, legs, leg => leg.Change(basis.Up));
            var down = Sum(pool, legs, leg => leg.Change(basis.Down));
            pnl += basis.Factor(pool.Years) * Band.Min(Band.Min(up, down), Band.Constant(0));
        }
        return pnl;
    }

    // Expected shortfall is convex and rises with every loss, value-at-risk only rises.
    private static Band Reduced(Reducer reducer, Band[] losses)
    {
        if (reducer.Kind == ReducerKind.Worst)
        {
            var worst = losses[reducer.First];
            var end = reducer.Count == 0 ? losses.Length : reducer.First + reducer.Count;
            for (var c = reducer.First + 1; c < end; c++) worst = Band.Max(worst, losses[c]);
            return worst;
        }
        double Of(Func<Band, double> loss)
        {
            var competitors = new Competitor[losses.Length];
            for (var c = 0; c < losses.Length; c++) competitors[c] = new Competitor(c, null, loss(losses[c]));
            return reducer.Reduce(competitors).Loss;
        }
        var low = Of(static b => b.Low);
        if (reducer.Kind == ReducerKind.ValueAtRisk) return Band.Between(low, Of(static b => b.High));
        return new Band(low, low, Of(static b => b.HighA), Of(static b => b.HighB));
    }

    private static Band Sum(ScanPool pool, PathLeg[] legs, Func<PathLeg, Band> of)
    {
        var sum = Band.Constant(0);
        foreach (var row in pool.Rows) sum += of(legs[row]);
        return sum;
    }
}
