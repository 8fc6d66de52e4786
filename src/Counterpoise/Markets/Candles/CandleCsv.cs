using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Counterpoise.Units;

namespace Counterpoise.Markets.Candles;

/// <summary>
/// Reads hourly candles from CSV: <c>open_time_utc,open,high,low,close,volume</c>, times on the hour such as
/// <c>2020-03-12T08:00Z</c>, prices in USD, volume in coins. Lines that begin with # are remarks.
/// </summary>
public static class CandleCsv
{
    private const string Header = "open_time_utc,open,high,low,close,volume";
    private const int Columns = 6;

    /// <summary>Reads candles.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="coin">Of which coin they are.</param>
    /// <exception cref="InvalidInputException">It cannot be used; names row and column.</exception>
    public static CandleHistory Read(ReadOnlyMemory<byte> utf8, Currency coin)
    {
        var rest = utf8.Span;
        if (rest.StartsWith("\uFEFF"u8)) rest = rest[3..];
        var hours = new List<long>();
        var candles = new List<Candle>();
        var isHeader = true;
        var row = 0;
        while (!rest.IsEmpty)
        {
            var line = Line(ref rest);
            if (line.IsEmpty || line[0] == '#') continue;
            if (isHeader)
            {
                if (!line.SequenceEqual(Encoding.ASCII.GetBytes(Header)))
                    throw Fault("header", line, $"is not \"{Header}\"", "use a file of hourly candles");
                isHeader = false;
                continue;
            }
            row++;
            candles.Add(CandleAt(row, line, out var hour));
            hours.Add(hour);
        }
        if (isHeader) throw new InvalidInputException("history", null, "is empty", $"begin it with {Header}");
        return new CandleHistory(coin, hours, candles);
    }

    private static ReadOnlySpan<byte> Line(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n');
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return line.TrimEnd((byte)'\r');
    }

    private static Candle CandleAt(int row, ReadOnlySpan<byte> line, out long hour)
    {
        Span<Range> fields = stackalloc Range[Columns + 1];
        var count = 0;
        foreach (var field in line.Split((byte)','))
            if (count <= Columns) fields[count++] = field;
        if (count != Columns) throw Fault($"row {row}", line, $"has not {Columns} fields", "give every column a value");
        hour = HourAt(row, line[fields[0]]);
        return new Candle(
            NumberAt(row, "open", line[fields[1]]), NumberAt(row, "high", line[fields[2]]),
            NumberAt(row, "low", line[fields[3]]), NumberAt(row, "close", line[fields[4]]),
            NumberAt(row, "volume", line[fields[5]]));
    }

    private static long HourAt(int row, ReadOnlySpan<byte> text)
    {
        const long hour = 3_600_000_000_000;
        if (Instant.TryParse(Encoding.UTF8.GetString(text), out var time) && time.Nanoseconds % hour == 0)
            return time.Nanoseconds / hour;
        throw Fault($"row {row}, open_time_utc", text, "is not a full hour", "use e.g. 2020-03-12T08:00Z");
    }

    private static double NumberAt(int row, string column, ReadOnlySpan<byte> text)
    {
        if (Utf8Parser.TryParse(text, out double number, out var used) && used == text.Length) return number;
        throw Fault(
            $"row {row}, {column}", text, text.IsEmpty ? "is missing" : "is not a number", "fill it or remove the row");
    }

    private static InvalidInputException Fault(string field, ReadOnlySpan<byte> value, string problem, string remedy)
    {
        const int most = 80;
        var text = Encoding.UTF8.GetString(value.Length > most ? value[..most] : value);
        return new InvalidInputException(field, text.ToString(CultureInfo.InvariantCulture), problem, remedy);
    }
}
