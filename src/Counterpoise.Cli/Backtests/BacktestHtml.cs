using System.Text;
using Counterpoise.Cli.Statements;
using Counterpoise.Learning;
using Counterpoise.Learning.Backtests;

namespace Counterpoise.Cli.Backtests;

/// <summary>A backtest as one page: pictures first, then every table; nothing loaded from elsewhere.</summary>
internal static class BacktestHtml
{
    public static string Page(BacktestJob job)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<title>Backtest of scan ranges</title>\n")
            .Append($"<style>\n{StatementHtml.Style}\n</style>\n</head>\n<body>\n")
            .Append("<h1>Backtest of scan ranges</h1>\n");
        foreach (var history in job.Histories) Paragraph(page, BacktestText.Describe(history));
        Paragraph(
            page, "Walk-forward: at every origin only what was known before it. A day goes from 08:00 to 08:00 UTC; "
            + "windows do not overlap. Forecasts are tested before floor, buffer, cap and speed limit; charges are "
            + "what accounts would have paid. Windows that touch an outage are in no test and are listed at the end.");
        foreach (var model in job.Models) Paragraph(page, $"Learned, {model.Coin}: {model.Text}");
        Paragraph(page, $"Parameters: {FrozenParameters.Remark}");
        foreach (var asset in job.Histories.Select(h => h.Coin))
            Figure(page, BacktestPictures.Frontier(job.Report.Rows, asset));
        foreach (var judged in job.Report.Series.Where(IsPictured)) Figure(page, BacktestPictures.ThroughTime(judged));
        foreach (var table in BacktestTables.Of(job.Report)) Write(page, table);
        return page.Append("</body>\n</html>\n").ToString();
    }

    // The initial charge against worst moments, by every method and side.
    private static bool IsPictured(JudgedSeries judged) =>
        judged is { Object: BacktestObject.Charged, Values: { Hours: 24, Kind: LossKind.Excursion } v }
        && v.Values.Any(x => !double.IsNaN(x));

    private static void Write(StringBuilder page, BacktestTable shown)
    {
        page.Append($"<h2>{SvgCanvas.Escape(shown.Title)}</h2>\n");
        Paragraph(page, shown.Remark);
        var table = new HtmlTable(page);
        table.Head([.. shown.Head]);
        foreach (var row in shown.Rows) table.Row("", [.. row.Select(c => c.Text)]);
        table.End();
    }

    private static void Paragraph(StringBuilder page, string text) =>
        page.Append($"<p class=\"soft\">{SvgCanvas.Escape(text)}</p>\n");

    private static void Figure(StringBuilder page, string svg) => page.Append($"<figure>\n{svg}</figure>\n");
}
