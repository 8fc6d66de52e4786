using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>The fitted smiles of one coin, free of butterfly and calendar arbitrage.</summary>
/// <param name="Base">Which coin.</param>
/// <param name="Time">The instant of the market.</param>
/// <param name="Smiles">By expiry, ascending; at least one.</param>
public sealed record VolSurface(Currency Base, Instant Time, IReadOnlyList<SmileFit> Smiles)
{
    /// <summary>The fitted smile of an expiry; null if it is not a fitted one.</summary>
    public SmileFit? Of(Instant expiry)
    {
        foreach (var smile in Smiles) if (smile.Expiry == expiry) return smile;
        return null;
    }

    /// <summary>
    /// The smile of any expiry. Fitted: its own. Between two: total variance linear in time at equal log-moneyness,
    /// which crosses neither. Before the first and behind the last: the nearest smile as a function of k/√T, so that
    /// its width follows the time to expiry. Null if the expiry is not after the surface's instant.
    /// </summary>
    public Smile? SmileAt(Instant expiry)
    {
        var years = (expiry - Time).Years;
        if (!(years > 0) || Smiles.Count == 0) return null;
        var after = 0;
        while (after < Smiles.Count && Smiles[after].Expiry < expiry) after++;
        if (after < Smiles.Count && Smiles[after].Expiry == expiry) return Smiles[after].ToSmile();
        if (after == 0) return new ScaledSmile(Smiles[0], years);
        if (after == Smiles.Count) return new ScaledSmile(Smiles[^1], years);
        return new BetweenSmile(Smiles[after - 1], Smiles[after], years);
    }

    private sealed class ScaledSmile(SmileFit nearest, double years) : Smile
    {
        private readonly double _stretch = Math.Sqrt(nearest.Years / years);

        public override double Vol(double logMoneyness) => nearest.Vol(logMoneyness * _stretch);
    }

    private sealed class BetweenSmile(SmileFit before, SmileFit after, double years) : Smile
    {
        private readonly double _share = (years - before.Years) / (after.Years - before.Years);

        public override double Vol(double logMoneyness)
        {
            var (low, high) = (before.Svi.Variance(logMoneyness), after.Svi.Variance(logMoneyness));
            return Math.Sqrt(Math.Max(0, Math.FusedMultiplyAdd(_share, high - low, low)) / years);
        }
    }
}
