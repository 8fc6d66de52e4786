using System.Text;
using System.Text.Json.Nodes;
using Counterpoise.Rulebooks.Conformance;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Conformance;

/// <summary>Changed copies of the on-chain venues' cases fail.</summary>
public sealed class OnChainSetTests
{
    private const string Dydx = "margin/dydx_v4_margin_liquidation.json";
    private const string Mango = "margin/mango_v4_health.json";
    private const string Drift = "margin/drift_liquidation_cases.csv";

    [Theory]
    [InlineData("bigExpectedInitialMargin")]
    [InlineData("bigExpectedMaintenanceMargin")]
    public void One_quantum_more_fails(string field) => Fails("margin/dydx_v4", Dydx, Changed(Dydx, root =>
    {
        var item = root["marginRequirements"]![1]!;
        item[field] = item[field]!.GetValue<long>() + 1;
    }));

    [Fact]
    public void A_number_too_large_for_a_double_is_compared_to_the_last_digit()
    {
        var text = Text(Dydx);
        var digits = text.Split("\"bigExpectedInitialMargin\": ")[4].Split(',')[0];
        Assert.True(digits.Length > 30);
        Fails("margin/dydx_v4", Dydx, text.Replace(
            $"\"bigExpectedInitialMargin\": {digits}", $"\"bigExpectedInitialMargin\": {digits[..^1]}7",
            StringComparison.Ordinal));
    }

    [Fact]
    public void Open_interest_that_is_missing_fails() => Fails("margin/dydx_v4", Dydx, Changed(Dydx, root =>
        root["marginRequirements"]![6]!.AsObject().Remove("openInterest")));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    public void A_health_off_by_1e_7_fails(int index) => Fails("margin/mango_v4", Mango, Changed(Mango, root =>
    {
        var item = root["cases"]![index]!;
        item["expected_init_health"] = item["expected_init_health"]!.GetValue<double>() * (1 + 1e-7);
    }));

    [Fact]
    public void An_order_that_is_missing_fails() => Fails("margin/mango_v4", Mango, Changed(Mango, root =>
        root["cases"]![7]!["extra"]!.AsArray().RemoveAt(0)));

    [Theory]
    [InlineData("1.25,1.25", "1.2500002,1.25")]
    [InlineData("if_fee 0.01", "if_fee 0.02")]
    [InlineData("quote_px 0.99", "quote_px 0.98")]
    [InlineData("liq_fee 0.01", "liq 0.01")]
    [InlineData("perp_size_to_cover", "size")]
    public void A_changed_row_fails(string from, string to)
    {
        var text = Text(Drift);
        Assert.Contains(from, text, StringComparison.Ordinal);
        Fails("margin/drift_v2", Drift, text.Replace(from, to, StringComparison.Ordinal));
    }

    [Fact]
    public void A_shortened_or_truncated_file_fails()
    {
        Fails("margin/dydx_v4", Dydx, Changed(Dydx, root => root["marginRequirements"]!.AsArray().RemoveAt(0)));
        Fails("margin/mango_v4", Mango, Changed(Mango, root => root["cases"]!.AsArray().RemoveAt(0)));
        Fails("margin/drift_v2", Drift, Text(Drift)[..Text(Drift).TrimEnd().LastIndexOf('\n')]);
        foreach (var (set, file) in new[] { ("margin/dydx_v4", Dydx), ("margin/mango_v4", Mango) })
            Fails(set, file, Text(file)[..(Text(file).Length / 2)]);
        var missing = Set("margin/mango_v4").Run([]);
        Assert.Equal(2, missing.Failures.Count());
    }

    [Fact]
    public void What_is_not_covered_of_a_covered_file_is_listed()
    {
        var report = ConformanceReport.Run([new VectorFile(Dydx, () => Encoding.UTF8.GetBytes(Text(Dydx)))], null);
        Assert.Equal(
            [new($"{Dydx} (bankruptcyPrice)", 7), new UncoveredFile($"{Dydx} (fillablePrice)", 8)], report.Uncovered);
    }

    private static void Fails(string set, string path, string text)
    {
        Assert.NotEqual(Text(path), text);
        var outcome = Set(set).Run([new VectorFile(path, () => Encoding.UTF8.GetBytes(text))]);
        Assert.NotEmpty(outcome.Failures);
        var untouched = Set(set).Run([new VectorFile(path, () => Encoding.UTF8.GetBytes(Text(path)))]);
        Assert.Empty(untouched.Failures);
    }

    private static VectorSet Set(string name) => ConformanceReport.AllSets.Single(s => s.Name == name);

    private static string Changed(string path, Action<JsonNode> change)
    {
        var root = JsonNode.Parse(Text(path))!;
        change(root);
        return root.ToJsonString();
    }

    private static string Text(string path)
    {
        var full = Path.Combine(SharedData.Root, "vectors", path);
        if (!File.Exists(full)) Assert.Skip($"{full} is not there (set COUNTERPOISE_SHARED): its case skipped");
        return File.ReadAllText(full);
    }
}
