namespace Counterpoise.Architecture.Tests;

/// <summary>The whole tree is tidy, and the rules that say so can fail.</summary>
public sealed class Tidy(ITestOutputHelper output)
{
    [Fact]
    public void Code_is_tidy() =>
        Breaches.None(Repository.With(".cs").SelectMany(f => TidyRules.Code(f, Repository.Text(f))));

    [Fact]
    public void Text_is_tidy() =>
        Breaches.None(
            Repository.Files.Where(f => f != "LICENSE").SelectMany(f => TidyRules.Text(f, Repository.Text(f))));

    [Fact]
    public void Source_files_are_short()
    {
        int[] lengths =
        [
            .. Repository.With(".cs").Where(f => f.StartsWith("src/", StringComparison.Ordinal))
                .Select(f => Repository.Text(f).Count(c => c == '\n')).Order(),
        ];
        var median = lengths[lengths.Length / 2];
        output.WriteLine($"src: {lengths.Length} files, {lengths.Sum()} lines, median {median}, longest {lengths[^1]}");
        Assert.InRange(median, 1, 200);
    }

    /// <summary>One row each; data and parameters stand in the row of their project.</summary>
    [Fact]
    public void Every_folder_of_src_has_its_row_on_the_architecture_page()
    {
        string[] folders =
        [
            .. Repository.With(".cs").Where(f => f.StartsWith("src/", StringComparison.Ordinal))
                .Select(f => f[..f.LastIndexOf('/')]).Distinct().Order(StringComparer.Ordinal),
        ];
        var rows = Repository.Text("docs/architecture.md").Split('\n')
            .Where(line => line.StartsWith("| `src/", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]).Order(StringComparer.Ordinal);
        Assert.Equal(folders, rows);
    }

    [Fact]
    public void Every_local_link_leads_somewhere() =>
        Breaches.None(
            from page in Repository.With(".md")
            from link in TidyRules.LocalLinks(Repository.Text(page))
            let target = Path.Combine(Path.GetDirectoryName(Repository.Full(page))!, Uri.UnescapeDataString(link))
            where !Path.Exists(target)
            select $"{page}: {link}");

    [Theory]
    [InlineData("internal class Order" + "Manager;\n", "mechanism")]
    [InlineData("public enum Colour;\t\n", "tab")]
    public void Untidy_code_is_reported(string text, string breach) =>
        Assert.Contains(breach, Assert.Single(TidyRules.Code("a/B.cs", text)), StringComparison.Ordinal);

    [Fact]
    public void Long_lines_and_files_are_reported()
    {
        Assert.Single(TidyRules.Code("B.cs", "a " + new string('x', TidyRules.MaxColumns - 1) + "\n"));
        Assert.Single(TidyRules.Code("B.cs", new string('\n', TidyRules.MaxLines + 1)));
        Assert.Empty(TidyRules.Code("B.cs", new string('\n', TidyRules.MaxLines)));
    }

    [Theory]
    [InlineData("no newline", "newline")]
    [InlineData("// TO" + "DO later\n", "issue number")]
    [InlineData("read /" + "home/someone/x\n", "machine")]
    [InlineData("https://api." + "nuget.org/v3\n", "registry")]
    public void Untidy_text_is_reported(string text, string breach) =>
        Assert.Contains(breach, Assert.Single(TidyRules.Text("x", text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("// TO" + "DO #12: later\n")]
    [InlineData("https://example.org/home/page\n")]
    [InlineData("src/work/x and $HOME/tmp/x\n")]
    public void Tidy_text_is_not(string text) => Assert.Empty(TidyRules.Text("x", text));

    [Fact]
    public void Links_are_found_outside_code_only() =>
        Assert.Equal(
            ["a.md", "img/b.svg"],
            TidyRules.LocalLinks(
                """
                [a](a.md#x) ![b](img/b.svg "title") [c](https://example.org) [d](#d) `[e](e.md)`
                ```
                [f](f.md)
                ```
                """));
}
