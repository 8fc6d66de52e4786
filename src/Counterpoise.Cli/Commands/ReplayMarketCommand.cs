using System.CommandLine;
using Counterpoise.Cli.Replays;
using Counterpoise.Cli.Statements;

namespace Counterpoise.Cli.Commands;

/// <summary>A recorded feed through indicators and parameters to the margins of many accounts.</summary>
internal static class ReplayMarketCommand
{
    private const int DefaultAccounts = 10_000;
    private const int MostAccounts = 1_000_000;

    public static Command Create()
    {
        var feed = Options.Choice(
            "--feed", "which recording", [.. ReplayFeed.Names.Select((name, index) => (name, index))]);
        var data = new Option<string>("--data")
        {
            Description = "folder of the recorded data, e.g. ../shared/market",
            HelpName = "DIR",
            Required = true,
        };
        var accounts = Options.Number(
            "--accounts", "COUNT", $"random accounts margined at every change (default {DefaultAccounts})",
            n => n is >= 1 and <= MostAccounts && double.IsInteger(n)
                ? null
                : $"is not a count from 1 to {MostAccounts}");
        var rulebook = new Option<string?>("--rulebook", "-r")
        {
            Description = "also evaluate the first 1,000 accounts under it, every charge included, at notable instants",
            HelpName = "NAME",
        };
        var json = Options.Json();
        var command = new Command(
            "replay-market", "A recorded feed through indicators and parameters to the margins of many accounts.")
        {
            feed, data, accounts, rulebook, json,
        };
        command.SetAction(parsed =>
        {
            var configuration = parsed.InvocationConfiguration;
            var name = ReplayFeed.Names[parsed.GetValue(feed) ?? 0];
            var book = parsed.GetValue(rulebook) is { } chosen ? RulebookChoice.Find(chosen) : null;
            using var progress = new Progress(configuration.Error);
            progress.Say($"{name}: reading");
            var recorded = ReplayFeed.Read(name, parsed.GetValue(data)!);
            var result = ReplayRun.Of(
                recorded, (int)(parsed.GetValue(accounts) ?? DefaultAccounts), book, progress);
            var output = configuration.Output;
            if (parsed.GetValue(json)) ReplayJson.Write(result, output);
            else ReplayText.Write(result, new TextPage(output, TextPage.IsColourful(output)));
            return ExitCode.Done;
        });
        return command;
    }
}
