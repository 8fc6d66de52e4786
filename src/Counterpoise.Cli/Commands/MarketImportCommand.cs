using System.CommandLine;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Deribit;
using Counterpoise.Units;

namespace Counterpoise.Cli.Commands;

/// <summary>Deribit's chains, recorded as csv or as replies of its API, to one market file.</summary>
internal static class MarketImportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files")
        {
            Description = "chain csv, or JSON replies of get_book_summary_by_currency; may be .gz",
            Arity = ArgumentArity.OneOrMore,
        };
        var target = MarketOutput.Target();
        var snapshot = Options.Time("--snapshot", "which snapshot of a csv that has several", "2026-02-05T12:00:00Z");
        var name = MarketOutput.Name();
        var command = new Command("deribit", "Option chains of Deribit.") { files, target, snapshot, name };
        command.SetAction(parsed =>
        {
            OutputFile.Check([parsed.GetValue(target)], parsed.GetValue(files)!);
            var market = Read(parsed.GetValue(files)!, parsed.GetValue(snapshot), parsed.GetValue(name));
            return MarketOutput.Write(market, parsed.GetValue(target)!, parsed.InvocationConfiguration);
        });
        return command;
    }

    private static Market Read(string[] files, Instant? snapshot, string? name)
    {
        var contents = files.Select(InputFile.ReadBytes).ToArray();
        var json = contents.Count(ChainFile.IsJson);
        if (json > 0 && json < files.Length)
            throw new UsageException("csv and JSON files do not mix: import them one after the other");
        if (json > 0 && snapshot is not null) throw new UsageException("--snapshot is for csv files");
        return json > 0 ? ReadReplies(files, contents, name) : ReadChains(files, contents, snapshot, name);
    }

    private static Market ReadReplies(string[] files, ReadOnlyMemory<byte>[] contents, string? name)
    {
        try
        {
            return BookSummary.Read(contents, name);
        }
        catch (InvalidInputException e)
        {
            // The reader says reply[i]: i is the file.
            var names = string.Join(", ", files.Select((f, i) => files.Length == 1 ? f : $"reply[{i}] = {f}"));
            throw new InvalidInputException($"{names}: {e.Field}", e.Value, e.Problem, e.Remedy);
        }
    }

    private static Market ReadChains(
        string[] files, ReadOnlyMemory<byte>[] contents, Instant? snapshot, string? name)
    {
        Market? whole = null;
        for (var i = 0; i < files.Length; i++)
        {
            var part = InputFile.Parse(
                files[i], contents[i], bytes => ChainCsv.Read(ChainFile.Text(bytes), snapshot, name));
            whole = whole is null ? part : Join(whole, part, files[i]);
        }
        return whole!;
    }

    private static Market Join(Market whole, Market part, string file)
    {
        var underlyings = new Dictionary<Currency, Underlying>(whole.Underlyings);
        foreach (var (coin, underlying) in part.Underlyings)
        {
            if (!underlyings.TryAdd(coin, underlying))
                throw new InvalidInputException(file, coin.Code, "is also in an earlier file", "give each coin once");
        }
        return whole with { Underlyings = underlyings, Time = part.Time > whole.Time ? part.Time : whole.Time };
    }
}
