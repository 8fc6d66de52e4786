using System.Text;
using Counterpoise.Instruments;
using Counterpoise.Portfolios;
using Counterpoise.Units;
using CsCheck;

namespace Counterpoise.Tests.Portfolios;

public sealed class PortfolioJsonTests
{
    internal const string CoveredCalls = """
        {
          "$schema": "../schemas/portfolio.schema.json",
          "name": "covered calls",
          "comment": "five calls over two and a half coins",
          "positions": [
            {"instrument": "BTC-25SEP26-100000-C", "quantity": "-5", "entryPrice": "0.0123", "unrealisedPnl": "12.5"},
            {"instrument": "BTC/USD:BTC", "quantity": 1000, "entryPrice": 77100.5}
          ],
          "balances": {"BTC": "2.5", "USDC": "-50000"},
          "reserved": [{"name": "open orders", "currency": "BTC", "amount": "0.000018212"}]
        }
        """;

    [Fact]
    public void A_portfolio_is_read_exactly()
    {
        var portfolio = Read(CoveredCalls);

        Assert.Equal("covered calls", portfolio.Name);
        var call = portfolio.Positions[0];
        Assert.Equal("BTC-25SEP26-100000-C", call.Instrument.ToString());
        Assert.Equal(Quantity.FromWhole(-5), call.Quantity);
        Assert.Equal(Price.Parse("0.0123"), call.EntryPrice);
        Assert.Equal(new Amount(12_500_000_000, Currency.Parse("BTC")), call.UnrealisedPnl);
        Assert.Equal(InstrumentKind.Perpetual, portfolio.Positions[1].Instrument.Kind);
        Assert.Null(portfolio.Positions[1].UnrealisedPnl);
        Assert.Equal(Quantity.Parse("2.5"), portfolio.Balances[Currency.Parse("BTC")]);
        Assert.Equal(Quantity.FromWhole(-50_000), portfolio.Balances[Currency.Parse("USDC")]);
        Assert.Equal(new Amount(18_212, Currency.Parse("BTC")), Assert.Single(portfolio.Reserved).Margin);
    }

    [Fact]
    public void An_empty_portfolio_is_valid() => Assert.Empty(Read("""{"positions": []}""").Positions);

    [Fact]
    public void What_was_written_is_read_back_equal() =>
        PortfolioGen.Portfolio.Sample(p => PortfolioGen.Same(p, Read(PortfolioJson.Write(p))));

    [Fact]
    public void Writing_is_stable() =>
        PortfolioGen.Portfolio.Sample(p =>
        {
            var text = PortfolioJson.Write(p);
            return string.Equals(text, PortfolioJson.Write(Read(text)), StringComparison.Ordinal);
        });

    [Fact]
    public void A_position_is_one_line_and_numbers_are_strings()
    {
        const string expected = """
            {
              "$schema": "portfolio.schema.json",
              "name": "covered calls",
              "positions": [
                {"instrument":"BTC-25SEP26-100000-C","quantity":"-5","entryPrice":"0.0123","unrealisedPnl":"12.5"},
                {"instrument":"BTC-PERPETUAL","quantity":"1000","entryPrice":"77100.5"}
              ],
              "balances": {
                "BTC": "2.5",
                "USDC": "-50000"
              },
              "reserved": [
                {"name":"open orders","currency":"BTC","amount":"0.000018212"}
              ]
            }

            """;
        Assert.Equal(expected, PortfolioJson.Write(Read(CoveredCalls), "portfolio.schema.json"));
    }

    [Theory]
    [InlineData("""{"BTC-PERPETUAL": 0.5}""", "0.5", "use a number from 1 to 1000")]
    [InlineData("""{"BTC-PERPETUAL": 1001}""", "1001", "use a number from 1 to 1000")]
    [InlineData("""{"BTC-PERPETUAL": "ten"}""", "ten", "is not a number")]
    [InlineData("""{"BTC-25SEP26-100000-C": 5}""", "BTC-25SEP26-100000-C", "is no perpetual or future")]
    [InlineData("""{"BTC/USDT": 5}""", "BTC/USDT", "is no perpetual or future")]
    [InlineData("""{"BTC-PERPETUAL": 5, "BTC/USD:BTC": 6}""", "BTC/USD:BTC", "appears twice")]
    public void A_bad_leverage_is_named(string leverage, string value, string problem)
    {
        var error = Assert.Throws<InvalidInputException>(
            () => Read($$"""{"positions": [], "leverage": {{leverage}}}"""));
        Assert.StartsWith("leverage", error.Field, StringComparison.Ordinal);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public void Every_proper_prefix_is_refused()
    {
        for (var length = 0; length < CoveredCalls.Length; length++)
        {
            var error = Assert.Throws<InvalidInputException>(() => Read(CoveredCalls[..length]));
            Assert.StartsWith("line ", error.Field, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Changing_one_byte_is_refused_or_read_but_never_breaks()
    {
        var text = Encoding.UTF8.GetBytes(CoveredCalls);
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            var changed = (byte[])text.Clone();
            changed[at] = value;
            try
            {
                PortfolioJson.Read(changed);
            }
            catch (InvalidInputException)
            {
                // The only exception there may be.
            }
        });
    }

    [Fact]
    public void A_hundred_thousand_positions_are_read()
    {
        var text = new StringBuilder("{\"positions\":[");
        for (var i = 0; i < 100_000; i++)
        {
            if (i > 0) text.Append(',');
            text.Append("{\"instrument\":\"BTC-25SEP26-").Append(10_000 + i % 2_000)
                .Append("-C\",\"quantity\":\"-0.1\",")
                .Append("\"entryPrice\":\"0.0123\",\"unrealisedPnl\":\"0.5\"}");
        }
        var portfolio = Read(text.Append("]}").ToString());

        Assert.Equal(100_000, portfolio.Positions.Count);
        Assert.Same(portfolio.Positions[0].Instrument, portfolio.Positions[2_000].Instrument);
    }

    [Fact]
    public void More_than_a_million_positions_are_refused()
    {
        var text = new StringBuilder("{\"positions\":[0");
        for (var i = 0; i < 1_000_000; i++) text.Append(",0");
        var error = Assert.Throws<InvalidInputException>(() => Read(text.Append("]}").ToString()));
        Assert.Equal(("positions", "is more than 1,000,000"), (error.Field, error.Problem));
    }

    private static Portfolio Read(string text) => PortfolioJson.Read(Encoding.UTF8.GetBytes(text));
}
