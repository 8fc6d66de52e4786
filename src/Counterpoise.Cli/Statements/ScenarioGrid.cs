using Counterpoise.Margins;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;

namespace Counterpoise.Cli.Statements;

/// <summary>The competitors of one table of a scan, spot moves across and volatility down.</summary>
/// <param name="Table">Its name in the rulebook.</param>
/// <param name="Moves">Relative spot moves, ascending.</param>
/// <param name="Rows">Volatility up, same, down, then skews.</param>
internal sealed record ScenarioGrid(
    string Table, IReadOnlyList<double> Moves, IReadOnlyList<(string Name, Competitor?[] Cells)> Rows)
{
    /// <summary>The tables of a scan in rulebook order. A basis contingency is in none.</summary>
    public static IReadOnlyList<ScenarioGrid> Of(ScanResult scan) =>
    [
        .. scan.Competitors.Where(c => c.Cell is not null)
            .GroupBy(c => c.Cell!.Table, StringComparer.Ordinal).Select(t => Of(t.Key, [.. t])),
    ];

    /// <summary>
    /// The moves as text, by coin. Where coins with rules of their own share a scan, a cell moves each by its own
    /// range.
    /// </summary>
    public IReadOnlyList<(string Coin, string[] Moves)> Headings(BucketMargin bucket, Rulebook rulebook)
    {
        var own = Moves.Select(Move).ToArray();
        var found = new List<(string, string[])>();
        if (rulebook.RiskUnit != RiskUnitRule.Bucket) return [("", own)];
        var coins = bucket.Holdings.Where(h => h.IsScanned && h.Base != default)
            .Select(h => (h.Base, h.Contract.IsInverse)).Distinct().ToArray();
        foreach (var (coin, inverse) in coins)
        {
            var cells = rulebook.RulesFor(coin, inverse).Cells;
            var moves = Columns().Select((c, i) => c is { } at && at < cells.Count ? cells[at].Move : own[i]);
            found.Add((coin.Code, [.. moves]));
        }
        if (found.Count == 0 || found.All(f => f.Item2.SequenceEqual(own))) return [("", own)];
        return [.. found.DistinctBy(f => (f.Item1, string.Join('|', f.Item2)))];
    }

    /// <summary>The greatest magnitude in it.</summary>
    public double Magnitude => Rows.SelectMany(r => r.Cells).Max(c => Math.Abs(c?.Loss ?? 0));

    /// <summary>A move as text: <c>-16%</c>.</summary>
    public static string Move(double move) => $"{move * 100:+0.##;-0.##;0}%";

    private IEnumerable<int?> Columns()
    {
        for (var c = 0; c < Moves.Count; c++)
            yield return Rows.Select(r => r.Cells[c]).FirstOrDefault(cell => cell is not null)?.Index;
    }

    private static ScenarioGrid Of(string table, Competitor[] competitors)
    {
        double[] moves = [.. competitors.Select(c => Rounded(c)).Distinct().Order()];
        var rows = competitors.GroupBy(c => NameOf(c.Cell!.Scenario))
            .OrderBy(g => Rank(g.First().Cell!.Scenario.Vol.Direction))
            .Select(g =>
            {
                var cells = new Competitor?[moves.Length];
                foreach (var c in g) cells[Array.IndexOf(moves, Rounded(c))] = c;
                return (g.Key, cells);
            });
        return new ScenarioGrid(table, moves, [.. rows]);
    }

    // 1 + 0.12 − 1 is not 0.12: moves of different rows meet in one column only when rounded.
    private static double Rounded(Competitor c) => Math.Round(c.Cell!.Scenario.SpotMove, 9);

    private static int Rank(VolDirection direction) => direction switch
    {
        VolDirection.Up => 0,
        VolDirection.Same => 1,
        VolDirection.Down => 2,
        VolDirection.SkewLinear => 3,
        _ => 4,
    };

    private static string NameOf(Scenario scenario)
    {
        var time = scenario.Time.Nanoseconds == 0 ? "" : $", {Figures.Short(scenario.Time.Days, 2)} d later";
        return time.Length == 0 ? NameOf(scenario.Vol) : NameOf(scenario.Vol) + time;
    }

    public static string NameOf(VolShock vol) => vol.Direction switch
    {
        VolDirection.Up => "vol up",
        VolDirection.Down => "vol down",
        VolDirection.SkewLinear => "skew linear",
        VolDirection.SkewAbsolute => "skew absolute",
        _ => "vol same",
    };
}
