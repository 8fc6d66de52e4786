using Counterpoise.Json;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>A file of cases nothing here can check yet. It is listed and counted, never as passed.</summary>
/// <param name="Path">Relative to the folder of vectors.</param>
/// <param name="Cases">How many cases it holds; 0 for parameters of other files and unknown formats.</param>
public sealed record UncoveredFile(string Path, int Cases)
{
    // What other files' cases are computed with: no cases of their own.
    private static readonly string[] Parameters =
        ["margin/lean_strategy_legs.json", "simm/simmcalibration_2.6.xml"];

    /// <summary>
    /// Counts the cases of a file: csv rows, or items of a JSON list, of an object's lists, or its members.
    /// </summary>
    /// <exception cref="InvalidInputException">It is damaged.</exception>
    public static UncoveredFile Read(VectorFile file)
    {
        var content = file.Read();
        if (content.IsEmpty) throw new InvalidInputException(file.Path, null, "is empty", "fetch it again");
        var cases = Array.IndexOf(Parameters, file.Path) >= 0 ? 0
            : file.Name.EndsWith(".csv", StringComparison.Ordinal) ? CsvTable.Lines(content).Count() - 1
            : file.Name.EndsWith(".json", StringComparison.Ordinal) ? JsonText.Read(content, Count)
            : 0;
        return new UncoveredFile(file.Path, cases);
    }

    private static int Count(JsonCursor root)
    {
        if (root.IsArray) return root.Items().Count();
        JsonCursor[] members = [.. root.Entries().Select(e => e.Value)];
        return members.Any(m => m.IsArray)
            ? members.Where(m => m.IsArray).Sum(m => m.Items().Count())
            : members.Count(m => m.IsObject);
    }
}
