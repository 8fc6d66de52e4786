using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>
/// The picture of a margin: key figures, the way from the positions alone to the requirement, scenarios, and what each
/// position needs alone and contributes. One panel per statement and bucket, below each other.
/// </summary>
internal static class StatementSvg
{
    private const double Width = 1280;
    private const double Side = 36;
    private const int BarLimit = 10;

    /// <summary>All statements in one picture.</summary>
    public static string Picture(IReadOnlyList<Evaluation> evaluations)
    {
        var canvas = new SvgCanvas(Width);
        var y = 0.0;
        var shown = evaluations.Select(o => o.Statement).OfType<Statement>().ToArray();
        foreach (var statement in shown) y = Draw(canvas, y, statement);
        foreach (var evaluation in evaluations)
        {
            if (evaluation.Reason is null) continue;
            var text = $"{evaluation.Rulebook.Name}: not applicable: {evaluation.Reason}";
            canvas.Text(Side, y + 24, SvgCanvas.Fit(text, Width - 2 * Side), "costtext");
            y += 32;
        }
        return canvas.Finish(Math.Max(y, 60), TitleOf(shown));
    }

    /// <summary>One statement.</summary>
    public static string Picture(Statement statement)
    {
        var canvas = new SvgCanvas(Width);
        return canvas.Finish(Draw(canvas, 0, statement), TitleOf([statement]));
    }

    private static string TitleOf(Statement[] shown) => shown.Length == 0
        ? "Margin statement"
        : $"Margin of {shown[0].Portfolio} under {string.Join(", ", shown.Select(s => s.Rulebook.Name))}";

    private static double Draw(SvgCanvas canvas, double top, Statement statement)
    {
        var y = DrawHeader(canvas, top, statement);
        if (statement.Buckets.Count == 0)
        {
            canvas.Text(Side, y + 30, "Nothing is held: nothing is required.", "ink h2");
            return y + 60;
        }
        foreach (var bucket in statement.Buckets)
        {
            // A picture needs no more than five digits; rounded anew, its lines still add up.
            var money = bucket.Bucket.Initial.Gross is var gross && gross != 0 ? gross : bucket.Bucket.Equity.Total;
            var decimals = Figures.Decimals(Math.Abs(money), bucket.Unit.DisplayDecimals);
            y = DrawBucket(canvas, y, statement, new BucketStatement(bucket.Bucket, decimals));
        }
        return y;
    }

    private static double DrawHeader(SvgCanvas canvas, double top, Statement statement)
    {
        var (rulebook, market) = (statement.Rulebook, statement.Market);
        var right = canvas.Pill(
            Width - Side, top + 26, statement.LabelName.ToUpperInvariant(), rulebook.Label switch
            {
                HonestyLabel.Verified => "pill-verified",
                HonestyLabel.PartlyVerified => "pill-partly",
                _ => "pill-approximate",
            });
        if (market.Synthetic) right = canvas.Pill(right - 10, top + 26, "SYNTHETIC MARKET", "pill-synthetic");
        canvas.Text(Side, top + 46, SvgCanvas.Fit(statement.Portfolio, right - Side - 40, 14.2), "ink h1");
        canvas.Text(
            Side, top + 72,
            SvgCanvas.Fit(
                $"{rulebook.Title} \u00B7 {rulebook.Name}, in force {rulebook.Effective} \u00B7 vols: {statement.Vols}",
                Width - 2 * Side),
            "soft");
        var translated = statement.Margin.IsTranslated
            ? " \u00B7 coin-settled contracts evaluated as their linear twins"
            : "";
        canvas.Text(
            Side, top + 92,
            SvgCanvas.Fit(
                $"{market.Name} \u00B7 {market.Time} \u00B7 source {market.Source}{translated}", Width - 2 * Side),
            "soft");
        return top + 108;
    }

    private static double DrawBucket(SvgCanvas canvas, double top, Statement statement, BucketStatement bucket)
    {
        if (bucket.IsIdle) return DrawIdle(canvas, top, bucket);
        DrawFigures(canvas, top, bucket);
        const double column = 536;
        const double second = Side + column + 40;
        var (body, width) = (top + 112, Width - Side - second);
        var waterfall = new WaterfallDrawing(canvas, column, statement, bucket);
        var left = waterfall.DrawSteps(Side, body, column);
        double right;
        // Without scenarios their column is free for the second half.
        if (bucket.Bucket.Scans.Count == 0)
            right = waterfall.DrawParts(second, body, width);
        else
        {
            left = waterfall.DrawParts(Side, left + 6, column);
            right = ScenarioDrawing.Draw(canvas, second, body, width, statement, bucket);
        }
        return DrawPositions(canvas, Math.Max(left, right) + 14, bucket) + 28;
    }

    private static double DrawIdle(SvgCanvas canvas, double top, BucketStatement bucket)
    {
        canvas.Rect(Side, top + 4, Width - 2 * Side, 44, "card", round: 8);
        canvas.Heading(Side + 14, top + 31, $"{bucket.Unit}", BucketStatement.IdleRemark);
        var equity = Figures.Typeset(Figures.Money(bucket.Equity.Total, bucket.Decimals));
        canvas.Text(
            Width - Side - 14, top + 31, $"equity and excess {equity} {bucket.Unit}",
            bucket.Equity.Total.Nanos < 0 ? "costtext b" : "ink b", "end");
        return top + 68;
    }

