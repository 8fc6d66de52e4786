using System.CommandLine;
using Counterpoise.Cli.Changes;
using Counterpoise.Cli.Statements;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Cli.Commands;

/// <summary>The margin of a portfolio before and after trades and moves of the market.</summary>
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
        };
        var moves = new MoveOptions();
        var market = Options.Market();
        var rulebook = RulebookChoice.Option();
        var history = new HistoryOptions();
        var tiers = RulebookChoice.Tiers();
        var vols = new VolOptions();
        var json = Options.Json();
        var command = new Command(
            "whatif", "What trades and moves of the market would change: every line before and after.")
        {
            file, trade, market, rulebook, tiers, json,
        };
        moves.AddTo(command);
        history.AddTo(command);
        vols.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            Trade[] trades = [.. (parsed.GetValue(trade) ?? []).Select(Trade.Parse)];
            var course = moves.Read(parsed);
            if (trades.Length == 0 && course.Count == 0)
                throw new UsageException("nothing happens: add --trade, --spot, --vol or --days");
            var portfolio = InputFile.Read(path, PortfolioJson.Read);
            var source = MarketFile.Read(parsed.GetValue(market), path);
            PortfolioInMarket.Check(path, portfolio, source.Market);
            var asJson = parsed.GetValue(json);
            var found = new WhatIf(path, portfolio, source.Market, trades, asJson ? Amount.Decimals : null);
            var configuration = parsed.InvocationConfiguration;
            if (source.IsDefault) configuration.Error.WriteLine(source.Remark);
            var chosen = history.Apply(RulebookChoice.Read(parsed.GetValue(rulebook)), parsed);
            var books = vols.Apply(RulebookChoice.WithTiers(chosen, parsed.GetValue(tiers)), parsed);
            if (course.Count > 1) Print(found.Paths(books, course, configuration.Error), trades, asJson, configuration);
            else Print(found.Changes(books, course, configuration.Error), trades, asJson, configuration);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(
        IReadOnlyList<MarginPath> paths, Trade[] trades, bool asJson, InvocationConfiguration configuration)
    {
        if (asJson) PathJson.Write(paths, trades, configuration.Output);
        else PathText.Write(paths, trades, configuration.Output);
    }

    private static void Print(
        IReadOnlyList<StatementChange> changes, Trade[] trades, bool asJson, InvocationConfiguration configuration)
    {
        var output = configuration.Output;
        if (asJson)
        {
            WhatIfJson.Write(changes, trades, output);
            return;
        }
        var page = new TextPage(output, TextPage.IsColourful(output));
        for (var i = 0; i < changes.Count; i++)
        {
            if (i > 0) page.Line();
            WhatIfText.Write(changes[i], trades, page);
        }
    }
}
