using System.CommandLine;

namespace Counterpoise.Cli.Commands;

/// <summary>Volatility surfaces.</summary>
internal static class SurfaceCommand
{
    public static Command Create() =>
        new("surface", "Volatility surfaces without arbitrage, from option quotes.") { SurfaceFitCommand.Create() };
}
