using Counterpoise.Margins;

namespace Counterpoise.Rulebooks.Tests.Pages;

/// <summary>The README says how many rulebooks have which label, and what each label rests on.</summary>
public class ReadmeLabelsTests
{
    private const string Page = "README.md";

    [Fact]
    public void The_readme_counts_the_labels()
    {
        var lines = new List<string> { "| label | it means | rulebooks | which |", "|---|---|--:|---|" };
        foreach (var (label, meaning) in Meanings)
        {
            string[] names = [.. PageTable.Rulebooks.Where(r => r.Label == label).Select(r => $"`{r.Name}`")];
            lines.Add(PageTable.Row(
                PageTable.Words(label), meaning, FormattableString.Invariant($"{names.Length}"),
                names.Length == 0 ? "none" : string.Join(", ", names)));
        }
        PageTable.Prints(Page, "labels", lines);
    }

    [Fact]
    public void The_readme_says_what_each_label_rests_on()
    {
        var lines = new List<string> { "| rulebook | label | it rests on |", "|---|---|---|" };
        foreach (var r in PageTable.Rulebooks)
            lines.Add(PageTable.Row($"`{r.Name}`", PageTable.Words(r.Label), r.LabelReason));
        PageTable.Prints(Page, "reasons", lines);
    }

    private static IEnumerable<(HonestyLabel Label, string Meaning)> Meanings =>
    [
        (HonestyLabel.Verified, "published venue results are reproduced with these parameters"),
        (HonestyLabel.PartlyVerified, "some branches or parameters are confirmed, others only read"),
        (HonestyLabel.Approximate, "formulas read or inferred, little or nothing published to check them against"),
    ];
}
