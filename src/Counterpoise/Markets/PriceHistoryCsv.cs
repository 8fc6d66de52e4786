using System.Globalization;
using System.Text;
using Counterpoise.Units;

namespace Counterpoise.Markets;

/// <summary>
/// Reads price histories from CSV, header first. A file either has a column a coin (<c>date,BTC,ETH,BTC_VOL</c>), or is
/// of one series (<c>date,open,high,low,close,volume</c>; <c>timestamp_utc,dvol_pct</c>), whose name the caller knows.
/// With the time column <c>open_time_utc</c> rows are candles within a day: the day's close is its last candle's, and a
/// last day without its candle of 23 h is left out. Lines that begin with # are remarks.
/// </summary>
public static class PriceHistoryCsv
{
    private static readonly string[] TimeColumns = ["date", "timestamp_utc", "open_time_utc"];

    /// <summary>Reads a history.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="series">Name of the one series; null: columns are named by the header.</param>
    /// <exception cref="InvalidInputException">It cannot be used; names row and column.</exception>
    public static PriceHistory Read(ReadOnlyMemory<byte> utf8, string? series = null)
    {
        string[] lines = [.. Encoding.UTF8.GetString(utf8.Span).TrimStart('\uFEFF').Split('\n')
            .Select(l => l.TrimEnd('\r')).Where(l => !l.StartsWith('#'))];
        var count = lines.Length;
        while (count > 0 && lines[count - 1].Length == 0) count--;
        if (count == 0) throw new InvalidInputException("history", null, "is empty", "use a CSV file with a header");
        var header = lines[0].Split(',', StringSplitOptions.TrimEntries);
        if (!TimeColumns.Contains(header[0]))
        {
            throw new InvalidInputException(
                "header", header[0], "does not begin with a column of time",
                $"name the first column {string.Join(" or ", TimeColumns)}");
        }
        var columns = ColumnsOf(header, series);
        var days = new List<Instant>();
        var values = columns.ConvertAll(_ => new List<double>());
        var isWithinDay = header[0] == "open_time_utc";
        var last = default(Instant);
        for (var line = 1; line < count; line++)
        {
            var fields = lines[line].Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length != header.Length)
            {
                throw new InvalidInputException(
                    $"row {line}", lines[line], $"has {fields.Length} fields, the header {header.Length}",
                    "give every column a value");
            }
            var time = TimeAt(line, header[0], fields[0]);
            var day = DayOf(time);
            if (isWithinDay && days.Count > 0 && time <= last)
                throw new InvalidInputException($"row {line}, {header[0]}", fields[0], "is not later", "sort the file");
            if (!isWithinDay && time != day)
            {
                throw new InvalidInputException(
                    $"row {line}, {header[0]}", fields[0], "is not a UTC day", "give the date alone");
            }
            last = time;
            var isNew = !isWithinDay || days.Count == 0 || days[^1] != day;
            if (isNew) days.Add(day);
            for (var c = 0; c < columns.Count; c++)
            {
                var number = NumberAt(line, columns[c].Name, fields[columns[c].At]);
                if (isNew) values[c].Add(number);
                else values[c][^1] = number;
            }
        }
        if (isWithinDay && days.Count > 0 && last.ToUtcDateTime().Hour < 23) Drop(days, values);
        var named = new Dictionary<string, IReadOnlyList<double>>();
        for (var c = 0; c < columns.Count; c++) named[columns[c].Name] = values[c];
        return new PriceHistory(days, named);
    }

    private static List<(string Name, int At)> ColumnsOf(string[] header, string? series)
    {
        var close = Array.IndexOf(header, "close");
        var isOneSeries = close > 0 || (header.Length == 2 && header[1] == "dvol_pct");
        if (isOneSeries && series is null)
        {
            throw new InvalidInputException(
                "header", string.Join(',', header), "does not say of which coin",
                "name it, e.g. BTC=FILE or BTC_VOL=FILE");
        }
        if (isOneSeries) return [(series!, close > 0 ? close : 1)];
        if (series is not null)
        {
            throw new InvalidInputException(
                "header", string.Join(',', header), $"has no column close to be {series}", "name the file alone");
        }
        var found = new List<(string Name, int At)>();
        for (var c = 1; c < header.Length; c++)
        {
            if (found.Any(f => f.Name == header[c]))
                throw new InvalidInputException("header", header[c], "stands there twice", "name each column once");
            found.Add((header[c], c));
        }
        return found;
    }

    private static Instant TimeAt(int row, string column, string text) => Instant.TryParse(text, out var time)
        ? time
        : throw new InvalidInputException($"row {row}, {column}", text, "is not a date", "use e.g. 2020-03-12");

    // What is wrong with a number that can be read is said when all dates are known.
    private static double NumberAt(int row, string column, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidInputException(
                $"row {row}, column {column}", text, text.Length == 0 ? "is missing" : "is not a number",
                "fill it or cut the history");

    private static Instant DayOf(Instant time)
    {
        const long day = 86_400_000_000_000;
        return new Instant(time.Nanoseconds / day * day);
    }

    private static void Drop(List<Instant> days, List<List<double>> values)
    {
        days.RemoveAt(days.Count - 1);
        foreach (var column in values) column.RemoveAt(column.Count - 1);
    }
}
