namespace Counterpoise.Cli.Statements;

/// <summary>A cell of a <see cref="TextGrid"/>.</summary>
internal readonly record struct TextCell(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator TextCell(string text) => new(text);
}

/// <summary>
/// A table in text: columns aligned left (<c>l</c>), right (<c>r</c>) or at the decimal point (<c>n</c>), rules, and
/// rows as wide as they need: a pipe does not wrap.
/// </summary>
internal sealed class TextGrid(string columns)
{
    private const string Gap = "  ";

    private readonly List<(TextCell[] Cells, bool IsHeading)> _rows = [];

    public void Head(params TextCell[] cells) =>
        _rows.Add((Array.ConvertAll(cells, c => c with { Tone = c.Tone == Tone.Plain ? Tone.Faint : c.Tone }), true));

    public void Add(params TextCell[] cells) => _rows.Add((cells, false));

    /// <summary>A row in one tone, cells with a tone of their own apart.</summary>
    public void Add(Tone tone, params TextCell[] cells) =>
        Add(Array.ConvertAll(cells, c => c.Tone == Tone.Plain ? c with { Tone = tone } : c));

    /// <summary>A line across.</summary>
    public void Rule() => _rows.Add(([], false));

    /// <summary>As plain as a pipe wants it.</summary>
    public void Write(TextWriter output) => Write(new TextPage(output, colour: false), indent: "");

    public void Write(TextPage page, string indent = "  ")
    {
        if (_rows.Count == 0) return;
        for (var c = 0; c < columns.Length; c++)
            if (columns[c] == 'n') AlignPoints(c);
        var widths = new int[columns.Length];
        foreach (var (cells, _) in _rows)
            for (var c = 0; c < cells.Length; c++) widths[c] = Math.Max(widths[c], cells[c].Text.Length);
        var rule = new string('\u2500', widths.Sum() + Gap.Length * widths.Count(w => w > 0) - Gap.Length);
        foreach (var (cells, _) in _rows)
            page.Line(cells.Length == 0 ? indent + page.In(Tone.Faint, rule) : indent + Line(page, cells, widths));
    }

    private string Line(TextPage page, TextCell[] cells, int[] widths)
    {
        var line = new System.Text.StringBuilder();
        var last = Array.FindLastIndex(cells, c => c.Text.Length > 0);
        var owed = 0;
        for (var c = 0; c <= last; c++)
        {
            if (widths[c] == 0) continue;
            var text = columns[c] == 'l' ? cells[c].Text : cells[c].Text.PadLeft(widths[c]);
            if (c == last) text = text.TrimEnd();
            // Blanks are paid when something follows: no line ends with one.
            line.Append(' ', owed).Append(page.In(cells[c].Tone, text));
            owed = widths[c] - text.Length + Gap.Length;
        }
        return line.ToString();
    }

    private void AlignPoints(int column)
    {
        var numbers = _rows.Where(r => !r.IsHeading && r.Cells.Length > column).Select(r => r.Cells).ToArray();
        var after = numbers.Select(r => Decimals(r[column].Text)).DefaultIfEmpty(0).Max();
        foreach (var row in numbers)
        {
            if (row[column].Text.Length == 0) continue;
            var pad = new string(' ', after - Decimals(row[column].Text));
            row[column] = row[column] with { Text = row[column].Text + pad };
        }
    }

    private static int Decimals(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : text.Length - point;
    }
}
