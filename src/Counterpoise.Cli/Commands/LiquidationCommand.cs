using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Counterpoise.Cli.Liquidations;
using Counterpoise.Margins;
using Counterpoise.Margins.Liquidations;

namespace Counterpoise.Cli.Commands;

/// <summary>How far prices can move before a portfolio is liquidated.</summary>
internal static class LiquidationCommand
{
    public static Command Create()
    {
        var tick = new Option<decimal?>("--tick")
        {
            Description = "step of the price, USD (default: a power of ten, five to six digits of the price)",
            HelpName = "USD",
            CustomParser = ReadTick,
        };
        var svg = new Option<string?>("--svg") { Description = "also write a picture", HelpName = "FILE" };
        var command = new Command(
            "liquidation", "Liquidation and bankruptcy prices of each coin, to the tick, and which prices are safe.")
        {
            tick, svg,
        };
        var question = new PortfolioQuestion();
        question.AddTo(command);
        command.SetAction(parsed =>
        {
            var asked = question.Read(parsed);
            var picture = parsed.GetValue(svg);
            OutputFile.Check([picture], asked.Inputs);
            var held = new MarkedPortfolio(asked.Portfolio, asked.Marked);
            LiquidationPage[] pages =
                [.. asked.Rulebooks.Select(book => Page(asked, book, held, parsed.GetValue(tick)))];
            if (picture is not null) OutputFile.Write(picture, LiquidationSvg.Picture(pages), asked.Output);
            if (picture == "-") return ExitCode.Done;
            if (asked.AsJson) LiquidationJson.Write(pages, asked.Output);
            else LiquidationText.Write(pages, asked.Output);
            return ExitCode.Done;
        });
        return command;
    }

    // Several rulebooks: one that has no rule for this book is a row with its reason.
    private static LiquidationPage Page(
        AskedPortfolio asked, Rulebook rulebook, MarkedPortfolio held, decimal? tick)
    {
        try
        {
            return new LiquidationPage(rulebook, held, LiquidationEvaluator.Evaluate(rulebook, held, tick), null);
        }
        catch (InvalidInputException e)
        {
            if (asked.Rulebooks.Count == 1) throw e.In(asked.Path);
            return new LiquidationPage(rulebook, held, [], e.Message);
        }
    }

    private static decimal? ReadTick(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var tick)
            && tick is >= 0.000001m and <= 1_000_000m) return tick;
        result.AddError($"--tick \"{text}\" is not a number of USD from 0.000001 to 1000000: use e.g. 0.1");
        return null;
    }
}
