using System.Globalization;

namespace Counterpoise.Rulebooks.Conformance;

/// <summary>A row of Drift's cases: a function, inputs in words (quoted where they hold commas), results.</summary>
internal static class DriftRow
{
    public static (Dictionary<string, double> Inputs, double Expected) Read(string place, string line)
    {
        var cells = Split(line);
        if (cells.Length != 4 || cells[0] != "perp_size_to_cover") throw Bad(place, line);
        var inputs = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var word in cells[1].Split(',', StringSplitOptions.TrimEntries))
        {
            if (word == "same") continue;
            var at = word.LastIndexOf(' ');
            if (at < 0 || !inputs.TryAdd(word[..at], Number(place, word[(at + 1)..]))) throw Bad(place, word);
        }
        return (inputs, Number(place, cells[2]));
    }

    private static string[] Split(string line)
    {
        var from = line.IndexOf('"', StringComparison.Ordinal);
        var to = line.LastIndexOf('"');
        if (from < 0 || to == from) return line.Split(',');
        return
        [
            .. line[..from].TrimEnd(',').Split(','), line[(from + 1)..to],
            .. line[(to + 1)..].TrimStart(',').Split(','),
        ];
    }

    private static double Number(string place, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Bad(place, text);

    private static InvalidInputException Bad(string place, string value) =>
        new(place, value, "is not a row of Drift's cases", "fetch the file again");
}
