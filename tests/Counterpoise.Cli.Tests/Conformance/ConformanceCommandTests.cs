using System.Globalization;
using System.Text.Json.Nodes;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests.Conformance;

/// <summary>The command as its users run it: what is right passes, what was touched does not.</summary>
public sealed class ConformanceCommandTests : IDisposable
{
    private const string Set = "derive/pmrm2";

    private readonly Cli _cli = new();

    private static string Golden => Path.Combine(SharedData.Repository, "tests", "golden", "worked-examples.json");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Vectors_and_examples_pass()
    {
        var outcome = Cli.Run("conformance", "--vectors", Vectors(), "--golden", Golden);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        var lines = outcome.Output.TrimEnd().Split('\n');
        Assert.Matches(@"^\d+ passed, 0 failed$", lines[^1]);
        Assert.StartsWith("not covered: ", lines[^2], StringComparison.Ordinal);
        Assert.Matches(@"derive/pmrm2 +73 +2,259 +scenario losses", outcome.Output);
    }

    [Fact]
    public void An_untouched_copy_passes() => Assert.Equal(0, Run(Copy()).ExitCode);

    [Fact]
    public void A_changed_result_fails()
    {
        var folder = Copy();
        Change(folder, "test_52_", root =>
        {
            var result = root["Result"]!;
            var loss = result["reg_losses"]![3]!.AsArray();
            var value = double.Parse(loss[^1]!.GetValue<string>(), CultureInfo.InvariantCulture);
            loss[^1] = (value * (1 + 1e-7)).ToString("R", CultureInfo.InvariantCulture);
        });
        Fails(folder, "test_52_");
    }

    [Fact]
    public void A_changed_volatility_fails()
    {
        var folder = Copy();
        // Volatility is the square root of a + b·(…): both up by 2.01 % is 1 % of volatility.
        Change(folder, "test_52_", root =>
        {
            var svi = root["Scenario"]!["OptionFeeds"]![0]!["SVIparam"]!.AsArray();
            foreach (var i in new[] { 0, 1 })
            {
                var value = double.Parse(svi[i]!.GetValue<string>(), CultureInfo.InvariantCulture);
                svi[i] = (value * 1.0201).ToString("R", CultureInfo.InvariantCulture);
            }
        });
        Fails(folder, "test_52_");
    }

    [Fact]
    public void A_changed_printed_volatility_fails()
    {
        var folder = Copy();
        Change(folder, "test_12_", root =>
        {
            var option = root["Scenario"]!["Options"]![0]!;
            option["MarkVol"] = option["MarkVol"]!.GetValue<double>() * 1.01;
        });
        Fails(folder, "test_12_");
    }

    [Fact]
    public void A_deleted_file_fails()
    {
        var folder = Copy();
        File.Delete(FileOf(folder, "test_52_"));
        var outcome = Fails(folder, "at least 73");
        Assert.Contains("at least 2,259", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shortened_list_of_results_fails()
    {
        var folder = Copy();
        Change(folder, "test_52_", root => root["Result"]!["tail_losses"]!.AsArray().RemoveAt(0));
        Fails(folder, "scenario losses");
    }

    [Fact]
    public void A_truncated_file_fails()
    {
        var folder = Copy();
        var path = FileOf(folder, "test_52_");
        File.WriteAllText(path, File.ReadAllText(path)[..5_000]);
        Fails(folder, "test_52_");
    }

    [Fact]
    public void Examples_alone_pass_and_a_changed_one_does_not()
    {
        var outcome = Cli.Run("conformance", "--golden", Golden);
        Assert.Equal(0, outcome.ExitCode);
        Assert.EndsWith("passed, 0 failed\n", outcome.Output, StringComparison.Ordinal);
        var text = File.ReadAllText(Golden);
        Assert.Contains("0.0596858724", text, StringComparison.Ordinal);
        // Rulebooks the examples name by file.
        foreach (var sibling in Directory.EnumerateFiles(Path.GetDirectoryName(Golden)!, "*.json"))
            File.Copy(sibling, _cli.Path(Path.GetFileName(sibling)));
        var changed = _cli.Write("g.json", text.Replace("0.0596858724", "0.0596858725", StringComparison.Ordinal));
        outcome = Cli.Run("conformance", "--golden", changed);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("0.0596858725", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("542 passed, 1 failed\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_says_the_same()
    {
        var outcome = Cli.Run("conformance", "--golden", Golden, "--json");
        var json = JsonNode.Parse(outcome.Output)!;
        Assert.Equal(0, json["failed"]!.GetValue<int>());
        Assert.Equal(543, json["passed"]!.GetValue<int>());
        Assert.Equal("worked-examples.json", json["sets"]![0]!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("--vectors missing", "does not exist")]
    [InlineData("--vectors .", "has no files")]
    [InlineData("--golden missing.json", "does not exist")]
    [InlineData("--golden empty.json", "has no examples")]
    [InlineData("--vectors full --set nothing", "is not a set")]
    public void Nothing_to_compare_fails(string line, string message)
    {
        var args = line.Split(' ').Select(a => a.StartsWith("--", StringComparison.Ordinal) || a == "nothing"
            ? a
            : _cli.Path(a));
        if (line.Contains("empty", StringComparison.Ordinal)) _cli.Write("empty.json", "{\"examples\": []}");
        if (line.Contains("full", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(_cli.Path("full"));
            _cli.Write("full/x.csv", "a\n1\n");
        }
        var outcome = Cli.Run(["conformance", .. args]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_folder_without_vectors_fails()
    {
        _cli.Write("x.csv", "a\n1\n");
        var outcome = Cli.Run("conformance", "--vectors", _cli.Folder);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Matches("0 passed, [1-9][0-9]* failed", outcome.Output);
    }

    [Theory]
    [InlineData("conformance", "nothing to compare")]
    [InlineData("conformance --golden a.json --set pricing", "--set")]
    public void A_wrong_command_line_is_said(string line, string message)
    {
        var outcome = Cli.Say(line);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    private static string Vectors()
    {
        var root = Path.Combine(SharedData.Root, "vectors");
        if (!Directory.Exists(root)) Assert.Skip($"{root} is not there (set COUNTERPOISE_SHARED): 73 cases skipped");
        return root;
    }

    private static Outcome Run(string folder) => Cli.Run("conformance", "--vectors", folder, "--set", Set);

    private static Outcome Fails(string folder, string text)
    {
        var outcome = Run(folder);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(text, outcome.Output, StringComparison.Ordinal);
        Assert.Matches("[1-9][0-9]* failed\n$", outcome.Output);
        return outcome;
    }

    private static string FileOf(string folder, string prefix) =>
        Directory.EnumerateFiles(Path.Combine(folder, Set), prefix + "*").Single();

    private static void Change(string folder, string prefix, Action<JsonNode> change)
    {
        var path = FileOf(folder, prefix);
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        change(root);
        File.WriteAllText(path, root.ToJsonString());
    }

    private string Copy()
    {
        var from = Path.Combine(Vectors(), Set);
        var to = Directory.CreateDirectory(_cli.Path(Set)).FullName;
        foreach (var path in Directory.EnumerateFiles(from))
        {
            // The originals are read-only, and copying would keep that.
            File.WriteAllBytes(Path.Combine(to, Path.GetFileName(path)), File.ReadAllBytes(path));
        }
        return _cli.Folder;
    }
}
