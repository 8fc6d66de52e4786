namespace Counterpoise.Cli.Statements;

/// <summary>
/// The waterfall as a picture, in two halves on one scale: from the positions alone to the requirement, and the parts
/// the rulebook makes it of. A bar per step, the level carried on by a thin line.
/// </summary>
internal sealed class WaterfallDrawing
{
    private const double Row = 31;
    private const double NoteRow = 42;
    private const double LabelWidth = 210;
    private const double ValueWidth = 100;
    private const double NoteCharacter = 6.1;

    private readonly SvgCanvas _canvas;
    private readonly BucketStatement _bucket;
    private readonly WaterfallStep[] _steps;
    private readonly IReadOnlyList<WaterfallStep> _parts;
    private readonly double _low;
    private readonly double _scale;

    /// <summary>Finds the scale that fits both halves.</summary>
    /// <param name="canvas">Where to draw.</param>
    /// <param name="width">Of the narrower half.</param>
    /// <param name="statement">Whose rulebook adds up.</param>
    /// <param name="bucket">What is drawn.</param>
    public WaterfallDrawing(SvgCanvas canvas, double width, Statement statement, BucketStatement bucket)
    {
        (_canvas, _bucket) = (canvas, bucket);
        _steps = [.. Waterfall.Of(bucket).Where(s => s.Kind == StepKind.Level || s.Change.Nanos != 0)];
        _parts = Waterfall.PartsOf(statement, bucket);
        var levels = _steps.Concat(_parts).SelectMany(s => new[] { s.From, s.To }).Append(0).ToArray();
        _low = levels.Min();
        var range = levels.Max() - _low;
        _scale = range > 0 ? (width - LabelWidth - ValueWidth) / range : 0;
    }

    /// <summary>From alone to together; returns its lower end.</summary>
    public double DrawSteps(double x, double top, double width)
    {
        _canvas.Heading(x, top + 16, "From alone to together", $"initial margin, {_bucket.Unit}");
        return Draw(_steps, x, top + 32, width);
    }

    /// <summary>How the rulebook adds it up; returns its lower end.</summary>
    public double DrawParts(double x, double top, double width)
    {
        _canvas.Heading(x, top + 16, "How the rulebook adds it up", $"{_bucket.Unit}");
        return Draw(_parts, x, top + 32, width);
    }

    private double Draw(IReadOnlyList<WaterfallStep> steps, double x, double top, double width)
    {
        var (zero, y) = (x + LabelWidth - _low * _scale, top);
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            var isLevel = step.Kind == StepKind.Level;
            _canvas.Text(x, y + 19, SvgCanvas.Fit(step.Name, LabelWidth - 8), isLevel ? "ink b" : "ink");
            var height = HasNote(step) ? NoteRow : Row;
            if (HasNote(step)) _canvas.Text(x, y + 34, Fitted(step.Note), "soft small");
            DrawBar(step, zero, y);
            var after = zero + step.To * _scale;
            // One level does not go on from another: maintenance is not made of initial.
            if (i < steps.Count - 1 && (step.Kind, steps[i + 1].Kind) != (StepKind.Level, StepKind.Level))
                _canvas.Line(after, y + Row - 5, after, y + height + 4, "axis");
            DrawAmount(step, x + width, y + 19);
            y += height;
        }
        _canvas.Line(zero, top - 2, zero, y, "axis");
        return y + 8;
    }

    // Half of what explains a charge says nothing: it is left to the tables. A scan is never without its scenario.
    private static bool HasNote(WaterfallStep step) =>
        step.Note.Length > 0 && (step.Kind == StepKind.Scan || step.Note.Length * NoteCharacter < LabelWidth);

    private static string Fitted(string note) => SvgCanvas.Fit(Figures.Typeset(note), LabelWidth, NoteCharacter);

    private void DrawBar(WaterfallStep step, double zero, double y)
    {
        var (a, b) = (zero + Math.Min(step.From, step.To) * _scale, zero + Math.Max(step.From, step.To) * _scale);
        // A step too small to see still shows where it is.
        _canvas.Rect(a, y + 4, Math.Max(b - a, _scale > 0 ? 1.5 : 0), Row - 9, step.Kind switch
        {
            StepKind.Relief => "relief",
            StepKind.Cost => "cost",
            StepKind.Scan or StepKind.Charge => "part",
            _ => "level",
        }, round: 2);
    }

    private void DrawAmount(WaterfallStep step, double right, double y)
    {
        var text = step.Kind is StepKind.Relief or StepKind.Cost
            ? Figures.Signed(step.Change, _bucket.Decimals)
            : Figures.Money(step.Change, _bucket.Decimals);
        _canvas.Text(right, y, Figures.Typeset(text), step.Kind switch
        {
            StepKind.Relief => "relieftext",
            StepKind.Cost => "costtext",
            StepKind.Level => "ink b",
            _ => "ink",
        }, "end");
    }
}
