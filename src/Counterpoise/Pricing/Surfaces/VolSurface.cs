using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>The fitted smiles of one coin, free of butterfly and calendar arbitrage.</summary>
/// <param name="Base">Which coin.</param>
/// <param name="Time">The instant of the market.</param>
/// <param name="Smiles">By expiry, ascending; at least one.</param>
public sealed record VolSurface(Currency Base, Instant Time, IReadOnlyList<SmileFit> Smiles) : ISmiles
{
    /// <summary>The fitted smile of an expiry; null if it is not a fitted one.</summary>
    public SmileFit? Of(Instant expiry)
    {
        foreach (var smile in Smiles) if (smile.Expiry == expiry) return smile;
        return null;
    }

    /// <summary>
    /// The smile of any expiry: its own, or one between or beside the fitted ones. Between two total variance is linear
    /// in time at equal log-moneyness, which crosses neither; before the first and behind the last it is the nearest
    /// smile as a function of k/√T. Null if the expiry is not after the surface's instant.
    /// </summary>
    public Smile? SmileAt(Instant expiry) =>
        new SmileTerm(Time, [.. Smiles.Select(s => (s.Expiry, s.ToSmile()))]).At(expiry);
}
