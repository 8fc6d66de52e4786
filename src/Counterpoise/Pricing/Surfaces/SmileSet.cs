using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// What a market can be priced from besides its chain, made once and shared by everything that is margined against it.
/// It belongs to the market it was fitted to: for a market after a <see cref="Markets.Scenario"/> fit anew.
/// </summary>
/// <param name="Fitted">The fitted surface, by coin.</param>
public sealed record SmileSet(IReadOnlyDictionary<Currency, ISmiles> Fitted)
{
    /// <summary>The same, continued by a model beyond the quotes, by coin; empty if no model was made.</summary>
    public IReadOnlyDictionary<Currency, ISmiles> Hybrid { get; init; } = new Dictionary<Currency, ISmiles>();
}
