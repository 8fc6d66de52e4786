using System.CommandLine;
using Counterpoise.Cli.Models;
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
        var model = Options.Choice(
            "--model", "what gives the price: one volatility, the surface fitted to the market, or a model",
            ("black", ModelName.Black), ("svi", ModelName.Svi), ("merton", ModelName.Merton),
            ("heston", ModelName.Heston), ("sabr", ModelName.Sabr), ("hybrid", ModelName.Hybrid));
        var parameters = new Option<string?>("--parameters")
        {
            Description = "of the model, e.g. v0=0.3,kappa=2,theta=0.4,vol-of-vol=0.9,rho=-0.4 "
                + "(without: calibrated to the market)",
            HelpName = "NAME=VALUE,...",
        };
        var json = Options.Json();
        var command = new Command("price", "Price and Greeks of an option, from one volatility or under a model.")
        {
            symbol, market, vol, model, parameters, json,
        };
        terms.AddTo(command);
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(symbol);
            var file = parsed.GetValue(market);
            if (name is null != file is null) throw new UsageException("a symbol and --market go together");
            var (chosen, given) = (parsed.GetValue(model) ?? ModelName.Black, parsed.GetValue(parameters));
            Check(chosen, given, parsed.GetValue(vol), file);
            var read = file is null ? null : InputFile.Read(file, MarketJson.Read);
            if (name is not null) terms.RefuseAll(parsed);
            var instrument = name is null ? null : OptionNamed(name);
            var option = instrument is null ? terms.Of(parsed) : FromMarket(instrument, read!);
            if (chosen != ModelName.Black && option.Model == PricingModel.BlackScholes)
                throw new UsageException($"--model {ModelParameters.Word(chosen)} goes with --forward, not --spot");
            var value = chosen == ModelName.Black
                ? Black(option, parsed.GetValue(vol) ?? (instrument is null ? null : read!.VolOf(instrument)))
                : given is not null ? ModelPricer.Of(option, chosen, given)
                : MarketModels.Of(option, chosen, instrument!, read!);
            // The twin's mark is in another currency.
            var mark = instrument is null
                ? null : read!.UnderlyingOf(instrument.Base).Quotes.GetValueOrDefault(instrument)?.Mark;
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) PrintJson(option, chosen, value, mark, output);
            else PrintTable(option, chosen, value, mark, output);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Check(ModelName model, string? parameters, double? vol, string? market)
    {
        var word = ModelParameters.Word(model);
        if (model != ModelName.Black && vol is not null)
            throw new UsageException($"--vol and --model {word} contradict each other");
        if (parameters is not null) ModelParameters.Names(model);
        else if (model != ModelName.Black && market is null)
            throw new UsageException(model == ModelName.Hybrid
                ? "--model hybrid needs a symbol and --market"
                : $"--model {word} needs --parameters, or a symbol and --market to calibrate to");
    }

    private static ModelValue Black(OptionAtPoint option, double? vol) => vol is { } at
        ? new("", option.Greeks(at), at, [])
        : throw new UsageException("--vol is missing");

    private static Instrument OptionNamed(string name)
    {
        var option = InstrumentSymbol.Parse(name);
        return option.IsOption
            ? option
            : throw new InvalidInputException(
                "symbol", name, "is not an option", "name an option, e.g. BTC-25SEP26-100000-C");
    }

    private static OptionAtPoint FromMarket(Instrument option, Market market) => new(
        option.IsInverse ? PricingModel.CoinSettled : PricingModel.Black76,
        option.Right,
        market.ForwardOf(option).Total,
        option.Strike.ToDouble(),
        Math.Max((option.Expiry!.Value - market.Time).Years, 0),
        option.IsInverse ? 0 : market.CurveOf(option)?.Rate?.Value ?? 0,
        Yield: 0);

    /// <summary>As traders read them: per vol point, day and percent.</summary>
    private static double[] PerUnit(Greeks g) =>
    [
        g.Price, g.Delta, g.Gamma, g.Vega / 100, g.Theta / 365, g.Rho / 100, g.Vanna / 100, g.Volga / 10_000,
    ];

    private static void PrintTable(
        OptionAtPoint option, ModelName model, ModelValue value, double? mark, TextWriter output)
    {
        output.WriteLine(model == ModelName.Black
            ? $"{option.Describe()}, vol {value.Vol * 100:0.######} %"
            : $"{option.Describe()}, {value.Model}");
        if (value.Parameters.Count > 0)
            output.WriteLine(string.Join(", ", value.Parameters.Select(p => $"{p.Name} {p.Value:0.######}")));
        foreach (var remark in value.Remarks) output.WriteLine(remark);
        if (value.Determined is { } verdict) output.WriteLine(verdict);
        var table = new TextGrid("lnl");
        var (units, values) = (option.Units(), PerUnit(value.Greeks));
        for (var i = 0; i < values.Length; i++)
        {
            table.Add(Rows[i].Name, Figures.Number(values[i]), UnitOf(i, units[i], model));
            if (i == 1 && value.SmileDelta is { } moving)
                table.Add("smile delta", Figures.Number(moving), "delta if the smile moves with the forward");
        }
        if (model != ModelName.Black)
        {
            var vol = value.Vol is { } implied ? Figures.Number(implied * 100) : "-";
            table.Add("black vol", vol, "% that gives this price in Black-76");
        }
        if (mark is { } stated) table.Add("mark", Figures.Number(stated), "as the market states it");
        table.Write(output);
    }

    // Under a model the volatility that moves is the model's own.
    private static string UnitOf(int row, string unit, ModelName model)
    {
        if (Rows[row].Name is not ("vega" or "vanna" or "volga")) return unit;
        return model switch
        {
            ModelName.Merton => $"{unit} of the volatility between jumps",
            ModelName.Heston => $"{unit} of the initial volatility",
            ModelName.Sabr => unit.Replace("vol point", "0.01 of alpha", StringComparison.Ordinal),
            _ => unit,
        };
    }

    private static void PrintJson(
        OptionAtPoint option, ModelName model, ModelValue value, double? mark, TextWriter output) =>
        JsonPage.Write(output, page =>
        {
            var json = page.Writer;
            option.Write(json);
            JsonPage.Number(json, "vol", value.Vol);
            var values = PerUnit(value.Greeks);
            for (var i = 0; i < values.Length; i++) json.WriteNumber(Rows[i].Json, values[i]);
            if (mark is { } stated) json.WriteNumber("mark", stated);
            if (model == ModelName.Black) return;
            json.WriteString("volatilityModel", ModelParameters.Word(model));
            json.WriteStartObject("parameters");
            foreach (var (name, number) in value.Parameters) JsonPage.Number(json, name, number);
            json.WriteEndObject();
            if (value.SmileDelta is { } moving) JsonPage.Number(json, "smileDelta", moving);
            if (value.Correction is { } correction) JsonPage.Number(json, "correction", correction);
            if (value.Rmse is { } rmse) JsonPage.Number(json, "rmse", rmse);
            if (value.Determined is { } verdict) json.WriteString("determination", verdict);
            JsonPage.Texts(json, "remarks", value.Remarks);
        });
}
