using Counterpoise.Margins.Strategies;

namespace Counterpoise.Tests.Strategies;

/// <summary>Books of legs made from a seed.</summary>
internal static class StrategyBooks
{
    /// <summary>Up to so many legs of up to so many lots, strikes and expiries from a small chain.</summary>
    public static StrategyBook Random(Random random, int maxLegs, int maxLots, int expiries = 2, int strikes = 6)
    {
        var legs = new Dictionary<string, StrategyLeg>(StringComparer.Ordinal);
        var count = random.Next(1, maxLegs + 1);
        while (legs.Count < count)
        {
            var lots = random.Next(1, maxLots + 1) * (random.Next(2) == 0 ? -1 : 1);
            var leg = random.Next(8) == 0
                ? new StrategyLeg("U", LegKind.Underlying, 0, 0, 0, lots)
                : Option(
                    random.Next(2) == 0 ? LegKind.Call : LegKind.Put, 100 + 5 * (random.Next(strikes) - strikes / 2),
                    1 + random.Next(expiries), lots);
            legs[leg.Name] = leg;
        }
        return new StrategyBook(101.5, 1, [.. legs.Values]);
    }

    /// <summary>An option with a price above its intrinsic value; farther expiries cost more.</summary>
    public static StrategyLeg Option(LegKind kind, double strike, double expiry, long lots)
    {
        var option = new StrategyLeg($"{kind}{strike}@{expiry}", kind, strike, expiry, 0, lots);
        var time = Math.Max(0, 3 * expiry - Math.Abs(strike - 101.5) / 10);
        return option with { Price = option.InTheMoney(101.5) + time };
    }
}
