namespace Counterpoise.Cli.Models;

/// <summary>What gives an option its price beside a single volatility.</summary>
internal enum ModelName
{
    Black,
    Svi,
    Merton,
    Heston,
    Sabr,
    Hybrid,
}
