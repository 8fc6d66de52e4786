using System.Globalization;
using System.Text.Json;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary><c>order</c>: what it needs before it is sent, and the largest that fits, against statements.</summary>
public sealed class OrderTests
{
    private static readonly string Samples = Path.Combine(SharedData.Repository, "samples");
    private static readonly string Market = Path.Combine(Samples, "market.json");
    private static readonly string Book = Path.Combine(Samples, "portfolio.json");

    [Theory]
    [InlineData("deribit-pm", "buy BTC-PERPETUAL", "10")]
    [InlineData("deribit-pm", "sell BTC-PERPETUAL @ 99000", "10")]
    [InlineData("deribit-pm", "sell BTC-25SEP26-115000-C", "0.1")]
    [InlineData("deribit-pm", "buy BTC-25SEP26-115000-C @ 0.05", "0.1")]
    [InlineData("deribit-xpm", "sell ETH-PERPETUAL", "1")]
    [InlineData("deribit-sm", "sell BTC-25SEP26-85000-P", "0.1")]
    [InlineData("derive-pmrm2", "sell BTC-25SEP26-115000-C", "0.1")]
    [InlineData("okx-pm", "sell BTC-25DEC26-120000-C", "0.1")]
    public void The_largest_size_fits_and_a_lot_more_does_not(string rulebook, string order, string lotSize)
    {
        var lot = decimal.Parse(lotSize, CultureInfo.InvariantCulture);
        var found = Largest(Book, rulebook, order);
        Assert.Equal(lot, Decimal(found, "lot"));
        var range = Assert.Single(found.GetProperty("fits").EnumerateArray());
        Assert.Equal(lot, Decimal(range, "from"));
        Assert.True(range.GetProperty("isLimit").GetBoolean());
        var size = Decimal(range, "to");
        Assert.True(LeastExcess(Book, rulebook, order, size) >= 0);
        Assert.True(LeastExcess(Book, rulebook, order, size + lot) < 0);
        Assert.Equal(LeastExcess(Book, rulebook, order, size), found.GetProperty("atLargest").GetProperty("buckets")
            .EnumerateArray().Min(b => Decimal(b, "initialExcess")));
    }

    [Fact]
    public void A_hedge_fits_from_a_size_on_and_up_to_another()
    {
        using var cli = new Cli();
        var book = cli.Write(
            "short.json",
            """{"positions":[{"instrument":"BTC-PERPETUAL","quantity":"-1000000"}],"balances":{"BTC":"1.2"}}""");
        var found = Largest(book, "deribit-pm", "buy BTC-PERPETUAL");
        var range = Assert.Single(found.GetProperty("fits").EnumerateArray());
        var (from, to) = (Decimal(range, "from"), Decimal(range, "to"));
        Assert.InRange(from, 20, 999_990);
        Assert.InRange(to, 1_000_010, 10_000_000);
        decimal[] sizes = [from - 10, from, to, to + 10];
        Assert.Equal(
            [false, true, true, false],
            sizes.Select(size => LeastExcess(book, "deribit-pm", "buy BTC-PERPETUAL", size) >= 0));
        Assert.False(found.GetProperty("now").GetProperty("fits").GetBoolean());
    }

