using System.CommandLine;
using Counterpoise.Cli.Orders;
using Counterpoise.Cli.Statements;

namespace Counterpoise.Cli.Commands;

/// <summary>What an order would need before it is sent, or the largest that fits.</summary>
internal static class OrderCommand
{
    public static Command Create()
    {
        var text = new Argument<string>("order")
        {
            Description = "side, quantity, instrument and perhaps a limit: \"buy 1000 BTC-PERPETUAL @ 100000\"",
        };
        var isLargest = new Option<bool>("--max-size")
        {
            Description = "the largest size that fits, to the lot; the order has no quantity then",
        };
        var command = new Command("order", "What an order would need before it is sent, resting and filled.")
        {
            text, isLargest,
        };
        var question = new PortfolioQuestion();
        question.AddTo(command);
        command.SetAction(parsed =>
        {
            var order = OrderText.Parse(parsed.GetValue(text)!);
            var largest = parsed.GetValue(isLargest);
            if (largest && order.Quantity is not null)
                throw new UsageException("--max-size finds the quantity: leave it out of the order");
            if (!largest && order.Quantity is null)
                throw new UsageException("the order has no quantity: add one, or --max-size");
            var asked = question.Read(parsed);
            order.Check(asked.Market);
            if (largest)
            {
                Print(
                    asked, asked.Ask(book => new LargestOrder(asked, book, order)), OrderPage.Write,
                    found => OrderJson.Write(asked, order, found));
            }
            else
            {
                Print(
                    asked, asked.Ask(book => new OrderNeeds(asked, book, order)), OrderPage.Write,
                    found => OrderJson.Write(asked, order, found));
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print<T>(
        AskedPortfolio asked, IReadOnlyList<T> found, Action<AskedPortfolio, T, TextPage> text,
        Action<IReadOnlyList<T>> json)
    {
        if (asked.AsJson)
        {
            json(found);
            return;
        }
        var page = new TextPage(asked.Output, TextPage.IsColourful(asked.Output));
        for (var i = 0; i < found.Count; i++)
        {
            if (i > 0) page.Line();
            text(asked, found[i], page);
        }
    }
}
