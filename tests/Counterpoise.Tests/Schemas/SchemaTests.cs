using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Tests.Markets;
using Counterpoise.Tests.Portfolios;
using Counterpoise.Tests.Shared;
using CsCheck;
using NJsonSchema;

namespace Counterpoise.Tests.Schemas;

/// <summary>Schema and reader accept the same documents; where only the reader can see a mistake, the test says
/// so.</summary>
public sealed class SchemaTests
{
    private static readonly Lazy<JsonSchema> Portfolio = new(() => Load("portfolio"));
    private static readonly Lazy<JsonSchema> Account = new(() => Load("account"));
    private static readonly Lazy<JsonSchema> Market = new(() => Load("market"));

    [Fact]
    public void What_is_written_is_valid()
    {
        PortfolioGen.Portfolio.Sample(
            p => Errors(Portfolio, PortfolioJson.Write(p, "x")).Length == 0, iter: 200, threads: 1);
        MarketGen.Market.Sample(
            m => Errors(Market, MarketJson.Write(m, "x")).Length == 0, iter: 200, threads: 1);
    }

    [Fact]
    public void The_examples_of_the_tests_are_valid()
    {
        Assert.Empty(Errors(Portfolio, PortfolioJsonTests.CoveredCalls));
        Assert.Empty(Errors(Market, MarketJsonTests.Small));
    }

