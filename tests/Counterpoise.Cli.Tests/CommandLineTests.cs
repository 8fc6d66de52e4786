namespace Counterpoise.Cli.Tests;

/// <summary>Exit codes and one-line errors, whatever the command.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("nonsense", "'nonsense'", "see counterpoise --help")]
    [InlineData("--nonsense", "'--nonsense'", "see counterpoise --help")]
    [InlineData("price --nonsense", "'--nonsense'", "see counterpoise price --help")]
    [InlineData("price --right up", "--right \"up\" is neither", "see counterpoise price --help")]
    [InlineData("price --forward 1,000", "--forward \"1,000\" is not a number", "see counterpoise price --help")]
    [InlineData("price --forward -5", "is not positive", "see counterpoise price --help")]
    [InlineData("price --forward NaN", "is not a number", "see counterpoise price --help")]
    [InlineData("price --vol 62", "write a fraction (0.62) or a percent sign (62%)", "see counterpoise price --help")]
    [InlineData("price", "--right is missing", "see counterpoise price --help")]
    [InlineData("price --right call --strike 1 --forward 1 --spot 1", "one of them", "see counterpoise price --help")]
    [InlineData("price BTC-25SEP26-1-C", "--market go together", "see counterpoise price --help")]
    [InlineData("market show --all", "'--all'", "see counterpoise market show --help")]
    [InlineData("implied-vol --right put --strike 1 --spot 1 --days 1", "--price is",
        "see counterpoise implied-vol --help")]
    [InlineData("market", "Required command", "see counterpoise market --help")]
    [InlineData("surface", "Required command", "see counterpoise surface --help")]
    [InlineData("surface fit", "Required argument", "see counterpoise surface fit --help")]
    [InlineData("surface fit m.json --width -1", "is not positive", "see counterpoise surface fit --help")]
    [InlineData("market import deribit x.csv", "--output", "see counterpoise market import deribit --help")]
    public void A_wrong_command_line_is_one_line_and_exit_2(string line, string cause, string hint)
    {
        var outcome = Cli.Say(line);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        AssertOneLine(outcome.Error);
        Assert.Contains(cause, outcome.Error, StringComparison.Ordinal);
        Assert.EndsWith(hint, outcome.Error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_one_line_that_names_it_and_exit_1()
    {
        var outcome = Cli.Say("market show no-such-file.json");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Equal("counterpoise: no-such-file.json does not exist; check the path\n", outcome.Error);
    }

    [Fact]
    public void Bad_content_is_one_line_that_names_file_and_field()
    {
        using var cli = new Cli();
        var file = cli.Write("m.json", "{\"underlyings\": {},\n\"time\": 3}");
        var outcome = Cli.Run("market", "show", file);
        Assert.Equal(1, outcome.ExitCode);
        AssertOneLine(outcome.Error);
        Assert.StartsWith($"counterpoise: {file}: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("time", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_begins_with_an_at_sign_is_a_file()
    {
        var outcome = Cli.Say("market show @list");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("@list does not exist", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_and_help_are_on_standard_output()
    {
        Assert.Matches(@"^counterpoise \d+\.\d+\.\d+\n$", Cli.Say("--version").Output);
        Assert.Equal(0, Cli.Say("--version").ExitCode);
        foreach (var line in new[] { "", "--help", "price --help", "market import deribit --help" })
        {
            var outcome = Cli.Say(line);
            Assert.Equal(0, outcome.ExitCode);
            Assert.Contains("Usage:\n  counterpoise", outcome.Output, StringComparison.Ordinal);
            Assert.Empty(outcome.Error);
        }
    }

    [Fact]
    public void A_fault_of_ours_is_one_line_and_exit_70()
    {
        using var error = new StringWriter();
        Assert.Equal(70, Failure.Report(new InvalidOperationException("a\nb."), error));
        AssertOneLine(error.ToString());
        Assert.Contains(
            "internal error: InvalidOperationException: a b; please report",
            error.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_and_files_out_of_reach_are_exit_1()
    {
        Exception[] exceptions =
        [
            new InvalidInputException("f", "v", "is bad", "repair it"), new IOException("x"),
            new UnauthorizedAccessException("x"), new FileNotFoundException("x"),
        ];
        foreach (var exception in exceptions) Assert.Equal(1, Failure.Report(exception, TextWriter.Null));
    }

    private static void AssertOneLine(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.StartsWith("counterpoise: ", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Count(c => c == '\n'));
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}