    private static void DrawFigures(SvgCanvas canvas, double top, BucketStatement bucket)
    {
        var (d, unit) = (bucket.Decimals, bucket.Unit);
        var gross = bucket.Initial.Gross;
        var share = gross.Nanos == 0
            ? ""
            : $"{Figures.Percent(bucket.Initial.Offset.ToDouble() / gross.ToDouble())} of alone";
        var ratio = bucket.Bucket.MarginRatio is { } r ? $"margin ratio {Figures.Percent(r, 2)}" : "no margin ratio";
        var exact = bucket.Bucket;
        var tiles = new (string Name, Amount Value, string Below, string Class)[]
        {
            ("positions alone", gross, Usd(exact.Initial.Gross), "ink"),
            (bucket.Initial.Offset.Nanos < 0 ? "offsets cost" : "offsets give back", bucket.Initial.Offset, share,
                Math.Sign(bucket.Initial.Offset.ToDouble()) switch { -1 => "costtext", 0 => "ink", _ => "relieftext" }),
            ("initial margin", bucket.Initial.Total, Usd(exact.Initial.Exact), "ink"),
            ("maintenance margin", bucket.Maintenance.Total, Usd(exact.Maintenance.Exact), "ink"),
            ("equity", bucket.Equity.Total, Usd(exact.Equity.Total), "ink"),
            ("excess over initial", bucket.InitialExcess, ratio, bucket.InitialExcess.Nanos < 0 ? "costtext" : "ink"),
        };
        var width = (Width - 2 * Side - 5 * 12) / 6;
        for (var i = 0; i < tiles.Length; i++)
        {
            var x = Side + i * (width + 12);
            canvas.Rect(x, top + 4, width, 84, "card", round: 8);
            canvas.Text(x + 14, top + 27, tiles[i].Name, "soft");
            var text = Figures.Typeset(Figures.Money(tiles[i].Value, d));
            canvas.Text(x + 14, top + 54, $"{text} {unit}", $"{tiles[i].Class} kpi");
            canvas.Text(x + 14, top + 75, tiles[i].Below, "soft small");
        }

        string Usd(double value) =>
            exact.UnitUsd == 1 ? "" : Figures.Typeset(Figures.Number(value * exact.UnitUsd, 0)) + " USD";
    }

    private static double DrawPositions(SvgCanvas canvas, double top, BucketStatement bucket)
    {
        var rows = PositionRows.Of(bucket, BarLimit);
        var more = rows.Rest.Count == 0 ? "" : $"; the {rows.Shown.Count} largest of {bucket.Holdings.Count:N0}";
        canvas.Line(Side, top, Width - Side, top, "line");
        canvas.Heading(
            Side, top + 28, "Each position, alone and in the portfolio", $"initial margin, {bucket.Unit}{more}");
        canvas.Text(Width - Side - 230, top + 28, "alone", "soft", "end");
        canvas.Text(Width - Side - 115, top + 28, "\u2212 offset", "soft", "end");
        canvas.Text(Width - Side, top + 28, "= contribution", "soft b", "end");
        // Nothing of it stands alone: it contributes what it changes.
        var line = -bucket.Initial.OffsetOf(bucket.Holdings.Count);
        var values = rows.Shown.SelectMany(r => new[]
        {
            bucket.Initial.Standalone[r].ToDouble(), bucket.Initial.Contribution(r).ToDouble(),
        }).Append(line.ToDouble()).Append(0).ToArray();
        var (low, high) = (values.Min(), values.Max());
        var (start, width) = (Side + 310, 510.0);
        var scale = high > low ? width / (high - low) : 0;
        var zero = start - low * scale;
        var y = top + 42;
        foreach (var row in rows.Shown)
        {
            var holding = bucket.Holdings[row];
            canvas.Text(
                Side + 292, y + 16,
                Figures.Typeset(Figures.Short(holding.Quantity, 4)) + " " + PositionText.QuantityUnit(holding),
                "soft", "end");
            Bar(bucket.Initial.Standalone[row].ToDouble(), y + 3, 18, "ghost");
            Value(bucket.Initial.Standalone[row], 230, "ink");
            Part(SvgCanvas.Fit(holding.Name, 190), bucket.Initial.OffsetOf(row), bucket.Initial.Contribution(row));
        }
        if (line != bucket.Zero) Part("portfolio line", -line, line);
        canvas.Line(zero, top + 40, zero, y + 2, "axis");
        return y + 8;

        void Part(string name, Amount offset, Amount part)
        {
            canvas.Text(Side, y + 16, name, "ink");
            Bar(part.ToDouble(), y + 7, 10, part.Nanos < 0 ? "relief" : "level");
            Value(offset, 115, offset.Nanos > 0 ? "relieftext" : offset.Nanos < 0 ? "costtext" : "soft");
            Value(part, 0, "ink b");
            y += 26;
        }

        void Bar(double value, double at, double height, string fill) => canvas.Rect(
            Math.Min(zero, zero + value * scale), at, Math.Abs(value) * scale, height, fill, round: 2);

        void Value(Amount amount, double fromRight, string classes) => canvas.Text(
            Width - Side - fromRight, y + 16, Figures.Typeset(Figures.Money(amount, bucket.Decimals)), classes, "end");
    }
}
