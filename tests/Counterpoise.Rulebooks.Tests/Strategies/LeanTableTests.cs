using System.Globalization;
using Counterpoise.Margins.Strategies;
using Counterpoise.Rulebooks.Conformance;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Strategies;

/// <summary>The tables of docs/numerics/strategies.md are what the code and the published rows say.</summary>
public sealed class LeanTableTests(ITestOutputHelper output)
{
    private static readonly string[] Paths =
        ["margin/lean_ib_option_strategy_margin.csv", "margin/lean_strategy_legs.json"];

    private static readonly string Page = File.ReadAllText(
        Path.Combine(SharedData.Repository, "docs", "numerics", "strategies.md"));

    [Fact]
    public void Rows_above_the_published_ones_are_on_the_page()
    {
        var compared = Run(p => p).Compared;
        Assert.Equal(148, compared.Count);
        var above = compared.Where(r => r.Ours > r.Published + 0.005).Select(Line).ToArray();
        foreach (var line in above) output.WriteLine(line);
        Assert.All(above, line => Assert.Contains(line + "\n", Page, StringComparison.Ordinal));
        Assert.Equal(above.Length, Page.Split('\n').Count(IsRow));
        var equal = compared.Count(r => Math.Abs(r.Ours - r.Published) <= 0.005);
        Assert.Contains(
            $"{equal} equal, {148 - equal - above.Length} below, {above.Length} above", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_shape_is_on_the_page()
    {
        foreach (var shape in StrategyShapes.All)
        {
            var line = $"| {shape.Name} | `{shape.Text}` | ";
            output.WriteLine(line + shape.Origin.ToString().ToLowerInvariant() + " |");
            var row = Page.Split('\n').Single(l => l.StartsWith(line, StringComparison.Ordinal));
            Assert.EndsWith($"| {shape.Origin.ToString().ToLowerInvariant()} |", row, StringComparison.Ordinal);
        }
        Assert.Contains($"{StrategyShapes.All.Count} shapes", Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("initial,NakedCall,1,21200.0", "initial,NakedCall,1,x")]
    [InlineData("initial,NakedCall,1,21200.0", "initial,NakedCrow,1,21200.0")]
    [InlineData("initial,NakedCall,1,21200.0", "middle,NakedCall,1,21200.0")]
    [InlineData("initial,NakedCall,1,21200.0,21200\n", "")]
    [InlineData("initial,BearCallSpread,1,1000.0", "initial,BearCallSpread,1,900.0")]
    public void A_changed_row_fails(string from, string to)
    {
        var outcome = Run(text => text.Replace(from, to, StringComparison.Ordinal));
        Assert.NotEmpty(outcome.Failures);
    }

    [Fact]
    public void A_deleted_or_truncated_file_fails()
    {
        Assert.NotEmpty(Run(t => t.StartsWith('{') ? t[..2_000] : t).Failures);
        Assert.NotEmpty(Run(t => t.StartsWith('{') ? t : t[..2_000]).Failures);
        var set = ConformanceReport.AllSets.Single(s => s.Name == "margin/lean");
        Assert.NotEmpty(set.Run([Changed(Paths[0], t => t)]).Failures);
        Assert.NotEmpty(set.Run([Changed(Paths[1], t => t)]).Failures);
    }

    private static bool IsRow(string line) =>
        line.StartsWith("| initial ", StringComparison.Ordinal)
        || line.StartsWith("| maintenance ", StringComparison.Ordinal);

    private static string Line(Compared row) =>
        $"| {row.Case} | {Number(row.Published)} | {Number(row.Ours)} | {row.Remark} |";

    private static string Number(double value) => value.ToString("N2", CultureInfo.InvariantCulture);

    private static SetOutcome Run(Func<string, string> change) =>
        ConformanceReport.AllSets.Single(s => s.Name == "margin/lean").Run(
            [.. Paths.Select(p => Changed(p, change))]);

    private static VectorFile Changed(string path, Func<string, string> change)
    {
        var text = File.ReadAllText(SharedData.File($"vectors/{path}", 148)).ReplaceLineEndings("\n");
        return new VectorFile(path, () => System.Text.Encoding.UTF8.GetBytes(change(text)));
    }
}
