using System.CommandLine;
using Counterpoise.Markets;

namespace Counterpoise.Cli;

/// <summary>A market that a command makes: its name, its file, and the line that says what is in it.</summary>
internal static class MarketOutput
{
    public static Option<string?> Name() =>
        new("--name") { Description = "what to call the market", HelpName = "NAME" };

    public static Option<string> Target() => new("--output", "-o")
    {
        Description = "market file to write (- is standard output)",
        HelpName = "FILE",
        Required = true,
    };

    public static int Write(Market market, string path, InvocationConfiguration configuration)
    {
        OutputFile.Write(path, MarketJson.Write(market), configuration.Output);
        // Standard output may be the market itself.
        (path == "-" ? configuration.Error : configuration.Output).WriteLine(MarketSummary.OneLine(market));
        return ExitCode.Done;
    }
}
