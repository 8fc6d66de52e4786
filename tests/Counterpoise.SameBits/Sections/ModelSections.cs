using Counterpoise.Instruments;
using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.SameBits.Inputs;
using Counterpoise.Units;

namespace Counterpoise.SameBits.Sections;

/// <summary>Merton and SABR option by option, and a hybrid surface with the calibrations behind it.</summary>
internal static class ModelSections
{
    public static void Merton(BitDigest digest, int count)
    {
        var random = new SplitMix(31);
        for (var i = 0; i < count / 8; i++)
        {
            var parameters = new MertonParameters(
                random.Between(0.05, 1.5), random.Between(0, 60), random.Between(-0.3, 0.3), random.Between(0, 0.4));
            Add(digest, Pricing.Models.Merton.All(
                Right(random), 100, random.Between(50, 200), parameters, random.Between(0.003, 1), 0.97));
        }
    }

    public static void Sabr(BitDigest digest, int count)
    {
        var random = new SplitMix(32);
        for (var i = 0; i < count / 8; i++)
        {
            var parameters = new SabrParameters(
                random.Between(0.2, 1.2), random.Between(0, 1), random.Between(0, 3), random.Between(-0.9, 0.9));
            Add(digest, Pricing.Models.Sabr.All(
                Right(random), 1, random.Between(0.5, 2), parameters, random.Between(0.01, 2), 0.97));
        }
    }

    public static void Hybrid(BitDigest digest, int count)
    {
        var coin = Currency.Parse("BTC");
        var market = SyntheticMarket.Make("bits", Instant.FromUtc(2026, 3, 2, 9), [new SyntheticCoin(coin, 90_000)]);
        var hybrid = HybridSurface.Of(SurfaceFit.Fit(market, coin));
        var heston = hybrid.StochasticVol!.Parameters;
        digest.Add([heston.V0, heston.Kappa, heston.Theta, heston.VolOfVol, heston.Rho]);
        foreach (var merton in hybrid.Jumps.OrderBy(j => j.Key).Select(j => j.Value.Parameters))
            digest.Add([merton.Vol, merton.JumpIntensity, merton.JumpMean, merton.JumpVol]);
        var random = new SplitMix(33);
        for (var i = 0; i < count; i++)
        {
            var smile = hybrid.Smiles[i % hybrid.Smiles.Count];
            digest.Add([smile.Vol(random.Between(-2, 2))]);
        }
    }

    private static OptionRight Right(SplitMix random) => random.OneIn(2) ? OptionRight.Call : OptionRight.Put;

    private static void Add(BitDigest digest, Greeks g) =>
        digest.Add([g.Price, g.Delta, g.Gamma, g.Vega, g.Theta, g.Rho, g.Vanna, g.Volga]);
}
