using System.Globalization;
using System.Text;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>A csv table with a header and no quoted cells.</summary>
internal sealed class CsvTable
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    private CsvTable(string[] header, IReadOnlyList<CsvRow> rows)
    {
        for (var i = 0; i < header.Length; i++) _columns[header[i]] = i;
        Rows = rows;
    }

    public IReadOnlyList<CsvRow> Rows { get; private init; }

    public static CsvTable Read(string file, ReadOnlyMemory<byte> utf8)
    {
        string[] lines = [.. Lines(utf8)];
        if (lines.Length == 0) throw new InvalidInputException(file, null, "is empty", "fetch it again");
        var header = lines[0].Split(',');
        var rows = new List<CsvRow>(lines.Length);
        var table = new CsvTable(header, rows);
        for (var i = 1; i < lines.Length; i++)
        {
            var cells = lines[i].Split(',');
            if (cells.Length != header.Length)
            {
                throw new InvalidInputException(
                    $"{file} row {i}", lines[i], $"has {cells.Length} cells, the header {header.Length}",
                    "fetch it again");
            }
            rows.Add(new CsvRow(table, $"{file} row {i}", cells));
        }
        return table;
    }

    /// <summary>Lines that are not empty.</summary>
    public static IEnumerable<string> Lines(ReadOnlyMemory<byte> utf8) =>
        Encoding.UTF8.GetString(utf8.Span).Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0);

    public int Column(string name) =>
        _columns.TryGetValue(name, out var at)
            ? at
            : throw new InvalidInputException($"column {name}", null, "is missing", "fetch the file again");
}

/// <summary>A row of a <see cref="CsvTable"/>, with its place for messages.</summary>
internal sealed class CsvRow(CsvTable table, string place, string[] cells)
{
    public string Place { get; } = place;

    public double this[string name] =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidInputException(
                $"{Place}, column {name}", Text(name), "is not a number", "fetch the file again");

    public string Text(string name) => cells[table.Column(name)];
}
