using System.Text;
using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests;

/// <summary>Partitions of an account, and what moves between them.</summary>
public class AccountTests
{
    private static readonly Currency Btc = Currency.Parse("BTC");

    private static readonly Market Market = SyntheticMarket.Make(
        "test", Instant.FromUtc(2026, 9, 1, 8), [new SyntheticCoin(Btc, 100_000)]);

    private static readonly AccountEvaluator Evaluator = new(Market, RulebookLibrary.Find);

    [Theory]
    [InlineData("deribit-sm")]
    [InlineData("derive-pmrm2")]
    public void Each_alone_is_the_sum_of_standalone_and_one_bucket_under_a_sub_additive_rulebook_needs_no_more(
        string name)
    {
        (string, string)[] held =
        [
            ("BTC-25SEP26-115000-C", "-10"), ("BTC-25SEP26-130000-C", "10"), ("BTC-PERPETUAL", "-120000"),
        ];
        Position[] rows = [.. held.Select(h => new Position(InstrumentSymbol.Parse(h.Item1), Quantity.Parse(h.Item2)))];
        var isolated = new Account(
            "", [.. rows.Select((r, i) => Bucket($"{i}", PartitionKind.Isolated, name, r))], []);
        var together = MarginEvaluator.Evaluate(
            RulebookLibrary.Find(name), new Portfolio("") { Positions = rows }, Market);
        var alone = Evaluator.Evaluate(isolated).Sum(r => r.Margin!.InitialUsd);
        Assert.Equal(together.Buckets.Sum(b => b.Initial.Gross * b.UnitUsd), alone, 4);
        if (together.Rulebook.SubAdditive) Assert.True(together.InitialUsd <= alone + 1e-6);
    }

    [Fact]
    public void A_transfer_conserves_every_unit_and_stops_at_what_is_withdrawable()
    {
        var account = Read("\"0.12345678\"");
        var after = Evaluator.Apply(account);
        Assert.Equal(Quantity.Parse("2"), Sum(account));
        Assert.Equal(Sum(account), Sum(after));
        Assert.Equal(Quantity.Parse("0.12345678"), after.Buckets[1].Portfolio.Balances[Btc]);
        var most = Evaluator.Withdrawable(account.Buckets[0], Btc);
        Assert.True(most > Quantity.Zero && most < Quantity.Parse("2"));
        Evaluator.Apply(Read($"\"{most}\""));
        var tooMuch = Read($"\"{most + Quantity.Epsilon}\"");
        var error = Assert.Throws<InvalidInputException>(() => Evaluator.Apply(tooMuch));
        Assert.Contains("below its initial margin", error.Message);
        Assert.Contains($"at most {most} BTC", error.Message);
    }

    [Theory]
    [InlineData("""{"from": "a", "to": "c", "currency": "BTC", "amount": "1"}""", "is no bucket of this account")]
    [InlineData("""{"from": "a", "to": "a", "currency": "BTC", "amount": "1"}""", "the same bucket on both sides")]
    [InlineData("""{"from": "a", "to": "b", "currency": "BTC", "amount": "0"}""", "is not above zero")]
    [InlineData("""{"from": "a", "to": "b", "currency": "BTC", "amount": "3"}""", "is more than the balance of a: 2")]
    [InlineData("""{"from": "a", "to": "b", "currency": "XYZ", "amount": "3"}""", "has no price in market")]
    [InlineData(
        """{"from":"a","to":"b","currency":"BTC","amount":"0.1"},{"from":"b","to":"a","currency":"BTC","amount":"0.1"}""",
        "closes a circle of transfers")]
    public void A_bad_transfer_is_named(string transfer, string problem)
    {
        var error = Assert.Throws<InvalidInputException>(() => Evaluator.Apply(Parse(transfer)));
        Assert.Contains(problem, error.Message);
        Assert.StartsWith("transfers[", error.Field);
    }

    [Fact]
    public void A_bucket_that_cannot_be_evaluated_is_a_row_with_its_reason()
    {
        var text = Text("").Replace("\"balances\": {}", "\"balances\": {\"XYZ\": \"1\"}", StringComparison.Ordinal);
        var rows = Evaluator.Evaluate(AccountJson.Read(Encoding.UTF8.GetBytes(text)));
        Assert.NotNull(rows[0].Margin);
        Assert.Null(rows[1].Margin);
        Assert.Contains("has no price", rows[1].Reason);
    }

