using System.Text;
using Counterpoise.Tests.Pricing;

namespace Counterpoise.Tests.Numerics;

/// <summary>
/// docs/numerics/kernels.md, or another page beside it: tables between markers are written with UPDATE_DOCS=1 in the
/// environment and compared otherwise.
/// </summary>
internal static class KernelsPage
{
    private static readonly Lock Gate = new();

    /// <summary>Asserts that the page prints these rows, or makes it print them.</summary>
    /// <param name="table">Name of the table in its markers.</param>
    /// <param name="arguments">Names of the arguments a worst case is given by.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="file">The page.</param>
    public static void Prints(
        string table, string[] arguments, IEnumerable<WorstError> rows, string file = "kernels.md")
    {
        var path = Path.Combine(Repository.Root, "docs", "numerics", file);
        var (begin, end) = ($"<!-- {table}: begin -->\n", $"<!-- {table}: end -->");
        lock (Gate)
        {
            var page = File.ReadAllText(path);
            var start = page.IndexOf(begin, StringComparison.Ordinal);
            var stop = page.IndexOf(end, StringComparison.Ordinal);
            Assert.True(start >= 0 && stop > start, $"{path} has no place for the table {table}");
            start += begin.Length;
            var text = Text(arguments, rows);
            if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
                File.WriteAllText(path, page[..start] + text + page[stop..]);
            else
                Assert.Equal(text, page[start..stop]);
        }
    }

    private static string Text(string[] arguments, IEnumerable<WorstError> rows)
    {
        var text = new StringBuilder("| Region | Quantity | Points | Worst | Unit | Claim |");
        foreach (var argument in arguments) text.Append(' ').Append(argument).Append(" |");
        text.Append("\n|---|---|--:|--:|---|--:|");
        foreach (var _ in arguments) text.Append("--:|");
        foreach (var row in rows)
        {
            var line = row.ToString();
            text.Append('\n').Append(line);
            for (var cells = line.Count(c => c == '|'); cells < 6 + arguments.Length; cells++) text.Append(" |");
            text.Append(" |");
        }
        return text.Append('\n').ToString();
    }
}
