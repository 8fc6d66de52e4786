using System.Globalization;
using System.Text.Json;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary><c>release</c> and <c>margin --sort</c>, against statements.</summary>
public sealed class ReleaseTests
{
    private static readonly string Samples = Path.Combine(SharedData.Repository, "samples");
    private static readonly string Market = Path.Combine(Samples, "market.json");
    private static readonly string Book = Path.Combine(Samples, "portfolio.json");

    [Theory]
    [InlineData("deribit-pm", 5_000, "delta")]
    [InlineData("deribit-pm", 20_000, "cost")]
    [InlineData("deribit-pm", 85_000, "delta")]
    [InlineData("derive-pmrm2", 40_000, "delta")]
    [InlineData("deribit-sm", 40_000, "cost")]
    public void Every_offer_releases_what_was_asked_for(string rulebook, int amount, string by)
    {
        var answer = Json(Release(amount, "--by", by, "-r", rulebook, "--json")).GetProperty("answers")[0];
        var offers = answer.GetProperty("offers").EnumerateArray().ToArray();
        Assert.InRange(offers.Length, 1, 5);
        foreach (var offer in offers)
        {
            var trades = offer.GetProperty("trades").EnumerateArray().SelectMany(t => new[]
            {
                "--trade", $"{t.GetProperty("quantity").GetString()} {t.GetProperty("instrument").GetString()}",
            });
            var after = Json(Cli.Run(
                ["whatif", Book, "--market", Market, "-r", rulebook, "--json", .. trades]));
            var usd = after.GetProperty("changes")[0].GetProperty("usd").EnumerateArray().ToArray();
            var initial = usd.Single(l => l.GetProperty("name").GetString() == "initial");
            var released = -Decimal(initial, "change");
            Assert.True(released >= amount - 0.000_001m, $"{released}");
            Assert.Equal((double)released, offer.GetProperty("releasedUsd").GetDouble(), 6);
            Assert.Equal(Decimal(initial, "after"), Decimal(offer.GetProperty("after"), "initialUsd"));
            // Closed at the mark, where the rulebook values options there: what the account is worth stays as it is.
            if (rulebook != "deribit-pm") continue;
            var equity = usd.Single(l => l.GetProperty("name").GetString() == "equity");
            Assert.InRange(Decimal(equity, "change"), -0.01m, 0.01m);
        }
        var measure = offers.Select(o => o.GetProperty(by == "cost" ? "costUsd" : "deltaUsd").GetDouble()).ToArray();
        Assert.Equal(measure.Order(), measure);
    }

