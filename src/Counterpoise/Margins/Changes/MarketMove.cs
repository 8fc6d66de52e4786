using System.Globalization;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Margins.Changes;

/// <summary>
/// What may happen to a market: prices and volatilities move at once, then time passes. Index, forwards and marks of
/// futures move by one share, and so does a collateral currency that the rulebook says follows the coin; every strike's
/// volatility by another, and keeps it on the way (sticky strike). Forwards do not come down to the index as time
/// passes. Rates, stable-coins and time-weighted averages stay.
/// </summary>
/// <param name="Spot">Relative move of prices: −0.2 is −20 %. &gt; −1.</param>
/// <param name="Vol">Relative move of volatilities: 0.3 takes 50 % to 65 %. &gt; −1.</param>
/// <param name="Time">Time that passes, ≥ 0.</param>
/// <param name="Coin">The only coin that moves; null: every coin. Time passes for all.</param>
public sealed record MarketMove(double Spot, double Vol, Duration Time, Currency? Coin = null)
{
    /// <summary>True if prices or volatilities move.</summary>
    public bool Moves => Spot != 0 || Vol != 0;

    /// <summary>
    /// The market afterwards. Marks, bids and asks of options that moved or aged are dropped: such an option is worth
    /// its value at forward and volatility. What has expired is gone.
    /// </summary>
    /// <param name="market">Today.</param>
    /// <param name="rulebook">Which collateral currency follows which coin.</param>
    /// <exception cref="InvalidInputException">The market does not know the coin.</exception>
    public Market Apply(Market market, Rulebook rulebook)
    {
        if (Coin is { } only) market.UnderlyingOf(only);
        var moved = market;
        if (Moves)
        {
            var scenario = new Scenario(1 + Spot, Shock());
            // A dollar stable-coin is no coin that moves unless it is named.
            foreach (var coin in market.Underlyings.Keys)
                if (Coin is { } one ? one == coin : !coin.IsDollar) moved = scenario.Apply(moved, coin);
            moved = moved with { Currencies = Following(market, rulebook) };
        }
        if (Time != default) moved = WithoutExpired(new Scenario(1, VolShock.None, Time).Apply(moved));
        return moved with { Name = ReferenceEquals(moved, market) ? market.Name : $"{market.Name}, {this}" };
    }

    /// <summary>In words, e.g. <c>BTC -20%, volatilities +30%, 7 d</c>.</summary>
    public override string ToString()
    {
        var text = Moves
            ? $"{Coin?.Code ?? "every coin"} {Percent(Spot)}, volatilities {Percent(Vol)}"
            : "prices and volatilities stay";
        return Time == default ? text : $"{text}, {Time} later";
    }

    /// <summary>A market without the expiries and contracts whose time has come.</summary>
    internal static Market WithoutExpired(Market market)
    {
        var underlyings = new Dictionary<Currency, Underlying>();
        foreach (var (coin, underlying) in market.Underlyings)
        {
            underlyings[coin] = underlying with
            {
                Expiries = underlying.Expiries.Where(e => e.Key > market.Time).ToDictionary(e => e.Key, e => e.Value),
                Quotes = underlying.Quotes.Where(q => !(q.Key.Expiry <= market.Time))
                    .ToDictionary(q => q.Key, q => q.Value),
            };
        }
        return market with { Underlyings = underlyings };
    }

    private static string Percent(double share) =>
        (share * 100).ToString("+0.####;-0.####;0", CultureInfo.InvariantCulture) + "%";

    // The same share at every strike and expiry: a table with one entry.
    private TableVolShock Shock() => new(IsUp: Vol >= 0, InPoints: false) { Days = [0], Sizes = [Math.Abs(Vol)] };

    private Dictionary<Currency, Observed> Following(Market market, Rulebook rulebook)
    {
        var prices = new Dictionary<Currency, Observed>(market.Currencies);
        foreach (var (currency, price) in market.Currencies)
        {
            var coin = rulebook.CollateralOf(currency)?.Underlying ?? default;
            if (coin == default || coin.IsDollar || !market.Underlyings.ContainsKey(coin)) continue;
            if (Coin is null || Coin == coin) prices[currency] = price.With(price.Value * (1 + Spot));
        }
        return prices;
    }
}
