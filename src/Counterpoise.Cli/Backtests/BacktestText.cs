using Counterpoise.Cli.Statements;
using Counterpoise.Learning.Backtests;
using Counterpoise.Markets.Candles;

namespace Counterpoise.Cli.Backtests;

/// <summary>A backtest as text; the longest tables are in the page and in the JSON only.</summary>
internal static class BacktestText
{
    public static void Write(BacktestJob job, TextWriter output)
    {
        var page = new TextPage(output, TextPage.IsColourful(output));
        page.Line("BACKTEST OF SCAN RANGES", Tone.Strong);
        foreach (var history in job.Histories) page.Field("history", Describe(history));
        page.Field("learned", job.Models.Select(m => $"{m.Coin}: {m.Text} ({m.Seconds:0.0} s)"));
        page.Field("frozen", FrozenParameters.Remark);
        page.Field("ran", $"{job.Elapsed.TotalSeconds:0.0} s");
        foreach (var table in BacktestTables.Of(job.Report).Where(t => !t.IsLong && t.Rows.Count > 0))
        {
            page.Title(table.Title, table.Remark);
            var grid = new TextGrid(table.Columns);
            grid.Head([.. table.Head.Select(h => new TextCell(h))]);
            foreach (var row in table.Rows) grid.Add(row);
            grid.Write(page);
        }
        page.Line();
        page.Field("not shown", "years, outages, breach dates, configurations tried, data of indicators: --html FILE");
    }

    public static string Describe(CandleHistory history) =>
        $"{history.Coin}: {history.Count:N0} hours, {CandleHistory.NameOf(history.From)} to "
        + $"{CandleHistory.NameOf(history.To)} UTC; {history.Outages.Count:N0} outages, "
        + $"{history.Outages.Sum(o => o.Hours):N0} h";
}
