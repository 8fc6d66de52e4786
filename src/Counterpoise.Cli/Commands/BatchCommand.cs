using System.CommandLine;
using Counterpoise.Cli.Batch;

namespace Counterpoise.Cli.Commands;

/// <summary>The totals of many portfolios, one a line.</summary>
internal static class BatchCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("portfolios")
        {
            Description = "portfolios, one JSON object a line (may be .gz; default: standard input)",
            DefaultValueFactory = _ => "-",
        };
        var market = Options.Market();
        var rulebook = RulebookChoice.Option();
        var history = new HistoryOptions();
        var tiers = RulebookChoice.Tiers();
        var vols = new VolOptions();
        var command = new Command(
            "batch", "Totals of many portfolios in one market: a JSON line in, a JSON line out, in the same order.")
        {
            file, market, rulebook, tiers,
        };
        history.AddTo(command);
        vols.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var source = MarketFile.Read(parsed.GetValue(market), path);
            var configuration = parsed.InvocationConfiguration;
            if (source.IsDefault) configuration.Error.WriteLine(source.Remark);
            var chosen = history.Apply(RulebookChoice.Read(parsed.GetValue(rulebook)), parsed);
            var books = vols.Apply(RulebookChoice.WithTiers(chosen, parsed.GetValue(tiers)), parsed);
            if (books.Count != 1) throw new UsageException("batch takes one rulebook");
            if (books[0].Needs is { } remedy)
            {
                throw new InvalidInputException(
                    "rulebook", books[0].Name, "lacks the data it is made from", remedy);
            }
            var smiles = FittedSmiles.Of(source.Market, books);
            using var input = Input(path);
            var count = BatchRun.Run(books[0], source.Market, smiles, input, configuration.Output);
            if (count.Failed == 0) return ExitCode.Done;
            configuration.Error.WriteLine(
                $"counterpoise: {count.Failed:N0} of {count.Portfolios:N0} portfolios failed; their lines say why");
            return ExitCode.Failed;
        });
        return command;
    }

    // Standard input is read as it arrives: whoever sends a line gets its result before the next.
    private static Stream Input(string path) => path == "-"
        ? Console.OpenStandardInput()
        : new MemoryStream(InputFile.ReadBytes(path).ToArray(), writable: false);
}
