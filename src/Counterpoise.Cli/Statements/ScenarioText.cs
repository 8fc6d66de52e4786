using Counterpoise.Margins;
using Counterpoise.Margins.Scanning;

namespace Counterpoise.Cli.Statements;

/// <summary>
/// The scenarios of each risk unit: profit and loss by spot move and volatility, the binding one marked.
/// </summary>
internal static class ScenarioText
{
    public static void Write(Statement statement, BucketStatement bucket, TextPage page)
    {
        foreach (var scan in bucket.Bucket.Scans)
        {
            if (DateRanking.Has(scan.Result))
            {
                DateRanking.Write(scan, bucket, page);
                continue;
            }
            page.Title(
                $"SCENARIOS {scan.Name}",
                $"P&L in {bucket.Unit} as the rulebook counts it (weights, discounts, clips included); "
                + "[ ] binds, ( ) is next");
            var most = scan.Result.Competitors.Max(c => Math.Abs(c.Loss));
            var decimals = Figures.Decimals(most, bucket.Decimals);
            foreach (var grid in ScenarioGrid.Of(scan.Result)) Write(statement, bucket, scan, grid, decimals, page);
            foreach (var competitor in scan.Result.Competitors)
            {
                if (competitor.Cell is not null) continue;
                page.Line($"  {competitor.Name}: {Cell(competitor, scan.Result, decimals).Text.Trim()}");
            }
        }
    }

    /// <summary>Which scenario bound, by how much, and what came next.</summary>
    public static string Bound(RiskUnitScan scan, BucketStatement bucket)
    {
        var result = scan.Result;
        if (result.Binding is not { } binding) return $"{scan.Name}: nothing is scanned";
        if (DateRanking.Has(result))
        {
            return $"{scan.Name}: {result.Name}, loss {Figures.Number(result.Loss, bucket.Decimals)} {bucket.Unit}; "
                + $"maintenance {scan.Maintenance.Name}, "
                + $"{Figures.Number(scan.Maintenance.Loss, bucket.Decimals)} {bucket.Unit}";
        }
        var text = $"{scan.Name}: {binding.Name} binds, "
            + $"loss {Figures.Number(binding.Loss, bucket.Decimals)} {bucket.Unit}";
        return result.RunnerUp is { } next
            ? $"{text}; next is {next.Name}, {Figures.Number(result.MarginToRunnerUp, bucket.Decimals)} less"
            : text;
    }

    private static void Write(
        Statement statement, BucketStatement bucket, RiskUnitScan scan, ScenarioGrid grid, int decimals, TextPage page)
    {
        var table = new TextGrid("l" + new string('r', grid.Moves.Count));
        foreach (var (coin, moves) in grid.Headings(bucket.Bucket, statement.Rulebook))
        {
            var name = coin.Length == 0 ? grid.Table : $"{grid.Table} {coin}";
            table.Head([new(name, Tone.Strong), .. moves.Select(m => new TextCell(m + " "))]);
        }
        foreach (var (name, cells) in grid.Rows)
            table.Add([name, .. cells.Select(c => c is { } cell ? Cell(cell, scan.Result, decimals) : "")]);
        table.Write(page);
    }

    private static TextCell Cell(Competitor competitor, ScanResult scan, int decimals)
    {
        var text = Figures.Number(-competitor.Loss, decimals);
        if (scan.Binding?.Index == competitor.Index) return new($"[{text}]", Tone.Marked);
        if (scan.RunnerUp?.Index == competitor.Index) return new($"({text})", Tone.Strong);
        return $"{text} ";
    }
}
