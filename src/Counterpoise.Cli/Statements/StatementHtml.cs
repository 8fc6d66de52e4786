using System.Text;
using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>
/// The statement as one page: pictures and tables, nothing loaded from elsewhere; light, dark, and on paper.
/// </summary>
internal static class StatementHtml
{
    public const string Style = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#16202c;--soft:#5a6675;--line:#d5dae1;--card:#f5f6f8;
        --cost:#b04313;--relief:#1f5a97}
        @media (prefers-color-scheme:dark){:root{--paper:#10151c;--ink:#e8edf3;--soft:#9aa7b6;--line:#2e3947;
        --card:#1a212b;--cost:#f0986d;--relief:#7db5ee}}
        @media print{:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--card:#f5f6f8;--cost:#b04313;
        --relief:#1f5a97}
        @page{size:landscape;margin:12mm}section{break-before:page}section:first-of-type{break-before:auto}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:28px 24px 60px;max-width:1320px;background:var(--paper);color:var(--ink);
        font:14px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}
        h1{font-size:26px;margin:0 0 4px}h2{font-size:20px;margin:44px 0 6px}h3{font-size:15px;margin:26px 0 6px}
        p{margin:4px 0}.soft{color:var(--soft)}.cost{color:var(--cost)}.relief{color:var(--relief)}
        .warn{background:#a3316f;color:#fff;padding:6px 12px;border-radius:6px;font-weight:600;margin:10px 0}
        .label{border-left:4px solid #8a5a00;padding:6px 12px;background:var(--card);margin:10px 0}
        figure{margin:18px 0;border:1px solid var(--line);border-radius:10px;overflow:hidden}
        figure svg{display:block;width:100%;height:auto}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums;white-space:nowrap}
        th,td{padding:3px 14px 3px 0;text-align:right;border-bottom:1px solid var(--line)}
        th{color:var(--soft);font-weight:500;vertical-align:bottom;white-space:normal}
        th:first-child,td:first-child,.text{text-align:left}
        .text{white-space:normal;min-width:20em}
        tr.sum td{font-weight:650;border-bottom:none;border-top:1.5px solid var(--ink)}
        ul{margin:4px 0;padding-left:20px}
        """;

    public static string Page(IReadOnlyList<Evaluation> evaluations, bool all)
    {
        var shown = evaluations.Select(o => o.Statement).OfType<Statement>().ToArray();
        var name = shown.Length > 0 ? shown[0].Portfolio : "nothing applicable";
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append($"<title>Margin statement: {E(name)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n");
        page.Append($"<h1>Margin statement: {E(name)}</h1>\n");
        if (shown.Length > 0) WriteMarket(page, shown[0]);
        if (evaluations.Count > 1) WriteComparison(page, shown);
        foreach (var evaluation in evaluations)
        {
            if (evaluation.Reason is { } reason)
                page.Append($"<p class=\"cost\">{E(evaluation.Rulebook.Name)}: not applicable: {E(reason)}</p>\n");
        }
        foreach (var statement in shown) WriteStatement(page, statement, all);
        page.Append("<p class=\"soft\">Offset: positive gives back, negative costs. Causes are taken in this order: ")
            .Append(E(string.Join(" > ", Causes.All.Select(c => c.Name()))))
            .Append(
                ". Requirements are rounded up, equity down; every printed column adds up.</p>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void WriteMarket(StringBuilder page, Statement statement)
    {
        var market = statement.Market;
        page.Append($"<p class=\"soft\">{statement.PositionCount:N0} net positions &#183; market {E(market.Name)}, ")
            .Append($"{market.Time}, source {E(market.Source)}</p>\n");
        if (market.Synthetic)
            page.Append(
                "<p class=\"warn\">SYNTHETIC: these prices are made from a formula, no venue ever showed them</p>\n");
    }

    private static void WriteComparison(StringBuilder page, Statement[] shown)
    {
        page.Append("<h2>Rulebooks side by side</h2>\n");
        var table = new HtmlTable(page);
        table.Head(["USD at the index", .. shown.Select(s => s.Rulebook.Name)]);
        table.Row("", ["in force", .. shown.Select(s => s.Rulebook.Effective)]);
        table.Row("", ["label", .. shown.Select(s => s.LabelName)]);
        Row("positions alone", u => u.Gross);
        foreach (var cause in Causes.All)
            if (shown.Any(s => s.Usd.OffsetBy(cause).Nanos != 0))
                Row($"{cause.Name()} offset", u => -u.OffsetBy(cause), true);
        if (shown.Any(s => s.Usd.AddOns.Nanos != 0)) Row("add-ons", u => u.AddOns, true);
        Row("initial", u => u.Initial, sum: true);
        Row("maintenance", u => u.Maintenance);
        Row("equity", u => u.Equity);
        Row("excess over initial", u => u.InitialExcess);
        Row("excess over maintenance", u => u.MaintenanceExcess);
        table.End();

        void Row(string name, Func<UsdTotals, Amount> value, bool isChange = false, bool sum = false) =>
            table.Row(
                sum ? "sum" : "",
                [name, .. shown.Select(s => HtmlTable.Money(value(s.Usd), s.Usd.Decimals, isChange))]);
    }

    private static void WriteStatement(StringBuilder page, Statement statement, bool all)
    {
        var rulebook = statement.Rulebook;
        page.Append($"<section>\n<h2>{E(rulebook.Title)}</h2>\n");
        page.Append($"<p class=\"soft\">{E(rulebook.Name)}, in force {E(rulebook.Effective)} ")
            .Append($"&#183; volatilities: {E(statement.Vols)}</p>\n");
        page.Append($"<div class=\"label\"><strong>{E(statement.LabelName)}</strong>: {E(rulebook.LabelReason)}");
        if (rulebook.Unknown.Count > 0)
        {
            page.Append("<br><span class=\"soft\">Not known:</span><ul>");
            foreach (var unknown in rulebook.Unknown) page.Append($"<li>{E(unknown)}</li>");
            page.Append("</ul>");
        }
        page.Append($"<span class=\"soft\">{E(StatementText.SubAdditivity(rulebook))}</span></div>\n");
        if (statement.Margin.IsTranslated)
            page.Append("<p><strong>Coin-settled contracts are evaluated as their linear twins.</strong></p>\n");
        page.Append($"<figure>\n{StatementSvg.Picture(statement)}</figure>\n");
        foreach (var bucket in statement.Buckets) BucketHtml.Write(page, statement, bucket, all);
        if (statement.Buckets.Count == 0) page.Append("<p>Nothing is held: nothing is required.</p>\n");
        page.Append("</section>\n");
    }

    private static string E(string text) => SvgCanvas.Escape(text);
}

/// <summary>
/// A table of a page. Cells are escaped; a number's sign decides its colour only where it is a change.
/// </summary>
internal sealed class HtmlTable
{
    private readonly StringBuilder _page;

    public HtmlTable(StringBuilder page)
    {
        _page = page;
        _page.Append("<div class=\"wide\"><table>\n");
    }

    public static string Money(Amount amount, int decimals, bool isChange = false) =>
        Figures.Typeset(isChange ? Figures.Signed(amount, decimals) : Figures.Money(amount, decimals));

    public void Head(params string[] cells) => Write("th", "", cells, -1);

    /// <summary>A row; the column <paramref name="text"/>, if any, is prose.</summary>
    public void Row(string classes, string[] cells, int text = -1) => Write("td", classes, cells, text);

    public void End() => _page.Append("</table></div>\n");

    private void Write(string tag, string classes, string[] cells, int text)
    {
        _page.Append(classes.Length == 0 ? "<tr>" : $"<tr class=\"{classes}\">");
        for (var c = 0; c < cells.Length; c++)
        {
            var tone = cells[c] is ['\u2212', _, ..] && c > 0
                ? " class=\"relief\""
                : cells[c] is ['+', _, ..] ? " class=\"cost\"" : "";
            _page.Append($"<{tag}{(c == text ? " class=\"text\"" : tag == "td" && classes == "change" ? tone : "")}>")
                .Append(SvgCanvas.Escape(cells[c])).Append($"</{tag}>");
        }
        _page.Append("</tr>\n");
    }
}
