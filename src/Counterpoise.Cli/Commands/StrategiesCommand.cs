using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Counterpoise.Cli.Statements;
using Counterpoise.Margins.Strategies;
using Counterpoise.Portfolios;

namespace Counterpoise.Cli.Commands;

/// <summary>What strategies a portfolio is formed into, and how well that is known to be the least margin.</summary>
internal static class StrategiesCommand
{
    private const string Default = "finra-strategies";

    public static Command Create()
    {
        var file = new Argument<string>("portfolio")
        {
            Description = "portfolio file (JSON, may be .gz; - is standard input)",
        };
        var market = Options.Market();
        var rulebook = new Option<string?>("--rulebook", "-r")
        {
            Description = $"a name, name/date or .json file of a rulebook that forms strategies; default {Default}",
            HelpName = "NAME",
        };
        var json = Options.Json();
        var command = new Command("strategies", "The strategies a portfolio is formed into at the least margin.")
        {
            file, market, rulebook, json,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var portfolio = InputFile.Read(path, PortfolioJson.Read);
            var source = MarketFile.Read(parsed.GetValue(market), path);
            PortfolioInMarket.Check(path, portfolio, source.Market);
            var configuration = parsed.InvocationConfiguration;
            if (source.IsDefault) configuration.Error.WriteLine(source.Remark);
            var book = RulebookChoice.Find(parsed.GetValue(rulebook) ?? Default);
            var coins = Find();
            if (parsed.GetValue(json)) JsonPage.Write(configuration.Output, WriteAll);
            else
            {
                var page = new TextPage(configuration.Output, TextPage.IsColourful(configuration.Output));
                page.Field("portfolio", portfolio.Name);
                StatementText.WriteMarket(source.Market, page);
                StatementText.WriteRulebook(source.Market, book, page);
                StatementText.WriteLabel(book, page);
                Print(coins, page);
            }
            return ExitCode.Done;

            void WriteAll(JsonPage page)
            {
                page.Writer.WriteString("format", "counterpoise-strategies/1");
                page.Writer.WriteString("portfolio", portfolio.Name);
                StatementJson.WriteMarket(page.Writer, source.Market);
                page.Writer.WritePropertyName("rulebook");
                StatementJson.WriteRulebook(page.Writer, book);
                WriteJson(coins, page);
            }

            IReadOnlyList<CoinStrategies> Find()
            {
                try
                {
                    return StrategyReport.Of(book, portfolio, source.Market, FittedSmiles.Of(source.Market, [book]));
                }
                catch (InvalidInputException e)
                {
                    throw e.In(path);
                }
            }
        });
        return command;
    }

    private static void Print(IReadOnlyList<CoinStrategies> coins, TextPage page)
    {
        if (coins.Count == 0) page.Line("nothing held that strategies are formed from");
        foreach (var coin in coins)
        {
            Print(coin, coin.Held.Initial, "INITIAL", coin.Initial, page);
            Print(coin, coin.Held.Maintenance, "MAINTENANCE", coin.Maintenance, page);
        }
    }

    private static void Print(
        CoinStrategies coin, Decomposition decomposition, string title, double required, TextPage page)
    {
        var lot = coin.Held.Book.LotSize;
        page.Title($"{title} {coin.Coin}", lot > 0 ? $"counts are lots of {Plain(lot)} {coin.Coin}" : "");
        var table = new TextGrid("lrln");
        table.Head("strategy", "count", "legs", coin.Unit.ToString());
        foreach (var s in decomposition.Strategies)
            table.Add(s.Shape.Name, Count(s.Count), Legs(coin.Held.Book, s), Money(s.Margin));
        var alone = required - decomposition.Total;
        if (coin.Held.Alone.Any(a => a > 0)) table.Add("no whole lot", "", "underlying alone", Money(alone));
        table.Rule();
        table.Add(Tone.Strong, "required", "", "", Money(required));
        table.Write(page);
        page.Line($"  {Proof(decomposition)}", Tone.Faint);
    }

    private static string Proof(Decomposition d)
    {
        var work = $"{Figures.Counted(d.Columns, "strategy", "strategies")} possible, "
            + $"{Figures.Counted(d.Nodes, "branch", "branches")}, {Figures.Counted(d.Steps, "step", "steps")}";
        return d.IsProven
            ? $"gap 0: proven to be the least; {work}"
            : $"gap {Money(d.Gap)}: not proven, at least {Money(d.Bound)} is needed; {work}";
    }

    private static string Legs(StrategyBook book, FormedStrategy formed)
    {
        var texts = new List<string>();
        for (var i = 0; i < formed.Legs.Count; i++)
        {
            var units = formed.Shape.Legs[i].Units;
            var size = Math.Abs(units) == 1 ? "" : Math.Abs(units).ToString(CultureInfo.InvariantCulture) + " ";
            texts.Add($"{(units < 0 ? '-' : '+')}{size}{book.Legs[formed.Legs[i]].Name}");
        }
        return string.Join(", ", texts);
    }

    private static void WriteJson(IReadOnlyList<CoinStrategies> coins, JsonPage page)
    {
        var json = page.Writer;
        json.WriteStartArray("coins");
        foreach (var coin in coins)
        {
            json.WriteStartObject();
            json.WriteString("coin", coin.Coin.ToString());
            json.WriteString("unit", coin.Unit.ToString());
            JsonPage.Number(json, "lot", coin.Held.Book.LotSize);
            Write("initial", coin.Held.Initial, coin.Initial);
            Write("maintenance", coin.Held.Maintenance, coin.Maintenance);
            json.WriteEndObject();

            void Write(string name, Decomposition d, double required)
            {
                json.WriteStartObject(name);
                JsonPage.Number(json, "required", required);
                JsonPage.Number(json, "alone", required - d.Total);
                JsonPage.Number(json, "bound", d.Bound);
                JsonPage.Number(json, "gap", d.Gap);
                json.WriteBoolean("proven", d.IsProven);
                json.WriteNumber("possible", d.Columns);
                json.WriteNumber("branches", d.Nodes);
                json.WriteNumber("steps", d.Steps);
                page.Rows("strategies", d.Strategies, (row, s) => WriteStrategy(row, coin.Held.Book, s));
                json.WriteEndObject();
            }
        }
        json.WriteEndArray();
    }

    private static void WriteStrategy(Utf8JsonWriter row, StrategyBook book, FormedStrategy formed)
    {
        row.WriteStartObject();
        row.WriteString("strategy", formed.Shape.Name);
        row.WriteNumber("count", formed.Count);
        row.WriteStartArray("legs");
        for (var i = 0; i < formed.Legs.Count; i++)
        {
            row.WriteStartObject();
            row.WriteString("instrument", book.Legs[formed.Legs[i]].Name);
            row.WriteNumber("lots", formed.Shape.Legs[i].Units * formed.Count);
            row.WriteEndObject();
        }
        row.WriteEndArray();
        row.WriteNumber("margin", formed.Margin);
        row.WriteEndObject();
    }

    private static string Money(double value) => value.ToString("N2", CultureInfo.InvariantCulture);

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Plain(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);
}
