using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Pricing.Models;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Models;

/// <summary>Values an option of a market under a model calibrated to the market's own quotes.</summary>
internal static class MarketModels
{
    public static ModelValue Of(OptionAtPoint option, ModelName model, Instrument instrument, Market market)
    {
        var surface = SurfaceFit.Fit(market, instrument.Base);
        var expiry = instrument.Expiry!.Value;
        if (model == ModelName.Svi) return Svi(option, surface, expiry);
        if (model == ModelName.Hybrid) return Hybrid(option, surface, expiry);
        if (model == ModelName.Heston) return Heston(option, surface, instrument);
        var smile = surface.Of(expiry) ?? throw Unquoted(instrument);
        return model == ModelName.Merton ? Merton(option, smile) : Sabr(option, smile);
    }

    private static ModelValue Svi(OptionAtPoint option, VolSurface surface, Units.Instant expiry)
    {
        if (surface.SmileAt(expiry) is not { } smile) throw NoSurface(surface, expiry);
        if (surface.Of(expiry) is not { } fit)
        {
            return ModelPricer.OnSmile(option, "raw SVI between expiries", smile, []) with
            {
                Remarks = ["not a fitted expiry: the smile is interpolated in total variance from its neighbours"],
            };
        }
        var (svi, quotes) = (fit.Svi, Count(fit));
        return ModelPricer.Svi(option, svi) with
        {
            Rmse = fit.Rmse,
            Determined = fit.Determine().Verdict,
            Remarks = [$"fitted to {quotes} without arbitrage: RMSE {fit.Rmse * 1e4:0.0} bp"],
        };
    }

    private static ModelValue Hybrid(OptionAtPoint option, VolSurface surface, Units.Instant expiry)
    {
        var hybrid = HybridSurface.Of(surface);
        if (hybrid.SmileAt(expiry) is not { } smile) throw NoSurface(surface, expiry);
        var value = ModelPricer.OnSmile(option, "hybrid", smile, []);
        if (hybrid.Of(expiry) is not { } own) return value;
        var k = Math.Log(option.Strike / option.Underlying);
        var correction = own.Correction(k);
        var (low, high) = (own.Fit.Quotes[0].LogMoneyness, own.Fit.Quotes[^1].LogMoneyness);
        var place = k < low || k > high
            ? $"beyond the quotes (ln K/F {k:0.000}, quoted {low:0.000} to {high:0.000}): "
                + (correction == 0 ? "no model continues this wing" : $"continued by {own.Model?.Name}")
            : $"within the quotes (ln K/F {k:0.000}, quoted {low:0.000} to {high:0.000}): the fitted smile itself";
        return value with
        {
            Correction = correction,
            Remarks =
            [
                place,
                $"fitted {own.Fit.Vol(k) * 100:0.00} %, correction {correction * 100:+0.00;-0.00;0.00} vol points",
            ],
        };
    }

    private static ModelValue Heston(OptionAtPoint option, VolSurface surface, Instrument instrument)
    {
        var expiries = surface.Smiles.Select(s => new ExpiryQuotes(s.Expiry, s.Years, s.Forward, s.Quotes)).ToArray();
        var fit = HestonCalibration.Fit(expiries) ?? throw Unquoted(instrument);
        var value = ModelPricer.Heston(option, fit.Parameters);
        return Calibrated(
            value, $"{fit.Quotes} quotes of {expiries.Length} expiries", fit.Rmse, fit.Determination.Verdict);
    }

    private static ModelValue Merton(OptionAtPoint option, SmileFit smile)
    {
        var fit = MertonCalibration.Fit(smile.Quotes, smile.Years)!;
        return Calibrated(
            ModelPricer.Merton(option, fit.Parameters), Count(smile), fit.Rmse, fit.Determination.Verdict);
    }

    private static ModelValue Sabr(OptionAtPoint option, SmileFit smile)
    {
        var fit = SabrCalibration.Fit(smile.Quotes, smile.Forward, smile.Years)!;
        return Calibrated(ModelPricer.Sabr(option, fit.Parameters), Count(smile), fit.Rmse, fit.Determination.Verdict);
    }

    private static ModelValue Calibrated(ModelValue value, string quotes, double rmse, string verdict) => value with
    {
        Rmse = rmse,
        Determined = verdict,
        Remarks = [$"calibrated to {quotes}: RMSE {rmse * 1e4:0.0} bp", .. value.Remarks],
    };

    private static string Count(SmileFit fit) =>
        $"{fit.Quotes.Count} quotes of {DeribitSymbol.PrintExpiry(fit.Expiry)}";

    private static InvalidInputException Unquoted(Instrument option) => new(
        "symbol", option.ToString(), "has no two-sided quotes of its expiry to calibrate to",
        "use --model svi or hybrid, or give --parameters");

    private static InvalidInputException NoSurface(VolSurface surface, Units.Instant expiry) => new(
        "market", $"{surface.Base}", $"has no smile for {expiry}",
        "use a market with two-sided quotes after its instant");
}
