using Counterpoise.Rulebooks;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests.Statements;

/// <summary>Nothing is lost, half-written, or passed off as something else.</summary>
public sealed class SafetyTests
{
    private static readonly string Market = Path.Combine(SharedData.Repository, "samples/market.json");

    private static readonly string Sample =
        File.ReadAllText(Path.Combine(SharedData.Repository, "samples/portfolio.json"));

    [Theory]
    [InlineData("book.json", "is also read by this command")]
    [InlineData("market.json", "is also read by this command")]
    [InlineData("mine.json", "is also read by this command")]
    [InlineData("missing/picture.svg", "is in a folder that does not exist")]
    [InlineData("", "is a folder")]
    public void A_target_that_cannot_be_is_refused_before_anything_is_written(string target, string problem)
    {
        using var cli = new Cli();
        var (book, market) = (cli.Write("book.json", Sample), cli.Write("market.json", File.ReadAllText(Market)));
        var mine = cli.Write("mine.json", Shipped());
        var before = Directory.GetFiles(cli.Folder).ToDictionary(f => f, File.ReadAllText);
        var outcome = Cli.Run(
            "margin", book, "--market", market, "-r", mine, "--html", cli.Path("page.html"), "--svg", cli.Path(target));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(problem, outcome.Error);
        Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal(before, Directory.GetFiles(cli.Folder).ToDictionary(f => f, File.ReadAllText));
    }

    [Fact]
    public void An_import_does_not_replace_what_it_reads()
    {
        using var cli = new Cli();
        var chain = cli.Write("chain.csv", "whatever");
        var outcome = Cli.Run("market", "import", "deribit", chain, "-o", chain);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("is also read by this command", outcome.Error);
        Assert.Equal("whatever", File.ReadAllText(chain));
    }

    [Fact]
    public void A_page_and_a_picture_cannot_be_the_same_file()
    {
        using var cli = new Cli();
        var same = cli.Path("same");
        var outcome = Cli.Run(
            "margin", cli.Write("book.json", Sample), "--market", Market, "--html", same, "--svg", same);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("is written twice", outcome.Error);
    }

    [Fact]
    public void A_rulebook_file_does_not_pass_for_the_one_that_ships()
    {
        using var cli = new Cli();
        var text = Shipped().Replace("\"approximate\"", "\"verified\"");
        var outcome = Cli.Run(
            "margin", cli.Write("book.json", Sample), "--market", Market, "-r", cli.Write("mine.json", text));
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("[mine.json, in force 2026-02-15]", outcome.Output);
        Assert.Contains("VERIFIED: stated by the file itself, not checked here", outcome.Output);
    }

    [Fact]
    public void A_what_if_over_several_rulebooks_names_the_one_that_has_no_rule()
    {
        using var cli = new Cli();
        var outcome = Cli.Run(
            "whatif", cli.Write("book.json", Sample), "--market", Market, "-r", "deribit-pm,derive-pmrm2",
            "--trade", "10000 BTC-25DEC26");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("derive-pmrm2 not applicable: ", outcome.Error);
        Assert.Contains("[deribit-pm", outcome.Output);
    }

    [Fact]
    public void Output_that_cannot_be_written_is_an_exit_code_and_a_line()
    {
        using var error = new StringWriter();
        Assert.Equal(1, Program.Run(["rulebooks"], new FullDevice(), error));
        Assert.Contains("no space", error.ToString());
        Assert.Equal(1, Program.Run(["rulebooks"], new FullDevice(), new FullDevice()));
    }

    private static string Shipped()
    {
        using var stream = typeof(RulebookLibrary).Assembly
            .GetManifestResourceStream("rulebooks/deribit-pm/2026-02-15.json")!;
        return new StreamReader(stream).ReadToEnd();
    }

    private sealed class FullDevice : StringWriter
    {
        public override void Flush() => throw new IOException("no space left on device");
    }
}