    [Fact]
    public void Shipped_samples_are_valid_and_read()
    {
        var folder = Path.Combine(SharedData.Repository, "samples");
        if (!Directory.Exists(folder)) Assert.Skip($"{folder} is not there: its samples are skipped");
        foreach (var path in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories))
            CheckValid(File.ReadAllText(path));
    }

    [Fact]
    public void The_examples_of_the_page_are_valid_and_read()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "formats.md"));
        var blocks = page.Split("```json")[1..];
        Assert.Equal(2, blocks.Length);
        Assert.All(blocks, b => Assert.True(CheckValid(b[..b.IndexOf("```", StringComparison.Ordinal)])));
    }

    // An editor follows no reference to another file, so the account's schema has a portfolio's in it.
    [Fact]
    public void A_portfolio_within_an_account_is_a_portfolio()
    {
        static JsonNode Document(string name) => JsonNode.Parse(
            File.ReadAllText(Path.Combine(SharedData.Repository, "schemas", name + ".schema.json")))!;
        var (portfolio, account) = (Document("portfolio"), Document("account")["definitions"]!.AsObject());
        Assert.True(JsonNode.DeepEquals(portfolio["properties"], account["portfolio"]!["properties"]));
        Assert.All(portfolio["definitions"]!.AsObject(), d =>
            Assert.True(JsonNode.DeepEquals(d.Value, account[d.Key]), d.Key));
    }

    [Theory]
    [InlineData("portfolio")]
    [InlineData("account")]
    [InlineData("market")]
    public void The_page_names_every_property(string name)
    {
        var page = File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "formats.md"));
        var named = Regex.Matches(page, "[`\"][^`\"\n]+[`\"]").SelectMany(m => Regex.Matches(m.Value, "[$A-Za-z]+"))
            .Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        var schema = Load(name);
        var properties = schema.Definitions.Values.Append(schema).SelectMany(d => d.Properties.Keys)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Superset(properties, named);
    }

    [Fact]
    public void Every_property_of_a_schema_is_described() =>
        Assert.All(new[] { "portfolio", "account", "market" }, name =>
        {
            foreach (var definition in Load(name).Definitions.Values)
                Assert.All(definition.Properties.Values, p => Assert.False(
                    string.IsNullOrEmpty(p.Description) && !p.HasReference, $"{name}: {p.Name} has no description"));
        });

    /// <summary>good, bad, field, value as shown, problem, whether the schema can see it.</summary>
    public static TheoryData<string, string, string, string?, string, bool> BadPortfolios => new()
    {
        { "\"positions\":", "\"position\":", "position", null, "is not a known field", true },
        { "\"quantity\": 1000", "\"amount\": 1000", "positions[1].amount", null, "is not a known field", true },
        { ", \"quantity\": 1000", "", "positions[1].quantity", null, "is missing", true },
        { "\"-5\"", "\"five\"", "positions[0].quantity", "five", "is not a number", true },
        { "\"-5\"", "\"NaN\"", "positions[0].quantity", "NaN", "is not finite", true },
        { "\"-5\"", "1e999", "positions[0].quantity", "1e999", "is too large", true },
        { "\"-5\"", "1e11", "positions[0].quantity", "1e11", "is too large", true },
        { "\"-5\"", "\"-5.123456789\"", "positions[0].quantity", "-5.123456789", "has more than 8 decimals", false },
        { "\"-5\"", "true", "positions[0].quantity", "true", "is not a number", true },
        { "\"-5\"", "null", "positions[0].quantity", "null", "is null", true },
        { "\"0.0123\"", "\"-0.0123\"", "positions[0].entryPrice", "-0.0123", "is negative", true },
        { "77100.5", "-77100.5", "positions[1].entryPrice", "-77100.5", "is negative", true },
        { "77100.5", "0", "positions[1].entryPrice", "0", "is not a price", false },
        { "\"12.5\"", "\"12.5 BTC\"", "positions[0].unrealisedPnl", "12.5 BTC", "is not a number", true },
        { "BTC-25SEP26-100000-C", "BTC 25SEP26 100000 C", "positions[0].instrument", "BTC 25SEP26 100000 C",
            "is not an instrument symbol", true },
        { "BTC-25SEP26-100000-C", "BTC-31SEP26-100000-C", "positions[0].instrument", "BTC-31SEP26-100000-C",
            "is not an instrument symbol", false },
        { "\"USDC\"", "\"USD Coin\"", "balances.USD Coin", "USD Coin", "is not a currency code", true },
        { "\"USDC\"", "\"btc\"", "balances.btc", null, "appears twice", false },
        { "\"currency\": \"BTC\"", "\"currency\": \"₿\"", "reserved[0].currency", "₿", "is not a currency code", true },
        { "\"0.000018212\"", "\"-0.000018212\"", "reserved[0].amount", "-0.000018212", "is negative", true },
        { "\"0.000018212\"", "\"0.0000182121\"", "reserved[0].amount", "0.0000182121",
            "has more than 9 decimals", false },
        { "\"reserved\": [", "\"reserved\": {\"a\": [", "line 11, column 2", null, "is not JSON", false },
        { "\"positions\": [", "\"name\": \"twice\", \"positions\": [", "name", null, "appears twice", false },
    };

    [Theory]
    [MemberData(nameof(BadPortfolios))]
    public void A_bad_portfolio_is_refused(
        string good, string bad, string field, string? value, string problem, bool visible)
    {
        var text = Replace(PortfolioJsonTests.CoveredCalls, good, bad);
        var error = Assert.Throws<InvalidInputException>(() => PortfolioJson.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((field, value, problem), (error.Field, error.Value, error.Problem));
        if (visible) Assert.NotEmpty(Errors(Portfolio, text));
    }

    public static TheoryData<string, string, string, string?, string, bool> BadMarkets => new()
    {
        { "\"time\"", "\"instant\"", "instant", null, "is not a known field", true },
        { "  \"time\": \"2026-08-22T15:33:51.68363Z\",", "", "time", null, "is missing", true },
        { "2026-08-22T15:33:51.68363Z", "08/22/2026 15:33", "time", "08/22/2026 15:33", "is not an instant", true },
        { "\"synthetic\": true", "\"synthetic\": \"yes\"", "synthetic", "yes", "is not a boolean", true },
        { "77081.8", "-77081.8", "underlyings.BTC.index.value", "-77081.8", "is negative", true },
        { "77081.8", "0", "underlyings.BTC.index.value", "0", "is out of range", true },
        { "77081.8", "\"NaN\"", "underlyings.BTC.index.value", "NaN", "is not finite", true },
        { "77081.8", "1e300", "underlyings.BTC.index.value", "1e300", "is out of range", true },
        { "\"confidence\": 0.99", "\"confidence\": 1.01", "underlyings.BTC.index.confidence", "1.01",
            "is out of range", true },
        { "\"ageSeconds\": 1.5", "\"ageSeconds\": -1.5", "underlyings.BTC.index.ageSeconds", "-1.5",
            "is negative", true },
        { "\"ageSeconds\": 1.5", "\"age\": 1.5", "underlyings.BTC.index.age", null, "is not a known field", true },
        { "\"STETH\": 2400.5", "\"STETH\": -1", "currencies.STETH", "-1", "is negative", true },
        { "\"STETH\"", "\"BTC\"", "currencies.BTC", null, "is an underlying", false },
        { "\"STETH\"", "\"ST-ETH\"", "currencies.ST-ETH", "ST-ETH", "is not a currency code", true },
        { "\"forward\": 77405.28, \"rate\"", "\"forward\": 0, \"rate\"", "underlyings.BTC.expiries[0].forward", "0",
            "is out of range", true },
        { "\"value\": 0.01, ", "\"value\": 11, ", "underlyings.BTC.expiries[0].rate.value", "11",
            "is out of range", true },
        { "\"b\": 0.1", "\"b\": -0.1", "underlyings.BTC.expiries[0].svi.b", "-0.1", "is negative", true },
        { "\"a\": 0.01", "\"a\": -0.03", "underlyings.BTC.expiries[0].svi.a", "-0.03",
            "makes a + b·sigma negative", false },
        { "\"rho\": -0.3, ", "", "underlyings.BTC.expiries[0].svi.rho", null, "is missing", true },
        { "\"volConfidence\": 0.8", "\"volConfidence\": 80", "underlyings.BTC.expiries[0].volConfidence", "80",
            "is out of range", true },
        { "\"mark\": 77100.5", "\"mark\": -1", "underlyings.BTC.instruments[0].mark", "-1", "is negative", true },
        { "\"mark\": 77100.5", "\"mark\": 0", "underlyings.BTC.instruments[0].mark", "0", "is out of range", false },
        { "\"mark\": 0.0123", "\"mark\": -0.0123", "underlyings.BTC.instruments[1].mark", "-0.0123",
            "is negative", true },
        { "\"vol\": 0.625", "\"vol\": 62.5", "underlyings.BTC.instruments[1].vol", "62.5", "is out of range", true },
        { "\"vol\": 0.625", "\"vol\": 0", "underlyings.BTC.instruments[1].vol", "0", "is out of range", true },
        { "BTC-1JAN26-100000-C", "ETH-1JAN26-100000-C", "underlyings.BTC.instruments[2].instrument",
            "ETH-1JAN26-100000-C", "is not an instrument of BTC", false },
        { "BTC-1JAN26-100000-C", "BTC-25SEP26-100000-C", "underlyings.BTC.instruments[2]", "BTC-25SEP26-100000-C",
            "appears twice", false },
        { "\"lotSize\": 1", "\"lotSize\": 0", "underlyings.BTC.instruments[0].lotSize", "0", "is not a size", true },
        { "\"contractSize\": \"10\"", "\"contractSize\": \"-10\"", "underlyings.BTC.instruments[0].contractSize", "-10",
            "is not a size", true },
        { "\"instruments\": [", "\"instruments\": [{}, ", "underlyings.BTC.instruments[0].instrument", null,
            "is missing", true },
        { "\"expiries\": [", "\"expiries\": [{\"expiry\": \"2026-09-25T08:00:00Z\"}, ", "underlyings.BTC.expiries[1]",
            "2026-09-25T08:00:00Z", "appears twice", false },
    };

    [Theory]
    [MemberData(nameof(BadMarkets))]
    public void A_bad_market_is_refused(
        string good, string bad, string field, string? value, string problem, bool visible)
    {
        var text = Replace(MarketJsonTests.Small, good, bad);
        var error = Assert.Throws<InvalidInputException>(() => MarketJson.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((field, value, problem), (error.Field, error.Value, error.Problem));
        if (visible) Assert.NotEmpty(Errors(Market, text));
    }

    [Fact]
    public void A_volatility_in_percent_is_told_what_a_fraction_is()
    {
        var text = Replace(MarketJsonTests.Small, "\"vol\": 0.625", "\"vol\": 62.5");
        var error = Assert.Throws<InvalidInputException>(() => MarketJson.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal("volatility is a fraction: 0.62 is 62 %", error.Remedy);
    }

    // False if the text is in neither format.
    private static bool CheckValid(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (text.Contains("\"buckets\"", StringComparison.Ordinal))
        {
            Assert.Empty(Errors(Account, text));
            AccountJson.Read(utf8);
            return true;
        }
        if (text.Contains("\"positions\"", StringComparison.Ordinal))
        {
            Assert.Empty(Errors(Portfolio, text));
            PortfolioJson.Read(utf8);
            return true;
        }
        if (!text.Contains("\"underlyings\"", StringComparison.Ordinal)) return false;
        Assert.Empty(Errors(Market, text));
        MarketJson.Read(utf8);
        return true;
    }

    private static string Replace(string text, string good, string bad)
    {
        Assert.Contains(good, text, StringComparison.Ordinal);
        var at = text.IndexOf(good, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, at), bad, text.AsSpan(at + good.Length));
    }

    private static string[] Errors(Lazy<JsonSchema> schema, string text) =>
        [.. schema.Value.Validate(text).Select(e => e.ToString())];

    private static JsonSchema Load(string name)
    {
        var path = Path.Combine(SharedData.Repository, "schemas", name + ".schema.json");
        return JsonSchema.FromJsonAsync(File.ReadAllText(path)).GetAwaiter().GetResult();
    }
}
