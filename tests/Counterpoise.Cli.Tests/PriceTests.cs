using System.Text.Json;
using Counterpoise.Instruments;
using Counterpoise.Pricing;

namespace Counterpoise.Cli.Tests;

/// <summary>What <c>price</c> and <c>implied-vol</c> print is what the library computes.</summary>
public sealed class PriceTests
{
    private const string Terms = "--right call --forward 77000 --strike 80000 --days 33";

    private const string Market = """
        {"time": "2026-08-22T08:00:00Z", "underlyings": {"BTC": {"index": 77000,
          "expiries": [{"expiry": "2026-09-25T08:00:00Z", "forward": 77400}],
          "instruments": [
            {"instrument": "BTC-25SEP26-80000-C", "mark": 0.0347, "vol": 0.4035},
            {"instrument": "BTC_USDC-25SEP26-80000-C", "mark": 2690, "vol": 0.4035}]}}}
        """;

    [Fact]
    public void Json_carries_price_and_greeks_to_the_last_digit()
    {
        var json = Parse(Cli.Say($"price {Terms} --vol 0.62 --rate 0.04 --json"));
        var years = 33.0 / 365;
        var expected = Black76.All(OptionRight.Call, 77_000, 80_000, 0.62, years, Math.Exp(-0.04 * years));
        Assert.Equal("black-76", json.GetProperty("model").GetString());
        Assert.Equal(expected.Price, json.GetProperty("price").GetDouble());
        Assert.Equal(expected.Delta, json.GetProperty("delta").GetDouble());
        Assert.Equal(expected.Vega / 100, json.GetProperty("vegaPerVolPoint").GetDouble());
        Assert.Equal(expected.Theta / 365, json.GetProperty("thetaPerDay").GetDouble());
        Assert.Equal(expected.Volga / 10_000, json.GetProperty("volgaPerVolPointSquared").GetDouble());
    }

    [Fact]
    public void Percent_and_fraction_years_and_days_say_the_same()
    {
        var days = Cli.Say($"price {Terms} --vol 0.62").Output;
        Assert.Equal(days, Cli.Say($"price {Terms} --vol 62%").Output);
        var years = Terms.Replace("--days 33", "--years 0.0904109589041095890410958904", StringComparison.Ordinal);
        Assert.Equal(days, Cli.Say($"price {years} --vol 62%").Output);
    }

    [Fact]
    public void The_table_has_a_line_for_each_number_with_aligned_points()
    {
        var outcome = Cli.Say($"price {Terms} --vol 0.62");
        Assert.Equal(0, outcome.ExitCode);
        var lines = outcome.Output.TrimEnd().Split('\n')[1..];
        Assert.Equal(
            ["price", "delta", "gamma", "vega", "theta", "rho", "vanna", "volga"], lines.Select(l => l.Split(' ')[0]));
        Assert.Single(lines.Select(l => l.IndexOf('.', StringComparison.Ordinal)).Distinct());
        Assert.DoesNotContain("\x1b", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BTC-25SEP26-80000-C", "coin-settled", 0.0347)]
    [InlineData("BTC_USDC-25SEP26-80000-C", "black-76", 2690)]
    [InlineData("BTC/USD:BTC-260925-80000-C", "coin-settled", 0.0347)]
    public void A_market_gives_forward_vol_time_and_mark(string symbol, string model, double mark)
    {
        using var cli = new Cli();
        var json = Parse(Cli.Run("price", symbol, "--market", cli.Write("m.json", Market), "--json"));
        Assert.Equal(model, json.GetProperty("model").GetString());
        Assert.Equal(77_400, json.GetProperty("forward").GetDouble());
        Assert.Equal(34.0 / 365, json.GetProperty("years").GetDouble(), 1e-15);
        Assert.Equal(0.4035, json.GetProperty("vol").GetDouble());
        Assert.Equal(mark, json.GetProperty("mark").GetDouble());
        Assert.Equal(mark, json.GetProperty("price").GetDouble(), mark * 0.01);
    }

    [Theory]
    [InlineData("BTC-25SEP26", "is not an option")]
    [InlineData("BTC-25SEP26-90000-C", "has no implied volatility")]
    [InlineData("ETH-25SEP26-4000-C", "has no forward price in market")]
    [InlineData("nonsense", "is not an instrument symbol")]
    public void What_the_market_cannot_price_is_said(string symbol, string cause)
    {
        using var cli = new Cli();
        var outcome = Cli.Run("price", symbol, "--market", cli.Write("m.json", Market));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(cause, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("", 0.62)]
    [InlineData("--coin", 0.62)]
    [InlineData("--rate 0.05", 0.8)]
    public void Implied_vol_undoes_price(string more, double vol)
    {
        var price = Parse(Cli.Say($"price {Terms} --vol {vol} {more} --json")).GetProperty("price").GetDouble();
        var json = Parse(Cli.Say($"implied-vol {Terms} --price {price:R} {more} --json"));
        Assert.Equal("solved", json.GetProperty("outcome").GetString());
        Assert.Equal(vol, json.GetProperty("vol").GetDouble(), 1e-12);
    }

    [Theory]
    [InlineData("--price 4451", "implied vol 61.99")]
    [InlineData("--price 0", "intrinsic value")]
    [InlineData("--price -1", "below intrinsic value")]
    [InlineData("--price 77001", "above what the option can ever pay")]
    [InlineData("--price 77000", "maximum")]
    public void Every_outcome_is_said_in_words(string price, string words)
    {
        var outcome = Cli.Say($"implied-vol {Terms} {price}");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(words, outcome.Output, StringComparison.Ordinal);
    }

    private static JsonElement Parse(Outcome outcome)
    {
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        return JsonDocument.Parse(outcome.Output).RootElement;
    }
}
