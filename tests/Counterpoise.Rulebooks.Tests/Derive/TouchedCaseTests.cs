using System.Text;
using System.Text.Json.Nodes;
using Counterpoise.Rulebooks.Conformance;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Derive;

/// <summary>Published PMRM v1 and SRM cases that were touched do not pass.</summary>
public sealed class TouchedCaseTests
{
    private const string V1 = "derive/pmrm1_verify.json";
    private const string V1Parameters = "derive/pmrm1_params.json";
    private const string Srm = "derive/srm_cases.json";

    [Theory]
    [InlineData("PortfolioMTM")]
    [InlineData("ForwardContingency")]
    [InlineData("MinSpan")]
    [InlineData("MaintenanceMarginHand")]
    [InlineData("InitialMarginHand")]
    public void A_changed_v1_result_fails(string name)
    {
        var changed = Changed(V1, root =>
        {
            var result = root["Test13"]!["Result"]!;
            result[name] = result[name]!.GetValue<double>() * (1 + 1e-7);
        });
        var failure = Assert.Single(Run("derive/pmrm1", V1, changed).Failures);
        Assert.Contains("Test13", failure.Case, StringComparison.Ordinal);
        Assert.Equal(name, failure.Quantity);
    }

    [Theory]
    [InlineData(0, "IM", 1 + 1e-7)]
    [InlineData(0, "MM", 1 + 1e-7)]
    [InlineData(10, "MtM", 1 + 1e-7)]
    [InlineData(26, "IM", 32_009 / 32_010.0)]
    [InlineData(26, "MM", 32_161 / 32_160.0)]
    public void A_changed_srm_result_fails(int index, string name, double factor)
    {
        var changed = Changed(Srm, root =>
        {
            var expected = root[index]!["expected"]!;
            expected[name] = expected[name]!.GetValue<double>() * factor;
        });
        Assert.Equal(name, Assert.Single(Run("derive/srm", Srm, changed).Failures).Quantity);
    }

    [Fact]
    public void A_changed_parameter_fails() =>
        Assert.NotEmpty(
            Run("derive/pmrm1", V1Parameters, Changed(V1Parameters, r => r["params"]!["im"] = 1.31)).Failures);

    [Theory]
    [InlineData("derive/pmrm1", V1)]
    [InlineData("derive/pmrm1", V1Parameters)]
    [InlineData("derive/srm", Srm)]
    public void A_deleted_file_fails(string set, string path) => Assert.NotEmpty(Run(set, path, null).Failures);

    [Theory]
    [InlineData("derive/pmrm1", V1)]
    [InlineData("derive/pmrm1", V1Parameters)]
    [InlineData("derive/srm", Srm)]
    public void A_truncated_file_fails(string set, string path) =>
        Assert.NotEmpty(Run(set, path, Read(path)[..300]).Failures);

    [Fact]
    public void A_shortened_list_fails()
    {
        var v1 = Changed(V1, root => root.AsObject().Remove("Test3"));
        Assert.Equal("cases", Assert.Single(Run("derive/pmrm1", V1, v1).Failures).Quantity);
        var srm = Changed(Srm, root => root.AsArray().RemoveAt(3));
        Assert.Equal("cases", Assert.Single(Run("derive/srm", Srm, srm).Failures).Quantity);
        var options = Changed(V1, root => root["Test3"]!["Scenario"]!["OptionVols"]!.AsArray().RemoveAt(0));
        Assert.Contains(Run("derive/pmrm1", V1, options).Failures, f => f.Quantity == "file");
    }

    private static SetOutcome Run(string name, string path, byte[]? content)
    {
        var files = new List<VectorFile>();
        foreach (var file in new[] { V1, V1Parameters, Srm })
        {
            var bytes = file == path ? content : Read(file);
            if (bytes is not null) files.Add(new VectorFile(file, () => bytes));
        }
        return ConformanceReport.AllSets.Single(s => s.Name == name).Run(files);
    }

    private static byte[] Changed(string path, Action<JsonNode> change)
    {
        var root = JsonNode.Parse(Read(path))!;
        change(root);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static byte[] Read(string path)
    {
        var full = Path.Combine(SharedData.Root, "vectors", path);
        if (!File.Exists(full)) Assert.Skip($"{full} is not there (set COUNTERPOISE_SHARED): skipped");
        return File.ReadAllBytes(full);
    }
}
