namespace Counterpoise.Cli.Statements;

/// <summary>The waterfall as a picture: a bar per step, the level carried on by a thin line.</summary>
internal static class WaterfallDrawing
{
    private const double Row = 31;
    private const double LabelWidth = 150;
    private const double ValueWidth = 104;

    /// <summary>Draws it; returns its lower end.</summary>
    public static double Draw(SvgCanvas canvas, double x, double top, double width, BucketStatement bucket)
    {
        canvas.Heading(x, top + 16, "From alone to together", $"initial margin, {bucket.Unit}");
        var steps = Waterfall.Of(bucket).Where(s => s.Kind == StepKind.Level || s.Change.Nanos != 0).ToArray();
        var low = Math.Min(0, steps.Min(s => Math.Min(s.From, s.To)));
        var high = Math.Max(0, steps.Max(s => Math.Max(s.From, s.To)));
        var scale = high > low ? (width - LabelWidth - ValueWidth) / (high - low) : 0;
        var zero = x + LabelWidth - low * scale;
        var y = top + 32;
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            var isLevel = step.Kind == StepKind.Level;
            var (a, b) = (zero + Math.Min(step.From, step.To) * scale, zero + Math.Max(step.From, step.To) * scale);
            canvas.Text(x, y + 19, step.Name, isLevel ? "ink b" : "ink");
            // A step too small to see still shows where it is.
            canvas.Rect(a, y + 4, Math.Max(b - a, scale > 0 ? 1.5 : 0), Row - 9, step.Kind switch
            {
                StepKind.Relief => "relief",
                StepKind.Cost => "cost",
                _ => "level",
            }, round: 2);
            var after = zero + step.To * scale;
            if (i < steps.Length - 1) canvas.Line(after, y + Row - 5, after, y + Row + 4, "axis");
            var text = isLevel
                ? Figures.Money(step.Change, bucket.Decimals)
                : Figures.Signed(step.Change, bucket.Decimals);
            var tone = step.Kind switch { StepKind.Relief => "relieftext", StepKind.Cost => "costtext", _ => "ink b" };
            canvas.Text(x + width, y + 19, Figures.Typeset(text), tone, "end");
            y += Row;
        }
        canvas.Line(zero, top + 30, zero, y, "axis");
        return y + 8;
    }
}
