using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>
/// docs/numerics/surfaces.md: tables between markers are written with UPDATE_DOCS=1 in the environment and compared
/// otherwise.
/// </summary>
internal static class SurfacesPage
{
    private static readonly Lock Gate = new();

    public static void Prints(string table, IEnumerable<string> lines)
    {
        var path = Path.Combine(SharedData.Repository, "docs", "numerics", "surfaces.md");
        var (begin, end) = ($"<!-- {table}: begin -->\n", $"<!-- {table}: end -->");
        lock (Gate)
        {
            var page = File.ReadAllText(path);
            var start = page.IndexOf(begin, StringComparison.Ordinal);
            var stop = page.IndexOf(end, StringComparison.Ordinal);
            Assert.True(start >= 0 && stop > start, $"{path} has no place for the table {table}");
            start += begin.Length;
            var text = string.Concat(lines.Select(line => line + "\n"));
            if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
                File.WriteAllText(path, page[..start] + text + page[stop..]);
            else
                Assert.Equal(text, page[start..stop]);
        }
    }
}
