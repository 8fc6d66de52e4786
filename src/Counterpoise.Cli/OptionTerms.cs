using System.CommandLine;
using System.CommandLine.Parsing;
using Counterpoise.Instruments;

namespace Counterpoise.Cli;

/// <summary>The options of a command that says what option is meant and where its market stands.</summary>
internal sealed class OptionTerms
{
    private readonly Option<OptionRight?> right = Options.Right();

    private readonly Option<double?> forward = Options.Number(
        "--forward", "F", "forward price", Options.Positive);

    private readonly Option<double?> spot = Options.Number(
        "--spot", "S", "spot price instead of a forward (Black-Scholes)", Options.Positive);

    private readonly Option<double?> strike = Options.Number("--strike", "K", "strike", Options.Positive);

    private readonly Option<double?> days = Options.Number("--days", "D", "days to expiry", Options.NotNegative);

    private readonly Option<double?> years = Options.Number(
        "--years", "T", "years of 365 days to expiry, instead of days", Options.NotNegative);

    private readonly Option<double?> rate = Options.Number(
        "--rate", "R", "interest rate, continuously compounded: 0.04 is 4 % a year (default 0)");

    private readonly Option<double?> yield = Options.Number(
        "--yield", "Q", "what the spot pays, continuously compounded (with --spot; default 0)");

    private readonly Option<bool> coin = new("--coin") { Description = "settled in the coin (inverse option): prices are in coin" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { right, forward, spot, strike, days, years, rate, yield, coin })
            command.Options.Add(option);
    }

    /// <summary>What is missing or contradicts itself; null if nothing.</summary>
    public string? Fault(CommandResult result)
    {
        bool Has(Option option) => result.GetResult(option) is { Implicit: false };
        if (!Has(right)) return "--right is missing: call or put";
        if (!Has(strike)) return "--strike is missing";
        if (Has(forward) == Has(spot)) return "give --forward or --spot, one of them";
        if (Has(days) == Has(years)) return "give --days or --years, one of them";
        if (Has(coin) && Has(spot)) return "--coin goes with --forward, not --spot";
        if (Has(coin) && Has(rate)) return "--coin takes no --rate: the coin price holds none once the forward is given";
        return Has(yield) && !Has(spot) ? "--yield goes with --spot" : null;
    }

    public OptionAtPoint Of(ParseResult parsed) =>
        new(
            parsed.GetValue(coin) ? PricingModel.CoinSettled
                : parsed.GetValue(spot) is not null ? PricingModel.BlackScholes : PricingModel.Black76,
            parsed.GetValue(right)!.Value,
            parsed.GetValue(forward) ?? parsed.GetValue(spot)!.Value,
            parsed.GetValue(strike)!.Value,
            parsed.GetValue(years) ?? parsed.GetValue(days)!.Value / 365,
            parsed.GetValue(rate) ?? 0,
            parsed.GetValue(yield) ?? 0);
}
