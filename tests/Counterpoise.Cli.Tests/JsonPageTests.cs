using System.Text.Json;
using System.Text.RegularExpressions;
using Counterpoise.Tests.Shared;
using NJsonSchema;

namespace Counterpoise.Cli.Tests;

/// <summary>docs/json.md names every field that a command prints with <c>--json</c>.</summary>
public sealed partial class JsonPageTests
{
    // Their keys are currencies, causes, parameters or buckets, not fields.
    private static readonly string[] Maps = ["offsets", "leftOut", "standardErrors"];

    private static readonly string Root = SharedData.Repository;

    [Theory]
    [InlineData("margin samples/portfolio.json --market samples/market.json --rulebook all --explain-vol "
        + "--history samples/history.csv")]
    [InlineData("margin samples/perpetuals.json --market samples/perpetuals-market.json --rulebook all")]
    [InlineData("whatif samples/portfolio.json --market samples/market.json --trade -5_BTC-25SEP26-115000-C")]
    [InlineData("whatif samples/portfolio.json --market samples/market.json --spot -20% --coin BTC --days 40")]
    [InlineData("whatif samples/portfolio.json --market samples/market.json -r deribit-xpm --spot -20% --days 1,40")]
    [InlineData("why samples/portfolio.json samples/next-portfolio.json --market-before samples/market.json "
        + "--market-after samples/next-market.json")]
    [InlineData("margin samples/portfolio.json --market samples/market.json --rulebook all --sort")]
    [InlineData("order samples/portfolio.json sell_10_BTC-PERPETUAL_@_99000 --market samples/market.json")]
    [InlineData("order samples/portfolio.json sell_BTC-PERPETUAL_@_99000 --max-size --market samples/market.json")]
    [InlineData("release samples/portfolio.json --amount 20000 --market samples/market.json")]
    [InlineData("account samples/account.json --market samples/market.json")]
    [InlineData("reconcile samples/bybit-account.json")]
    [InlineData("liquidation samples/portfolio.json --market samples/market.json --rulebook deribit-pm,binance-usdm")]
    [InlineData("liquidation samples/perpetuals.json --market samples/perpetuals-market.json --rulebook "
        + "bybit-cross,finra-strategies")]
    [InlineData("strategies samples/portfolio.json --market samples/market.json")]
    [InlineData("simm samples/crif.csv")]
    [InlineData("rulebooks")]
    [InlineData("rulebooks show derive-pmrm2")]
    [InlineData("rulebooks show okx-pm")]
    [InlineData("rulebooks show binance-pm")]
    [InlineData("surface fit samples/market.json")]
    [InlineData("conformance --golden tests/golden/worked-examples.json")]
    public void Every_field_is_on_the_page(string command)
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "json.md"));
        var named = Code().Matches(page).SelectMany(m => Word().Matches(m.Groups["text"].Value))
            .Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(Print(command));
        var fields = new HashSet<string>(StringComparer.Ordinal);
        Collect(document.RootElement, fields);
        Assert.NotEmpty(fields);
        Assert.Superset(fields, named);
    }

    [Fact]
    public async Task Statements_of_the_samples_are_as_their_schema_says()
    {
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(Root, "schemas", "margin.schema.json"), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(Print(
            "margin samples/portfolio.json --market samples/market.json --rulebook all "
            + "--history samples/history.csv")));
        Assert.Empty(schema.Validate(Print(
            "margin samples/perpetuals.json --market samples/perpetuals-market.json --rulebook all")));
    }

    private static string Print(string command)
    {
        var words = command.Split(' ').Select(w => w.Replace('_', ' '))
            .Select(w => w.StartsWith("samples/", StringComparison.Ordinal)
                || w.StartsWith("tests/", StringComparison.Ordinal) ? Path.Combine(Root, w) : w);
        var outcome = Cli.Run([.. words, "--json"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome.Output;
    }

    private static void Collect(JsonElement at, HashSet<string> fields)
    {
        if (at.ValueKind == JsonValueKind.Array)
            foreach (var item in at.EnumerateArray()) Collect(item, fields);
        if (at.ValueKind != JsonValueKind.Object) return;
        foreach (var member in at.EnumerateObject())
        {
            fields.Add(member.Name);
            // The buckets of SIMM are a map, those of a statement a list.
            var isMap = Maps.Contains(member.Name)
                || (member.Name == "buckets" && member.Value.ValueKind == JsonValueKind.Object);
            if (!isMap) Collect(member.Value, fields);
        }
    }

    [GeneratedRegex("`(?<text>[^`\n]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Word();
}
