using Counterpoise.Units;

namespace Counterpoise.Margins.Resolution;

/// <summary>
/// How much of a coin balance offsets derivatives on that coin: the part of it between 0 and minus their net delta.
/// More coin than that, or coin on their own side, is collateral and nothing else; a debt is in use against a long.
/// OKX help, Portfolio margin mode (spot-derivatives risk offset); <see cref="CollateralRule.IsSpotInUse"/>.
/// </summary>
internal static class SpotInUse
{
    /// <summary>Sets what is in use of every such balance, of one account.</summary>
    public static void Limit(IList<Holding> holdings)
    {
        for (var row = 0; row < holdings.Count; row++)
        {
            if (holdings[row] is not { InUse: not null } coin) continue;
            var free = 0 - DerivativeDelta(holdings, coin.Base);
            var used = Math.Clamp(coin.Quantity, Math.Min(free, 0), Math.Max(free, 0));
            holdings[row] = coin with { InUse = used, IsScanned = used != 0 };
        }
    }

    /// <summary>The same holdings with a row as it would be alone: without derivatives nothing is in use.</summary>
    public static IReadOnlyList<Holding> Alone(IReadOnlyList<Holding> holdings, int row)
    {
        if (holdings[row].InUse is null or 0) return holdings;
        Holding[] alone = [.. holdings];
        alone[row] = alone[row] with { InUse = 0, IsScanned = false };
        return alone;
    }

    private static double DerivativeDelta(IList<Holding> holdings, Currency coin)
    {
        var delta = 0.0;
        foreach (var h in holdings)
            if (h.Collateral is null && h.Base == coin) delta += h.Delta;
        return delta;
    }
}
