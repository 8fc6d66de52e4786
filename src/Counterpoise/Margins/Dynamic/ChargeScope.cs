using Counterpoise.Margins.Attribution;

namespace Counterpoise.Margins.Dynamic;

/// <summary>A scanned unit as its charges see it: holdings, what the scan came to, every cell of every row.</summary>
internal sealed class ChargeScope
{
    private readonly int[] _rows;
    private readonly StageArray _stages;
    private readonly UnderlyingRules _rules;
    private readonly Rulebook _rulebook;

    public ChargeScope(
        Rulebook rulebook, IReadOnlyList<Holding> holdings, int[] rows, StageArray stages, ScanLosses losses)
    {
        (_rulebook, _rows, _stages, Losses) = (rulebook, rows, stages, losses);
        Holdings = Array.ConvertAll(rows, r => holdings[r]);
        _rules = UnitMargin.RulesOf(rulebook, Holdings[0]);
    }

    /// <summary>In canonical order.</summary>
    public Holding[] Holdings { get; }

    /// <summary>M of the unit, both requirements.</summary>
    public ScanLosses Losses { get; }

    /// <summary>Profit and loss of a holding in a cell, before the cell's weight, bucket units.</summary>
    public double Change(int holding, int cell)
    {
        var h = Holdings[holding];
        return h.IsScanned ? h.Exposed * _stages.Cells.Change(_rows[holding], cell) * h.UnitRate : 0;
    }

    /// <summary>M of some of the holdings: the largest weighted loss in the cells of a requirement.</summary>
    public double Loss(bool isInitial, Func<Holding, bool> isOf)
    {
        var reducer = isInitial ? _rulebook.InitialReducer : _rulebook.MaintenanceReducer;
        var worst = 0.0;
        for (var c = reducer.First; c < reducer.First + reducer.Count; c++)
        {
            var pnl = 0.0;
            for (var i = 0; i < Holdings.Length; i++)
                if (isOf(Holdings[i])) pnl += Change(i, c);
            worst = Math.Max(worst, -pnl * _rules.Cells[c].Weight);
        }
        return worst;
    }
}

/// <summary>Losses of a scan for the two requirements, bucket units.</summary>
internal readonly record struct ScanLosses(double Initial, double Maintenance);
