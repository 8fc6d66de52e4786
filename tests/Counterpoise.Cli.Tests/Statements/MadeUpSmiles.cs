using Counterpoise.Markets;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Cli.Tests.Statements;

/// <summary>
/// Smiles through the quote nearest to the money of every expiry, of one shape; the hybrid bends up beyond |k| = 0.15.
/// </summary>
internal static class MadeUpSmiles
{
    public static SmileSet Of(Market market)
    {
        Dictionary<Currency, ISmiles> fitted = [], hybrid = [];
        foreach (var (coin, underlying) in market.Underlyings)
        {
            var fits = new List<SmileFit>();
            foreach (var expiry in underlying.Quotes.Keys.Where(i => i.IsOption).GroupBy(i => i.Expiry!.Value))
            {
                var years = (expiry.Key - market.Time).Years;
                if (years <= 0) continue;
                var nearest = expiry.MinBy(i => Math.Abs(market.LogMoneyness(i)))!;
                var variance = market.VolOf(nearest) * market.VolOf(nearest) * years;
                var svi = new RawSvi(0.8 * variance, 0.1 * Math.Sqrt(variance), -0.2, 0, Math.Sqrt(variance));
                fits.Add(new SmileFit(expiry.Key, years, market.ForwardOf(nearest).Total, svi));
            }
            var surface = new VolSurface(coin, market.Time, fits);
            (fitted[coin], hybrid[coin]) = (surface, new Bent(surface));
        }
        return new SmileSet(fitted) { Hybrid = hybrid };
    }

    private sealed class Bent(VolSurface surface) : ISmiles
    {
        public Smile? SmileAt(Instant expiry) => surface.SmileAt(expiry) is { } smile ? new BentSmile(smile) : null;
    }

    private sealed class BentSmile(Smile smile) : Smile
    {
        public override double Vol(double logMoneyness) =>
            smile.Vol(logMoneyness) + 0.1 * Math.Max(0, Math.Abs(logMoneyness) - 0.15);
    }
}
