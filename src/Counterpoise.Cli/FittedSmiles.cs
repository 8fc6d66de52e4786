using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli;

/// <summary>The surfaces of the market of a command: fitted once, and only if something prices from them.</summary>
internal static class FittedSmiles
{
    /// <summary>What these rulebooks need.</summary>
    /// <param name="market">What to fit.</param>
    /// <param name="rulebooks">Those that will be evaluated.</param>
    /// <param name="isExplained">True if surfaces are to be compared whatever the rulebooks price from.</param>
    /// <returns>Null if nothing needs a surface.</returns>
    public static SmileSet? Of(Market market, IReadOnlyList<Rulebook> rulebooks, bool isExplained = false) =>
        isExplained || rulebooks.Any(r => r.Vols.Vols != VolKind.Chain)
            ? Fit(market, isExplained || rulebooks.Any(r => r.Vols.Vols == VolKind.Hybrid))
            : null;

    private static SmileSet Fit(Market market, bool withModels)
    {
        var fitted = SurfaceFit.Fit(market);
        var set = new SmileSet(fitted.ToDictionary(s => s.Key, ISmiles (s) => s.Value));
        return withModels
            ? set with { Hybrid = fitted.ToDictionary(s => s.Key, ISmiles (s) => HybridSurface.Of(s.Value)) }
            : set;
    }
}
