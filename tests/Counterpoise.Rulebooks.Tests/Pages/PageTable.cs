using Counterpoise.Margins;
using Counterpoise.Margins.Historical;
using Counterpoise.Margins.Scanning;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Pages;

/// <summary>
/// Tables of a page that are made from what the code says: between markers, written with UPDATE_DOCS=1 in the
/// environment and compared otherwise.
/// </summary>
internal static class PageTable
{
    private static readonly Lock Gate = new();

    /// <summary>What <c>counterpoise rulebooks</c> lists: the shipped ones, then those made from a history.</summary>
    public static IReadOnlyList<Rulebook> Rulebooks { get; } =
    [
        .. RulebookLibrary.All,
        HistoricalRulebook.WithoutHistory(ReducerKind.ExpectedShortfall),
        HistoricalRulebook.WithoutHistory(ReducerKind.ValueAtRisk),
    ];

    /// <summary>Writes or compares one table.</summary>
    /// <param name="page">Path of the page, from the root of the repository.</param>
    /// <param name="table">Its name in the markers <c>&lt;!-- name: begin --&gt;</c> and <c>end</c>.</param>
    /// <param name="lines">Head, rule and rows.</param>
    public static void Prints(string page, string table, IEnumerable<string> lines)
    {
        var path = Path.Combine([SharedData.Repository, .. page.Split('/')]);
        var (begin, end) = ($"<!-- {table}: begin -->\n", $"<!-- {table}: end -->");
        lock (Gate)
        {
            var text = File.ReadAllText(path);
            var start = text.IndexOf(begin, StringComparison.Ordinal);
            var stop = text.IndexOf(end, StringComparison.Ordinal);
            Assert.True(start >= 0 && stop > start, $"{path} has no place for the table {table}");
            start += begin.Length;
            var made = string.Concat(lines.Select(line => line + "\n"));
            if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
                File.WriteAllText(path, text[..start] + made + text[stop..]);
            else
                Assert.Equal(made, text[start..stop]);
        }
    }

    /// <summary>A label as pages print it.</summary>
    public static string Words(HonestyLabel label) => label switch
    {
        HonestyLabel.Verified => "verified",
        HonestyLabel.PartlyVerified => "partly verified",
        _ => "approximate",
    };

    /// <summary>A row: a bar would end a cell, a star may start emphasis.</summary>
    public static string Row(params ReadOnlySpan<string> cells)
    {
        var written = new List<string>();
        foreach (var cell in cells) written.Add(cell.Replace("|", "\\|").Replace("*", "\\*"));
        return $"| {string.Join(" | ", written)} |";
    }
}
