using System.Globalization;
using System.Text;

namespace Counterpoise.Cli.Statements;

/// <summary>
/// A picture being drawn. Fills are classes with a light and a dark form, so a page or a viewer in dark mode gets a
/// dark picture; no fonts, scripts or images from elsewhere.
/// </summary>
/// <param name="width">Of the drawing.</param>
/// <param name="style">Classes of this picture's own, behind the common ones.</param>
internal sealed class SvgCanvas(double width, string style = "")
{
    /// <summary>Diverging, told apart by colour-blind readers: vermilion costs, blue relieves.</summary>
    private const string Style = """
        .cp{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-size:13px}
        .cp text{font-variant-numeric:tabular-nums}
        .cp .paper{fill:#fff}.cp .card{fill:#f5f6f8}.cp .ink{fill:#16202c}.cp .soft{fill:#5a6675}
        .cp .line{stroke:#d5dae1}
        .cp .axis{stroke:#8a94a3}.cp .level{fill:#39475a}.cp .relief{fill:#2b6cb0}.cp .cost{fill:#c8501e}
        .cp .ghost{fill:#c3cad4}.cp .part{fill:#7d8b9e}
        .cp .on{fill:#fff}.cp .relieftext{fill:#1f5a97}.cp .costtext{fill:#b04313}.cp .bind{stroke:#16202c}
        .cp .next{stroke:#16202c;stroke-dasharray:3 3}
        .cp .h1{font-size:25px;font-weight:700}.cp .h2{font-size:15px;font-weight:650}
        .cp .kpi{font-size:20px;font-weight:650}
        .cp .remark{font-size:13px;font-weight:400}
        .cp .small{font-size:11.5px}.cp .b{font-weight:650}.cp .cell{font-size:12.5px}.cp .tight{font-size:11px}
        .cp .pilltext{font-size:11.5px;font-weight:700;letter-spacing:.06em;fill:#fff}
        .cp .pill-verified{fill:#2b6cb0}.cp .pill-partly{fill:#5f6f86}.cp .pill-approximate{fill:#8a5a00}
        .cp .pill-synthetic{fill:#a3316f}
        @media screen and (prefers-color-scheme:dark){
        .cp .paper{fill:#10151c}.cp .card{fill:#1a212b}.cp .ink{fill:#e8edf3}.cp .soft{fill:#9aa7b6}
        .cp .line{stroke:#2e3947}
        .cp .axis{stroke:#6d7a8b}.cp .level{fill:#a9b6c6}.cp .relief{fill:#4a90d9}.cp .cost{fill:#e0703c}
        .cp .ghost{fill:#44505f}.cp .part{fill:#6f7f93}
        .cp .relieftext{fill:#7db5ee}.cp .costtext{fill:#f0986d}.cp .bind{stroke:#fff}.cp .next{stroke:#fff}}
        """;

    private readonly StringBuilder _shapes = new();

    public double Width { get; } = width;

