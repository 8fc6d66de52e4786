using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Counterpoise.Json;

/// <summary>Writes documents for people and diffs: indented, but each row of a table on one line. Ends with a
/// newline.</summary>
internal sealed class JsonLayout : IDisposable
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ArrayBufferWriter<byte> _rowText = new();
    private readonly Utf8JsonWriter _row;

    public JsonLayout()
    {
        Writer = new Utf8JsonWriter(_text, Options(indented: true));
        _row = new Utf8JsonWriter(_rowText, Options(indented: false));
    }

    /// <summary>Of everything but rows.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>The value of a field, on the field's line.</summary>
    public void Row<T>(T value, Action<Utf8JsonWriter, T> write) => WriteRow("", value, write);

    /// <summary>An array of rows, under a name.</summary>
    public void Rows<T>(string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        Writer.WriteStartArray(name);
        // The writer indents what it writes itself, but not raw text.
        var indent = "\n" + new string(' ', 2 * Writer.CurrentDepth);
        foreach (var value in values) WriteRow(indent, value, write);
        Writer.WriteEndArray();
    }

    /// <summary>The finished document.</summary>
    public string Finish()
    {
        Writer.Flush();
        return Encoding.UTF8.GetString(_text.WrittenSpan) + "\n";
    }

    public void Dispose()
    {
        Writer.Dispose();
        _row.Dispose();
    }

    private void WriteRow<T>(string indent, T value, Action<Utf8JsonWriter, T> write)
    {
        _rowText.Clear();
        _rowText.Write(Encoding.UTF8.GetBytes(indent));
        _row.Reset();
        write(_row, value);
        _row.Flush();
        Writer.WriteRawValue(_rowText.WrittenSpan, skipInputValidation: true);
    }

    // These documents are files, not parts of web pages: nothing needs escaping for HTML.
    private static JsonWriterOptions Options(bool indented) =>
        new() { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
