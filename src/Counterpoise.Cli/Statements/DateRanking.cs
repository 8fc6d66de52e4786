using Counterpoise.Margins;
using Counterpoise.Margins.Scanning;

namespace Counterpoise.Cli.Statements;

/// <summary>The worst dates of a historical scan: hundreds of cells have no place in a grid.</summary>
internal static class DateRanking
{
    private const int Shown = 10;

    /// <summary>True if the scan has dates in rank order.</summary>
    public static bool Has(ScanResult scan) => scan.Ranked.Count > 0;

    /// <summary>The worst, the worst first; a value-at-risk's own date is among them.</summary>
    public static IEnumerable<(int Rank, Competitor Date, double Weight)> Worst(ScanResult scan)
    {
        for (var i = 0; i < scan.Ranked.Count; i++)
        {
            var date = scan.Ranked[i];
            var weight = 0.0;
            foreach (var cell in scan.Tail)
                if (cell.Competitor.Index == date.Index) weight = cell.Weight;
            var isOwn = scan.Reducer.Kind == ReducerKind.ValueAtRisk && weight > 0;
            if (i < Shown || isOwn) yield return (i + 1, date, weight);
        }
    }

    /// <summary>
    /// Dates of both requirements' tails, in the order of their places, and the binding one's neighbour.
    /// </summary>
    public static IReadOnlyList<Competitor> Tail(RiskUnitScan scan)
    {
        var shown = new SortedDictionary<int, Competitor>();
        foreach (var result in (ScanResult[])[scan.Result, scan.Maintenance])
        {
            foreach (var cell in result.Tail) shown[cell.Competitor.Index] = cell.Competitor;
            if (result.RunnerUp is { } next) shown[next.Index] = next;
        }
        return [.. shown.Values];
    }

    public static void Write(RiskUnitScan scan, BucketStatement bucket, TextPage page)
    {
        var result = scan.Result;
        page.Title(
            $"DATES {scan.Name}",
            $"P&L in {bucket.Unit}, the worst of {result.Ranked.Count:N0} dates; share: of initial margin's loss");
        var decimals = Figures.Decimals(Math.Abs(result.Ranked[0].Loss), bucket.Decimals);
        var grid = new TextGrid("rlrr");
        grid.Head("rank", "date, spot, vol", "P&L ", "share");
        foreach (var (rank, date, weight) in Worst(result))
        {
            grid.Add(
                $"{rank}", date.Name, Figures.Number(-date.Loss, decimals), weight > 0 ? Figures.Percent(weight) : "-");
        }
        grid.Write(page);
    }
}
