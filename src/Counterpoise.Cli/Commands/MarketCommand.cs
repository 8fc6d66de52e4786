using System.CommandLine;
using Counterpoise.Markets;

namespace Counterpoise.Cli.Commands;

/// <summary>Market files: made from what a venue sends, and shown.</summary>
internal static class MarketCommand
{
    public static Command Create() =>
        new("market", "Makes and shows market files.")
        {
            new Command("import", "Makes a market file from recorded venue data.") { MarketImportCommand.Create() },
            MarketSynthCommand.Create(),
            MarketCalibrateCommand.Create(),
            Show(),
        };

    private static Command Show()
    {
        var file = new Argument<string>("file") { Description = "market file (JSON, may be .gz; - is standard input)" };
        var command = new Command("show", "What is in a market file: coins, expiries, forwards, smiles.") { file };
        command.SetAction(parsed =>
        {
            var market = InputFile.Read(parsed.GetValue(file)!, MarketJson.Read);
            MarketSummary.Write(market, parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return command;
    }
}
