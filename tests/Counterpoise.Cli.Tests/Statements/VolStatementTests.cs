using System.Globalization;
using System.Text.Json;
using Counterpoise.Cli.Statements;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Rulebooks;
using Counterpoise.Tests.Shared;
using NJsonSchema;

namespace Counterpoise.Cli.Tests.Statements;

/// <summary>Statements that price from a surface, and what they say of volatilities.</summary>
public sealed class VolStatementTests
{
    private static readonly VolRule[] Rules =
    [
        default, new(VolKind.Surface, SmileRule.StickyStrike), new(VolKind.Surface, SmileRule.StickyMoneyness),
        new(VolKind.Hybrid, SmileRule.StickyMoneyness),
    ];

    [Theory]
    [InlineData("deribit-pm", VolKind.Chain, SmileRule.StickyStrike)]
    [InlineData("deribit-pm", VolKind.Surface, SmileRule.StickyMoneyness)]
    [InlineData("derive-pmrm2", VolKind.Hybrid, SmileRule.StickyMoneyness)]
    public void A_statement_explains_its_volatilities_as_approved(string rulebook, VolKind vols, SmileRule smile)
    {
        using var output = new StringWriter();
        StatementText.Write(
            Small().Of(RulebookLibrary.Find(rulebook) with { Vols = new(vols, smile) }), new TextPage(output, false));
        Approved.Matches($"explain-vol-{rulebook}-{VolRule.WordOf(vols)}.txt", output.ToString());
    }

    // Those that reprice options and take the sample.
    private static Rulebook[] Scanning { get; } =
        [.. RulebookLibrary.All.Where(b => b.Underlyings.Any(u => u.Cells.Count > 0))];

