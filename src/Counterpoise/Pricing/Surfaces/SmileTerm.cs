using Counterpoise.Units;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// Smiles by expiry, and how they continue in between. Between two: total variance linear in time at equal
/// log-moneyness, which crosses neither. Before the first and behind the last: the nearest smile as a function of
/// k/√T, so that its width follows the time to expiry.
/// </summary>
/// <param name="time">The instant of the market.</param>
/// <param name="smiles">By expiry, ascending.</param>
internal sealed class SmileTerm(Instant time, IReadOnlyList<(Instant Expiry, Smile Smile)> smiles)
{
    /// <summary>The smile of an expiry; null if it is not after the instant, or there is none.</summary>
    public Smile? At(Instant expiry)
    {
        var years = (expiry - time).Years;
        if (!(years > 0) || smiles.Count == 0) return null;
        var after = 0;
        while (after < smiles.Count && smiles[after].Expiry < expiry) after++;
        if (after < smiles.Count && smiles[after].Expiry == expiry) return smiles[after].Smile;
        if (after == 0) return new Scaled(smiles[0].Smile, Years(0), years);
        if (after == smiles.Count) return new Scaled(smiles[^1].Smile, Years(after - 1), years);
        return new Between(smiles[after - 1].Smile, Years(after - 1), smiles[after].Smile, Years(after), years);
    }

    private double Years(int i) => (smiles[i].Expiry - time).Years;

    private sealed class Scaled(Smile nearest, double its, double years) : Smile
    {
        private readonly double _stretch = Math.Sqrt(its / years);

        public override double Vol(double logMoneyness) => nearest.Vol(logMoneyness * _stretch);
    }

    private sealed class Between(Smile before, double from, Smile after, double to, double years) : Smile
    {
        private readonly double _share = (years - from) / (to - from);

        public override double Vol(double logMoneyness)
        {
            var (low, high) = (before.Vol(logMoneyness), after.Vol(logMoneyness));
            var (first, last) = (low * low * from, high * high * to);
            return Math.Sqrt(Math.FusedMultiplyAdd(_share, last - first, first) / years);
        }
    }
}
