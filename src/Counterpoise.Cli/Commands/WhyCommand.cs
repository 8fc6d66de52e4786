using System.CommandLine;
using Counterpoise.Cli.Changes;
using Counterpoise.Margins;
using Counterpoise.Margins.Changes;
using Counterpoise.Portfolios;

namespace Counterpoise.Cli.Commands;

/// <summary>Why margin and equity changed between two statements.</summary>
internal static class WhyCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("before")
        {
            Description = "portfolio of the earlier statement (JSON, may be .gz)",
        };
        var after = new Argument<string>("after") { Description = "portfolio of the later statement" };
        var marketBefore = Market("--market-before", "market of the earlier statement");
        var marketAfter = Market("--market-after", "market of the later statement");
        var rulebook = RulebookChoice.Option();
        var rulebookAfter = new Option<string?>("--rulebook-after")
        {
            Description = "rulebook of the later statement; default: the same",
            HelpName = "NAME",
        };
        var vols = new VolOptions();
        var json = Options.Json();
        var command = new Command(
            "why", "Why margin changed: parameters, time, prices, volatility, collateral, trades; parts sum exactly.")
        {
            before, after, marketBefore, marketAfter, rulebook, rulebookAfter, json,
        };
        vols.AddTo(command);
        command.SetAction(parsed =>
        {
            var (path, pathAfter) = (parsed.GetValue(before)!, parsed.GetValue(after)!);
            var old = Side(path, parsed.GetValue(marketBefore)!);
            var now = Side(pathAfter, parsed.GetValue(marketAfter)!);
            var books = vols.Apply(RulebookChoice.Read(parsed.GetValue(rulebook)), parsed);
            var later = parsed.GetValue(rulebookAfter) is { } name
                ? vols.Apply([RulebookChoice.Find(name)], parsed)[0]
                : null;
            if (later is not null && books.Count != 1)
                throw new UsageException("--rulebook-after needs one --rulebook, not several");
            IReadOnlyList<Rulebook> all = later is null ? books : [.. books, later];
            var smilesBefore = FittedSmiles.Of(old.Market, all);
            var smilesAfter = FittedSmiles.Of(now.Market, all);
            var configuration = parsed.InvocationConfiguration;
            MarginChange[] changes = [.. books.Select(Explain).OfType<MarginChange>()];
            if (parsed.GetValue(json)) WhyJson.Write(changes, configuration.Output);
            else WhyText.Write(changes, configuration.Output);
            return ExitCode.Done;

            // Several rulebooks: one that has no rule for these books is named and left out.
            MarginChange? Explain(Rulebook book)
            {
                try
                {
                    return MarginChange.Between(
                        new StatementInput(book, old.Portfolio, old.Market) { Smiles = smilesBefore },
                        new StatementInput(later ?? book, now.Portfolio, now.Market) { Smiles = smilesAfter });
                }
                catch (InvalidInputException e) when (books.Count > 1)
                {
                    configuration.Error.WriteLine($"{book.Name} not applicable: {e.Message}");
                    return null;
                }
            }
        });
        return command;
    }

    private static Option<string> Market(string name, string description) =>
        new(name) { Description = $"{description} (JSON, may be .gz)", HelpName = "FILE", Required = true };

    private static (Portfolio Portfolio, Markets.Market Market) Side(string path, string market)
    {
        var portfolio = InputFile.Read(path, PortfolioJson.Read);
        var read = MarketFile.Read(market, path).Market;
        PortfolioInMarket.Check(path, portfolio, read);
        return (portfolio, read);
    }
}
