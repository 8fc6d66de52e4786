using Counterpoise.Units;

namespace Counterpoise.Margins.Dynamic;

/// <summary>Two coins whose joint moves are looked at.</summary>
/// <param name="First">One.</param>
/// <param name="Second">The other.</param>
/// <param name="Correlation">ρ*: the stressed correlation, −1 to the rulebook's greatest.</param>
/// <param name="Share">φ: granted share of the saving, 0 to 1.</param>
/// <param name="InitialShare">
/// The same for initial margin, where depth is missed; at most <paramref name="Share"/>.
/// </param>
public sealed record JointPair(
    Currency First, Currency Second, double Correlation, double Share, double InitialShare)
{
    /// <summary>The dynamic parameters it is made from.</summary>
    public required IReadOnlyList<ParameterUse> Parameters { get; init; }

    /// <summary>True of these two coins, in either order.</summary>
    public bool Is(Currency a, Currency b) => (First == a && Second == b) || (First == b && Second == a);
}

/// <summary>A credit of one coin for netting with another, bucket units, ≥ 0.</summary>
/// <param name="Initial">Off the scan for initial margin.</param>
/// <param name="Maintenance">Off that for maintenance margin.</param>
/// <param name="InitialAtUsualDepth">Off the initial scan, if depth were as usual.</param>
internal readonly record struct JointCredit(double Initial, double Maintenance, double InitialAtUsualDepth);

/// <summary>
/// Netting across coins: M = M_comb + (1 − φ)·(M₁ + M₂ − M_comb). M_comb is the largest loss when both move together:
/// over the points of an ellipse of correlation ρ* in both orders of the pair, at five radii, three volatilities, now
/// and one day on; over equal moves (ρ = 1: what is on one side earns nothing); and over the tails, where only losses
/// count. Each coin is in one pair, the largest saving first; coins held as collateral gain against losses of their
/// own coin only. So M_comb ≤ M₁ + M₂, and a coin that is not held changes nothing.
/// </summary>
/// <param name="Pairs">At most one for two coins; a pair that is not listed does not net.</param>
public sealed record JointNetting(IReadOnlyList<JointPair> Pairs)
{
    private static readonly (double A, double B)[] Points =
    [
        (1, 0), (-1, 0), (0, 1), (0, -1), (0.8, 0.6), (0.8, -0.6), (-0.8, 0.6), (-0.8, -0.6),
        (0.6, 0.8), (0.6, -0.8), (-0.6, 0.8), (-0.6, -0.8),
    ];

    private static readonly double[] Radii = [0.25, 0.5, 0.75, 1];

    /// <summary>The pair of two coins; null: they do not net.</summary>
    public JointPair? PairOf(Currency a, Currency b) => Pairs.FirstOrDefault(p => p.Is(a, b));

    /// <summary>Gives the units their credits.</summary>
    internal void Apply(UnitMargin[] units)
    {
        if (units.Length < 2 || Pairs.Count == 0) return;
        Apply(units, isInitial: true);
        Apply(units, isInitial: false);
    }

    private void Apply(UnitMargin[] units, bool isInitial)
    {
        var losses = new double[units.Length][];
        var savings = new List<(double Granted, double Saving, int First, int Second, JointPair Pair)>();
        for (var first = 0; first < units.Length; first++)
            for (var second = first + 1; second < units.Length; second++)
            {
                if (PairOf(units[first].Coin, units[second].Coin) is not { Share: > 0 } pair) continue;
                var (a, b) = (LossesOf(first), LossesOf(second));
                if (a.Length == 0 || b.Length == 0) continue;
                var saving = units[first].LossOf(isInitial) + units[second].LossOf(isInitial)
                    - Combined(a, b, pair.Correlation);
                if (saving > 0) savings.Add((pair.Share * saving, saving, first, second, pair));
            }
        var taken = new bool[units.Length];
        foreach (var (_, saving, first, second, pair) in savings.OrderByDescending(s => s.Granted))
        {
            if (taken[first] || taken[second]) continue;
            taken[first] = taken[second] = true;
            var sum = units[first].LossOf(isInitial) + units[second].LossOf(isInitial);
            Credit(units[first], units[second], saving * units[first].LossOf(isInitial) / sum, pair, isInitial);
            Credit(units[second], units[first], saving * units[second].LossOf(isInitial) / sum, pair, isInitial);
        }

        double[] LossesOf(int unit) => losses[unit] ??= units[unit].JointLosses(isInitial);
    }

    private static void Credit(UnitMargin unit, UnitMargin other, double saving, JointPair pair, bool isInitial)
    {
        unit.Joint = isInitial
            ? unit.Joint with
            {
                Initial = pair.InitialShare * saving,
                InitialAtUsualDepth = pair.Share * saving,
            }
            : unit.Joint with { Maintenance = pair.Share * saving };
        var share = isInitial ? pair.InitialShare : pair.Share;
        if (isInitial || unit.JointReason.Length == 0)
        {
            unit.JointReason = $"with {other.Name}: {share:0.##%} of the saving {saving:0.##}, "
                + $"correlation {pair.Correlation:0.###}";
        }
    }

    /// <summary>M_comb of two coins' cells of one requirement: the grid, then the tails.</summary>
    /// <param name="a">Losses of one, a loss positive.</param>
    /// <param name="b">Losses of the other.</param>
    /// <param name="correlation">ρ*.</param>
    internal static double Combined(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double correlation)
    {
        var other = Math.Sqrt(Math.Max(0, 1 - correlation * correlation));
        var worst = 0.0;
        for (var node = 0; node < DynamicCells.Vols * DynamicCells.Times; node++)
        {
            var first = Row(a, node);
            var second = Row(b, node);
            worst = Math.Max(worst, At(first, 0) + At(second, 0));
            foreach (var radius in Radii)
                foreach (var (x, y) in Points)
                {
                    var (own, joint) = (radius * x, radius * (correlation * x + other * y));
                    worst = Math.Max(worst, At(first, own) + At(second, joint));
                    worst = Math.Max(worst, At(second, own) + At(first, joint));
                    worst = Math.Max(worst, At(first, own) + At(second, own));
                }
        }
        for (var tail = DynamicCells.Grid; tail < a.Length; tail++)
            worst = Math.Max(worst, Math.Max(a[tail], 0) + Math.Max(b[tail], 0));
        return worst;
    }

    private static ReadOnlySpan<double> Row(ReadOnlySpan<double> losses, int node) =>
        losses.Slice(node * DynamicCells.Shares.Length, DynamicCells.Shares.Length);

    // Linear between the cells of the grid; a move is a share of its own coin's range.
    private static double At(ReadOnlySpan<double> row, double move)
    {
        var place = Math.Clamp((move + 1) * 4, 0, 8);
        var lower = Math.Min((int)place, 7);
        return row[lower] + (place - lower) * (row[lower + 1] - row[lower]);
    }
}
