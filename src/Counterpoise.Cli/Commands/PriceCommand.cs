using System.CommandLine;
using Counterpoise.Cli.Statements;
using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing;

namespace Counterpoise.Cli.Commands;

/// <summary>The value of one option and its Greeks, from numbers or from a market.</summary>
internal static class PriceCommand
{
    private static readonly (string Name, string Json)[] Rows =
    [
        ("price", "price"), ("delta", "delta"), ("gamma", "gamma"), ("vega", "vegaPerVolPoint"),
        ("theta", "thetaPerDay"), ("rho", "rhoPerPercent"), ("vanna", "vannaPerVolPoint"),
        ("volga", "volgaPerVolPointSquared"),
    ];

    public static Command Create()
    {
        var symbol = new Argument<string?>("symbol")
        {
            Description = "an option of the market, e.g. BTC-25SEP26-100000-C; without it, say all by options",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var market = Options.Market();
        var terms = new OptionTerms();
        var vol = Options.Vol("--vol", "annualised volatility: 0.62 or 62% (with a market: instead of its own)");
        var json = Options.Json();
        var command = new Command("price", "Price and Greeks of an option: Black-76, Black-Scholes or coin-settled.")
        {
            symbol, market, vol, json,
        };
        terms.AddTo(command);
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(symbol);
            var file = parsed.GetValue(market);
            if (name is null != file is null) throw new UsageException("a symbol and --market go together");
            var (option, marketVol, mark) = name is null
                ? (terms.Of(parsed), null, null)
                : FromMarket(name, InputFile.Read(file!, MarketJson.Read), parsed.GetValue(vol), terms, parsed);
            var at = parsed.GetValue(vol) ?? marketVol ?? throw new UsageException("--vol is missing");
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) PrintJson(option, at, mark, output);
            else PrintTable(option, at, mark, output);
            return ExitCode.Done;
        });
        return command;
    }

    private static (OptionAtPoint Option, double? Vol, double? Mark) FromMarket(
        string name, Market market, double? vol, OptionTerms terms, ParseResult parsed)
    {
        terms.RefuseAll(parsed);
        var option = InstrumentSymbol.Parse(name);
        if (!option.IsOption)
        {
            throw new InvalidInputException(
                "symbol", name, "is not an option", "name an option, e.g. BTC-25SEP26-100000-C");
        }
        var point = new OptionAtPoint(
            option.IsInverse ? PricingModel.CoinSettled : PricingModel.Black76,
            option.Right,
            market.ForwardOf(option).Total,
            option.Strike.ToDouble(),
            Math.Max((option.Expiry!.Value - market.Time).Years, 0),
            option.IsInverse ? 0 : market.CurveOf(option)?.Rate?.Value ?? 0,
            Yield: 0);
        // The twin's mark is in another currency.
        var own = market.UnderlyingOf(option.Base).Quotes.GetValueOrDefault(option);
        return (point, vol ?? market.VolOf(option), own?.Mark);
    }

    /// <summary>As traders read them: per vol point, day and percent.</summary>
    private static double[] PerUnit(Greeks g) =>
    [
        g.Price, g.Delta, g.Gamma, g.Vega / 100, g.Theta / 365, g.Rho / 100, g.Vanna / 100, g.Volga / 10_000,
    ];

    private static void PrintTable(OptionAtPoint option, double vol, double? mark, TextWriter output)
    {
        output.WriteLine($"{option.Describe()}, vol {vol * 100:0.######} %");
        var table = new TextGrid("lnl");
        var (units, values) = (option.Units(), PerUnit(option.Greeks(vol)));
        for (var i = 0; i < values.Length; i++) table.Add(Rows[i].Name, Figures.Number(values[i]), units[i]);
        if (mark is { } stated) table.Add("mark", Figures.Number(stated), "as the market states it");
        table.Write(output);
    }

    private static void PrintJson(OptionAtPoint option, double vol, double? mark, TextWriter output) =>
        JsonPage.Write(output, page =>
        {
            var json = page.Writer;
            option.Write(json);
            json.WriteNumber("vol", vol);
            var values = PerUnit(option.Greeks(vol));
            for (var i = 0; i < values.Length; i++) json.WriteNumber(Rows[i].Json, values[i]);
            if (mark is { } stated) json.WriteNumber("mark", stated);
        });
}
