using System.Globalization;
using System.Text.Json;

namespace Counterpoise.Cli.Tests.Statements;

/// <summary><c>whatif</c>.</summary>
public sealed class WhatIfTests
{
    [Fact]
    public void Every_change_is_after_minus_before_and_both_are_statements()
    {
        using var desk = new Desk();
        var outcome = desk.WhatIf("--trade", $"-2 {Desk.Option} @ 0.006", "--json", "--rulebook", "all");
        Assert.Equal(0, outcome.ExitCode);
        using var document = JsonDocument.Parse(outcome.Output);
        using var before = JsonDocument.Parse(desk.Margin("--json", "--rulebook", "all").Output);
        var lines = 0;
        foreach (var change in document.RootElement.GetProperty("changes").EnumerateArray())
        {
            var groups = change.GetProperty("buckets").EnumerateArray()
                .SelectMany(b => b.GetProperty("lines").EnumerateArray())
                .Concat(change.GetProperty("usd").EnumerateArray());
            foreach (var line in groups)
            {
                Assert.Equal(Money(line, "change"), Money(line, "after") - Money(line, "before"));
                lines++;
            }
        }
        Assert.True(lines > 50);
        var statement = before.RootElement.GetProperty("statements")[0].GetProperty("buckets")[0]
            .GetProperty("initial");
        var required = document.RootElement.GetProperty("changes")[0].GetProperty("buckets")[0].GetProperty("lines")
            .EnumerateArray().Single(l => l.GetProperty("group").GetString() == "initial"
                && l.GetProperty("name").GetString() == "required");
        Assert.Equal(Money(statement, "total"), Money(required, "before"));
    }

    [Theory]
    [InlineData("-2 BTC-25SEP26-120000-C @ 0.006", "0.012000000")]
    [InlineData("2 BTC-25SEP26-120000-C @ 0.00600001", "-0.012000020")]
    [InlineData("-2 BTC-25SEP26-120000-C", "0.012200000")]
    [InlineData("1000 BTC-PERPETUAL @ 99000", "0.000000000")]
    [InlineData("1000 BTC-PERPETUAL", "0.000000000")]
    public void A_premium_changes_cash(string trade, string cash)
    {
        using var desk = new Desk();
        using var document = JsonDocument.Parse(desk.WhatIf("--trade", trade, "--json").Output);
        var line = document.RootElement.GetProperty("changes")[0].GetProperty("buckets")[0].GetProperty("lines")
            .EnumerateArray().Single(l => l.GetProperty("name").GetString() == "cash");
        Assert.Equal(cash, line.GetProperty("change").GetString());
    }

    [Fact]
    public void A_trade_at_the_mark_leaves_equity_as_it_is()
    {
        using var desk = new Desk();
        using var document = JsonDocument.Parse(desk.WhatIf("--trade", "-2 BTC-25SEP26-120000-C", "--json").Output);
        var line = document.RootElement.GetProperty("changes")[0].GetProperty("usd")
            .EnumerateArray().Single(l => l.GetProperty("name").GetString() == "equity");
        Assert.Equal(0, decimal.Parse(line.GetProperty("change").GetString()!));
    }

    [Fact]
    public void What_changes_is_as_approved()
    {
        using var desk = new Desk();
        var outcome = desk.WhatIf("-t", $"-2 {Desk.Option} @ 0.006", "-t", "1 BTC-25SEP26-90000-P");
        Assert.Equal(0, outcome.ExitCode);
        Approved.Matches("whatif.txt", outcome.Output);
    }

    [Theory]
    [InlineData("five BTC-PERPETUAL", "has no quantity")]
    [InlineData("5 NOTHING", "has no instrument")]
    [InlineData("5", "is not a trade")]
    [InlineData("0 BTC-PERPETUAL", "trades nothing")]
    [InlineData("10 BTC-PERPETUAL @ zero", "has no price")]
    [InlineData("10 BTC-PERPETUAL @", "is not a trade")]
    [InlineData("0.05 BTC-25SEP26-120000-C", "its lot is 0.1")]
    [InlineData("1 BTC-28AUG26-90000-P", "expired")]
    [InlineData("9000000000 BTC-25SEP26-120000-C @ 9000000000", "has a premium too large to add to the cash")]
    [InlineData("92233720360 BTC-PERPETUAL", "is too large to add to what is held")]
    public void A_bad_trade_is_one_clear_error(string trade, string problem)
    {
        using var desk = new Desk();
        var outcome = desk.WhatIf("--trade", trade);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("--trade", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Rulebooks_are_listed_and_explained()
    {
        var list = Cli.Say("rulebooks");
        Assert.Equal(0, list.ExitCode);
        foreach (var name in new[] { "deribit-pm", "deribit-sm", "derive-pmrm2" })
        {
            Assert.Contains(name, list.Output, StringComparison.Ordinal);
            Assert.Equal(0, Cli.Run("rulebooks", "show", name).ExitCode);
        }
        Assert.Equal(1, Cli.Say("rulebooks show nothing").ExitCode);
    }

    private static decimal Money(JsonElement of, string name) =>
        decimal.Parse(of.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
