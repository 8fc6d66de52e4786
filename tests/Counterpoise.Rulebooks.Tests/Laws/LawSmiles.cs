using Counterpoise.Margins;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>Made-up smiles for the market of the laws, and rulebooks that price from them.</summary>
public static class LawSmiles
{
    /// <summary>Tilted and curved; the hybrid has wings of another slope.</summary>
    public static SmileSet Set { get; } = new(ByCoin(wings: 0.1))
    {
        Hybrid = ByCoin(wings: 0.13),
    };

    /// <summary>One volatility at every strike of a coin.</summary>
    public static SmileSet Flat { get; } = new(new Dictionary<Currency, ISmiles>
    {
        [LawMarket.Btc] = new Level(0.55),
        [LawMarket.Eth] = new Level(0.7),
    });

    public static Rulebook On(this Rulebook rulebook, VolKind vols, SmileRule smile) =>
        rulebook with { Vols = new VolRule(vols, smile) };

    private static Dictionary<Currency, ISmiles> ByCoin(double wings) => new()
    {
        [LawMarket.Btc] = Surface(LawMarket.Btc, 0.55, wings),
        [LawMarket.Eth] = Surface(LawMarket.Eth, 0.7, wings),
    };

    private static VolSurface Surface(Currency coin, double vol, double wings)
    {
        var fits = new List<SmileFit>();
        for (var e = 0; e < 4; e++)
        {
            var years = (LawMarket.Expiry(e) - LawMarket.Time).Years;
            var variance = vol * vol * years;
            var svi = new RawSvi(0.8 * variance, wings * Math.Sqrt(variance), -0.3, 0.02, 0.2 * Math.Sqrt(years));
            fits.Add(new SmileFit(LawMarket.Expiry(e), years, 0, svi));
        }
        return new VolSurface(coin, LawMarket.Time, fits);
    }

    private sealed class Level(double vol) : Smile, ISmiles
    {
        public Smile SmileAt(Instant expiry) => this;

        public override double Vol(double logMoneyness) => vol;
    }
}
