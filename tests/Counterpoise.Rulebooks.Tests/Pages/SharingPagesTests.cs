using Counterpoise.Margins;

namespace Counterpoise.Rulebooks.Tests.Pages;

/// <summary>The pages on cross and portfolio margin say which rulebook shares what.</summary>
public class SharingPagesTests
{
    [Fact]
    public void The_page_on_cross_margin_lists_the_pots()
    {
        var pots = PageTable.Rulebooks.ToLookup(r =>
            r.Bucket == BucketRule.SettlementCurrency ? "" : r.AccountUnit.Code);
        var lines = new List<string> { "| `bucket` | what is shared | rulebooks |", "|---|---|---|" };
        lines.Add(PageTable.Row(
            "`settlementCurrency`", "everything settled in one currency; pots do not help each other",
            Names(pots[""])));
        foreach (var pot in pots.Where(p => p.Key.Length > 0).OrderBy(p => p.Key, StringComparer.Ordinal))
            lines.Add(PageTable.Row("`account`", $"everything, in {pot.Key}", Names(pot)));
        PageTable.Prints("docs/capabilities/cross-margin.md", "pots", lines);
    }

    [Fact]
    public void The_page_on_portfolio_margin_lists_the_risk_units()
    {
        var units = PageTable.Rulebooks.Where(r => r.Needs is not null || r.Underlyings.Any(u => u.Cells.Count > 0))
            .ToLookup(r => r.RiskUnit);
        PageTable.Prints("docs/capabilities/portfolio-margin.md", "units",
        [
            "| `riskUnit` | what nets | rulebooks |", "|---|---|---|",
            PageTable.Row(
                "`bucket`", "all coins of a bucket, cell by cell; gains of one coin up to a factor and a cap, if any",
                Names(units[RiskUnitRule.Bucket])),
            PageTable.Row("`underlying`", "everything on one coin", Names(units[RiskUnitRule.Underlying])),
        ]);
    }

    private static string Names(IEnumerable<Rulebook> rulebooks) =>
        string.Join(", ", rulebooks.Select(r => $"`{r.Name}`"));
}
