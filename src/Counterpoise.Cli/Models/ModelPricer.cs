using Counterpoise.Pricing;
using Counterpoise.Pricing.Models;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Models;

/// <summary>Values an option under parameters: a model's own price and Greeks, in the option's settlement.</summary>
internal static class ModelPricer
{
    public static ModelValue Of(OptionAtPoint option, ModelName model, string parameters)
    {
        var given = new ModelParameters(model, parameters);
        return model switch
        {
            ModelName.Svi => Svi(option, given.Svi()),
            ModelName.Merton => Merton(option, given.Merton()),
            ModelName.Heston => Heston(option, given.Heston()),
            _ => Sabr(option, given.Sabr()),
        };
    }

    public static ModelValue Svi(OptionAtPoint option, RawSvi svi) => OnSmile(
        option, "raw SVI", new SviSmile(svi, option.Years),
        [("a", svi.A), ("b", svi.B), ("rho", svi.Rho), ("m", svi.M), ("sigma", svi.Sigma)]);

    public static ModelValue Merton(OptionAtPoint option, MertonParameters p) => OfModel(
        option, "Merton's jumps",
        Pricing.Models.Merton.All(
            option.Right, option.Underlying, option.Strike, p, option.Years, option.Discount),
        [("vol", p.Vol), ("intensity", p.JumpIntensity), ("jump-mean", p.JumpMean), ("jump-vol", p.JumpVol)]);

    public static ModelValue Heston(OptionAtPoint option, HestonParameters p)
    {
        var value = OfModel(
            option, "Heston's stochastic volatility",
            Pricing.Models.Heston.All(
                option.Right, option.Underlying, option.Strike, p, option.Years, option.Discount),
            [("v0", p.V0), ("kappa", p.Kappa), ("theta", p.Theta), ("vol-of-vol", p.VolOfVol), ("rho", p.Rho)]);
        return value with
        {
            Remarks =
            [
                p.FellerHolds
                    ? "variance never reaches 0 (Feller)" : "variance can reach 0: Feller's condition does not hold",
            ],
        };
    }

    public static ModelValue Sabr(OptionAtPoint option, SabrParameters p)
    {
        var value = OfModel(
            option, "SABR (Hagan)",
            Pricing.Models.Sabr.All(option.Right, option.Underlying, option.Strike, p, option.Years, option.Discount),
            [("alpha", p.Alpha), ("beta", p.Beta), ("nu", p.Nu), ("rho", p.Rho)]);
        if (option.Years <= 0) return value;
        var smile = new SabrSmile(p, option.Underlying, option.Years);
        var isFenced = option.Strike < smile.LowestSoundStrike || option.Strike > smile.HighestSoundStrike;
        return isFenced ? value with { Remarks = [Fence(smile)] } : value;
    }

    /// <summary>Black-76 at the volatility a smile gives, and the delta with the smile moving.</summary>
    public static ModelValue OnSmile(
        OptionAtPoint option, string name, Smile smile, IReadOnlyList<(string Name, double Value)> parameters)
    {
        const double step = 1e-5;
        var k = Math.Log(option.Strike / option.Underlying);
        var vol = smile.Vol(k);
        var greeks = option.Greeks(vol);
        // A rise of the forward by a share lowers k by as much: in coin delta is per ln F, else per 1 of F.
        var slope = (smile.Vol(k + step) - smile.Vol(k - step)) / (2 * step);
        var unit = option.Model == PricingModel.CoinSettled ? 1 : option.Underlying;
        return new ModelValue(name, greeks, vol, parameters) { SmileDelta = greeks.Delta - greeks.Vega * slope / unit };
    }

    private static ModelValue OfModel(
        OptionAtPoint option, string name, Greeks money, IReadOnlyList<(string Name, double Value)> parameters)
    {
        var greeks = option.Model == PricingModel.CoinSettled ? CoinSettled.Of(money, option.Underlying) : money;
        var implied = option.Vol(greeks.Price);
        return new ModelValue(name, greeks, implied.IsSolved ? implied.Vol : null, parameters);
    }

    private static string Fence(SabrSmile smile) =>
        $"Hagan's formula has a negative density outside of {smile.LowestSoundStrike:0.##} to "
        + $"{smile.HighestSoundStrike:0.##}: this strike is on the straight wing that replaces it";
}
