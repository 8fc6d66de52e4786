using System.Globalization;

namespace Counterpoise.Rulebooks.Simm;

/// <summary>A line of a CRIF by column name; errors name row, field and value.</summary>
internal sealed class CrifLine(Dictionary<string, int> columns, string[] cells, int number)
{
    /// <summary>The cell, trimmed; empty where the column is missing.</summary>
    public string this[string column] =>
        columns.TryGetValue(column, out var at) && at < cells.Length ? cells[at].Trim() : "";

    public bool Has(string column) => columns.ContainsKey(column);

    public double Number(string column)
    {
        var text = this[column];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
                ? value
                : throw Error(column, "is not a number", "use decimal notation such as -1991.02");
    }

    /// <summary>In the file, the header counted.</summary>
    public int Row => number;

    // A cell that is not there is not an empty one: the row is cut short, or a separator is missing before it.
    public InvalidInputException Error(string column, string problem, string remedy) =>
        columns.TryGetValue(column, out var at) && at >= cells.Length
            ? new InvalidInputException(
                $"row {number}, {column}", null,
                $"is missing: the row has {cells.Length} cells, the header {columns.Count}",
                "give the row a cell for every column, empty ones too")
            : new InvalidInputException($"row {number}, {column}", this[column], problem, remedy);

    /// <summary>Lines of a table; the separator is that of the header.</summary>
    public static IEnumerable<CrifLine> Read(string text)
    {
        Dictionary<string, int>? columns = null;
        var separator = ',';
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            if (line.Trim().Length == 0) continue;
            if (columns is null)
            {
                line = line.TrimStart('\uFEFF').TrimStart('#').TrimStart();
                separator = line.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
                columns = Columns(Split(line, separator, number), number);
                continue;
            }
            if (line[0] == '#') continue;
            var cells = Split(line, separator, number);
            if (cells.Length > columns.Count)
            {
                throw new InvalidInputException(
                    $"row {number}", line, $"has {cells.Length} cells, the header {columns.Count}",
                    "put cells that hold the separator in quotes");
            }
            yield return new CrifLine(columns, cells, number);
        }
    }

    private static Dictionary<string, int> Columns(string[] names, int number)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Length; i++)
        {
            if (!columns.TryAdd(names[i].Trim(), i))
                throw new InvalidInputException($"row {number}", names[i], "names a column twice", "remove one");
        }
        return columns;
    }

    private static string[] Split(string line, char separator, int number)
    {
        var cells = new List<string>();
        var cell = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[i++]);
            else if (c == '"') quoted = !quoted;
            else if (c == separator && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(c);
        }
        if (quoted) throw new InvalidInputException($"row {number}", line, "has an open quote", "close it");
        cells.Add(cell.ToString());
        return [.. cells];
    }
}
