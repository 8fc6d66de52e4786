using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>The smiles of one coin: a fitted surface, or one that a model continues beyond its quotes.</summary>
public interface ISmiles
{
    /// <summary>The smile of an expiry; null if there is none.</summary>
    Smile? SmileAt(Instant expiry);
}
