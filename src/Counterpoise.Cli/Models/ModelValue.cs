using Counterpoise.Pricing;

namespace Counterpoise.Cli.Models;

/// <summary>What a model says of an option.</summary>
/// <param name="Model">Its name in words.</param>
/// <param name="Greeks">In the option's own settlement, units of <see cref="OptionAtPoint.Units"/>.</param>
/// <param name="Vol">The Black volatility of its price; null if the price holds none.</param>
/// <param name="Parameters">By name; empty where there are none.</param>
internal sealed record ModelValue(
    string Model, Greeks Greeks, double? Vol, IReadOnlyList<(string Name, double Value)> Parameters)
{
    /// <summary>What it was calibrated to, how well, and other findings; empty for given parameters.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Root mean square error of the calibration, volatility; null for given parameters.</summary>
    public double? Rmse { get; init; }

    /// <summary>How well the quotes determine the parameters, in words; null for given ones.</summary>
    public string? Determined { get; init; }

    /// <summary>
    /// Delta with the smile moving with the forward, where <see cref="Greeks"/> holds the option's volatility; else
    /// null.
    /// </summary>
    public double? SmileDelta { get; init; }

    /// <summary>What a model adds to the fitted volatility; null but for the hybrid.</summary>
    public double? Correction { get; init; }
}
