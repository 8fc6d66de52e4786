using System.Runtime.CompilerServices;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;
using Counterpoise.Pricing.Repricing;

namespace Counterpoise.Margins.Attribution;

/// <summary>
/// The scenarios of a set of rules, taken apart once for all portfolios: the cells, basis up and down, and behind them
/// the stages that are no cell themselves.
/// </summary>
internal sealed class StageList
{
    // Rules do not change; what follows from them lives as long as they do.
    private static readonly ConditionalWeakTable<UnderlyingRules, StageList> Known = [];

    private StageList(IReadOnlyList<Scenario> scanned, int cells)
    {
        var all = new List<Scenario>(scanned);
        var known = new Dictionary<Scenario, int>();
        for (var i = 0; i < all.Count; i++) known.TryAdd(all[i], i);
        Spot = new int[cells];
        Vol = new int[cells];
        SpotMove = new double[cells];
        for (var i = 0; i < cells; i++)
        {
            Spot[i] = At(new Scenario(all[i].Spot, VolShock.None));
            Vol[i] = At(new Scenario(all[i].Spot, all[i].Vol));
            SpotMove[i] = all[i].SpotMove;
        }
        Plan = new ScenarioPlan(all);

        int At(Scenario stage)
        {
            if (known.TryGetValue(stage, out var index)) return index;
            all.Add(stage);
            return known[stage] = all.Count - 1;
        }
    }

    /// <summary>That of a holding outside the scan.</summary>
    public static StageList None { get; } = new([], 0);

    public ScenarioPlan Plan { get; }

    /// <summary>By cell: its spot move at today's volatility.</summary>
    public int[] Spot { get; }

    /// <summary>By cell: its spot move and volatility, no time passed.</summary>
    public int[] Vol { get; }

    /// <summary>By cell: relative move of spot.</summary>
    public double[] SpotMove { get; }

    public static StageList Of(UnderlyingRules rules) =>
        Known.GetValue(rules, static r => new StageList(ScanUnit.Scenarios(r), r.Cells.Count));
}
