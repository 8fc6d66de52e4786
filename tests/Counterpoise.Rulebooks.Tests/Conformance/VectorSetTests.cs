using System.Text;
using System.Text.Json;
using Counterpoise.Rulebooks.Conformance;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Conformance;

/// <summary>The published vectors, by path, and the worked examples of this repository.</summary>
public sealed class VectorSetTests(ITestOutputHelper output)
{
    public static TheoryData<string> Sets { get; } = [.. ConformanceReport.AllSets.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Published_results_are_reproduced(string name)
    {
        var set = ConformanceReport.AllSets.Single(s => s.Name == name);
        var outcome = set.Run(Files($"{set.MinimumFiles} files, {set.MinimumCases} {set.CaseNoun}"));
        output.WriteLine($"{name}: {outcome.Files} files, {outcome.Cases} {outcome.CaseNoun}, "
            + $"{outcome.Checks.Count} checks, worst error {outcome.WorstError:0.#e+0}");
        foreach (var worst in outcome.Checks.OrderByDescending(c => c.Error).Take(3)) output.WriteLine($"{worst}");
        Assert.Empty(outcome.Failures);
        Assert.Equal(set.MinimumFiles, outcome.Files);
        Assert.Equal(set.MinimumCases, outcome.Cases);
    }

    [Fact]
    public void Every_file_is_covered_or_listed()
    {
        var files = Files("all files");
        var report = ConformanceReport.Run(files, null);
        var covered = files.Count(f => ConformanceReport.AllSets.Any(s => s.Covers(f.Path)));
        var pages = files.Count(f => f.Path.EndsWith(".md", StringComparison.Ordinal));
        var parts = ConformanceReport.AllSets.Sum(s => s.NotCovered.Count);
        Assert.Equal(files.Count, covered + pages + report.Uncovered.Count - parts);
        Assert.Equal(0, report.Failed);
    }

    [Fact]
    public void Worked_examples_are_reproduced()
    {
        var folder = Path.Combine(SharedData.Repository, "tests", "golden");
        var outcome = GoldenFile.Run(
            "worked examples", File.ReadAllBytes(Path.Combine(folder, "worked-examples.json")),
            name => File.ReadAllBytes(Path.Combine(folder, name)));
        output.WriteLine(
            $"{outcome.Cases} examples, {outcome.Checks.Count} checks, worst error {outcome.WorstError:0.#e+0}");
        Assert.Empty(outcome.Failures);
        Assert.Equal(71, outcome.Cases);
        Assert.Equal(543, outcome.Checks.Count);
    }

    // A rulebook that cannot be worked as it ships, and why: an example of its own file stands in.
    private static readonly Dictionary<string, (string File, string Reason)> WorkedByFile = new(StringComparer.Ordinal)
    {
        ["binance-coinm"] = ("binance-coinm-tiers.json", "no tier table ships"),
    };

    [Fact]
    public void Every_rulebook_that_ships_has_a_worked_example()
    {
        var file = Path.Combine(SharedData.Repository, "tests", "golden", "worked-examples.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var worked = json.RootElement.GetProperty("examples").EnumerateArray()
            .Select(e => e.GetProperty("rulebook").GetString()!).ToHashSet(StringComparer.Ordinal);
        var without = RulebookLibrary.All.Select(r => r.Name).Distinct()
            .Where(name => !worked.Contains(WorkedByFile.TryGetValue(name, out var own) ? own.File : name));
        Assert.Empty(without);
        // Once it can be, the reason goes.
        Assert.All(WorkedByFile, own => Assert.DoesNotContain(own.Key, worked));
    }

    [Fact]
    public void Values_of_the_vectors_are_not_in_the_source()
    {
        var root = Path.Combine(SharedData.Root, "vectors");
        if (!Directory.Exists(root)) Assert.Skip($"{root} is not there (set COUNTERPOISE_SHARED): 1 case skipped");
        var published = PublishedNumbers.Of(root);
        Assert.True(published.Count > 2_000, $"only {published.Count} numbers found");
        var found =
            from path in Directory.EnumerateFiles(
                Path.Combine(SharedData.Repository, "src"), "*.*", SearchOption.AllDirectories)
            where path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".json", StringComparison.Ordinal)
            from digits in PublishedNumbers.In(File.ReadAllText(path))
            where published.Contains(digits)
            select $"{Path.GetFileName(path)}: {digits}";
        Assert.Empty(found);
    }

    [Fact]
    public void Long_numbers_are_found_in_any_notation() =>
        Assert.Equal(
            ["123456789", "123456789", "987654321"],
            PublishedNumbers.In("x = -0.00123456789; [\"1.23456789\", 12.5], 987_654_321L e12345678"));

    [Fact]
    public void A_set_that_is_not_there_fails()
    {
        var report = ConformanceReport.Run([new VectorFile("notes.txt", () => "x"u8.ToArray())], "derive");
        Assert.Equal(0, report.Passed);
        Assert.Equal(6, report.Failed);
    }

    [Fact]
    public void A_damaged_file_is_named()
    {
        VectorFile[] files =
        [
            new("derive/pmrm2/test_1.json", () => "{\"Scenario\": {"u8.ToArray()),
            new("pricing/derive_svi.csv", () => Encoding.UTF8.GetBytes("tau,a\n1")),
            new("margin/mango.json", () => "[1,"u8.ToArray()),
        ];
        var failures = ConformanceReport.Run(files, null).Sets.SelectMany(s => s.Failures).ToArray();
        foreach (var file in files) Assert.Contains(failures, f => f.Case == file.Path && f.Quantity == "file");
    }

    [Theory]
    [InlineData("0.122861343", 0.12286134297, true)]
    [InlineData("0.122861343", 0.12286134249, false)]
    [InlineData("0.122861343", 0.12286134351, false)]
    [InlineData("53125", 53125.4, true)]
    [InlineData("53125", 53125.6, false)]
    public void Printed_digits_are_compared_as_printed(string printed, double got, bool passes) =>
        Assert.Equal(passes, Check.Printed("a", "b", printed, got).Passed);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_number_never_passes(double got)
    {
        var check = Check.Number("a", "b", 1, got, 1e9);
        Assert.False(check.Passed);
        Assert.Equal(double.PositiveInfinity, check.Error);
    }

    private static IReadOnlyList<VectorFile> Files(string skipped)
    {
        var root = Path.Combine(SharedData.Root, "vectors");
        if (!Directory.Exists(root)) Assert.Skip($"{root} is not there (set COUNTERPOISE_SHARED): {skipped} skipped");
        return
        [
            .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(path => new VectorFile(
                Path.GetRelativePath(root, path).Replace('\\', '/'), () => File.ReadAllBytes(path))),
        ];
    }
}
