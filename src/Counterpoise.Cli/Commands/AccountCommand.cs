using System.CommandLine;
using Counterpoise.Cli.Statements;
using Counterpoise.Margins;
using Counterpoise.Portfolios;

namespace Counterpoise.Cli.Commands;

/// <summary>An account bucket by bucket.</summary>
internal static class AccountCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("account")
        {
            Description = "account file (JSON, may be .gz; - is standard input)",
        };
        var market = Options.Market();
        var history = new HistoryOptions();
        var tiers = RulebookChoice.Tiers();
        var json = Options.Json();
        var command = new Command("account", "Margin of an account: each bucket under its own rulebook.")
        {
            file, market, tiers, json,
        };
        history.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var account = InputFile.Read(path, AccountJson.Read);
            var source = MarketFile.Read(parsed.GetValue(market), path);
            var configuration = parsed.InvocationConfiguration;
            if (source.IsDefault) configuration.Error.WriteLine(source.Remark);
            var books = Books(account, found => RulebookChoice.WithTiers(
                history.Apply(found, parsed), parsed.GetValue(tiers)));
            var smiles = FittedSmiles.Of(source.Market, [.. books.Values]);
            var evaluator = new AccountEvaluator(
                source.Market, name => books.GetValueOrDefault(name) ?? RulebookChoice.Find(name), smiles);
            // Not within the reader: what the market refuses is said with the account's file too.
            var after = InputFile.Parse(path, default, _ => evaluator.Apply(account));
            var rows = evaluator.Evaluate(after);
            if (parsed.GetValue(json)) AccountPage.WriteJson(account, source.Market, rows, configuration.Output);
            else AccountPage.WriteText(account, source.Market, rows, configuration.Output);
            return rows.Any(r => r.Margin is null) ? ExitCode.BadInput : ExitCode.Done;
        });
        return command;
    }

    // A rulebook that is not known is the reason of its bucket's row, not of the account.
    private static Dictionary<string, Rulebook> Books(
        Account account, Func<IReadOnlyList<Rulebook>, IReadOnlyList<Rulebook>> prepare)
    {
        List<string> names = [];
        List<Rulebook> found = [];
        foreach (var name in account.Buckets.Select(b => b.Rulebook).Distinct())
        {
            try
            {
                found.Add(RulebookChoice.Find(name));
                names.Add(name);
            }
            catch (InvalidInputException)
            {
                // Said in the row of its bucket.
            }
        }
        return names.Zip(prepare(found)).ToDictionary(b => b.First, b => b.Second);
    }
}
