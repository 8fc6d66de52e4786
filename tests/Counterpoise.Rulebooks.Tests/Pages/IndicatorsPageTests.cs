using System.Globalization;
using Counterpoise.Markets.Indicators;

namespace Counterpoise.Rulebooks.Tests.Pages;

/// <summary>docs/capabilities/market-indicators.md says of every indicator what the code says.</summary>
public class IndicatorsPageTests
{
    private const string Page = "docs/capabilities/market-indicators.md";

    [Fact]
    public void The_page_lists_every_indicator()
    {
        var lines = new List<string>
        {
            "| indicator | unit | group, weight in H | dangerous side | stale after | grace |",
            "|---|---|---|---|--:|--:|",
        };
        foreach (var name in Enum.GetValues<IndicatorName>())
        {
            var terms = IndicatorList.Terms(name);
            var weight = MarketStress.WeightOf(terms.Group).ToString("0.00", CultureInfo.InvariantCulture);
            lines.Add(PageTable.Row(
                terms.Name, terms.Unit, terms.Group == IndicatorGroup.None ? "–" : $"{Words(terms.Group)}, {weight}",
                terms.RisesWithRisk ? "high" : "low", Time(terms.MaxAge.Seconds), Time(terms.Grace.Seconds)));
        }
        PageTable.Prints(Page, "indicators", lines);
    }

    [Fact]
    public void The_page_lists_every_recording()
    {
        var lines = new List<string>
        {
            "| indicator | coins | file | from | to | | |", "|---|---|---|---|---|---|---|",
        };
        foreach (var c in IndicatorCoverage.All)
        {
            lines.Add(PageTable.Row(
                c.Indicator, c.Coins, c.File.Length == 0 ? "" : $"`{c.File}`", c.From, c.To, c.StatusText, c.Remark));
        }
        PageTable.Prints(Page, "coverage", lines);
    }

    private static string Words(IndicatorGroup group) => group switch
    {
        IndicatorGroup.OpenInterest => "open interest over volume",
        IndicatorGroup.SkewAndCorrelation => "skew and correlation",
        _ => group.ToString().ToLowerInvariant(),
    };

    private static string Time(double seconds) => seconds switch
    {
        0 => "none",
        < 120 => $"{seconds.ToString("0", CultureInfo.InvariantCulture)} s",
        < 3_600 => $"{(seconds / 60).ToString("0", CultureInfo.InvariantCulture)} min",
        _ => $"{(seconds / 3_600).ToString("0", CultureInfo.InvariantCulture)} h",
    };
}
