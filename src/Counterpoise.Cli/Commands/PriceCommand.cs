using System.CommandLine;
using Counterpoise.Pricing;

namespace Counterpoise.Cli.Commands;

/// <summary>The value of one option and its Greeks.</summary>
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
        var terms = new OptionTerms();
        var vol = Options.Vol("--vol", "annualised volatility: 0.62 or 62%");
        var json = Options.Json();
        var command = new Command("price", "Price and Greeks of an option: Black-76, Black-Scholes or coin-settled.")
        {
            vol, json,
        };
        terms.AddTo(command);
        command.Validators.Add(result =>
        {
            var fault = terms.Fault(result) ?? (result.GetResult(vol) is null ? "--vol is missing" : null);
            if (fault is not null) result.AddError(fault);
        });
        command.SetAction(parsed => Print(terms.Of(parsed), parsed.GetValue(vol)!.Value, parsed.GetValue(json), parsed));
        return command;
    }

    private static int Print(OptionAtPoint option, double vol, bool json, ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        var values = PerUnit(option.Greeks(vol));
        if (json) PrintJson(option, vol, values, output);
        else PrintTable(option, vol, values, output);
        return ExitCode.Done;
    }

    /// <summary>As traders read them: per vol point, day and percent.</summary>
    private static double[] PerUnit(Greeks g) =>
    [
        g.Price, g.Delta, g.Gamma, g.Vega / 100, g.Theta / 365, g.Rho / 100, g.Vanna / 100, g.Volga / 10_000,
    ];

    private static void PrintTable(OptionAtPoint option, double vol, double[] values, TextWriter output)
    {
        output.WriteLine($"{option.Describe()}, vol {vol * 100:0.######} %");
        var table = new TextTable("lnl");
        var units = option.Units();
        for (var i = 0; i < values.Length; i++) table.Add(Rows[i].Name, TextTable.Number(values[i]), units[i]);
        table.Write(output);
    }

    private static void PrintJson(OptionAtPoint option, double vol, double[] values, TextWriter output) =>
        JsonOutput.Write(output, json =>
        {
            option.Write(json);
            json.WriteNumber("vol", vol);
            for (var i = 0; i < values.Length; i++) json.WriteNumber(Rows[i].Json, values[i]);
        });
}
