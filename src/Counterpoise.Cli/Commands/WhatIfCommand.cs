using System.CommandLine;
using Counterpoise.Cli.Statements;
using Counterpoise.Margins;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Cli.Commands;

/// <summary>The margin of a portfolio before and after trades.</summary>
internal static class WhatIfCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("portfolio")
        {
            Description = "portfolio file (JSON, may be .gz; - is standard input)",
        };
        var trade = new Option<string[]>("--trade", "-t")
        {
            Description = "quantity, instrument and perhaps a price: \"-5 BTC-25SEP26-100000-C @ 0.0123\"; repeatable",
            HelpName = "TRADE",
            Required = true,
        };
        var market = Options.Market();
        var rulebook = RulebookChoice.Option();
        var history = new HistoryOptions();
        var tiers = RulebookChoice.Tiers();
        var vols = new VolOptions();
        var json = Options.Json();
        var command = new Command("whatif", "What trades would change: every line of the margin before and after.")
        {
            file, trade, market, rulebook, tiers, json,
        };
        history.AddTo(command);
        vols.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            Trade[] trades = [.. parsed.GetValue(trade)!.Select(Trade.Parse)];
            var portfolio = InputFile.Read(path, PortfolioJson.Read);
            var source = MarketFile.Read(parsed.GetValue(market), path);
            PortfolioInMarket.Check(path, portfolio, source.Market);
            var after = Trade.Apply(trades, portfolio, source.Market);
            var configuration = parsed.InvocationConfiguration;
            if (source.IsDefault) configuration.Error.WriteLine(source.Remark);
            var asJson = parsed.GetValue(json);
            var chosen = history.Apply(RulebookChoice.Read(parsed.GetValue(rulebook)), parsed);
            var books = vols.Apply(RulebookChoice.WithTiers(chosen, parsed.GetValue(tiers)), parsed);
            // Trades do not move the market: one fit serves before and after.
            var smiles = FittedSmiles.Of(source.Market, books);
            var changes = books.Select(Change).OfType<StatementChange>().ToArray();
            if (asJson) WhatIfJson.Write(changes, trades, configuration.Output);
            else Print(changes, trades, configuration.Output);
            return ExitCode.Done;

            // Several rulebooks: one that has no rule for this book is named and left out.
            StatementChange? Change(Rulebook book)
            {
                try
                {
                    return new StatementChange(Of(book, portfolio), Of(book, after), trades);
                }
                catch (InvalidInputException e)
                {
                    if (books.Count == 1) throw e.In(path);
                    configuration.Error.WriteLine($"{book.Name} not applicable: {e.Message}");
                    return null;
                }
            }

            Statement Of(Rulebook book, Portfolio held) => new(
                MarginEvaluator.Evaluate(book, held, source.Market, smiles), source.Market,
                asJson ? Amount.Decimals : null);
        });
        return command;
    }

    private static void Print(StatementChange[] changes, Trade[] trades, TextWriter output)
    {
        var page = new TextPage(output, TextPage.IsColourful(output));
        for (var i = 0; i < changes.Length; i++)
        {
            if (i > 0) page.Line();
            WhatIfText.Write(changes[i], trades, page);
        }
    }
}
