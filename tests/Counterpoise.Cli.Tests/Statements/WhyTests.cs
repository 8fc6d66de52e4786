using System.Globalization;
using System.Text.Json;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests.Statements;

/// <summary><c>why</c>, and <c>whatif</c> with moves of the market.</summary>
public sealed class WhyTests
{
    private static readonly string[] Causes =
        ["parameters", "time", "prices", "volatility", "collateral", "trades"];

    private static readonly string[] Measures =
        ["initial", "maintenance", "equity", "excessInitial", "excessMaintenance"];

    private static readonly string[] Samples =
    [
        "why", Sample("portfolio.json"), Sample("next-portfolio.json"), "--market-before", Sample("market.json"),
        "--market-after", Sample("next-market.json"),
    ];

    [Fact]
    public void Printed_parts_sum_to_the_difference_of_the_printed_statements()
    {
        using var why = Parse(Cli.Run([.. Samples, "--json", "-r", "deribit-pm,okx-pm,derive-pmrm2"]));
        var changes = why.RootElement.GetProperty("changes").EnumerateArray().ToArray();
        Assert.Equal(3, changes.Length);
        var tables = changes.SelectMany(c => c.GetProperty("buckets").EnumerateArray().Append(c.GetProperty("usd")));
        foreach (var table in tables)
        {
            foreach (var parts in Measures.Select(table.GetProperty))
            {
                Assert.Equal(Money(parts, "change"), Causes.Sum(c => Money(parts, c)));
                Assert.Equal(Money(parts, "after"), Money(parts, "before") + Money(parts, "change"));
            }
        }
        Assert.Equal(StatementTotal("portfolio.json", "market.json"), Total(changes[0], "before"));
        Assert.Equal(StatementTotal("next-portfolio.json", "next-market.json"), Total(changes[0], "after"));

        static decimal Total(JsonElement change, string side) =>
            Money(change.GetProperty("usd").GetProperty("initial"), side);
    }

    [Fact]
    public void Another_rulebook_afterwards_is_the_part_of_parameters()
    {
        using var why = Parse(Cli.Run(
        [
            "why", Sample("portfolio.json"), Sample("portfolio.json"), "--market-before", Sample("market.json"),
            "--market-after", Sample("market.json"), "--rulebook-after", "deribit-sm", "--json",
        ]));
        var change = why.RootElement.GetProperty("changes")[0];
        var initial = change.GetProperty("usd").GetProperty("initial");
        Assert.NotEqual(0, Money(initial, "parameters"));
        Assert.All(Causes.Skip(1), c => Assert.Equal(0, Money(initial, c)));
        Assert.Contains("deribit-sm", change.GetProperty("facts").GetProperty("parameters")[0].GetString());
    }

    [Fact]
    public void What_does_not_go_together_is_one_clear_error()
    {
        Says(
            2, "--rulebook-after needs one --rulebook",
            [.. Samples, "-r", "deribit-pm,okx-pm", "--rulebook-after", "span"]);
        Says(
            1, "is before that of the market before",
            "why", Sample("next-portfolio.json"), Sample("portfolio.json"),
            "--market-before", Sample("next-market.json"), "--market-after", Sample("market.json"));
        Says(2, "--market-before", "why", Sample("portfolio.json"), Sample("portfolio.json"));
    }

    [Theory]
    [InlineData("", "nothing happens")]
    [InlineData("--coin BTC", "--coin says which coin moves")]
    [InlineData("--coin BTC --days 1", "--coin says which coin moves")]
    [InlineData("--spot -100%", "leaves nothing")]
    [InlineData("--vol x", "is not a number")]
    [InlineData("--days 7,1", "each later than the one before")]
    [InlineData("--days -1", "is not a list of days")]
    public void A_bad_move_is_one_clear_error(string options, string problem) =>
        Says(2, problem, [.. WhatIf, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    [Fact]
    public void A_coin_the_market_does_not_know_is_named() =>
        Says(1, "underlyings.SOL is not in market", [.. WhatIf, "--spot", "1%", "--coin", "SOL"]);

    [Fact]
    public void A_day_of_a_path_is_the_what_if_of_that_day()
    {
        using var path = Parse(Cli.Run([.. WhatIf, "--spot", "-20%", "--vol", "30%", "--days", "7,40", "--json"]));
        Assert.Equal("counterpoise-path/1", path.RootElement.GetProperty("format").GetString());
        var days = path.RootElement.GetProperty("paths")[0].GetProperty("days").EnumerateArray().ToArray();
        foreach (var (day, text) in days.Zip(["7", "40"]))
        {
            using var one = Parse(Cli.Run([.. WhatIf, "--spot", "-0.2", "--vol", "0.3", "--days", text, "--json"]));
            var change = one.RootElement.GetProperty("changes")[0];
            foreach (var measure in (string[])["initial", "maintenance", "equity"])
            {
                var line = change.GetProperty("usd").EnumerateArray()
                    .Single(l => l.GetProperty("name").GetString() == measure);
                Assert.Equal(Money(line, "after"), Money(day.GetProperty("usd"), measure));
                if (measure == "equity") Assert.Equal(Money(line, "change"), Money(day.GetProperty("usd"), "pnl"));
            }
            Assert.Equal(change.GetProperty("settled").GetRawText().Replace(" ", ""),
                day.GetProperty("settled").GetRawText().Replace(" ", ""));
        }
        Assert.Equal(4, days[1].GetProperty("settled").GetArrayLength());
    }

    [Fact]
    public void Trades_come_before_the_move_and_a_surface_keeps_its_strikes()
    {
        string[] traded = [.. WhatIf, "--trade", "-1 BTC-25SEP26-115000-C", "--spot", "-5%", "--days", "1,2"];
        using var chain = Parse(Cli.Run([.. traded, "--json"]));
        using var surface = Parse(Cli.Run([.. traded, "--vols", "surface", "--json"]));
        var (one, other) = (Initial(chain), Initial(surface));
        Assert.NotEqual(one, other);
        Assert.InRange(other / one, 0.999m, 1.001m);
        Assert.Equal(1, chain.RootElement.GetProperty("trades").GetArrayLength());

        static decimal Initial(JsonDocument path) => Money(
            path.RootElement.GetProperty("paths")[0].GetProperty("days")[1].GetProperty("usd"), "initial");
    }

    private static string[] WhatIf => ["whatif", Sample("portfolio.json"), "--market", Sample("market.json")];

    private static string Sample(string name) => Path.Combine(SharedData.Repository, "samples", name);

    private static decimal StatementTotal(string portfolio, string market)
    {
        using var margin = Parse(Cli.Run("margin", Sample(portfolio), "--market", Sample(market), "--json"));
        return Money(margin.RootElement.GetProperty("statements")[0].GetProperty("usd"), "initial");
    }

    private static void Says(int code, string problem, params string[] args)
    {
        var outcome = Cli.Run(args);
        Assert.Equal(code, outcome.ExitCode);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static JsonDocument Parse(Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(outcome.Output);
    }

    private static decimal Money(JsonElement of, string name) =>
        decimal.Parse(of.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
