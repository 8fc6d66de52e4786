using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Counterpoise.Cli.Statements;
using Counterpoise.Margins;
using Counterpoise.Margins.Liquidations;
using Counterpoise.Portfolios;

namespace Counterpoise.Cli.Commands;

/// <summary>How far prices can move before a portfolio is liquidated.</summary>
internal static class LiquidationCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("portfolio")
        {
            Description = "portfolio file (JSON, may be .gz; - is standard input)",
        };
        var market = Options.Market();
        var rulebook = RulebookChoice.Option();
        var history = new HistoryOptions();
        var tiers = RulebookChoice.Tiers();
        var vols = new VolOptions();
        var tick = new Option<decimal?>("--tick")
        {
            Description = "step of the price, USD (default: a power of ten, five to six digits of the price)",
            HelpName = "USD",
            CustomParser = ReadTick,
        };
        var svg = new Option<string?>("--svg") { Description = "also write a picture", HelpName = "FILE" };
        var json = Options.Json();
        var command = new Command(
            "liquidation", "Liquidation and bankruptcy prices of each coin, to the tick, and which prices are safe.")
        {
            file, market, rulebook, tiers, tick, svg, json,
        };
        history.AddTo(command);
        vols.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var portfolio = InputFile.Read(path, PortfolioJson.Read);
            var source = MarketFile.Read(parsed.GetValue(market), path);
            var picture = parsed.GetValue(svg);
            OutputFile.Check(
                [picture],
                [
                    path, source.Path, .. RulebookChoice.Files(parsed.GetValue(rulebook)), .. history.Paths(parsed),
                    .. parsed.GetValue(tiers) is { } own ? [own] : (string[])[],
                ]);
            PortfolioInMarket.Check(path, portfolio, source.Market);
            var configuration = parsed.InvocationConfiguration;
            if (source.IsDefault) configuration.Error.WriteLine(source.Remark);
            var chosen = history.Apply(RulebookChoice.Read(parsed.GetValue(rulebook)), parsed);
            var books = vols.Apply(RulebookChoice.WithTiers(chosen, parsed.GetValue(tiers)), parsed);
            var held = new MarkedPortfolio(portfolio, source.Market, FittedSmiles.Of(source.Market, books));
            LiquidationPage[] pages =
                [.. books.Select(book => Page(path, book, held, parsed.GetValue(tick), books.Count > 1))];
            if (picture is not null) OutputFile.Write(picture, LiquidationSvg.Picture(pages), configuration.Output);
            if (picture == "-") return ExitCode.Done;
            if (parsed.GetValue(json)) LiquidationJson.Write(pages, configuration.Output);
            else LiquidationText.Write(pages, configuration.Output);
            return ExitCode.Done;
        });
        return command;
    }

    // Several rulebooks: one that has no rule for this book is a row with its reason.
    private static LiquidationPage Page(
        string path, Rulebook rulebook, MarkedPortfolio held, decimal? tick, bool isOneOfMany)
    {
        try
        {
            return new LiquidationPage(rulebook, held, LiquidationEvaluator.Evaluate(rulebook, held, tick), null);
        }
        catch (InvalidInputException e)
        {
            if (!isOneOfMany) throw e.In(path);
            return new LiquidationPage(rulebook, held, [], e.Message);
        }
    }

    private static decimal? ReadTick(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var tick)
            && tick is >= 0.000001m and <= 1_000_000m) return tick;
        result.AddError($"--tick \"{text}\" is not a number of USD from 0.000001 to 1000000: use e.g. 0.1");
        return null;
    }
}
