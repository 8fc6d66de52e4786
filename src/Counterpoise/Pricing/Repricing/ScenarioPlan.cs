using Counterpoise.Markets;
using Counterpoise.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Pricing.Repricing;

/// <summary>One way volatility and time go in a scenario list, and the cells that share it.</summary>
/// <param name="Vol">What happens to volatility.</param>
/// <param name="Time">Time that passes.</param>
/// <param name="Term">Where its terms begin among those of a row.</param>
/// <param name="First">Its first entry in the plan's cells.</param>
/// <param name="End">Behind its last entry.</param>
internal readonly record struct ScenarioNode(VolShock Vol, Duration Time, int Term, int First, int End)
{
    // Asked in inner loops: answered once.

    /// <summary>Volatility changes: level and floor are terms.</summary>
    public bool IsShocked { get; } = Vol != VolShock.None;

    /// <summary>Volatility changes by log-moneyness: slope and cap are terms too.</summary>
    public bool IsSkew { get; } = Vol.Direction is VolDirection.SkewLinear or VolDirection.SkewAbsolute;

    /// <summary>Volatility changes by points: they are a term too.</summary>
    public bool IsInPoints { get; } = Vol is TableVolShock { InPoints: true };

    /// <summary>By its absolute value.</summary>
    public bool IsAbsolute { get; } = Vol.Direction == VolDirection.SkewAbsolute;

    /// <summary>Seconds that pass.</summary>
    public double Seconds { get; } = Time.Seconds;
}

/// <summary>
/// A scenario list taken apart once: distinct spot factors, distinct (volatility, time) nodes, and for each node its
/// cells. Log-moneyness is then computed once per option, 1/(σ√T) once per option and node, ln(spot factor) once.
/// </summary>
internal sealed class ScenarioPlan
{
    /// <summary>Terms of a row before those of its nodes: <see cref="RiskTerms"/>.</summary>
    private const int OwnTerms = RiskTerms.Count;

    // Spot factors in between need no special case.
    private const double SmallestFactor = 1.0 / (1 << 20);
    private const double LargestFactor = 1 << 20;

    public ScenarioPlan(IReadOnlyList<Scenario> scenarios)
    {
        Scenarios = [.. scenarios];
        Count = scenarios.Count;
        IsRegular = scenarios.All(s => s.Spot is >= SmallestFactor and <= LargestFactor && s.Time.Seconds >= 0);
        double[] spots = [1, .. scenarios.Select(s => s.Spot).Where(s => s != 1).Distinct()];
        Spots = new double[3 * spots.Length];
        for (var i = 0; i < spots.Length; i++)
            (Spots[3 * i], Spots[3 * i + 1], Spots[3 * i + 2]) = (spots[i], Elementary.Log(spots[i]), 1 / spots[i]);
        (VolShock, Duration)[] kinds =
        [
            (VolShock.None, default),
            .. scenarios.Select(s => (s.Vol, s.Time)).Where(k => k != (VolShock.None, default)).Distinct(),
        ];
        var cells = new List<int>();
        var nodes = new List<ScenarioNode>();
        var term = OwnTerms;
        foreach (var (vol, time) in kinds)
        {
            var first = cells.Count / 2;
            // The value today comes first: all else is measured from it. An unchanged market is no entry: its cell is
            // always 0.
            if (nodes.Count == 0) cells.AddRange([Count, 0]);
            for (var c = 0; c < Count; c++)
                if ((scenarios[c].Vol, scenarios[c].Time) == (vol, time) && scenarios[c] != Scenario.Unchanged)
                    cells.AddRange([c, 3 * Array.IndexOf(spots, scenarios[c].Spot)]);
            var node = new ScenarioNode(vol, time, term, first, cells.Count / 2);
            nodes.Add(node);
            term += node.IsSkew ? 4 : node.IsInPoints ? 3 : node.IsShocked ? 2 : 0;
        }
        Cells = [.. cells];
        Nodes = [.. nodes];
        Terms = term;
    }

    public IReadOnlyList<Scenario> Scenarios { get; }

    /// <summary>Number of scenarios; the cell behind the last holds the value today.</summary>
    public int Count { get; }

    /// <summary>True if the kernel can take it; else rows are priced cell by cell.</summary>
    public bool IsRegular { get; }

    /// <summary>Per distinct spot factor: s, ln s, 1/s. The first is 1.</summary>
    public double[] Spots { get; }

    /// <summary>Node by node: index of the cell, and where its spot factor begins in <see cref="Spots"/>.</summary>
    public int[] Cells { get; }

    /// <summary>The first is the market as it is.</summary>
    public ScenarioNode[] Nodes { get; }

    /// <summary>Numbers a row needs.</summary>
    public int Terms { get; }
}

/// <summary>The numbers of a row that do not depend on the scenario list, in this order.</summary>
internal static class RiskTerms
{
    public const int Sign = 0;
    public const int Forward = 1;
    public const int Strike = 2;
    public const int Vol = 3;
    public const int Seconds = 4;
    public const int Rate = 5;
    public const int Size = 6;
    public const int Count = 7;
}
