using System.Globalization;
using System.Text.Json;
using Counterpoise.Cli.Statements;
using Counterpoise.Rulebooks.Conformance;

namespace Counterpoise.Cli.Commands;

/// <summary>Published values beside ours that are not judged: counted, those of ours above them listed.</summary>
internal static class ComparedRows
{
    public static void Print(SetOutcome set, TextWriter output)
    {
        if (set.Compared.Count == 0) return;
        var (equal, below, above) = Count(set);
        output.WriteLine();
        output.WriteLine(
            $"{set.Name}: {set.Compared.Count} compared, neither passed nor failed: {equal} equal, {below} ours below, "
            + $"{above} ours above");
        if (above == 0) return;
        var table = new TextGrid("lnnl");
        table.Head("ours above", "published", "ours", "because");
        foreach (var row in set.Compared.Where(r => Sign(r) > 0))
            table.Add(row.Case, Text(row.Published), Text(row.Ours), row.Remark);
        table.Write(output);
    }

    public static void Write(SetOutcome set, Utf8JsonWriter json)
    {
        var (equal, below, above) = Count(set);
        json.WriteStartObject("compared");
        json.WriteNumber("equal", equal);
        json.WriteNumber("below", below);
        json.WriteNumber("above", above);
        json.WriteStartArray("rows");
        foreach (var row in set.Compared)
        {
            json.WriteStartObject();
            json.WriteString("case", row.Case);
            json.WriteNumber("published", row.Published);
            json.WriteNumber("ours", row.Ours);
            json.WriteString("remark", row.Remark);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static (int Equal, int Below, int Above) Count(SetOutcome set) => (
        set.Compared.Count(r => Sign(r) == 0), set.Compared.Count(r => Sign(r) < 0),
        set.Compared.Count(r => Sign(r) > 0));

    // Equal is to half a cent.
    private static int Sign(Compared row) =>
        Math.Abs(row.Ours - row.Published) <= 0.005 ? 0 : Math.Sign(row.Ours - row.Published);

    private static string Text(double value) => value.ToString("N2", CultureInfo.InvariantCulture);
}
