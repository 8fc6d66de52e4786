using System.Globalization;
using System.Text;

namespace Counterpoise.Cli.Statements;

/// <summary>
/// The points of an SVG path, to a tenth of a pixel and each relative to the last: pictures stay small.
/// </summary>
internal sealed class SvgPath
{
    private readonly StringBuilder _text = new();
    private bool _isOpen;
    private (long X, long Y) _start;
    private (long X, long Y) _last;

    public bool IsEmpty => _text.Length == 0;

    /// <summary>The next point; the first, and the first after a break, begins a line.</summary>
    public void Add(double x, double y)
    {
        var next = (X: Tenths(x), Y: Tenths(y));
        // Rounded points are compared, so errors do not add up along a line.
        var step = (X: next.X - _last.X, Y: next.Y - _last.Y);
        if (!_isOpen) Append(_text.Length == 0 ? 'M' : 'm', step.X, step.Y);
        else if (step.X != 0 || step.Y != 0) Append('l', step.X, step.Y);
        if (!_isOpen) _start = next;
        (_last, _isOpen) = (next, true);
    }

    /// <summary>The next point begins a line of its own.</summary>
    public void Break() => _isOpen = false;

    /// <summary>Back to where the line began.</summary>
    public void Close()
    {
        if (!_isOpen) return;
        _text.Append('z');
        (_last, _isOpen) = (_start, false);
    }

    /// <summary>A point: a line of no length, which round ends make a dot.</summary>
    public void Dot(double x, double y)
    {
        Break();
        Add(x, y);
        _text.Append("h0");
        Break();
    }

    /// <summary>A line by itself.</summary>
    public void Segment(double x1, double y1, double x2, double y2)
    {
        Break();
        Add(x1, y1);
        Add(x2, y2);
        Break();
    }

    public override string ToString() => _text.ToString();

    private void Append(char command, long x, long y)
    {
        _text.Append(command).Append(Text(x));
        if (y >= 0) _text.Append(' ');
        _text.Append(Text(y));
    }

    private static string Text(long tenths)
    {
        var text = (tenths / 10m).ToString("0.#", CultureInfo.InvariantCulture);
        return text.StartsWith("0.", StringComparison.Ordinal) ? text[1..]
            : text.StartsWith("-0.", StringComparison.Ordinal) ? "-" + text[2..] : text;
    }

    private static long Tenths(double value) => double.IsFinite(value)
        ? (long)Math.Round(value * 10)
        : throw new InvalidOperationException("a coordinate of the picture is not finite");
}
