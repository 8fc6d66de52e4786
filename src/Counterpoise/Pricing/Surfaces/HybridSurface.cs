using Counterpoise.Pricing.Models;
using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// A fitted surface continued by models where it has no quotes: <see cref="HybridSmile"/> per expiry. Up to
/// <see cref="JumpDays"/> days it is Merton's model fitted to that expiry, as diffusion has too little time to reach
/// the wings; beyond, Heston's fitted to all those expiries together. An expiry with too few quotes for a model of its
/// own stays as fitted.
/// </summary>
public sealed class HybridSurface : ISmiles
{
    /// <summary>Up to so many days jumps, beyond stochastic volatility.</summary>
    public const double JumpDays = 30;

    private readonly SmileTerm _term;

    private HybridSurface(
        VolSurface surface, IReadOnlyList<HybridSmile> smiles, IReadOnlyDictionary<Instant, MertonCalibration> jumps,
        HestonCalibration? stochasticVol)
    {
        (Fitted, Smiles, Jumps, StochasticVol) = (surface, smiles, jumps, stochasticVol);
        _term = new SmileTerm(surface.Time, [.. smiles.Select(s => (s.Fit.Expiry, (Smile)s))]);
    }

    /// <summary>The surface that is continued.</summary>
    public VolSurface Fitted { get; }

    /// <summary>By expiry, ascending.</summary>
    public IReadOnlyList<HybridSmile> Smiles { get; }

    /// <summary>Merton's model of the expiries it continues.</summary>
    public IReadOnlyDictionary<Instant, MertonCalibration> Jumps { get; }

    /// <summary>Heston's model of the expiries it continues together; null if there are none.</summary>
    public HestonCalibration? StochasticVol { get; }

    /// <summary>Calibrates the models to the quotes of a surface and continues it.</summary>
    public static HybridSurface Of(VolSurface surface)
    {
        var far = surface.Smiles.Where(s => !IsNear(s) && IsQuoted(s)).Select(s => s.AsQuotes()).ToArray();
        var heston = HestonCalibration.Fit(far);
        var jumps = new Dictionary<Instant, MertonCalibration>();
        foreach (var near in surface.Smiles.Where(s => IsNear(s) && IsQuoted(s)))
            if (MertonCalibration.Fit(near.Quotes, near.Years) is { } merton) jumps[near.Expiry] = merton;
        var smiles = new List<HybridSmile>();
        for (var i = 0; i < surface.Smiles.Count; i++)
        {
            var (smile, after) = (surface.Smiles[i], i + 1 < surface.Smiles.Count ? surface.Smiles[i + 1] : null);
            smiles.Add(new HybridSmile(smile, ModelOf(smile), smiles.LastOrDefault(), after));
        }
        return new HybridSurface(surface, smiles, jumps, heston);

        WingModel? ModelOf(SmileFit smile) =>
            jumps.TryGetValue(smile.Expiry, out var merton) ? new WingModel.Jumps(merton.Parameters)
            : heston is not null && !IsNear(smile) && IsQuoted(smile)
                ? new WingModel.StochasticVol(heston.Parameters)
            : null;
    }

    /// <summary>The continued smile of an expiry; null if it is not one of the fitted.</summary>
    public HybridSmile? Of(Instant expiry) => Smiles.FirstOrDefault(s => s.Fit.Expiry == expiry);

    /// <inheritdoc />
    public Smile? SmileAt(Instant expiry) => _term.At(expiry);

    private static bool IsNear(SmileFit smile) => smile.Years * 365 <= JumpDays;

    private static bool IsQuoted(SmileFit smile) => smile.Quotes.Count >= SurfaceFit.EnoughQuotes;
}
