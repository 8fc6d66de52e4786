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

    /// <summary>True if the market quotes a mark of this very instrument, not of its twin.</summary>
    public static bool HasMark(this Market market, Instrument instrument) => OwnMark(market, instrument) is not null;

    private static double? OwnMark(Market market, Instrument instrument) =>
        market.QuoteOf(instrument) is { } quote && quote.Instrument == instrument ? quote.Mark : null;
}
