using Counterpoise.Json;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>A file of cases nothing here can check yet. It is listed and counted, never as passed.</summary>
/// <param name="Path">Relative to the folder of vectors; for a part of a file with its name: <c>a.json (list)</c>.
/// </param>
/// <param name="Cases">How many cases it holds; 0 for unknown formats.</param>
public sealed record UncoveredFile(string Path, int Cases)
{
    /// <summary>
    /// Counts the cases of a file: csv rows, or items of a JSON list, of an object's lists, or its members.
    /// </summary>
    /// <exception cref="InvalidInputException">It is damaged.</exception>
    public static UncoveredFile Read(VectorFile file)
    {
        var content = file.Read();
        if (content.IsEmpty) throw new InvalidInputException(file.Path, null, "is empty", "fetch it again");
        var cases = file.Name.EndsWith(".csv", StringComparison.Ordinal) ? CsvTable.Lines(content).Count() - 1
            : file.Name.EndsWith(".json", StringComparison.Ordinal) ? JsonText.Read(content, Count)
            : 0;
        return new UncoveredFile(file.Path, cases);
    }

    /// <summary>The lists of a partly covered JSON file that no set covers.</summary>
    /// <exception cref="InvalidInputException">It is damaged or has no such list.</exception>
    public static IReadOnlyList<UncoveredFile> PartsOf(VectorFile file, IReadOnlyList<string> names) =>
        JsonText.Read(file.Read(), root =>
        {
            var f = root.Fields([.. names], ignoreOthers: true);
            return names.Select(n => new UncoveredFile($"{file.Path} ({n})", f.Required(n).Items().Count())).ToArray();
        });

    private static int Count(JsonCursor root)
    {
        if (root.IsArray) return root.Items().Count();
        JsonCursor[] members = [.. root.Entries().Select(e => e.Value)];
        return members.Any(m => m.IsArray)
            ? members.Where(m => m.IsArray).Sum(m => m.Items().Count())
            : members.Count(m => m.IsObject);
    }
}
