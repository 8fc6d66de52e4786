using System.CommandLine;
using Counterpoise.Cli.Statements;
using Counterpoise.Pricing;

namespace Counterpoise.Cli.Commands;

/// <summary>The volatility behind a price, or in words why there is none.</summary>
internal static class ImpliedVolCommand
{
    public static Command Create()
    {
        var terms = new OptionTerms();
        var price = Options.Number("--price", "P", "price of the option, in coin with --coin");
        var json = Options.Json();
        var command = new Command("implied-vol", "The volatility that gives an option its price.") { price, json };
        terms.AddTo(command);
        command.SetAction(parsed =>
        {
            var option = terms.Of(parsed);
            var quoted = parsed.GetValue(price) ?? throw new UsageException("--price is missing");
            var found = option.Vol(quoted);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) PrintJson(option, quoted, found, output);
            else output.WriteLine($"{option.Describe()}, price {quoted:0.################}\n{InWords(found)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static string InWords(ImpliedVolResult found) => found.Outcome switch
    {
        ImpliedVolOutcome.Solved =>
            $"implied vol {found.Vol * 100:0.############} % "
            + $"(±{found.RelativeUncertainty * found.Vol * 100:0.#e0} % if the price is taken as exact)",
        ImpliedVolOutcome.NoTime => "no implied vol: the option has expired, its price holds no volatility",
        ImpliedVolOutcome.BelowIntrinsic =>
            "no implied vol: the price is below intrinsic value, no volatility gives it",
        ImpliedVolOutcome.AboveMaximum =>
            "no implied vol: the price is above what the option can ever pay, no volatility gives it",
        ImpliedVolOutcome.AtIntrinsic =>
            "no single implied vol: the price is intrinsic value to its last digit, "
            + (double.IsInfinity(found.Vol) ? "any volatility" : $"any volatility up to {found.Vol * 100:0.####} %")
            + " gives it",
        ImpliedVolOutcome.AtMaximum =>
            "no single implied vol: the price is its maximum, "
            + $"any volatility from {found.Vol * 100:0.####} % up gives it",
        _ => "no implied vol: the inputs are outside the model",
    };

    private static void PrintJson(OptionAtPoint option, double price, ImpliedVolResult found, TextWriter output) =>
        JsonPage.Write(output, page =>
        {
            var json = page.Writer;
            option.Write(json);
            json.WriteNumber("price", price);
            json.WriteString("outcome", JsonNamed(found.Outcome));
            if (double.IsFinite(found.Vol)) json.WriteNumber(found.IsSolved ? "vol" : "bound", found.Vol);
            if (found.IsSolved) json.WriteNumber("relativeUncertainty", found.RelativeUncertainty);
            json.WriteString("meaning", InWords(found));
        });

    private static string JsonNamed(ImpliedVolOutcome outcome) => outcome switch
    {
        ImpliedVolOutcome.Solved => "solved",
        ImpliedVolOutcome.NoTime => "no-time",
        ImpliedVolOutcome.BelowIntrinsic => "below-intrinsic",
        ImpliedVolOutcome.AtIntrinsic => "at-intrinsic",
        ImpliedVolOutcome.AtMaximum => "at-maximum",
        ImpliedVolOutcome.AboveMaximum => "above-maximum",
        ImpliedVolOutcome.NotFinite => "not-finite",
        _ => "out-of-domain",
    };
}
