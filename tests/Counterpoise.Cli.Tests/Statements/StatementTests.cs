using System.Globalization;
using System.Xml.Linq;

namespace Counterpoise.Cli.Tests.Statements;

/// <summary><c>margin</c> as text, page and picture.</summary>
public sealed class StatementTests
{
    public static TheoryData<string> Rulebooks => ["deribit-pm", "deribit-sm", "derive-pmrm2"];

    [Theory]
    [MemberData(nameof(Rulebooks))]
    public void A_statement_is_as_approved(string rulebook)
    {
        using var desk = new Desk();
        var outcome = desk.Margin("--rulebook", rulebook);
        Assert.Equal(0, outcome.ExitCode);
        Approved.Matches($"margin-{rulebook}.txt", outcome.Output);
    }

    [Fact]
    public void Several_rulebooks_stand_side_by_side()
    {
        using var desk = new Desk();
        var outcome = desk.Margin("--rulebook", "deribit-pm,derive-pmrm2,deribit-sm");
        Assert.Equal(0, outcome.ExitCode);
        Approved.Matches(
            "comparison.txt", outcome.Output[..outcome.Output.IndexOf("MARGIN STATEMENT", StringComparison.Ordinal)]);
    }

    [Fact]
    public void Output_in_a_pipe_is_plain()
    {
        using var desk = new Desk();
        var text = desk.Margin("--rulebook", "all").Output;
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\t', text);
        Assert.All(text.Split('\n'), line => Assert.False(line.EndsWith(' '), $"\"{line}\" ends with a blank"));
    }

    [Fact]
    public void The_default_market_is_said()
    {
        using var desk = new Desk();
        var outcome = desk.Margin();
        Assert.Contains(
            "--market not given: using " + desk.Path("market.json"), outcome.Error, StringComparison.Ordinal);
        Assert.Contains("SYNTHETIC", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rulebooks))]
    public void Printed_columns_add_up(string rulebook)
    {
        using var desk = new Desk();
        var lines = desk.Margin("--rulebook", rulebook).Output.Split('\n');
        (string, string)[] tables = [("FROM ALONE TO TOGETHER", "= required"),
        ("HOW THE RULEBOOK ADDS IT UP", "required")];
        foreach (var (title, total) in tables)
        {
            var sections = 0;
            for (var at = 0; at < lines.Length; at++)
            {
                if (!lines[at].StartsWith(title, StringComparison.Ordinal)) continue;
                sections++;
                decimal initial = 0, maintenance = 0;
                for (at += 2; !lines[at].TrimStart().StartsWith(total, StringComparison.Ordinal); at++)
                {
                    var numbers = Numbers(lines[at]);
                    if (numbers.Length < 2) continue;
                    initial += numbers[0];
                    maintenance += numbers[1];
                }
                Assert.Equal((initial, maintenance), (Numbers(lines[at])[0], Numbers(lines[at])[1]));
            }
            Assert.NotEqual(0, sections);
        }
    }

    [Theory]
    [MemberData(nameof(Rulebooks))]
    public void Printed_positions_add_up(string rulebook)
    {
        using var desk = new Desk();
        var lines = desk.Margin("--rulebook", rulebook).Output.Split('\n');
        var at = Array.FindIndex(lines, l => l.StartsWith("POSITIONS", StringComparison.Ordinal)) + 3;
        decimal alone = 0, offset = 0, contribution = 0, maintenance = 0;
        for (; !lines[at].StartsWith("  total", StringComparison.Ordinal); at++)
        {
            var n = lines[at].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (n.Length < 10 || n[0] == "net") continue;
            alone += Number(n[^4]);
            offset += Number(n[^3]);
            contribution += Number(n[^2]);
            maintenance += Number(n[^1]);
            Assert.Equal(Number(n[^2]), Number(n[^4]) - Number(n[^3]));
        }
        var addOns = lines.FirstOrDefault(l => l.StartsWith("  add-ons", StringComparison.Ordinal));
        var total = lines[at].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        contribution += addOns is null ? 0 : Numbers(addOns)[0];
        var line = lines.FirstOrDefault(l => l.StartsWith("  portfolio line", StringComparison.Ordinal));
        if (line is not null)
        {
            offset += Numbers(line)[0];
            contribution += Numbers(line)[1];
            maintenance += Numbers(line)[2];
        }
        Assert.Equal(
            (Number(total[^4]), Number(total[^3]), Number(total[^2]), Number(total[^1])),
            (alone, offset, contribution, maintenance));
    }

    [Fact]
    public void Pictures_and_pages_are_well_formed()
    {
        using var desk = new Desk();
        var (svg, html) = (desk.Path("m.svg"), desk.Path("m.html"));
        Assert.Equal(0, desk.Margin("--rulebook", "all", "--svg", svg, "--html", html).ExitCode);
        var picture = File.ReadAllText(svg);
        Assert.DoesNotContain("NaN", picture, StringComparison.Ordinal);
        Assert.DoesNotContain("\u221E", picture, StringComparison.Ordinal);
        Assert.Equal("svg", XDocument.Parse(picture).Root!.Name.LocalName);
        var page = File.ReadAllText(html).Replace("<!doctype html>", "", StringComparison.Ordinal);
        // Void elements apart, the page is XML too.
        page = page.Replace("<br>", "", StringComparison.Ordinal)
            .Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal)
            .Replace("initial-scale=1\">", "initial-scale=1\"/>", StringComparison.Ordinal);
        Assert.Equal("html", XDocument.Parse(page).Root!.Name.LocalName);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_portfolio_needs_nothing()
    {
        using var desk = new Desk();
        var held = desk.Holding();
        var outcome = Cli.Run("margin", held, "--svg", desk.Path("e.svg"), "--html", desk.Path("e.html"));
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("nothing is held: nothing is required", outcome.Output, StringComparison.Ordinal);
        XDocument.Parse(File.ReadAllText(desk.Path("e.svg")));
        Assert.Equal(0, Cli.Run("margin", held, "--json", "--rulebook", "all").ExitCode);
    }

    [Theory]
    [InlineData("1 BTC-28AUG26-90000-P", "positions[0].instrument", "expired")]
    [InlineData("0.05 BTC-25SEP26-120000-C", "positions[0].quantity", "its lot is 0.1")]
    [InlineData("1 BTC-25SEP26-77000-C", "positions[0].instrument", "implied volatility")]
    public void What_cannot_stand_is_one_clear_line(string position, string field, string problem)
    {
        using var desk = new Desk();
        var outcome = Cli.Run("margin", desk.Holding(position));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains(field, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_rulebook_without_a_rule_is_named_among_several_and_fails_alone()
    {
        using var desk = new Desk();
        var held = desk.Holding("1000 BTC-25SEP26");
        var several = Cli.Run("margin", held, "--rulebook", "deribit-pm,derive-pmrm2");
        Assert.Equal(0, several.ExitCode);
        Assert.Contains("derive-pmrm2: not applicable: ", several.Output, StringComparison.Ordinal);
        var alone = Cli.Run("margin", held, "--rulebook", "derive-pmrm2");
        Assert.Equal(1, alone.ExitCode);
        Assert.Contains("dated future", alone.Error, StringComparison.Ordinal);
    }

    private static decimal[] Numbers(string line) =>
    [
        .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w.Contains('.', StringComparison.Ordinal) && !w.EndsWith('%'))
            .Where(w => decimal.TryParse(w, NumberStyles.Number, CultureInfo.InvariantCulture, out _))
            .Select(Number).Take(3),
    ];

    private static decimal Number(string text) =>
        decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);
}
