using System.Buffers.Text;
using System.Text;
using Counterpoise.Units;

namespace Counterpoise.Markets.Feeds;

/// <summary>A row of a recorded feed: fields of one line of CSV by their place.</summary>
internal readonly ref struct CsvRow
{
    private readonly ReadOnlySpan<byte> _line;
    private readonly ReadOnlySpan<Range> _fields;
    private readonly string[] _names;
    private readonly int _number;

    private CsvRow(ReadOnlySpan<byte> line, ReadOnlySpan<Range> fields, string[] names, int number)
    {
        _line = line;
        _fields = fields;
        _names = names;
        _number = number;
    }

    /// <summary>What is made of a row.</summary>
    public delegate void Reader(CsvRow row);

    /// <summary>Reads every row; the header must have these columns in this order, more may follow.</summary>
    /// <exception cref="InvalidInputException">The header is another, or a row has too few fields.</exception>
    public static void ReadAll(ReadOnlyMemory<byte> utf8, string[] columns, Reader reader)
    {
        var rest = utf8.Span;
        if (rest.StartsWith("\uFEFF"u8)) rest = rest[3..];
        Span<Range> fields = stackalloc Range[columns.Length + 1];
        var number = -1;
        while (!rest.IsEmpty)
        {
            var line = Line(ref rest);
            if (line.IsEmpty) continue;
            var count = 0;
            foreach (var field in line.Split((byte)','))
                if (count < columns.Length) fields[count++] = field;
            if (++number == 0) CheckHeader(line, columns);
            else if (count < columns.Length)
                throw Fault($"row {number}", line, $"has not {columns.Length} fields", "fetch the file again");
            else reader(new CsvRow(line, fields, columns, number));
        }
        if (number < 1) throw new InvalidInputException("feed", null, "has no rows", "fetch the file again");
    }

    /// <summary>A field's text.</summary>
    public ReadOnlySpan<byte> Text(int at) => _line[_fields[at]];

    /// <summary>A finite number.</summary>
    public double Number(int at) => NumberOrNone(at) ?? throw Fault(at, "is missing", "fill it or remove the row");

    /// <summary>A finite number; null for an empty field.</summary>
    public double? NumberOrNone(int at)
    {
        var text = Text(at);
        if (text.IsEmpty) return null;
        var isNumber = Utf8Parser.TryParse(text, out double number, out var used) && used == text.Length;
        if (isNumber && double.IsFinite(number)) return number;
        throw Fault(at, "is not a number", "correct or remove the row");
    }

    /// <summary>A whole number.</summary>
    public long Whole(int at)
    {
        var text = Text(at);
        if (Utf8Parser.TryParse(text, out long number, out var used) && used == text.Length) return number;
        throw Fault(at, "is not a whole number", "correct or remove the row");
    }

    /// <summary>An instant in ISO form, UTC.</summary>
    public Instant Time(int at) => Instant.TryParse(Encoding.UTF8.GetString(Text(at)), out var time)
        ? time
        : throw Fault(at, "is not a time", "use e.g. 2025-10-10 15:20:06");

    /// <summary>An error that names row and column.</summary>
    public InvalidInputException Fault(int at, string problem, string remedy) =>
        Fault($"row {_number}, {_names[at]}", Text(at), problem, remedy);

    private static void CheckHeader(ReadOnlySpan<byte> line, string[] columns)
    {
        var wanted = Encoding.ASCII.GetBytes(string.Join(',', columns));
        if (!line.StartsWith(wanted))
            throw Fault("header", line, $"does not begin with {string.Join(',', columns)}", "use the recorded file");
    }

    private static ReadOnlySpan<byte> Line(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n');
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return line.TrimEnd((byte)'\r');
    }

    private static InvalidInputException Fault(
        string field, ReadOnlySpan<byte> value, string problem, string remedy)
    {
        const int most = 80;
        return new(field, Encoding.UTF8.GetString(value.Length > most ? value[..most] : value), problem, remedy);
    }
}
