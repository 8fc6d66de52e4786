using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>The fitted smiles of one coin, free of butterfly and calendar arbitrage.</summary>
/// <param name="Base">Which coin.</param>
/// <param name="Time">The instant of the market.</param>
/// <param name="Smiles">By expiry, ascending.</param>
public sealed record VolSurface(Currency Base, Instant Time, IReadOnlyList<SmileFit> Smiles) : ISmiles
{
    /// <inheritdoc />
    /// <exception cref="InvalidInputException">The fit of this expiry has a variance that is not positive.</exception>
    public Smile? SmileAt(Instant expiry)
    {
        foreach (var fit in Smiles)
            if (fit.Expiry == expiry) return new SviSmile(fit.Svi, fit.Years);
        return null;
    }
}
