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
        foreach (var r in RulebookLibrary.All)
            lines.Add(Line($"`{r.Name}`", r.Title, r.Effective, Words(r.Label), r.LabelReason));
        PageTable.Prints(Page, "rulebooks", lines);
    }

    [Fact]
    public void The_page_lists_what_is_absent_or_uncertain()
    {
        var lines = new List<string> { "| rulebook | absent or uncertain |", "|---|---|" };
        foreach (var r in RulebookLibrary.All)
            lines.Add(Line($"`{r.Name}`", r.Unknown.Count == 0 ? "nothing known" : string.Join("<br>", r.Unknown)));
        PageTable.Prints(Page, "absent", lines);
    }

    [Fact]
    public void The_page_lists_how_every_rulebook_adds_up()
    {
        var lines = new List<string>
        {
            "| rulebook | buckets | risk unit | initial | maintenance | cells | never more than the parts |",
            "|---|---|---|--:|--:|--:|---|",
        };
        foreach (var r in RulebookLibrary.All)
        {
            var on = r.Factors.OnTotal ? "total" : "scan";
            lines.Add(Line(
                $"`{r.Name}`",
                r.Bucket == BucketRule.Account ? $"one, in {r.AccountUnit}" : "per settlement currency",
                r.RiskUnit == RiskUnitRule.Underlying ? "one coin" : "the bucket",
                FormattableString.Invariant($"{r.Factors.Initial} × {on}"),
                FormattableString.Invariant($"{r.Factors.Maintenance} × {on}"),
                FormattableString.Invariant($"{r.Underlyings.Max(u => u.Cells.Count)}"),
                r.SubAdditive ? "yes" : "no"));
        }
        PageTable.Prints(Page, "sums", lines);
    }

    private static string Words(HonestyLabel label) => label switch
    {
        HonestyLabel.Verified => "verified",
        HonestyLabel.PartlyVerified => "partly verified",
        _ => "approximate",
    };

    // A bar ends a cell, a star or an underscore may start emphasis.
    private static string Line(params ReadOnlySpan<string> cells)
    {
        var written = new List<string>();
        foreach (var cell in cells) written.Add(cell.Replace("|", "\\|").Replace("*", "\\*"));
        return $"| {string.Join(" | ", written)} |";
    }
}
