using Counterpoise.Margins;
using Counterpoise.Margins.Scanning;

namespace Counterpoise.Cli.Statements;

/// <summary>The scenarios as heat maps: blue gains, vermilion loses, the binding cell framed.</summary>
internal static class ScenarioDrawing
{
    private const double LabelWidth = 96;
    private const double Row = 30;

    /// <summary>Draws it; returns its lower end.</summary>
    public static double Draw(
        SvgCanvas canvas, double x, double top, double width, Statement statement, BucketStatement bucket)
    {
        var y = top;
        foreach (var scan in bucket.Bucket.Scans) y = Draw(canvas, x, y, width, statement, bucket, scan) + 10;
        return y;
    }

    private static double Draw(
        SvgCanvas canvas, double x, double top, double width, Statement statement, BucketStatement bucket,
        RiskUnitScan scan)
    {
        var most = scan.Result.Competitors.Max(c => Math.Abs(c.Loss));
        // Four significant digits: more do not fit a cell.
        var decimals = Figures.Decimals(10 * most, bucket.Unit.DisplayDecimals);
        canvas.Heading(x, top + 16, $"Scenarios {scan.Name}", $"P&L as the rulebook counts it, {bucket.Unit}");
        var y = top + 28;
        if (DateRanking.Has(scan.Result)) return DrawDates(canvas, x, y, width, scan, bucket, most, decimals);
        foreach (var grid in ScenarioGrid.Of(scan.Result))
        {
            var cell = Math.Min((width - LabelWidth) / grid.Moves.Count, 84);
            foreach (var (coin, moves) in grid.Headings(bucket.Bucket, statement.Rulebook))
            {
                canvas.Text(x, y + 13, SvgCanvas.Fit($"{grid.Table} {coin}", LabelWidth), "soft small");
                for (var c = 0; c < moves.Length; c++)
                {
                    canvas.Text(
                        x + LabelWidth + (c + 0.5) * cell, y + 13, Figures.Typeset(moves[c]), "soft small", "middle");
                }
                y += 18;
            }
            foreach (var (name, cells) in grid.Rows)
            {
                canvas.Text(x, y + 4 + Row / 2, SvgCanvas.Fit(name, LabelWidth, 6.9), "ink");
                for (var c = 0; c < cells.Length; c++)
                    if (cells[c] is { } one) DrawCell(canvas, x + LabelWidth + c * cell, y, cell, one, most, decimals);
                y += Row;
            }
            Mark(canvas, grid, scan.Result, x + LabelWidth, y - Row * grid.Rows.Count, cell);
            y += 6;
        }
        foreach (var competitor in scan.Result.Competitors)
        {
            if (competitor.Cell is not null) continue;
            canvas.Text(x, y + 4 + Row / 2, "basis", "ink");
            DrawCell(canvas, x + LabelWidth, y, 84, competitor, most, decimals);
            if (scan.Result.Binding?.Index == competitor.Index) canvas.Frame(x + LabelWidth, y, 84, Row, "bind", 2.5);
            y += Row + 6;
        }
        return DrawKey(canvas, x, y, width, scan, bucket, decimals);
    }

    private static double DrawDates(
        SvgCanvas canvas, double x, double top, double width, RiskUnitScan scan, BucketStatement bucket, double most,
        int decimals)
    {
        const double cell = 120;
        var y = top;
        foreach (var (rank, date, weight) in DateRanking.Worst(scan.Result))
        {
            var text = SvgCanvas.Fit(Figures.Typeset($"{rank}. {date.Name}"), width - cell, 7);
            canvas.Text(x, y + 4 + Row / 2, text, weight > 0 ? "ink" : "soft");
            DrawCell(canvas, x + width - cell, y, cell, date, most, decimals);
            y += Row;
        }
        var loss = Figures.Number(scan.Result.Loss, decimals);
        var name = Figures.Typeset($"{scan.Result.Name}: {loss} {bucket.Unit}");
        canvas.Text(x, y + 20, SvgCanvas.Fit(name, width, 7), "ink");
        return y + 30;
    }

    private static void DrawCell(
        SvgCanvas canvas, double x, double y, double width, Competitor competitor, double most, int decimals)
    {
        var pnl = -competitor.Loss;
        var strength = most > 0 ? Math.Abs(pnl) / most : 0;
        canvas.Rect(x + 1, y + 1, width - 2, Row - 2, "card", round: 2);
        if (pnl != 0)
            canvas.Rect(x + 1, y + 1, width - 2, Row - 2, pnl < 0 ? "cost" : "relief", 0.08 + 0.87 * strength, 2);
        var text = pnl == 0 ? "0" : Figures.Typeset(Figures.Number(pnl, decimals));
        var size = text.Length * 7.9 > width ? "tight" : "cell";
        canvas.Text(x + width / 2, y + Row / 2 + 4.5, text, $"{(strength > 0.6 ? "on" : "ink")} {size}", "middle");
    }

    // Frames come last: a neighbour would cover them.
    private static void Mark(SvgCanvas canvas, ScenarioGrid grid, ScanResult scan, double x, double y, double cell)
    {
        for (var r = 0; r < grid.Rows.Count; r++)
        {
            for (var c = 0; c < grid.Moves.Count; c++)
            {
                if (grid.Rows[r].Cells[c] is not { } one) continue;
                var (left, top) = (x + c * cell, y + r * Row);
                if (one.Index == scan.Binding?.Index) canvas.Frame(left, top, cell, Row, "bind", 2.5);
                else if (one.Index == scan.RunnerUp?.Index)
                    canvas.Frame(left + 0.5, top + 0.5, cell - 1, Row - 1, "next", 1.2);
            }
        }
    }

    private static double DrawKey(
        SvgCanvas canvas, double x, double top, double width, RiskUnitScan scan, BucketStatement bucket, int decimals)
    {
        const int steps = 24;
        const double bar = 168;
        for (var i = 0; i < steps; i++)
        {
            var at = (i + 0.5) / steps * 2 - 1;
            canvas.Rect(
                x + LabelWidth + i * bar / steps, top + 6, bar / steps + 0.3, 9, at < 0 ? "cost" : "relief",
                0.08 + 0.87 * Math.Abs(at));
        }
        canvas.Text(x + LabelWidth - 8, top + 15, "loss", "soft small", "end");
        canvas.Text(x + LabelWidth + bar + 8, top + 15, "gain", "soft small");
        var y = top + 40;
        if (scan.Result.Binding is { } binding) Line($"framed, binds: {binding.Name}");
        if (scan.Result.RunnerUp is { } next)
        {
            var less = Figures.Number(scan.Result.MarginToRunnerUp, decimals);
            Line($"dashed, next: {next.Name}, {less} {bucket.Unit} less");
        }
        return y - 8;

        void Line(string text)
        {
            canvas.Text(x, y, SvgCanvas.Fit(Figures.Typeset(text), width, 7), "ink");
            y += 18;
        }
    }
}