    /// <summary>A filled rectangle; nothing where it has no area.</summary>
    public void Rect(double x, double y, double w, double h, string fill, double opacity = 1, double round = 0)
    {
        if (w <= 0 || h <= 0) return;
        _shapes.Append($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(w)}\" height=\"{N(h)}\" {Paint("fill", fill)}");
        if (opacity < 1) _shapes.Append($" fill-opacity=\"{N(opacity)}\"");
        if (round > 0) _shapes.Append($" rx=\"{N(round)}\"");
        _shapes.Append("/>\n");
    }

    /// <summary>A frame without filling.</summary>
    public void Frame(double x, double y, double w, double h, string stroke, double thickness) =>
        _shapes.Append($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(w)}\" height=\"{N(h)}\" class=\"{stroke}\" ")
            .Append($"fill=\"none\" stroke-width=\"{N(thickness)}\" rx=\"2\"/>\n");

    public void Line(double x1, double y1, double x2, double y2, string stroke) =>
        _shapes.Append($"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" class=\"{stroke}\"/>\n");

    /// <summary>A line along a path, in a class or a colour of its own.</summary>
    public void Stroke(SvgPath path, string stroke, double thickness, bool dashed = false)
    {
        if (path.IsEmpty) return;
        _shapes.Append($"<path d=\"{path}\" fill=\"none\" {Paint("stroke", stroke)} stroke-width=\"{N(thickness)}\"")
            .Append(" stroke-linecap=\"round\" stroke-linejoin=\"round\"");
        if (dashed) _shapes.Append(" stroke-dasharray=\"3 4\"");
        _shapes.Append("/>\n");
    }

    /// <summary>The inside of a path, in a class or a colour of its own.</summary>
    public void Fill(SvgPath path, string fill)
    {
        if (!path.IsEmpty) _shapes.Append($"<path d=\"{path}\" {Paint("fill", fill)}/>\n");
    }

    /// <summary>Text at its baseline; anchored at <c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    public void Text(double x, double y, string text, string classes = "ink", string anchor = "start")
    {
        _shapes.Append($"<text x=\"{N(x)}\" y=\"{N(y)}\" class=\"{classes}\"");
        if (anchor != "start") _shapes.Append($" text-anchor=\"{anchor}\"");
        _shapes.Append('>').Append(Escape(text)).Append("</text>\n");
    }

    /// <summary>A section's title and, behind it however wide the font, what its numbers are.</summary>
    public void Heading(double x, double y, string title, string remark = "") =>
        _shapes.Append($"<text x=\"{N(x)}\" y=\"{N(y)}\" class=\"ink h2\">{Escape(title)}")
            .Append(remark.Length == 0 ? "" : $"<tspan class=\"soft remark\" dx=\"12\">{Escape(remark)}</tspan>")
            .Append("</text>\n");

    /// <summary>
    /// A label in a coloured capsule whose right end is at <paramref name="right"/>; returns its left end.
    /// </summary>
    public double Pill(double right, double y, string text, string fill)
    {
        var w = text.Length * 8.6 + 20;
        Rect(right - w, y, w, 22, fill, round: 11);
        Text(right - w / 2, y + 15.5, text, "pilltext", "middle");
        return right - w;
    }

    /// <summary>The finished picture.</summary>
    /// <param name="height">Of the drawing.</param>
    /// <param name="title">For readers who cannot see it.</param>
    public string Finish(double height, string title) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cp\" viewBox=\"0 0 {N(Width)} {N(height)}\" "
        + $"width=\"{N(Width)}\" height=\"{N(height)}\" role=\"img\">\n<title>{Escape(title)}</title>\n"
        + $"<style>\n{Style}\n{style}</style>\n"
        + $"<rect width=\"{N(Width)}\" height=\"{N(height)}\" rx=\"10\" class=\"paper\"/>\n"
        + $"{_shapes}</svg>\n";

    /// <summary>Text inside XML or HTML.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\t' or '\n' or '\r' => escaped.Append(' '),
                // XML 1.0 has no other control characters, nor these two.
                < ' ' or '\uFFFE' or '\uFFFF' => escaped.Append('\uFFFD'),
                _ => escaped.Append(c),
            };
        }
        return escaped.ToString();
    }

    /// <summary>Shortens text to about as many pixels.</summary>
    public static string Fit(string text, double pixels, double perCharacter = 6.7)
    {
        var most = Math.Max(1, (int)(pixels / perCharacter));
        return text.Length <= most ? text : string.Concat(text.AsSpan(0, most - 1).TrimEnd(), "\u2026");
    }

    // #rrggbb is a colour, all else a class.
    private static string Paint(string attribute, string paint) =>
        paint.StartsWith('#') ? $"{attribute}=\"{paint}\"" : $"class=\"{paint}\"";

    private static string N(double value) => double.IsFinite(value)
        ? Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture)
        : throw new InvalidOperationException("a coordinate of the picture is not finite");
}
