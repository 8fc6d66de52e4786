using System.Globalization;
using System.Text.Json;
using Counterpoise.Tests.Shared;
using NJsonSchema;

namespace Counterpoise.Cli.Tests.Statements;

/// <summary><c>margin --json</c>, <c>whatif --json</c> and <c>rulebooks --json</c>.</summary>
public sealed class StatementJsonTests
{
    private static readonly string[] Requirements = ["initial", "maintenance"];

    [Fact]
    public async Task A_statement_is_as_its_schema_says()
    {
        using var desk = new Desk();
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(SharedData.Repository, "schemas", "margin.schema.json"));
        foreach (var portfolio in new[] { desk.Portfolio, desk.Holding(), desk.Holding("1000 BTC-25SEP26") })
        {
            var outcome = Cli.Run("margin", portfolio, "--json", "--rulebook", "all");
            Assert.Equal(0, outcome.ExitCode);
            Assert.Empty(schema.Validate(outcome.Output));
        }
    }

    [Fact]
    public void Lines_sum_exactly()
    {
        using var desk = new Desk();
        using var document = JsonDocument.Parse(desk.Margin("--json", "--rulebook", "all").Output);
        var buckets = document.RootElement.GetProperty("statements").EnumerateArray()
            .SelectMany(s => s.GetProperty("buckets").EnumerateArray()).ToArray();
        Assert.NotEmpty(buckets);
        foreach (var bucket in buckets)
        {
            foreach (var name in Requirements) Adds(bucket, name);
            var equity = bucket.GetProperty("equity");
            Assert.Equal(
                Money(equity, "total"),
                Money(equity, "cash") + Money(equity, "collateral") + Money(equity, "options")
                    + Money(equity, "unrealised"));
            Assert.Equal(
                Money(equity, "collateral") + Money(equity, "options")
                    + (equity.TryGetProperty("optionsNotCounted", out _) ? Money(equity, "optionsNotCounted") : 0),
                bucket.GetProperty("positions").EnumerateArray().Sum(p => Money(p, "value")));
            Assert.Equal(
                Money(bucket, "initialExcess"), Money(equity, "total") - Money(bucket.GetProperty("initial"), "total"));
        }
    }

    [Fact]
    public void Rulebooks_are_json_too()
    {
        foreach (var line in new[] { "rulebooks --json", "rulebooks show derive-pmrm2 --json" })
        {
            var outcome = Cli.Say(line);
            Assert.Equal(0, outcome.ExitCode);
            using var document = JsonDocument.Parse(outcome.Output);
            Assert.StartsWith(
                "counterpoise-rulebook", document.RootElement.GetProperty("format").GetString(),
                StringComparison.Ordinal);
        }
    }

    private static void Adds(JsonElement bucket, string name)
    {
        var requirement = bucket.GetProperty(name);
        var (total, gross) = (Money(requirement, "total"), Money(requirement, "gross"));
        var (offset, addOns) = (Money(requirement, "offset"), Money(requirement, "addOns"));
        Assert.Equal(total, gross - offset + addOns);
        Assert.Equal(offset, requirement.GetProperty("offsets").EnumerateObject().Sum(o => Parse(o.Value)));
        Assert.Equal(total, requirement.GetProperty("composition").EnumerateArray().Sum(l => Money(l, "amount")));
        var parts = bucket.GetProperty("positions").EnumerateArray().Select(p => p.GetProperty(name)).ToArray();
        var line = bucket.GetProperty("portfolioLine").GetProperty(name);
        Assert.Equal(gross, parts.Sum(p => Money(p, "standalone")));
        Assert.Equal(total, parts.Append(line).Sum(p => Money(p, "contribution")) + addOns);
        foreach (var part in parts)
        {
            Assert.Equal(Money(part, "contribution"), Money(part, "standalone") - Money(part, "offset"));
            Assert.Equal(Money(part, "offset"), part.GetProperty("offsets").EnumerateObject().Sum(o => Parse(o.Value)));
        }
        foreach (var cause in requirement.GetProperty("offsets").EnumerateObject())
        {
            Assert.Equal(Parse(cause.Value), parts.Append(line).Sum(p =>
                p.GetProperty("offsets").TryGetProperty(cause.Name, out var own) ? Parse(own) : 0));
        }
    }

    private static decimal Money(JsonElement of, string name) => Parse(of.GetProperty(name));

    private static decimal Parse(JsonElement money) => decimal.Parse(money.GetString()!, CultureInfo.InvariantCulture);
}
