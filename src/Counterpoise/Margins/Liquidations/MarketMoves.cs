using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Margins.Liquidations;

/// <summary>How a market says a coin moves.</summary>
public static class MarketMoves
{
    private const double Month = 30 * 86_400.0;
    private const double Days = 365;

    /// <summary>
    /// The volatility at the money is that of the quoted strike nearest to the forward, of the expiry nearest to 30
    /// days; how volatility itself moves are fields of the market.
    /// </summary>
    /// <param name="market">Where from.</param>
    /// <param name="coin">Of what.</param>
    /// <returns>Null if the market has no volatility of it.</returns>
    public static JointMoves? JointMovesOf(this Market market, Currency coin)
    {
        var underlying = market.UnderlyingOf(coin);
        Instrument? nearest = null;
        (double Time, double Strike) least = (double.PositiveInfinity, double.PositiveInfinity);
        foreach (var (instrument, quote) in underlying.Quotes)
        {
            if (!instrument.IsOption || quote.Vol is not > 0) continue;
            var seconds = (instrument.Expiry!.Value - market.Time).Seconds;
            if (seconds <= 0) continue;
            var forward = market.ForwardOf(instrument).Total;
            var far = (Math.Abs(seconds - Month), Math.Abs(instrument.Strike.ToDouble() - forward));
            if (far.CompareTo(least) > 0 || (far == least && instrument.CompareTo(nearest) > 0)) continue;
            (nearest, least) = (instrument, far);
        }
        return nearest is null
            ? null
            : new JointMoves(
                underlying.Quotes[nearest].Vol!.Value / Math.Sqrt(Days), underlying.VolOfVol,
                underlying.SpotVolCorrelation);
    }
}
