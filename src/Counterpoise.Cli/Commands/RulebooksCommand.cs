using System.CommandLine;
using Counterpoise.Cli.Statements;
using Counterpoise.Rulebooks;

namespace Counterpoise.Cli.Commands;

/// <summary>Which rulebooks there are, and what each says.</summary>
internal static class RulebooksCommand
{
    public static Command Create()
    {
        var json = Options.Json();
        var command = new Command("rulebooks", "The rulebooks that are built in, with how far each is to be trusted.")
        {
            json, Show(),
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            IReadOnlyList<Margins.Rulebook> known = [.. RulebookLibrary.Versions, .. HistoryFiles.Rulebooks];
            if (parsed.GetValue(json)) RulebookFacts.WriteList(known, output);
            else RulebookText.WriteList(known, new TextPage(output, TextPage.IsColourful(output)));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var name = new Argument<string>("name") { Description = "name, name/date, or a .json file" };
        var json = Options.Json();
        var command = new Command("show", "One rulebook in words and numbers.") { name, json };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var rulebook = RulebookChoice.Find(parsed.GetValue(name)!);
            if (parsed.GetValue(json)) RulebookFacts.Write(rulebook, output);
            else RulebookText.Write(rulebook, new TextPage(output, TextPage.IsColourful(output)));
            return ExitCode.Done;
        });
        return command;
    }
}
