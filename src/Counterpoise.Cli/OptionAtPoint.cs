using System.Text.Json;
using Counterpoise.Instruments;
using Counterpoise.Pricing;

namespace Counterpoise.Cli;

/// <summary>Which formula values an option.</summary>
internal enum PricingModel
{
    Black76,
    BlackScholes,
    CoinSettled,
}

/// <summary>An option and the state of its market but for the volatility: what a formula needs.</summary>
/// <param name="Model">The formula.</param>
/// <param name="Right">Call or put.</param>
/// <param name="Underlying">Forward, or spot under Black-Scholes.</param>
/// <param name="Strike">Strike.</param>
/// <param name="Years">Years of 365 days to expiry.</param>
/// <param name="Rate">Continuously compounded, per year.</param>
/// <param name="Yield">What the spot pays, continuously compounded, per year; Black-Scholes only.</param>
internal sealed record OptionAtPoint(
    PricingModel Model, OptionRight Right, double Underlying, double Strike, double Years, double Rate, double Yield)
{
    /// <summary>e^{−rT}.</summary>
    public double Discount => Rate == 0 ? 1 : Math.Exp(-Rate * Years);

    public Greeks Greeks(double vol) => Model switch
    {
        PricingModel.CoinSettled => CoinSettled.All(Right, Underlying, Strike, vol, Years),
        PricingModel.BlackScholes => BlackScholes.All(Right, Underlying, Strike, vol, Years, Rate, Yield),
        _ => Black76.All(Right, Underlying, Strike, vol, Years, Discount),
    };

    public ImpliedVolResult Vol(double price) => Model switch
    {
        PricingModel.CoinSettled => ImpliedVol.SolveCoinSettled(Right, price, Underlying, Strike, Years),
        PricingModel.BlackScholes => ImpliedVol.Solve(
            Right, price, Underlying * Math.Exp((Rate - Yield) * Years), Strike, Years, Discount),
        _ => ImpliedVol.Solve(Right, price, Underlying, Strike, Years, Discount),
    };

    public string Describe()
    {
        var right = Right == OptionRight.Call ? "call" : "put";
        var underlying = Model == PricingModel.BlackScholes ? "spot" : "forward";
        var model = Model switch
        {
            PricingModel.CoinSettled => "settled in coin",
            PricingModel.BlackScholes => $"Black-Scholes, rate {Rate * 100:0.####} %, yield {Yield * 100:0.####} %",
            _ => $"Black-76, rate {Rate * 100:0.####} %",
        };
        return $"{right} {Strike:0.########}, {underlying} {Underlying:0.########}, {Years * 365:0.####} days, {model}";
    }

    /// <summary>The units of price, delta, gamma, vega, theta, rho, vanna, volga, in this order.</summary>
    public string[] Units()
    {
        if (Model == PricingModel.CoinSettled)
        {
            return
            [
                "coin", "coin: a rise of the forward by 1 % gains 1 % of it", "coin per unit of ln forward",
                "coin per vol point", "coin per day", "coin per 1 % of rate", "coin of delta per vol point",
                "coin per vol point squared",
            ];
        }
        var variable = Model == PricingModel.BlackScholes ? "spot" : "forward";
        return
        [
            "in the strike's currency", $"per 1 of {variable}", $"of delta per 1 of {variable}", "per vol point",
            "per day", "per 1 % of rate", "of delta per vol point", "per vol point squared",
        ];
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("model", Model switch
        {
            PricingModel.CoinSettled => "coin-settled",
            PricingModel.BlackScholes => "black-scholes",
            _ => "black-76",
        });
        json.WriteString("right", Right == OptionRight.Call ? "call" : "put");
        json.WriteNumber(Model == PricingModel.BlackScholes ? "spot" : "forward", Underlying);
        json.WriteNumber("strike", Strike);
        json.WriteNumber("years", Years);
        if (Model == PricingModel.CoinSettled) return;
        json.WriteNumber("rate", Rate);
        if (Model == PricingModel.BlackScholes) json.WriteNumber("yield", Yield);
    }
}