    [Theory]
    [InlineData("deribit-pm", true)]
    [InlineData("simm-crypto", true)]
    [InlineData("finra-strategies", true)]
    [InlineData("derive-srm", true)]
    [InlineData("span", true)]
    [InlineData("deribit-sm", false)]
    [InlineData("bybit-cross", false)]
    [InlineData("binance-pm", false)]
    [InlineData("dydx-v4", false)]
    public void A_portfolio_bucket_needs_a_rulebook_in_which_positions_offset(string rulebook, bool isTaken)
    {
        var row = Evaluator.Evaluate(new Account("", [Bucket("p", PartitionKind.Portfolio, rulebook)], []))[0];
        Assert.Equal(isTaken, row.Margin is not null);
        if (isTaken) return;
        Assert.StartsWith("p.rulebook", row.Reason, StringComparison.Ordinal);
        Assert.Contains("margins every position alone, so it is no portfolio margin", row.Reason);
        Assert.NotNull(Evaluator.Evaluate(new Account("", [Bucket("p", PartitionKind.Cross, rulebook)], []))[0].Margin);
    }

    // An offset under a rulebook that says it has none would show that the rule above is wrong.
    [Fact]
    public void A_rulebook_that_nets_no_instruments_gives_none_an_offset()
    {
        string[] held = ["BTC_USDC-PERPETUAL -1", "BTC-25SEP26-115000-C -1", "BTC-25SEP26-100000-P 1"];
        Position[] rows =
        [
            .. held.Select(h => h.Split(' ')).Select(h =>
                new Position(InstrumentSymbol.Parse(h[0]), Quantity.Parse(h[1]))),
        ];
        foreach (var rulebook in RulebookLibrary.All.Where(r => !r.NetsInstruments))
        {
            foreach (var (a, b) in ((int, int)[])[(0, 1), (0, 2), (1, 2)])
            {
                try
                {
                    var portfolio = new Portfolio("") { Positions = [rows[a], rows[b]] };
                    foreach (var bucket in MarginEvaluator.Evaluate(rulebook, portfolio, Market).Buckets)
                        Assert.Equal(0, bucket.Initial.Offset, 9);
                }
                catch (InvalidInputException)
                {
                    // It has no rule for one of the two.
                }
            }
        }
    }

    [Theory]
    [InlineData("\"cross\"", "\"isolated\"", "has 2 instruments")]
    [InlineData("\"name\": \"b\"", "\"name\": \"a\"", "is the name of two buckets")]
    [InlineData("\"kind\": \"cross\"", "\"kind\": \"cross\", \"settlement\": \"USDC\"", "is cross in USDC")]
    [InlineData("\"cross\"", "\"shared\"", "is no kind of bucket")]
    public void A_bucket_holds_what_its_kind_allows(string good, string bad, string problem)
    {
        var text = Text("").Replace(good, bad, StringComparison.Ordinal);
        var error = Assert.Throws<InvalidInputException>(() => AccountJson.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        var written = AccountJson.Write(Read("\"0.5\""));
        Assert.Equal(written, AccountJson.Write(AccountJson.Read(Encoding.UTF8.GetBytes(written))));
        Assert.Contains("\"amount\":\"0.5\"", written.Replace(" ", "", StringComparison.Ordinal));
    }

    private static Partition Bucket(string name, PartitionKind kind, string rulebook, params Position[] positions) =>
        new(name, kind, rulebook, new Portfolio(name) { Positions = positions });

    private static Quantity Sum(Account account)
    {
        var sum = Quantity.Zero;
        foreach (var bucket in account.Buckets) sum += bucket.Portfolio.Balances.GetValueOrDefault(Btc);
        return sum;
    }

    private static Account Read(string amount) =>
        Parse($$"""{"from": "a", "to": "b", "currency": "BTC", "amount": {{amount}} }""");

    private static Account Parse(string transfers) => AccountJson.Read(Encoding.UTF8.GetBytes(Text(transfers)));

    private static string Text(string transfers) =>
        $$"""
        {"buckets": [
          {"name": "a", "kind": "cross", "rulebook": "deribit-sm", "portfolio": {"positions": [
            {"instrument": "BTC-25SEP26-115000-C", "quantity": "-5"},
            {"instrument": "BTC-PERPETUAL", "quantity": "10000"}], "balances": {"BTC": "2"} } },
          {"name": "b", "kind": "portfolio", "rulebook": "derive-pmrm2", "portfolio": {"positions": [],
            "balances": {} } }],
         "transfers": [{{transfers}}]}
        """;
}
