using System.CommandLine;
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

    private readonly Option<bool> coin = new("--coin")
    {
        Description = "settled in the coin (inverse option): prices are in coin",
    };

    private readonly Option[] all;

    public OptionTerms() => all = [right, forward, spot, strike, days, years, rate, yield, coin];

    public void AddTo(Command command)
    {
        foreach (var option in all) command.Options.Add(option);
    }

    /// <summary>Where a market says it all, saying it again is a mistake.</summary>
    public void RefuseAll(ParseResult parsed)
    {
        foreach (var option in all)
            if (Has(parsed, option)) throw new UsageException($"{option.Name} and --market contradict each other");
    }

    /// <summary>The option and its market as the command line says.</summary>
    /// <exception cref="UsageException">Something is missing or contradicts itself.</exception>
    public OptionAtPoint Of(ParseResult parsed)
    {
        if (Fault(o => Has(parsed, o)) is { } fault) throw new UsageException(fault);
        return new OptionAtPoint(
            parsed.GetValue(coin) ? PricingModel.CoinSettled
                : parsed.GetValue(spot) is not null ? PricingModel.BlackScholes : PricingModel.Black76,
            parsed.GetValue(right)!.Value,
            parsed.GetValue(forward) ?? parsed.GetValue(spot)!.Value,
            parsed.GetValue(strike)!.Value,
            parsed.GetValue(years) ?? parsed.GetValue(days)!.Value / 365,
            parsed.GetValue(rate) ?? 0,
            parsed.GetValue(yield) ?? 0);
    }

    private static bool Has(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private string? Fault(Func<Option, bool> has)
    {
        if (!has(right)) return "--right is missing: call or put";
        if (!has(strike)) return "--strike is missing";
        if (has(forward) == has(spot)) return "give --forward or --spot, one of them";
        if (has(days) == has(years)) return "give --days or --years, one of them";
        if (has(coin) && has(spot)) return "--coin goes with --forward, not --spot";
        if (has(coin) && has(rate))
            return "--coin takes no --rate: the coin price holds none once the forward is given";
        return has(yield) && !has(spot) ? "--yield goes with --spot" : null;
    }
}
