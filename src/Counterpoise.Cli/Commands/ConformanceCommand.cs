using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Counterpoise.Cli.Statements;
using Counterpoise.Rulebooks.Conformance;

namespace Counterpoise.Cli.Commands;

/// <summary>Compares what we compute with what others published.</summary>
internal static class ConformanceCommand
{
    private const int ShownPerSet = 20;

    public static Command Create()
    {
        var vectors = new Option<string?>("--vectors")
        {
            Description = "folder of published test vectors",
            HelpName = "DIR",
        };
        var set = new Option<string?>("--set")
        {
            Description = "only this set or group, e.g. derive/pmrm2 or pricing",
            HelpName = "NAME",
        };
        var golden = new Option<string?>("--golden")
        {
            Description = "file of worked examples: inputs and expected values (JSON, may be .gz)",
            HelpName = "FILE",
        };
        var json = Options.Json();
        var command = new Command("conformance", "Compares our results with published vectors and worked examples.")
        {
            vectors, set, golden, json,
        };
        command.Validators.Add(result =>
        {
            var missing = result.GetResult(vectors) is null;
            if (missing && result.GetResult(golden) is null)
                result.AddError("there is nothing to compare; give --vectors DIR, --golden FILE or both");
            else if (missing && result.GetResult(set) is not null)
                result.AddError("--set chooses among --vectors; give --vectors DIR");
        });
        command.SetAction(parsed =>
        {
            var report = Run(parsed.GetValue(vectors), parsed.GetValue(set), parsed.GetValue(golden));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) JsonPage.Write(output, page => WriteJson(report, page.Writer));
            else Print(report, output);
            return report.Failed == 0 && report.Passed > 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static ConformanceReport Run(string? vectors, string? set, string? golden)
    {
        var report = vectors is null
            ? new ConformanceReport([], [])
            : ConformanceReport.Run(VectorFolder.Files(vectors), set);
        if (golden is null) return report;
        var folder = Path.GetDirectoryName(golden) ?? "";
        var examples = InputFile.Read(
            golden,
            utf8 => GoldenFile.Run(
                Path.GetFileName(golden), utf8, name => InputFile.ReadBytes(Path.Combine(folder, name))));
        return report with { Sets = [.. report.Sets, examples] };
    }

    private static void Print(ConformanceReport report, TextWriter output)
    {
        var table = new TextGrid("lnnlnnn");
        table.Head("set", "files", "cases", "", "checks", "worst error", "failed");
        foreach (var set in report.Sets)
        {
            var failed = set.Checks.Count - set.Passed;
            table.Add(
                set.Name, Count(set.Files), Count(set.Cases), set.CaseNoun, Count(set.Checks.Count),
                Error(set.WorstError), Count(failed));
        }
        table.Write(output);
        foreach (var set in report.Sets) PrintFailures(set, output);
        foreach (var set in report.Sets) ComparedRows.Print(set, output);
        PrintUncovered(report.Uncovered, output);
        output.WriteLine("counted are checks, each one number or name; the error is relative, absolute below 1");
        if (report.Uncovered.Count > 0)
        {
            var cases = report.Uncovered.Sum(u => u.Cases);
            output.WriteLine(
                $"not covered: {Figures.Counted(report.Uncovered.Count, "file", "files")} with "
                + Figures.Counted(cases, "case", "cases"));
        }
        output.WriteLine($"{Plain(report.Passed)} passed, {Plain(report.Failed)} failed");
    }

    private static void PrintFailures(SetOutcome set, TextWriter output)
    {
        Check[] failures = [.. set.Failures];
        if (failures.Length == 0) return;
        output.WriteLine();
        output.WriteLine($"{set.Name}: {Count(failures.Length)} failed");
        var table = new TextGrid("lllll");
        table.Head("case", "quantity", "expected", "got", "error");
        foreach (var f in failures.Take(ShownPerSet)) table.Add(f.Case, f.Quantity, f.Expected, f.Got, Error(f.Error));
        table.Write(output);
        if (failures.Length > ShownPerSet) output.WriteLine($"and {Count(failures.Length - ShownPerSet)} more");
    }

    private static void PrintUncovered(IReadOnlyList<UncoveredFile> files, TextWriter output)
    {
        output.WriteLine();
        if (files.Count == 0) return;
        var table = new TextGrid("ln");
        table.Head("not covered", "cases");
        foreach (var file in files) table.Add(file.Path, Count(file.Cases));
        table.Write(output);
        output.WriteLine();
    }

    private static void WriteJson(ConformanceReport report, Utf8JsonWriter json)
    {
        json.WriteStartArray("sets");
        foreach (var set in report.Sets)
        {
            json.WriteStartObject();
            json.WriteString("name", set.Name);
            json.WriteNumber("files", set.Files);
            json.WriteNumber("cases", set.Cases);
            json.WriteString("caseNoun", set.CaseNoun);
            json.WriteNumber("checks", set.Checks.Count);
            JsonPage.Number(json, "worstError", set.WorstError);
            json.WriteNumber("failed", set.Checks.Count - set.Passed);
            json.WriteStartArray("failures");
            foreach (var failure in set.Failures) WriteFailure(failure, json);
            json.WriteEndArray();
            if (set.Compared.Count > 0) ComparedRows.Write(set, json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("notCovered");
        foreach (var file in report.Uncovered)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteNumber("cases", file.Cases);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("passed", report.Passed);
        json.WriteNumber("failed", report.Failed);
    }

    private static void WriteFailure(Check failure, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("case", failure.Case);
        json.WriteString("quantity", failure.Quantity);
        json.WriteString("expected", failure.Expected);
        json.WriteString("got", failure.Got);
        JsonPage.Number(json, "error", failure.Error);
        json.WriteEndObject();
    }

    private static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Plain(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Error(double? error) =>
        error is { } value ? value.ToString("0.#e+0", CultureInfo.InvariantCulture) : "";
}
