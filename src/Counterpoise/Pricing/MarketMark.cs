using Counterpoise.Instruments;
using Counterpoise.Markets;

namespace Counterpoise.Pricing;

/// <summary>What an instrument is worth in a market.</summary>
public static class MarketMark
{
    /// <summary>
    /// The instrument's own mark, settlement currency per unit (coin for inverse options); an option without one is
    /// priced from its forward and volatility, undiscounted.
    /// </summary>
    /// <exception cref="InvalidInputException">The market has neither mark, forward nor volatility.</exception>
    public static double MarkOf(this Market market, Instrument instrument)
    {
        if (OwnMark(market, instrument) is { } mark) return mark;
        var forward = market.ForwardOf(instrument).Total;
        if (!instrument.IsOption) return forward;
        var years = Math.Max((instrument.Expiry!.Value - market.Time).Years, 0);
        var (strike, vol) = (instrument.Strike.ToDouble(), market.VolOf(instrument));
        return instrument.IsInverse
            ? CoinSettled.Price(instrument.Right, forward, strike, vol, years)
            : Black76.Price(instrument.Right, forward, strike, vol, years);
    }

    /// <summary>
    /// The implied volatility of a price of an option (bid, ask) at its forward, undiscounted, annualised fraction;
    /// null if the price holds none.
    /// </summary>
    /// <param name="market">Time and forward.</param>
    /// <param name="option">The option quoted.</param>
    /// <param name="price">Settlement currency per unit (coin for inverse options).</param>
    /// <exception cref="InvalidInputException">The market has no forward for it.</exception>
    public static double? VolOfPrice(this Market market, Instrument option, double price)
    {
        var forward = market.ForwardOf(option).Total;
        var years = Math.Max((option.Expiry!.Value - market.Time).Years, 0);
        var strike = option.Strike.ToDouble();
        var result = option.IsInverse
            ? ImpliedVol.SolveCoinSettled(option.Right, price, forward, strike, years)
            : ImpliedVol.Solve(option.Right, price, forward, strike, years);
        return result.Outcome == ImpliedVolOutcome.Solved ? result.Vol : null;
    }

    /// <summary>True if the market quotes a mark of this very instrument, not of its twin.</summary>
    public static bool HasMark(this Market market, Instrument instrument) => OwnMark(market, instrument) is not null;

    private static double? OwnMark(Market market, Instrument instrument) =>
        market.QuoteOf(instrument) is { } quote && quote.Instrument == instrument ? quote.Mark : null;
}
