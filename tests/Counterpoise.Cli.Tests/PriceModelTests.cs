using System.Text.Json;
using Counterpoise.Instruments;
using Counterpoise.Pricing.Models;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests;

/// <summary><c>price --model</c>: what it prints is what the library computes, and what it refuses.</summary>
public sealed class PriceModelTests
{
    private const string Terms = "--right put --forward 100 --strike 80 --days 73";

    private static readonly string Sample = Path.Combine(SharedData.Repository, "samples/market.json");

    [Fact]
    public void Merton_from_parameters()
    {
        const string parameters = "vol=0.5,intensity=2,jump-mean=-0.1,jump-vol=0.15";
        var json = Json($"price {Terms} --model merton --parameters {parameters} --json");
        var p = new MertonParameters(0.5, 2, -0.1, 0.15);
        Assert.Equal(Merton.Price(OptionRight.Put, 100, 80, p, 0.2), json.GetProperty("price").GetDouble());
        var vega = Merton.Vega(OptionRight.Put, 100, 80, p, 0.2) / 100;
        Assert.Equal(vega, json.GetProperty("vegaPerVolPoint").GetDouble());
        Assert.Equal("merton", json.GetProperty("volatilityModel").GetString());
        Assert.Equal(2, json.GetProperty("parameters").GetProperty("intensity").GetDouble());
    }

    [Fact]
    public void Heston_and_Sabr_from_parameters()
    {
        const string parameters = "v0=0.3,kappa=2,theta=0.4,vol-of-vol=0.9,rho=-0.4";
        var heston = Json($"price {Terms} --model heston --parameters {parameters} --json");
        Assert.Equal(
            Heston.Price(OptionRight.Put, 100, 80, new HestonParameters(0.3, 2, 0.4, 0.9, -0.4), 0.2),
            heston.GetProperty("price").GetDouble());
        var sabr = Json($"price {Terms} --model sabr --parameters alpha=0.5,beta=1,nu=1.2,rho=-0.3 --json");
        Assert.Equal(
            Sabr.Vol(100, 80, new SabrParameters(0.5, 1, 1.2, -0.3), 0.2), sabr.GetProperty("vol").GetDouble(), 1e-12);
    }

    [Fact]
    public void Svi_from_parameters_is_Black_at_its_volatility()
    {
        var json = Json($"price {Terms} --model svi --parameters a=0.04,b=0.1,rho=-0.2,m=0,sigma=0.3 --json");
        var k = Math.Log(0.8);
        var vol = Math.Sqrt((0.04 + 0.1 * (-0.2 * k + Math.Sqrt(k * k + 0.09))) / 0.2);
        Assert.Equal(vol, json.GetProperty("vol").GetDouble(), 1e-14);
        var flat = Json($"price {Terms} --vol {vol:R} --json");
        Assert.Equal(flat.GetProperty("price").GetDouble(), json.GetProperty("price").GetDouble(), 1e-12);
        // The smile falls with k: a rise of the forward lowers k and so raises the volatility, and the put with it.
        Assert.True(json.GetProperty("smileDelta").GetDouble() > flat.GetProperty("delta").GetDouble());
    }

    [Theory]
    [InlineData("svi")]
    [InlineData("merton")]
    [InlineData("heston")]
    [InlineData("sabr")]
    [InlineData("hybrid")]
    public void Calibrated_to_a_market_each_is_near_its_quote_and_says_how_well_it_is_determined(string model)
    {
        var json = Json($"price BTC-25SEP26-115000-C --market {Sample} --model {model} --json");
        var quoted = Json($"price BTC-25SEP26-115000-C --market {Sample} --json");
        var within = model == "heston" ? 0.05 : 0.01;
        Assert.Equal(quoted.GetProperty("vol").GetDouble(), json.GetProperty("vol").GetDouble(), within);
        Assert.NotEmpty(json.GetProperty("remarks").EnumerateArray());
        if (model != "hybrid") Assert.Contains("determined", json.GetProperty("determination").GetString());
    }

    [Fact]
    public void A_strike_beyond_the_quotes_has_no_quote_but_a_hybrid_price_with_its_correction()
    {
        const string option = "BTC-11SEP26-60000-P";
        Assert.NotEqual(0, Cli.Say($"price {option} --market {Sample}").ExitCode);
        var fitted = Json($"price {option} --market {Sample} --model svi --json");
        var hybrid = Json($"price {option} --market {Sample} --model hybrid --json");
        var correction = hybrid.GetProperty("correction").GetDouble();
        Assert.NotEqual(0, correction);
        Assert.Equal(
            fitted.GetProperty("vol").GetDouble() + correction, hybrid.GetProperty("vol").GetDouble(), 1e-12);
        Assert.Contains("beyond the quotes", Cli.Say($"price {option} --market {Sample} --model hybrid").Output);
    }

    [Theory]
    [InlineData("--model merton", "needs --parameters")]
    [InlineData("--model hybrid", "needs a symbol and --market")]
    [InlineData("--model black --parameters vol=1 --vol 1", "does not go with --model black")]
    [InlineData("--model merton --vol 0.5 --parameters vol=1", "contradict")]
    [InlineData("--model merton --parameters vol=0.5,intensity=2,jump-mean=0", "lacks jump-vol")]
    [InlineData("--model merton --parameters vol=0.5,vol=0.5,intensity=2,jump-mean=0,jump-vol=1", "twice")]
    [InlineData("--model merton --parameters vol=x,intensity=2,jump-mean=0,jump-vol=1", "is not a number")]
    [InlineData("--model merton --parameters sigma=0.5", "is unknown")]
    [InlineData("--model heston --parameters v0=0.3,kappa=2,theta=0.4,vol-of-vol=0.9,rho=-1.4", "out of its domain")]
    [InlineData("--model sabr --parameters alpha=0.5,beta=2,nu=1,rho=0", "out of its domain")]
    [InlineData("--model svi --parameters a=-1,b=0.1,rho=0,m=0,sigma=0.1", "out of its domain")]
    [InlineData("--model nig", "not one of its values")]
    public void Wrong_models_and_parameters_get_one_line(string options, string says)
    {
        var outcome = Cli.Say($"price {Terms} {options}");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(says, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void A_model_on_spot_is_refused()
    {
        const string model = "--model sabr --parameters alpha=0.5,beta=1,nu=1,rho=0";
        var outcome = Cli.Say($"price --right put --spot 100 --strike 80 --days 73 {model}");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("goes with --forward", outcome.Error, StringComparison.Ordinal);
    }

    private static JsonElement Json(string command)
    {
        var outcome = Cli.Say(command);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(outcome.Output).RootElement;
    }
}
