using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>
/// A JSON document for programs and diffs: indented, but each row of a table on one line. It is passed on as it grows:
/// a statement of 100,000 positions is long.
/// </summary>
internal sealed class JsonPage : IDisposable
{
    private const int PassOn = 1 << 16;

    private readonly TextWriter _output;
    private readonly ArrayBufferWriter<byte> _text = new(2 * PassOn);
    private readonly ArrayBufferWriter<byte> _rowText = new();
    private readonly Utf8JsonWriter _row;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private char[] _chars = [];

    private JsonPage(TextWriter output)
    {
        _output = output;
        Writer = new Utf8JsonWriter(_text, Options(indented: true));
        _row = new Utf8JsonWriter(_rowText, Options(indented: false));
    }

    /// <summary>Of everything but rows.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>A whole document: one object with these members.</summary>
    public static void Write(TextWriter output, Action<JsonPage> members)
    {
        using var page = new JsonPage(output);
        page.Writer.WriteStartObject();
        members(page);
        page.Writer.WriteEndObject();
        page.Pass();
        output.WriteLine();
    }

    /// <summary>Money as decimal text with nine decimals, exact.</summary>
    public static void Money(Utf8JsonWriter json, string name, Amount amount) =>
        json.WriteString(name, FixedText(amount));

    /// <summary>Nine decimals, no currency.</summary>
    public static string FixedText(Amount amount) => amount.ToString(Amount.Decimals);

    /// <summary>A double; null where there is none, or where it is infinite, for which JSON has no number.</summary>
    public static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number + 0.0);
        else json.WriteNull(name);
    }

    /// <summary>An array of texts.</summary>
    public static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>An array of rows, under a name.</summary>
    public void Rows<T>(string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        Writer.WriteStartArray(name);
        foreach (var value in values)
        {
            _rowText.Clear();
            _row.Reset();
            // The writer puts raw values behind each other.
            _rowText.Write("\n"u8);
            _rowText.GetSpan(2 * Writer.CurrentDepth)[..(2 * Writer.CurrentDepth)].Fill((byte)' ');
            _rowText.Advance(2 * Writer.CurrentDepth);
            write(_row, value);
            _row.Flush();
            Writer.WriteRawValue(_rowText.WrittenSpan, skipInputValidation: true);
            if (Writer.BytesPending + _text.WrittenCount > PassOn) Pass();
        }
        Writer.WriteEndArray();
    }

    public void Dispose()
    {
        Writer.Dispose();
        _row.Dispose();
    }

    private void Pass()
    {
        Writer.Flush();
        if (_chars.Length < _text.WrittenCount) _chars = new char[_text.WrittenCount];
        var count = _decoder.GetChars(_text.WrittenSpan, _chars, flush: false);
        _output.Write(_chars, 0, count);
        _text.Clear();
    }

    // These documents are files, not parts of web pages: nothing needs escaping for HTML.
    private static JsonWriterOptions Options(bool indented) =>
        new() { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
