using System.CommandLine;
using Counterpoise.Cli.Surfaces;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Cli.Commands;

/// <summary>Fits the smiles of a market, or of every snapshot of recorded chains.</summary>
internal static class SurfaceFitCommand
{
    private const double MostWidth = 10;

    public static Command Create()
    {
        var files = new Argument<string[]>("market")
        {
            Description = "market file (JSON) or recorded chain (csv); may be .gz; - is standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        var coin = new Option<string?>("--coin") { Description = "only this coin", HelpName = "COIN" };
        var weights = Options.Choice(
            "--weights", "how much a quote counts", ("spread", QuoteWeights.SpreadAndVega),
            ("equal", QuoteWeights.Equal));
        var calendar = Options.Choice(
            "--calendar", "strikes at which calendar arbitrage is excluded", ("everywhere", CalendarRange.Everywhere),
            ("quoted", CalendarRange.Quoted));
        var width = Options.Number(
            "--width", "N", "quotes beyond this many standard deviations are left out (default 3)", WidthFault);
        var snapshot = Options.Time("--snapshot", "one snapshot of a csv that has several", "2026-02-05T12:00:00Z");
        var svg = new Option<string?>("--svg") { Description = "also write a picture", HelpName = "FILE" };
        var target = new Option<string?>("--out")
        {
            Description = "also write the market with the fitted smiles",
            HelpName = "FILE",
        };
        var json = Options.Json();
        var command = new Command(
            "fit", "Fits a smile to every expiry, free of butterfly and calendar arbitrage, and says what that took.")
        {
            files, coin, weights, calendar, width, snapshot, svg, target, json,
        };
        command.SetAction(parsed =>
        {
            var rules = new SurfaceFitOptions
            {
                Weights = parsed.GetValue(weights) ?? SurfaceFitOptions.Default.Weights,
                Calendar = parsed.GetValue(calendar) ?? SurfaceFitOptions.Default.Calendar,
                Width = parsed.GetValue(width) ?? SurfaceFitOptions.Default.Width,
            };
            var paths = parsed.GetValue(files)!;
            OutputFile.Check([parsed.GetValue(svg), parsed.GetValue(target)], paths);
            var job = new SurfaceJob(paths, parsed.GetValue(snapshot), Coin(parsed.GetValue(coin)), rules);
            var configuration = parsed.InvocationConfiguration;
            var asked = new SurfaceOutputs(parsed.GetValue(svg), parsed.GetValue(target), parsed.GetValue(json));
            return job.Run(asked, configuration.Output, configuration.Error);
        });
        return command;
    }

    private static Currency? Coin(string? code)
    {
        if (code is null) return null;
        return Currency.TryParse(code, out var coin)
            ? coin
            : throw new UsageException($"--coin \"{code}\" is not a currency code; use 1 to 12 letters or digits");
    }

    private static string? WidthFault(double width) => width switch
    {
        <= 0 => "is not positive; use a number of standard deviations such as 3",
        > MostWidth => $"is more than {MostWidth:0} standard deviations; use a number such as 3",
        _ => null,
    };
}
