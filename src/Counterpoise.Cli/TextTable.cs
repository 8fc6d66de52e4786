using System.Globalization;

namespace Counterpoise.Cli;

/// <summary>
/// Rows with aligned columns, as plain as a pipe wants them: no colour, no frame, no wrapping. A numeric column is
/// aligned at its decimal points.
/// </summary>
internal sealed class TextTable
{
    private const string Gap = "  ";

    private readonly bool[] numeric;

    private readonly List<string[]> rows = [];

    private int headings;

    /// <summary>An empty table.</summary>
    /// <param name="columns">One letter a column: <c>l</c> for text, <c>n</c> for numbers.</param>
    public TextTable(string columns) => numeric = [.. columns.Select(c => c == 'n')];

    /// <summary>The names of the columns, before the first row.</summary>
    public TextTable Headed(params string[] names)
    {
        headings = 1;
        rows.Insert(0, Checked(names));
        return this;
    }

    /// <summary>A row; one text for each column.</summary>
    public void Add(params string[] cells) => rows.Add(Checked(cells));

    /// <summary>Writes all rows.</summary>
    public void Write(TextWriter output)
    {
        for (var column = 0; column < numeric.Length; column++)
            if (numeric[column]) AlignPoints(column);
        var widths = numeric.Select((_, c) => rows.Count == 0 ? 0 : rows.Max(r => r[c].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, c) => numeric[c] ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]));
            output.WriteLine(string.Join(Gap, cells).TrimEnd());
        }
    }

    /// <summary>
    /// Eight significant digits with thousands separators and, below 10⁻⁹, an exponent; or the decimals asked for.
    /// </summary>
    public static string Number(double value, int? decimals = null)
    {
        if (!double.IsFinite(value)) return value.ToString(CultureInfo.InvariantCulture);
        if (value == 0) return 0.0.ToString($"N{decimals ?? 0}", CultureInfo.InvariantCulture);
        var magnitude = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        if (decimals is null && magnitude < -9) return value.ToString("0.#######e0", CultureInfo.InvariantCulture);
        return value.ToString($"N{decimals ?? Math.Clamp(7 - magnitude, 0, 17)}", CultureInfo.InvariantCulture);
    }

    private void AlignPoints(int column)
    {
        var after = rows.Skip(headings).Select(r => Decimals(r[column])).DefaultIfEmpty(0).Max();
        foreach (var row in rows.Skip(headings))
            row[column] += new string(' ', after - Decimals(row[column]));
    }

    /// <summary>Characters from the decimal point on.</summary>
    private static int Decimals(string cell) =>
        cell.IndexOf('.', StringComparison.Ordinal) is var point && point < 0 ? 0 : cell.Length - point;

    private string[] Checked(string[] cells) =>
        cells.Length == numeric.Length
            ? cells
            : throw new ArgumentException($"{cells.Length} cells in a table of {numeric.Length} columns",
                nameof(cells));
}
