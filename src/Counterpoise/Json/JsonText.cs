using System.Text.Json;
using System.Text.Unicode;

namespace Counterpoise.Json;

/// <summary>
/// Strict JSON: no comments, no trailing commas, no duplicate or unknown fields, no NaN. What is wrong is said with its
/// place: a path (<c>positions[3].quantity</c>) where the text is JSON, line and column where it is not.
/// </summary>
public static class JsonText
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a document. The cursor is valid only during <paramref name="read"/>.</summary>
    /// <param name="utf8">The text; a byte order mark is skipped.</param>
    /// <param name="read">Reads from the root of the document.</param>
    /// <param name="root">What paths begin with; empty for none.</param>
    /// <exception cref="InvalidInputException">The text is empty, truncated or no JSON, or its content is
    /// refused.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> utf8, Func<JsonCursor, T> read, string root = "")
    {
        if (utf8.Span.StartsWith(ByteOrderMark)) utf8 = utf8[ByteOrderMark.Length..];
        using var document = Parse(utf8, root);
        return read(JsonCursor.Root(document.RootElement, root));
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string root)
    {
        var place = root.Length == 0 ? "" : root + ": ";
        if (utf8.Span.Trim(" \t\r\n"u8).IsEmpty)
            throw new InvalidInputException(place + "line 1, column 1", null, "is empty", "give a JSON document");
        if (!Utf8.IsValid(utf8.Span))
            throw new InvalidInputException(place + "document", null, "is not UTF-8 text", "save it as UTF-8");
        try
        {
            return JsonDocument.Parse(utf8);
        }
        catch (JsonException e)
        {
            var field = $"{place}line {(e.LineNumber ?? 0) + 1}, column {(e.BytePositionInLine ?? 0) + 1}";
            throw new InvalidInputException(field, null, "is not JSON", "repair or complete the text: " + Reason(e));
        }
    }

    // System.Text.Json appends "LineNumber: … | BytePositionInLine: …", which the field already says.
    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
    }
}
