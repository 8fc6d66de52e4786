using System.Text;
using Counterpoise.Margins;

namespace Counterpoise.Cli.Statements;

/// <summary>The table of <see cref="VolText"/> on a page.</summary>
internal static class VolHtml
{
    public static void Write(StringBuilder page, Rulebook rulebook, BucketVolAmounts vols, bool all)
    {
        var rows = vols.Vols.Rows;
        if (rows.Count == 0) return;
        page.Append($"<h3>Volatilities, {vols.Vols.Unit}</h3>\n");
        foreach (var line in VolText.Remarks(rulebook))
            page.Append($"<p class=\"soft\">{SvgCanvas.Escape(line)}</p>\n");
        var table = new HtmlTable(page);
        table.Head(
            "option", "bid, %", "ask, %", "quote, %", "fitted, %", "fitted \u2212 quote, points",
            "model correction, points", "quote \u2192 fitted, initial", "maintenance", "fitted \u2192 hybrid, initial",
            "maintenance");
        var shown = VolText.Shown(vols, all);
        foreach (var i in shown) table.Row("change", [.. VolText.Cells(vols, i).Select(Figures.Typeset)]);
        int[] rest = [.. Enumerable.Range(0, rows.Count).Except(shown)];
        if (rest.Length > 0) table.Row("change", [.. VolText.RestCells(vols, rest).Select(Figures.Typeset)]);
        table.Row("sum", [.. VolText.TotalCells(vols).Select(Figures.Typeset)]);
        table.End();
    }
}
