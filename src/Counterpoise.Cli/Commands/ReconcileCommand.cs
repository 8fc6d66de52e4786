using System.CommandLine;
using Counterpoise.Cli.Statements;
using Counterpoise.Markets;
using Counterpoise.Rulebooks.Reconciliations;
using Counterpoise.Rulebooks.Venues;

namespace Counterpoise.Cli.Commands;

/// <summary>Our requirements beside those a venue returned.</summary>
internal static class ReconcileCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("account")
        {
            Description = "what the venue answered to a query of positions or account, one account in one or more "
                + "files (JSON, may be .gz; - is standard input)",
            Arity = ArgumentArity.OneOrMore,
        };
        var market = new Option<string?>("--market")
        {
            Description = "market file for prices and volatilities the messages lack",
            HelpName = "FILE",
        };
        var rulebook = new Option<string?>("--rulebook", "-r")
        {
            Description = "a name, name/date or .json file; default: the rulebook of the account's mode",
            HelpName = "NAME",
        };
        var tiers = RulebookChoice.Tiers();
        var export = new Option<string?>("--export")
        {
            Description = "also write an anonymised vector: positions and what the venue requires, the date, no ids",
            HelpName = "FILE",
        };
        var json = Options.Json();
        var command = new Command(
            "reconcile", "Our initial and maintenance beside the venue's own, with the likeliest cause of differences.")
        {
            files, market, rulebook, tiers, export, json,
        };
        command.SetAction(parsed =>
        {
            var paths = parsed.GetValue(files)!;
            var target = parsed.GetValue(export);
            OutputFile.Check([target], [.. paths, .. parsed.GetValue(market) is { } m ? [m] : (string[])[]]);
            var account = VenueMessage.Read(
                [.. paths.Select(p => (p == "-" ? "standard input" : p, InputFile.ReadBytes(p)))]);
            var other = parsed.GetValue(market) is { } path ? InputFile.Read(path, MarketJson.Read) : null;
            var name = parsed.GetValue(rulebook) ?? account.Rulebook;
            var book = name is null ? null : RulebookChoice.Find(name);
            if (book is not null) book = RulebookChoice.WithTiers([book], parsed.GetValue(tiers))[0];
            var found = Reconciliation.Of(account, book, other);
            var output = parsed.InvocationConfiguration.Output;
            if (target is not null) OutputFile.Write(target, AnonymisedVector.Write(found), output);
            if (target == "-") return ExitCode.Done;
            if (parsed.GetValue(json)) ReconciliationPage.WriteJson(found, output);
            else ReconciliationPage.WriteText(found, output);
            return ExitCode.Done;
        });
        return command;
    }
}
