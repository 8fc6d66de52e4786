using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Venues;

/// <summary>
/// The market a message carries with it: the venue's own marks, index prices and stable-coin prices. What it lacks
/// comes from another market, if there is one.
/// </summary>
internal static class AccountMarket
{
    /// <summary>
    /// Position, with what the message says of it, on a market. The venue's marks come first: its margins rest on them.
    /// </summary>
    /// <exception cref="InvalidInputException">Neither message nor market have a price for one of them.</exception>
    public static Market Of(VenueAccount account, IEnumerable<VenuePosition> positions, Market? other)
    {
        var underlyings = other?.Underlyings.ToDictionary() ?? [];
        foreach (var group in positions.GroupBy(p => p.Instrument!.Base)) Add(underlyings, group.Key, [.. group]);
        var currencies = other?.Currencies.ToDictionary() ?? [];
        foreach (var (currency, price) in account.Prices)
            if (!underlyings.ContainsKey(currency)) currencies[currency] = new Observed(price);
        foreach (var coin in underlyings.Keys) currencies.Remove(coin);
        var name = $"{VenueMessage.NameOf(account.Venue)} message";
        return new Market(name, "the venue's message", Synthetic: false, TimeOf(account, other))
        {
            Underlyings = underlyings,
            Currencies = currencies,
        };
    }

    /// <summary>The position as a portfolio holds it.</summary>
    public static Position Held(VenuePosition p) => new(p.Instrument!, p.Quantity);

    /// <summary>The portfolio of some positions, with their leverages.</summary>
    public static Portfolio PortfolioOf(VenueAccount account, IReadOnlyList<VenuePosition> positions)
    {
        var leverage = new Dictionary<Instrument, double>();
        foreach (var p in positions)
            if (p.Leverage is { } chosen) leverage[p.Instrument!] = chosen;
        return new Portfolio($"{VenueMessage.NameOf(account.Venue)} account")
        {
            Positions = [.. positions.Select(Held)],
            Leverage = leverage,
        };
    }

    // Only what expires looks at the time; such a position is refused before, where there is none.
    private static Instant TimeOf(VenueAccount account, Market? other) => account.Time ?? other?.Time ?? default;

    private static void Add(Dictionary<Currency, Underlying> underlyings, Currency coin, VenuePosition[] positions)
    {
        var known = underlyings.GetValueOrDefault(coin);
        var index = positions.Select(p => p.Index).FirstOrDefault(i => i is not null);
        // A perpetual is margined at its mark; nothing else asks for the index, and Lacking refuses what does.
        var mark = positions.Where(p => !p.Instrument!.IsOption).Select(p => p.Mark).FirstOrDefault(m => m is not null);
        var price = index is { } i ? new Observed(i) : known?.Index ?? (mark is { } m ? new Observed(m) : null);
        if (price is not { } observed)
            throw new InvalidInputException(positions[0].Symbol, null, "has no price", "give a market that has one");
        var quotes = known?.Quotes.ToDictionary() ?? [];
        foreach (var p in positions)
        {
            var quote = quotes.GetValueOrDefault(p.Instrument!) ?? new Quote(p.Instrument!);
            quotes[p.Instrument!] = quote with
            {
                Mark = p.Mark ?? quote.Mark,
                Forward = p.Forward ?? quote.Forward,
                Vol = p.Vol ?? quote.Vol,
                Terms = p.ContractSize is { } size ? new ContractTerms(size, Quantity.Epsilon) : quote.Terms,
            };
        }
        underlyings[coin] = (known ?? new Underlying(coin, observed)) with { Index = observed, Quotes = quotes };
    }

    /// <summary>
    /// An option whose forward and volatility nobody states, with the index for a forward and the volatility its mark
    /// then has: good enough where a margin looks at index, strike and mark only. Null: they are stated, or its mark
    /// holds no volatility.
    /// </summary>
    public static VenuePosition? AtIndex(VenueAccount account, VenuePosition p, Market? other)
    {
        if (p is not { Instrument: { IsOption: true } option, Index: { } index, Mark: { } mark }) return null;
        if (other?.QuoteOf(option)?.Vol is not null || other?.CurveOf(option) is not null) return null;
        var assumed = p with { Forward = index };
        var vol = Of(account, [assumed], other).VolOfPrice(option, mark);
        return vol is >= MarketJson.MinVol and <= MarketJson.MaxVol ? assumed with { Vol = vol } : null;
    }

    /// <summary>What keeps a position from being evaluated; null: nothing.</summary>
    public static string? Lacking(VenueAccount account, VenuePosition p, Market? other)
    {
        if (p.Instrument is not { } instrument) return "the name of its contract is not one we read";
        var quote = other?.QuoteOf(instrument);
        if (p.Lacks is { } lacks && quote?.Terms is null) return $"the message lacks {lacks}";
        if (p.Mark is null && quote?.Mark is null) return "neither the message nor a market has a price for it";
        if (instrument.Expiry is not null && account.Time is null && other is null)
            return "the message has no time: give --market";
        if (!instrument.IsOption) return null;
        var hasIndex = p.Index is not null || (other?.Underlyings.ContainsKey(instrument.Base) ?? false);
        if (!hasIndex) return "the message has no index price: give --market";
        return null;
    }
}
