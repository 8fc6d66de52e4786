using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests.Statements;

/// <summary>What <c>margin --svg</c> draws of the shipped sample.</summary>
public sealed partial class PictureTests : IDisposable
{
    private readonly Cli _cli = new();

    [Fact]
    public void The_picture_of_the_pages_is_the_one_we_draw()
    {
        var picture = Draw("deribit-pm");
        Assert.InRange(picture.Length, 1, 150_000);
        Approved.MatchesFile("docs/images/statement.svg", picture);
    }

    [Theory]
    [InlineData("deribit-pm", "standard \u221216% vol up")]
    [InlineData("deribit-xpm", "standard \u221216%/\u221218% vol up")]
    [InlineData("derive-pmrm2", "extended \u221266% vol up")]
    [InlineData("deribit-sm", "2 short option positions")]
    public void Parts_follow_the_heading_and_name_what_binds(string rulebook, string note)
    {
        var texts = Texts(Draw(rulebook));
        var at = texts.IndexOf(texts.First(t => t.StartsWith("How the rulebook", StringComparison.Ordinal)));
        Assert.Contains(note, texts.Skip(at).Take(3));
        var (initial, maintenance) = (texts.IndexOf("initial margin", at), texts.IndexOf("maintenance margin", at));
        Assert.InRange(initial, at, maintenance);
        var sum = texts[at..initial].Where(t => Amount().IsMatch(t)).Sum(Number);
        Assert.Equal(Number(texts[initial + 1]), sum);
        Assert.Contains("% of initial", texts[maintenance + 1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_bucket_of_cash_is_one_line()
    {
        var texts = Texts(Draw("deribit-pm"));
        Assert.Equal("equity and excess 50,000 USDC", texts[^1]);
        Assert.Equal(2, texts.Count(t => t == "positions alone") / 2);
    }

    public void Dispose() => _cli.Dispose();

    private string Draw(string rulebook)
    {
        var (samples, file) = (Path.Combine(SharedData.Repository, "samples"), _cli.Path($"{rulebook}.svg"));
        var outcome = Cli.Run(
            "margin", Path.Combine(samples, "portfolio.json"), "--market", Path.Combine(samples, "market.json"),
            "--rulebook", rulebook, "--svg", file);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        return File.ReadAllText(file);
    }

    private static List<string> Texts(string picture) =>
        [.. XDocument.Parse(picture).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];

    private static decimal Number(string text) =>
        decimal.Parse(text.Replace('\u2212', '-'), NumberStyles.Number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\u2212?[0-9,]+(\.[0-9]+)?$")]
    private static partial Regex Amount();
}
