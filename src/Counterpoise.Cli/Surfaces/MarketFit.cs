using Counterpoise.Markets;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Cli.Surfaces;

/// <summary>The coins of one market, fitted. Of the market itself only what names it: there may be hundreds.</summary>
/// <param name="File">Where it was read.</param>
/// <param name="Name">Of the market.</param>
/// <param name="Source">Of its numbers.</param>
/// <param name="Synthetic">True if no venue ever showed them.</param>
/// <param name="Time">Its instant.</param>
/// <param name="Coins">Those with options, by code.</param>
/// <param name="Faults">Coins whose fit failed, and how.</param>
internal sealed record MarketFit(
    string File, string Name, string Source, bool Synthetic, Instant Time, IReadOnlyList<CoinFit> Coins,
    IReadOnlyList<(Currency Coin, string Message)> Faults)
{
    /// <summary>Fits the coins that have options, or one of them; a failure is a fault of that coin alone.</summary>
    public static MarketFit Of(string file, Market market, Currency? only, SurfaceFitOptions options)
    {
        var coins = new List<CoinFit>();
        var faults = new List<(Currency, string)>();
        foreach (var (coin, underlying) in market.Underlyings.OrderBy(u => u.Key))
        {
            if (only is { } one && one != coin) continue;
            if (!underlying.Quotes.Keys.Any(i => i.IsOption)) continue;
            try
            {
                coins.Add(CoinFit.Of(market, coin, options));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // One chain of hundreds: it is counted and named, and the others are fitted.
                faults.Add((coin, $"{e.GetType().Name}: {Failure.OneLine(e.Message)}"));
            }
        }
        return new MarketFit(file, market.Name, market.Source, market.Synthetic, market.Time, coins, faults);
    }
}
