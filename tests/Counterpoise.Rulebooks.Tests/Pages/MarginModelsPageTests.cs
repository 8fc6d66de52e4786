using Counterpoise.Margins;

namespace Counterpoise.Rulebooks.Tests.Pages;

/// <summary>docs/capabilities/margin-models.md says of every rulebook what the rulebook says of itself.</summary>
public class MarginModelsPageTests
{
    private const string Page = "docs/capabilities/margin-models.md";

    [Fact]
    public void The_page_lists_every_rulebook_with_its_label_and_what_the_label_rests_on()
    {
        var lines = new List<string>
        {
            "| rulebook | what it is | in force | label | what the label rests on |", "|---|---|---|---|---|",
        };
        foreach (var r in PageTable.Rulebooks)
        {
            lines.Add(PageTable.Row(
                $"`{r.Name}`", r.Title, r.Effective, PageTable.Words(r.Label), r.LabelReason));
        }
        PageTable.Prints(Page, "rulebooks", lines);
    }

    [Fact]
    public void The_page_lists_what_is_absent_or_uncertain()
    {
        var lines = new List<string> { "| rulebook | absent or uncertain |", "|---|---|" };
        foreach (var r in RulebookLibrary.All)
            lines.Add(PageTable.Row($"`{r.Name}`", Absent(r)));
        PageTable.Prints(Page, "absent", lines);
    }

    [Fact]
    public void The_page_lists_how_every_rulebook_adds_up()
    {
        var lines = new List<string>
        {
            "| rulebook | buckets | risk unit | initial | maintenance | cells | never more than the parts "
                + "| reducing one position never raises maintenance |",
            "|---|---|---|--:|--:|--:|---|---|",
        };
        foreach (var r in RulebookLibrary.All)
        {
            var on = r.Factors.OnTotal ? "total" : "scan";
            lines.Add(PageTable.Row(
                $"`{r.Name}`",
                r.Bucket == BucketRule.Account ? $"one, in {r.AccountUnit}" : "per settlement currency",
                r.RiskUnit == RiskUnitRule.Underlying ? "one coin" : "the bucket",
                FormattableString.Invariant($"{r.Factors.Initial} × {on}"),
                FormattableString.Invariant($"{r.Factors.Maintenance} × {on}"),
                FormattableString.Invariant($"{r.Underlyings.Max(u => u.Cells.Count)}"),
                r.SubAdditive ? "yes" : "no",
                r.ReducingNeverRaises ? "yes" : "no"));
        }
        PageTable.Prints(Page, "sums", lines);
    }

    private static string Absent(Rulebook r) =>
        r.Unknown.Count == 0 ? "nothing we know of" : string.Join("<br>", r.Unknown);
}