    [Fact]
    public void Costs_are_half_spreads_and_unknown_without_quotes()
    {
        // Two contracts of 0.0007 half a spread at 100,000: the first offer of the sample.
        var offer = Json(Release(20_000, "--json")).GetProperty("answers")[0].GetProperty("offers")[0];
        var trade = Assert.Single(offer.GetProperty("trades").EnumerateArray());
        Assert.Equal("BTC-25SEP26-85000-P", trade.GetProperty("instrument").GetString());
        using var market = JsonDocument.Parse(File.ReadAllText(Market));
        var quote = market.RootElement.GetProperty("underlyings").GetProperty("BTC").GetProperty("instruments")
            .EnumerateArray().Single(i => i.GetProperty("instrument").GetString() == "BTC-25SEP26-85000-P");
        var half = (quote.GetProperty("ask").GetDouble() - quote.GetProperty("bid").GetDouble()) / 2;
        Assert.Equal(
            (double)Decimal(trade, "quantity") * half * 100_000, offer.GetProperty("costUsd").GetDouble(), 6);
        Assert.Contains("unknown", Release(85_000).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_there_is_is_said_and_fails()
    {
        var outcome = Release(100_000);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("not found: closing all that was tried releases 92,490.5", outcome.Output,
            StringComparison.Ordinal);
        Assert.Equal(2, Cli.Run("release", Book, "--market", Market).ExitCode);
    }

    [Theory]
    [InlineData("1e300", "is beyond 1e15 USD; use a smaller amount")]
    [InlineData("1000000000000001", "is beyond 1e15 USD; use a smaller amount")]
    [InlineData("0", "is not positive; use a number > 0")]
    public void An_amount_that_is_none_is_refused(string amount, string problem)
    {
        var outcome = Cli.Run("release", Book, "--market", Market, "--amount", amount);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"--amount \"{amount}\" {problem}", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_rulebook_is_one() => Assert.StartsWith(
        "1 RULEBOOK, CHEAPEST FIRST\n",
        Cli.Run("margin", Book, "--market", Market, "--rulebook", "deribit-pm", "--sort").Output,
        StringComparison.Ordinal);

    [Fact]
    public void Rulebooks_are_sorted_and_savings_are_differences()
    {
        var ranking = Json(Rank("--against", "deribit-pm", "--json"));
        var rows = ranking.GetProperty("rulebooks").EnumerateArray().ToArray();
        Assert.True(rows.Length >= 12);
        var initial = rows.Select(r => Decimal(r, "initial")).ToArray();
        Assert.Equal(initial.Order(), initial);
        var own = Decimal(rows.Single(r => r.GetProperty("name").GetString() == "deribit-pm"), "initial");
        var alone = Json(Cli.Run("margin", Book, "--market", Market, "-r", "deribit-pm", "--json"));
        Assert.Equal(own, Decimal(alone.GetProperty("statements")[0].GetProperty("usd"), "initial"));
        Assert.True(ranking.GetProperty("equitiesDiffer").GetBoolean());
        foreach (var row in rows)
        {
            // Another set of balances is another portfolio.
            if (row.GetProperty("leftOut").GetArrayLength() > 0)
                Assert.Equal(JsonValueKind.Null, row.GetProperty("saved").ValueKind);
            else Assert.Equal(own - Decimal(row, "initial"), Decimal(row, "saved"));
        }
        Assert.Contains(rows, r => r.GetProperty("leftOut").GetArrayLength() > 0);
        Assert.Contains(ranking.GetProperty("notApplicable").EnumerateArray(),
            r => r.GetProperty("rulebook").GetString() == "binance-usdm");
    }

    [Fact]
    public void Without_a_name_savings_are_against_the_dearest_and_the_page_says_what_differs()
    {
        var ranking = Json(Rank("--json"));
        Assert.Equal("derive-srm", ranking.GetProperty("against").GetString());
        var text = Rank().Output;
        Assert.Contains("equity differs", text, StringComparison.Ordinal);
        Assert.Contains("approximate", text, StringComparison.Ordinal);
        Assert.Contains("not comparable", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody", "is none of the rulebooks compared")]
    [InlineData("binance-usdm", "is not applicable")]
    public void A_venue_that_cannot_be_compared_is_said(string name, string problem)
    {
        var outcome = Rank("--against", name);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, Cli.Run("margin", Book, "--market", Market, "--against", name).ExitCode);
    }

    [Theory]
    [InlineData("--html")]
    [InlineData("--svg")]
    public void A_ranking_has_no_picture_and_says_so(string option)
    {
        using var cli = new Cli();
        var file = cli.Path("ranking.out");
        var outcome = Rank(option, file);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--sort has no page and no picture", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    private static Outcome Rank(params string[] more) =>
        Cli.Run(["margin", Book, "--market", Market, "--rulebook", "all", "--sort", .. more]);

    private static Outcome Release(int amount, params string[] more) => Cli.Run(
        ["release", Book, "--market", Market, "--amount", amount.ToString(CultureInfo.InvariantCulture), .. more]);

    private static JsonElement Json(Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(outcome.Output).RootElement;
    }

    private static decimal Decimal(JsonElement of, string name) =>
        decimal.Parse(of.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