    [Fact]
    public async Task Its_json_is_as_the_schema_says_and_effects_sum_exactly()
    {
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(SharedData.Repository, "schemas", "margin.schema.json"));
        var held = Small();
        var evaluations = Rules
            .SelectMany(r => Scanning.Select(b => b with { Vols = r }))
            .Select(b => new Evaluation(b, held.Of(b, 9), null)).ToArray();
        using var output = new StringWriter();
        StatementJson.Write(evaluations, output);
        Assert.Empty(schema.Validate(output.ToString()));
        using var document = JsonDocument.Parse(output.ToString());
        var statements = document.RootElement.GetProperty("statements").EnumerateArray().ToArray();
        Assert.Equal(Rules.Length * Scanning.Length, statements.Length);
        foreach (var statement in statements)
        {
            var used = statement.GetProperty("rulebook").GetProperty("vols").GetString()!;
            foreach (var bucket in statement.GetProperty("buckets").EnumerateArray())
                foreach (var name in new[] { "initial", "maintenance" })
                    AddsUp(bucket, used, name);
        }
    }

    [Fact]
    public void Every_rulebook_prices_the_sample_from_a_surface()
    {
        var held = Held.Read(
            Path.Combine(SharedData.Repository, "samples", "portfolio.json"),
            File.ReadAllText(Path.Combine(SharedData.Repository, "samples", "market.json")));
        foreach (var rulebook in Scanning)
        {
            var requirements = Rules.Select(r => held.Of(rulebook with { Vols = r }).Margin.InitialUsd).ToArray();
            Assert.All(requirements, r => Assert.InRange(r, 1, 1e9));
            Assert.Equal(Rules.Length, requirements.Distinct().Count());
        }
        // Standard margin looks at marks, not at volatilities.
        var standard = RulebookLibrary.Find("deribit-sm");
        Assert.Single(Rules.Select(r => held.Of(standard with { Vols = r }).Margin.InitialUsd).Distinct());
    }

    [Fact]
    public void Every_form_says_which_volatilities()
    {
        var rulebook = RulebookLibrary.Find("deribit-pm") with { Vols = Rules[2] };
        var evaluation = new Evaluation(rulebook, Small().Of(rulebook), null);
        const string said = "fitted surface (raw SVI), sticky moneyness";
        var page = StatementHtml.Page([evaluation], all: false);
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Contains("<h3>Volatilities, BTC</h3>", page, StringComparison.Ordinal);
        Assert.Contains(said, StatementSvg.Picture([evaluation]), StringComparison.Ordinal);
        using var output = new StringWriter();
        RulebookText.Write(rulebook, new TextPage(output, false));
        Assert.Contains(said, output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--vols ssvi", 2, "use chain or surface or hybrid")]
    [InlineData("--smile frozen", 2, "use sticky-strike or sticky-moneyness")]
    [InlineData("--smile sticky-moneyness", 1, "does not go with the chain's vols")]
    [InlineData("--vols chain --smile sticky-strike", 0, "")]
    public void Options_are_strict(string options, int exitCode, string problem)
    {
        using var desk = new Desk();
        var words = options.Split(' ');
        foreach (var outcome in new[]
        {
            desk.Margin(words), desk.WhatIf([.. words, "--trade", "1 " + Desk.Option]),
        })
        {
            Assert.Equal(exitCode, outcome.ExitCode);
            Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_command_fits_the_market_it_is_given()
    {
        using var cli = new Cli();
        var samples = Path.Combine(SharedData.Repository, "samples");
        string[] held = [Path.Combine(samples, "portfolio.json"), "--market", Path.Combine(samples, "market.json")];
        string[] vols = ["--vols", "surface", "--smile", "sticky-moneyness"];
        var margin = Cli.Run(["margin", .. held, .. vols, "--rulebook", "all", "--explain-vol", "--json"]);
        Assert.Equal((0, ""), (margin.ExitCode, margin.Error));
        using var document = JsonDocument.Parse(margin.Output);
        foreach (var statement in document.RootElement.GetProperty("statements").EnumerateArray())
        {
            foreach (var bucket in statement.GetProperty("buckets").EnumerateArray())
            {
                foreach (var name in new[] { "initial", "maintenance" }) AddsUp(bucket, "surface", name);
                // The sample is made of smooth smiles: the fit is within a tenth of a vol point.
                foreach (var option in bucket.GetProperty("volatilities").GetProperty("options").EnumerateArray())
                    Assert.Equal(0, option.GetProperty("fittedLessQuote").GetDouble(), 1e-3);
            }
        }
        var explained = Cli.Run(["margin", .. held, "--explain-vol"]);
        Assert.Contains("used here: the chain's own, sticky strike", explained.Output, StringComparison.Ordinal);
        var whatif = Cli.Run(["whatif", .. held, .. vols, "--trade", "-5 BTC-25SEP26-115000-C"]);
        Assert.Equal((0, ""), (whatif.ExitCode, whatif.Error));
        Assert.Contains("fitted surface (raw SVI), sticky moneyness", whatif.Output, StringComparison.Ordinal);
    }

    private static Held Small()
    {
        using var desk = new Desk();
        var market = File.ReadAllText(desk.Path("market.json"))
            .Replace("0.0061,", "0.0061, \"bid\": 0.0058, \"ask\": 0.0065,", StringComparison.Ordinal)
            .Replace("0.0105,", "0.0105, \"ask\": 0.012,", StringComparison.Ordinal);
        return Held.Read(desk.Portfolio, market);
    }

    private static void AddsUp(JsonElement bucket, string used, string name)
    {
        var vols = bucket.GetProperty("volatilities");
        var level = Money(vols.GetProperty("required").GetProperty("chain"), name);
        foreach (var (to, effect) in new[] { ("surface", "quoteToFitted"), ("hybrid", "fittedToHybrid") })
        {
            level += vols.GetProperty("options").EnumerateArray().Sum(o => Money(o.GetProperty(effect), name));
            Assert.Equal(Money(vols.GetProperty("required").GetProperty(to), name), level);
        }
        Assert.Equal(
            Money(bucket.GetProperty(name), "total"), Money(vols.GetProperty("required").GetProperty(used), name));
    }

    private static decimal Money(JsonElement of, string name) =>
        decimal.Parse(of.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    /// <summary>A portfolio in its market, and smiles for it.</summary>
    private sealed record Held(Portfolio Portfolio, Market Market, SmileSet Smiles)
    {
        public static Held Read(string portfolio, string market)
        {
            var read = MarketJson.Read(System.Text.Encoding.UTF8.GetBytes(market));
            return new(PortfolioJson.Read(File.ReadAllBytes(portfolio)), read, MadeUpSmiles.Of(read));
        }

        public Statement Of(Rulebook rulebook, int? decimals = null) => new(
            MarginEvaluator.Evaluate(rulebook, Portfolio, Market, Smiles), Market, decimals,
            VolExplanation.Of(rulebook, Portfolio, Market, Smiles));
    }
}