    [Fact]
    public void None_fits_an_account_without_equity_and_all_fit_one_without_end()
    {
        using var cli = new Cli();
        var none = Run(cli.Write("none.json", """{"positions":[]}"""), "buy BTC-PERPETUAL", "--max-size");
        Assert.Contains("none from 10 to ", none.Output, StringComparison.Ordinal);
        var all = Run(
            cli.Write("all.json", """{"positions":[],"balances":{"BTC":"90000000000"}}"""),
            "buy BTC-PERPETUAL", "--max-size");
        Assert.Contains("no limit was looked for beyond", all.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("buy 200000 BTC-PERPETUAL @ 101000")]
    [InlineData("buy 200000 BTC-PERPETUAL @ 99000")]
    [InlineData("sell 7 BTC-25SEP26-115000-C @ 0.01")]
    [InlineData("buy 7 BTC-25SEP26-115000-C")]
    public void Resting_is_a_margin_with_an_open_order_and_filled_one_with_a_trade(string order)
    {
        var answer = Json(Run(Book, order, "--json")).GetProperty("answers")[0];
        var words = order.Split(' ');
        using var cli = new Cli();
        var limit = words.Length > 3 ? words[4] : "0.00655433";
        var isBuy = words[0] == "buy";
        if (words.Length > 3)
        {
            var text = File.ReadAllText(Book).Replace(
                "\"balances\"",
                $"\"orders\":[{{\"instrument\":\"{words[2]}\",\"side\":\"{words[0]}\",\"quantity\":\"{words[1]}\","
                + $"\"limitPrice\":\"{limit}\"}}],\"balances\"", StringComparison.Ordinal);
            var resting = Json(Cli.Run("margin", cli.Write("resting.json", text), "--market", Market, "--json"))
                .GetProperty("statements")[0].GetProperty("usd");
            foreach (var name in (string[])["initial", "maintenance", "equity"])
                Assert.Equal(Decimal(resting, name), Decimal(answer.GetProperty("resting"), name + "Usd"));
        }
        Assert.NotEmpty(answer.GetProperty("explanations").EnumerateArray());
        var now = answer.GetProperty("now");
        var filled = answer.GetProperty("filled");
        Assert.NotEqual(Decimal(now, "initialUsd"), Decimal(filled, "initialUsd"));
        // Above the mark of 100,020 a fill books its loss; below it nothing.
        var lost = Decimal(now, "equityUsd") - Decimal(filled, "equityUsd");
        if (order.Contains("101000", StringComparison.Ordinal)) Assert.InRange(lost, 1_900, 2_000);
        else if (!isBuy) Assert.True(lost >= 0);
        else Assert.InRange(lost, -0.000_01m, 0.001m);
    }

    [Theory]
    [InlineData("hold 1 BTC-PERPETUAL", "is no order")]
    [InlineData("buy 0 BTC-PERPETUAL", "has no quantity")]
    [InlineData("buy 1 NOTHING", "has no instrument")]
    [InlineData("buy 10 BTC-PERPETUAL @ x", "has no price")]
    [InlineData("buy 10 BTC-PERPETUAL @ 0", "has a price of 0")]
    [InlineData("buy 11 BTC-PERPETUAL", "is not a whole number of lots")]
    [InlineData("buy 1 BTC_USDC", "is a spot pair")]
    [InlineData("buy 90000000000 BTC-25SEP26-115000-C", "stands for 9e+15 USD; keep an order below 1e15 USD")]
    [InlineData("buy 90000 BTC-25SEP26-115000-C @ 9000000000", "stands for 8.1e+19 USD; keep an order below 1e15 USD")]
    public void What_is_no_order_is_refused(string order, string problem)
    {
        var outcome = Run(Book, order);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quantity_is_given_or_looked_for()
    {
        Assert.Equal(2, Run(Book, "buy BTC-PERPETUAL").ExitCode);
        Assert.Equal(2, Run(Book, "buy 10 BTC-PERPETUAL", "--max-size").ExitCode);
    }

    private static JsonElement Largest(string book, string rulebook, string order) =>
        Json(Run(book, order, "--max-size", "--json", "-r", rulebook)).GetProperty("answers")[0];

    // By the statement after the trade, not by the search's own totals.
    private static decimal LeastExcess(string book, string rulebook, string order, decimal size)
    {
        var words = order.Split(' ');
        var sign = words[0] == "buy" ? 1 : -1;
        var quantity = (sign * size).ToString(CultureInfo.InvariantCulture);
        // At the mark, unless the limit is worse.
        var price = words.Length == 4 && words[3] is "0.05" or "99000" ? $" @ {words[3]}" : "";
        var outcome = Cli.Run(
            "whatif", book, "--trade", $"{quantity} {words[1]}{price}", "--market", Market, "-r", rulebook, "--json");
        return Json(outcome).GetProperty("changes")[0].GetProperty("buckets").EnumerateArray().Min(bucket =>
            Decimal(bucket.GetProperty("lines").EnumerateArray().Single(l =>
                l.GetProperty("name").GetString() == "excess over initial"), "after"));
    }

    private static Outcome Run(string book, string order, params string[] more) =>
        Cli.Run(["order", book, order, "--market", Market, .. more]);

    private static JsonElement Json(Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(outcome.Output).RootElement;
    }

    private static decimal Decimal(JsonElement of, string name) =>
        decimal.Parse(of.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
