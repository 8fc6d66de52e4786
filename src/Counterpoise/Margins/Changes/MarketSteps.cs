using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Margins.Changes;

/// <summary>
/// Markets between two markets, in this order: the time of the later one; then its prices; then its volatilities, which
/// make it the later one. An option's mark, bid and ask are facts of one forward, volatility and time: a market between
/// shows them where all three are those of one of the two markets, else none, and the option is worth its value.
/// </summary>
public static class MarketSteps
{
    /// <summary>The earlier market at the time of the later one; what has expired by then is gone.</summary>
    /// <exception cref="InvalidInputException">The later market is the older one.</exception>
    public static Market AtTime(Market before, Market after)
    {
        if (after.Time < before.Time)
        {
            throw new InvalidInputException(
                "time", after.Time.ToString(),
                $"of the market after is before that of the market before, {before.Time}",
                "give the markets the other way round");
        }
        if (after.Time == before.Time) return before;
        var later = MarketMove.WithoutExpired(before with { Time = after.Time });
        return later with
        {
            Name = $"{before.Name} at {after.Time}",
            Underlyings = later.Underlyings.ToDictionary(
                u => u.Key, u => u.Value with
                {
                    Quotes = u.Value.Quotes.ToDictionary(q => q.Key, q => Aged(q.Value, later, after)),
                }),
        };
    }

    /// <summary>
    /// The later market with the volatilities of the earlier one: strike by strike, and slice by slice. Everything else
    /// is the later one's: prices, rates, averages, open interest, terms. An option the earlier market does not know
    /// keeps the volatility of the later one.
    /// </summary>
    public static Market AtPrices(Market before, Market after)
    {
        var underlyings = new Dictionary<Currency, Underlying>();
        foreach (var (coin, now) in after.Underlyings)
        {
            underlyings[coin] = before.Underlyings.TryGetValue(coin, out var then)
                ? WithVolsOf(then, now, before, after)
                : now;
        }
        return after with { Name = $"{after.Name} with the volatilities of {before.Name}", Underlyings = underlyings };
    }

    private static Underlying WithVolsOf(Underlying then, Underlying now, Market before, Market after)
    {
        var expiries = new Dictionary<Instant, ExpiryCurve>();
        foreach (var (expiry, curve) in now.Expiries)
        {
            expiries[expiry] = then.Expiries.TryGetValue(expiry, out var old)
                ? curve with { Svi = old.Svi, SmileShocks = old.SmileShocks, VolConfidence = old.VolConfidence }
                : curve;
        }
        var quotes = new Dictionary<Instrument, Quote>();
        foreach (var (instrument, quote) in now.Quotes)
            quotes[instrument] = instrument.IsOption ? WithVolOf(then, quote, before, after) : quote;
        // An option only the earlier market quotes: its volatility stays, its forward is the later market's.
        foreach (var (instrument, quote) in then.Quotes)
        {
            if (!instrument.IsOption || instrument.Expiry <= after.Time || quotes.ContainsKey(instrument)) continue;
            quotes[instrument] = new Quote(instrument)
            {
                Vol = quote.Vol,
                Confidence = quote.Confidence,
                Age = quote.Age,
                Terms = quote.Terms,
            };
        }
        return now with
        {
            VolOfVol = then.VolOfVol,
            SpotVolCorrelation = then.SpotVolCorrelation,
            Expiries = expiries,
            Quotes = quotes,
        };
    }

    private static Quote WithVolOf(Underlying then, Quote now, Market before, Market after)
    {
        var option = now.Instrument;
        var old = before.QuoteOf(option);
        var hasSlice = then.Expiries.TryGetValue(option.Expiry!.Value, out var curve) && curve.Svi is not null;
        if (old is null && !hasSlice) return now;
        var moved = now with { Vol = old?.Vol, Confidence = old?.Confidence ?? now.Confidence };
        var isOwn = old is not null && old.Instrument == option;
        if (isOwn && before.Time == after.Time && ForwardOf(before, old!) == ForwardOf(after, now))
            return moved with { Mark = old!.Mark, Bid = old.Bid, Ask = old.Ask, Age = old.Age };
        return HaveSameVol(before, old, after, now) ? moved : moved with { Mark = null, Bid = null, Ask = null };
    }

    // A quote of the earlier market when its time has become that of the later one.
    private static Quote Aged(Quote quote, Market later, Market after)
    {
        if (!quote.Instrument.IsOption) return quote;
        var now = after.Underlyings.TryGetValue(quote.Instrument.Base, out var underlying)
            ? underlying.Quotes.GetValueOrDefault(quote.Instrument)
            : null;
        return now is not null && ForwardOf(later, quote) == ForwardOf(after, now)
            && HaveSameVol(later, quote, after, now)
                ? quote with { Mark = now.Mark, Bid = now.Bid, Ask = now.Ask }
                : quote with { Mark = null, Bid = null, Ask = null };
    }

    private static double? ForwardOf(Market market, Quote quote) =>
        quote.Forward ?? market.CurveOf(quote.Instrument)?.Forward?.Value;

    private static bool HaveSameVol(Market one, Quote? quote, Market other, Quote now)
    {
        if (quote?.Vol != now.Vol) return false;
        return now.Vol is not null || one.CurveOf(now.Instrument)?.Svi == other.CurveOf(now.Instrument)?.Svi;
    }
}
