using Counterpoise.Margins.Charges;
using Counterpoise.Markets;

namespace Counterpoise.Margins.Dynamic;

/// <summary>The charges of one coin, with the market's numbers in them.</summary>
internal static class DynamicCharges
{
    /// <summary>Those added to the scan, in printed order.</summary>
    public static Charge[] Added(DynamicRules rules, DynamicCoin coin, RiskParameters risk, ParameterChoice choice)
    {
        var tenors = new VegaTenors(rules.VegaTenors);
        var volume = new TradedVolume(
            choice.Volume("daily volume", "coins/day", coin.DailyVolumeUsd.Floor, "USD/day", risk.DailyVolume),
            coin.DailyVolumeUsd.Floor);
        List<Charge> charges =
        [
            new RollShock(rules.BasisMove, rules.LeastBasisMove, 1),
            new VegaTenorCharge(tenors, rules.VegaNetting),
            Liquidity(rules, coin, risk, choice, tenors, volume),
            new CollateralLiquidity(Liquidity(rules, coin, risk, null, tenors, volume)),
            new CollateralHaircut(),
            new ConcentrationCharge(volume, rules.Participation),
            new ExpiryRamp(rules.ExpiryRampHours.From, rules.ExpiryRampHours.To),
        ];
        if (rules.MarketWide > 0)
        {
            var h = choice.Of("market-wide indicator H", "0 to 1", new ParameterRange(0, 1), risk.Stress);
            charges.Add(new MarketWideAddOn(rules.MarketWide, h));
        }
        return [.. charges];
    }

    /// <summary>The least the requirement may come to.</summary>
    public static Charge[] Least(DynamicRules rules, DynamicCoin coin, RiskParameters risk, ParameterChoice choice)
    {
        var share = 0.0;
        if (coin.OpenInterestUsd is var (from, to))
        {
            var open = choice.Of("open interest", "USD", new ParameterRange(0, to), risk.OpenInterest);
            share = Math.Clamp((open - from) / (to - from), 0, 1);
        }
        return
        [
            new LargestCharge([
                new NetShortOptionMinimum(rules.ShortOption),
                new LeverageFloor(coin.Leverage, coin.DoublingUsd, share, rules.HedgedShare),
            ]),
        ];
    }

    private static LiquidityCost Liquidity(
        DynamicRules rules, DynamicCoin coin, RiskParameters risk, ParameterChoice? noted, VegaTenors tenors,
        TradedVolume volume)
    {
        // The same numbers are used twice and noted once.
        var choice = noted ?? new ParameterChoice(rules, "");
        var spread = choice.Of("spread", "fraction", coin.Spread, risk.Spread);
        var dailyVol = choice.Of("daily vol", "fraction", coin.DailyVol, risk.DailyVol);
        var (volSpreads, vegaVolumes) = (new double[tenors.Count], new double[tenors.Count]);
        for (var b = 0; b < tenors.Count; b++)
        {
            var name = tenors.Name(b);
            var traded = At(risk.VegaVolumes, b);
            volSpreads[b] = choice.Of($"vol spread {name}", "fraction", coin.VolSpread, At(risk.VolSpreads, b));
            vegaVolumes[b] = choice.Of($"vega volume {name}", "USD/point/day", coin.VegaVolume, traded);
            // Nobody trades it: what is quoted is no price.
            if (choice.Refusal(traded) is not null || traded!.Value.Value <= 0)
                volSpreads[b] = Math.Max(volSpreads[b], rules.IlliquidVolSpread);
        }
        return new LiquidityCost(volume, tenors, spread, dailyVol, rules.Impact)
        {
            VolMove = coin.VolMove,
            VolSpreads = volSpreads,
            VegaVolumes = vegaVolumes,
            DepthFactor = DepthFactor(rules, risk, choice),
        };
    }

    private static double DepthFactor(DynamicRules rules, RiskParameters risk, ParameterChoice choice)
    {
        var range = new ParameterRange(1, rules.GreatestDepthFactor);
        return choice.Of("slow depth ÷ depth now", "ratio", range, Ratio(risk.DepthSlow, risk.DepthNow));
    }

    /// <summary>Slow ÷ now, as old as the older, as trusted as the less trusted; null: one is missing.</summary>
    internal static Observed? Ratio(Observed? slow, Observed? now)
    {
        if (slow is not { } usual || now is not { } current || usual.Value <= 0) return null;
        var age = usual.Age > current.Age ? usual.Age : current.Age;
        var ratio = current.Value > 0 ? usual.Value / current.Value : double.MaxValue;
        return new Observed(ratio, Math.Min(usual.Confidence, current.Confidence), age);
    }

    private static Observed? At(IReadOnlyList<Observed?> list, int index) => index < list.Count ? list[index] : null;
}
