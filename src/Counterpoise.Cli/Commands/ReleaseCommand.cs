using System.CommandLine;
using Counterpoise.Cli.Orders;
using Counterpoise.Cli.Statements;
using Counterpoise.Margins.Sizing;

namespace Counterpoise.Cli.Commands;

/// <summary>What to close to release margin.</summary>
internal static class ReleaseCommand
{
    public static Command Create()
    {
        var amount = Options.Number(
            "--amount", "USD", "initial margin to be released, USD at the index", Options.Dollars);
        amount.Required = true;
        var by = Options.Choice(
            "--by", "what is to be least: dollar delta closed, or half spreads paid",
            ("delta", ReleaseMeasure.Delta), ("cost", ReleaseMeasure.Cost));
        var command = new Command("release", "What to close to release initial margin: a first, simple search.")
        {
            amount, by,
        };
        var question = new PortfolioQuestion();
        question.AddTo(command);
        command.SetAction(parsed =>
        {
            var asked = question.Read(parsed);
            var (released, measure) = (parsed.GetValue(amount)!.Value, parsed.GetValue(by) ?? ReleaseMeasure.Delta);
            var plans = asked.Ask(book => new ReleasePlan(asked, book, released, measure));
            if (asked.AsJson) ReleasePage.WriteJson(asked, plans);
            else
            {
                var page = new TextPage(asked.Output, TextPage.IsColourful(asked.Output));
                for (var i = 0; i < plans.Count; i++)
                {
                    if (i > 0) page.Line();
                    ReleasePage.Write(asked, plans[i], page);
                }
            }
            return plans.All(p => p.Offers.Count > 0) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
