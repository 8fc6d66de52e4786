using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>The fitted smiles of one coin, free of butterfly and calendar arbitrage.</summary>
/// <param name="Base">Which coin.</param>
/// <param name="Time">The instant of the market.</param>
/// <param name="Smiles">By expiry, ascending.</param>
public sealed record VolSurface(Currency Base, Instant Time, IReadOnlyList<SmileFit> Smiles);
