using Counterpoise.Units;

namespace Counterpoise.Markets;

/// <summary>
/// Market → Market: a shock of spot, volatility and time. Index, forwards and marks of futures move in proportion; in a
/// settlement window only the part of the forward that is not yet fixed does (<see cref="MarketLookup.ForwardOf"/>).
/// </summary>
/// <param name="Spot">Factor on spot: 0.84 is −16 %. ≥ 0.</param>
/// <param name="Vol">What happens to implied volatilities.</param>
/// <param name="Time">Time that passes.</param>
public sealed record Scenario(double Spot, VolShock Vol, Duration Time = default)
{
    /// <summary>No shock.</summary>
    public static Scenario Unchanged { get; } = new(1, VolShock.None);

    /// <summary>Relative move of spot: −0.16 is −16 %.</summary>
    public double SpotMove => Spot - 1;

    /// <summary>
    /// The market after this scenario. Strikes keep their volatility but for the shock (sticky strike). Option marks,
    /// bids and asks are dropped: they would be stale. A surface fitted before is one of another market: one fitted
    /// anew is sticky in strike like its quotes. <see cref="Market.Currencies"/> (stable-coins, staked coins) keep
    /// their price: a market does not say which coin they follow, a rulebook does.
    /// </summary>
    /// <param name="market">Before.</param>
    /// <param name="only">The only coin it befalls; null: every coin. Time passes for all.</param>
    public Market Apply(Market market, Currency? only = null)
    {
        var underlyings = new Dictionary<Currency, Underlying>();
        foreach (var (coin, underlying) in market.Underlyings)
            underlyings[coin] = only is { } one && one != coin ? underlying : Apply(market, underlying);
        var whose = only is { } named ? $"{named} " : "";
        return market with
        {
            Name = $"{market.Name} after {whose}spot {SpotMove:+0.##%;-0.##%;0%}, vol {Vol.Direction}",
            Time = market.Time + Time,
            Underlyings = underlyings,
        };
    }

    private Underlying Apply(Market market, Underlying underlying)
    {
        var expiries = new Dictionary<Instant, ExpiryCurve>();
        foreach (var (expiry, curve) in underlying.Expiries)
        {
            expiries[expiry] = curve with
            {
                Forward = curve.Forward is { } f ? f.With(Shocked(market, curve, f.Value)) : null,
                SmileShocks = curve is { Svi: not null, Forward: { } today } && Vol != VolShock.None
                    ? [.. curve.SmileShocks,
                        new SmileShock(Vol, (expiry - market.Time).Seconds, Total(market, curve, today.Value))]
                    : curve.SmileShocks,
            };
        }
        var quotes = new Dictionary<Instruments.Instrument, Quote>();
        foreach (var (instrument, quote) in underlying.Quotes)
        {
            var curve = instrument.Expiry is { } e ? underlying.Expiries.GetValueOrDefault(e) : null;
            quotes[instrument] = quote with
            {
                Mark = instrument.IsOption || quote.Mark is not { } mark ? null : Shocked(market, curve, mark),
                Bid = null,
                Ask = null,
                Forward = quote.Forward is { } own ? Shocked(market, curve, own) : null,
                Vol = instrument.IsOption && quote.Vol is { } vol
                    ? Vol.Apply(vol, (instrument.Expiry!.Value - market.Time).Seconds, market.LogMoneyness(instrument))
                    : quote.Vol,
            };
        }
        return underlying with
        {
            Index = underlying.Index.With(underlying.Index.Value * Spot),
            Expiries = expiries,
            Quotes = quotes,
        };
    }

    private static double Total(Market market, ExpiryCurve curve, double forward) =>
        MarketLookup.Split(market, curve, forward).Total;

    // With an average at hand the feed moves in full and the split does the rest; without one, the part of the forward
    // that stands for it must stay where it is.
    private double Shocked(Market market, ExpiryCurve? curve, double price)
    {
        if (curve is null or { SettlementAverage: not null }) return price * Spot;
        var split = MarketLookup.Split(market, curve, price);
        return split.Variable * Spot + split.Fixed;
    }
}
