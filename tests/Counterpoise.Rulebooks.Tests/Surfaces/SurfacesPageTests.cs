using System.Globalization;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>The page on surfaces says what was measured.</summary>
public class SurfacesPageTests
{
    [Fact]
    public void The_page_prints_the_errors_of_the_demo_chain()
    {
        VolSurface[][] fits =
        [
            DemoChain.Fit(CalendarRange.Quoted), DemoChain.Fit(CalendarRange.Everywhere),
            DemoChain.Fit(CalendarRange.Quoted, QuoteWeights.SpreadAndVega),
            DemoChain.Fit(CalendarRange.Everywhere, QuoteWeights.SpreadAndVega),
        ];
        var lines = new List<string>
        {
            "| | Expiry | T | Quotes | Alone | Quoted | Everywhere | Quoted, by spread | Everywhere, by spread |",
            "|---|---|--:|--:|--:|--:|--:|--:|--:|",
        };
        var errors = new List<double[]>();
        for (var coin = 0; coin < fits[0].Length; coin++)
        {
            for (var i = 0; i < fits[0][coin].Smiles.Count; i++)
            {
                var smile = fits[0][coin].Smiles[i];
                Assert.All(fits, f => Assert.Equal(smile.Expiry, f[coin].Smiles[i].Expiry));
                double[] row = [1e4 * smile.FreeRmse, .. fits.Select(f => 1e4 * f[coin].Smiles[i].Rmse)];
                errors.Add(row);
                lines.Add(Line([
                    fits[0][coin].Base.ToString(), smile.Expiry.ToString()[..10], Text(smile.Years, "0.0000"),
                    Text(smile.Quotes.Count), .. row.Select(e => Text(e)),
                ]));
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

    [Fact]
    public void The_page_prints_how_good_the_fits_alone_are()
    {
        var lines = new List<string>
        {
            "| File | Smiles | Worse | Worse within Lee's bound | Greatest |", "|---|--:|--:|--:|--:|",
        };
        foreach (var (file, chains) in FreeFit.Files)
        {
            var fits = FreeFit.Of(file, chains);
            lines.Add(Line(
                file, Text(fits.Length), Text(fits.Count(f => f.IsWorse)),
                Text(fits.Count(f => f.IsWorse && f.Steepest <= 2)), Text(fits.Max(f => f.Ratio), "0.000")));
        }
        SurfacesPage.Prints("alone", lines);
    }

    private static string Summary(string name, List<double[]> errors, Func<double[], double> of)
    {
        double Of(int column) => of([.. errors.Select(e => e[column]).Order()]);
        return Line([name, "", "", "", .. Enumerable.Range(0, errors[0].Length).Select(c => Text(Of(c)))]);
    }

    private static string Line(params ReadOnlySpan<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Text(double value, string format = "0.0") =>
        value.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
