using Counterpoise.Bench.Harness;
using Counterpoise.Bench.Probes;

namespace Counterpoise.Bench.Reports;

/// <summary>A run for people.</summary>
internal static class TextReport
{
    private static readonly string[] Heads =
        ["workload", "rival", "unit", "ours", "rival's", "ratio", "median", "goal", "", "of limit"];

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter to, Report report)
    {
        WriteHost(to, report);
        to.WriteLine();
        WriteTable(to, [Heads, .. report.Results.Select(Cells)], leftColumns: 3);
        to.WriteLine();
        if (report.Findings.Count > 0)
        {
            WriteTable(to, [.. report.Findings.Select(Cells)], leftColumns: 2);
            to.WriteLine();
        }
        WriteProbe(to, report.Probe);
    }

    private static void WriteHost(TextWriter to, Report report)
    {
        var host = report.Host;
        var load = host.LoadAverage is { } average ? $", load average {average:0.00}" : "";
        to.WriteLine($"host     {host.Processor}, {host.Cores} cores{load}");
        to.WriteLine($"         {host.Runtime}, {host.System}, {host.VectorBits}-bit vectors");
        to.WriteLine($"rivals   {string.Join("; ", report.Rivals)}");
    }

    private static void WriteProbe(TextWriter to, Roofline probe)
    {
        to.WriteLine(
            $"probe    FMA {probe.FmaGigaflops:0.0} GFlop/s; read L1 {probe.ReadLevel1:0}, L2 {probe.ReadLevel2:0}, "
            + $"L3 {probe.ReadLevel3:0} GB/s; 8 divisions {probe.EightDivisions:0.00} ns");
        to.WriteLine("times    nanoseconds per unit, fastest slice; ratio: how many times faster ours is; one core");
    }

    private static string[] Cells(Result result) =>
    [
        result.Workload,
        result.Rival,
        result.Unit,
        Number(result.Nanoseconds),
        Number(result.RivalNanoseconds),
        Number(result.Ratio),
        Number(result.MedianRatio),
        Number(result.Goal),
        Verdict(result.Ok),
        result.Roofline is { } share ? $"{share * 100:0} %" : "",
    ];

    private static string[] Cells(Finding finding) =>
    [
        finding.Workload,
        finding.Name,
        Figure(finding.Value),
        finding.Limit is { } limit ? $"limit {Figure(limit)}" : "",
        Verdict(finding.Ok),
    ];

    private static string Figure(double value) => value is > 0 and < 0.01 ? $"{value:0.#e0}" : $"{value:0.##}";

    private static string Verdict(bool? ok) => ok switch { true => "ok", false => "MISSED", null => "" };

    private static string Number(double? value) => value switch
    {
        null => "",
        >= 1000 => $"{value:#,0}",
        >= 100 => $"{value:0.0}",
        _ => $"{value:0.00}",
    };

    private static void WriteTable(TextWriter to, IReadOnlyList<string[]> rows, int leftColumns)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(at => rows.Max(r => r[at].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select(
                (cell, at) => at < leftColumns ? cell.PadRight(widths[at]) : cell.PadLeft(widths[at]));
            to.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
