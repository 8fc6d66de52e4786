using System.Globalization;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>The page on surfaces says what was measured.</summary>
public class SurfacesPageTests
{
    [Fact]
    public void The_page_prints_the_errors_of_the_demo_chain()
    {
        var quoted = DemoChain.Fit(CalendarRange.Quoted);
        var everywhere = DemoChain.Fit(CalendarRange.Everywhere);
        var lines = new List<string>
        {
            "| | Expiry | T | Quotes | Alone | Quoted | Everywhere |", "|---|---|--:|--:|--:|--:|--:|",
        };
        var errors = new List<double[]>();
        for (var coin = 0; coin < quoted.Length; coin++)
        {
            foreach (var (smile, whole) in quoted[coin].Smiles.Zip(everywhere[coin].Smiles))
            {
                Assert.Equal(smile.Expiry, whole.Expiry);
                double[] row = [1e4 * smile.FreeRmse, 1e4 * smile.Rmse, 1e4 * whole.Rmse];
                errors.Add(row);
                lines.Add(Line(
                    quoted[coin].Base.ToString(), smile.Expiry.ToString()[..10], Text(smile.Years, "0.0000"),
                    Text(smile.Quotes.Count), Text(row[0]), Text(row[1]), Text(row[2])));
            }
        }
        lines.Add(Summary("median", errors, e => (e[errors.Count / 2 - 1] + e[errors.Count / 2]) / 2));
        lines.Add(Summary("greatest", errors, e => e[^1]));
        SurfacesPage.Prints("demo", lines);
    }

    [Fact]
    public void The_page_prints_what_every_recorded_chain_gave()
    {
        var lines = new List<string>
        {
            "| File | Chains | Smiles | Free | Repaired | From surface | Median | Greatest | Wrong | Wrong alone |",
            "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        };
        foreach (var (file, chains) in ChainCounts.Files)
        {
            var c = ChainCounts.Of(file, chains);
            lines.Add(Line(
                file, Text(c.Chains), Text(c.Smiles), Text(c.Free), Text(c.Repaired), Text(c.Leaning), Text(c.Median),
                Text(c.Most), Text(c.Wrong.Count), Text(c.Aside)));
        }
        SurfacesPage.Prints("chains", lines);
    }

    private static string Summary(string name, List<double[]> errors, Func<double[], double> of)
    {
        double Of(int column) => of([.. errors.Select(e => e[column]).Order()]);
        return Line(name, "", "", "", Text(Of(0)), Text(Of(1)), Text(Of(2)));
    }

    private static string Line(params ReadOnlySpan<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Text(double value, string format = "0.0") =>
        value.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
