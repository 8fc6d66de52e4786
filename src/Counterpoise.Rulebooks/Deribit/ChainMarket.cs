using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Deribit;

/// <summary>
/// Chain rows → <see cref="Market"/>. The rows of a chain were not taken at one instant, so they disagree slightly:
/// <list type="bullet">
/// <item>Index: the median of the rows of a coin (of its USD contracts, if it has any).</item>
/// <item>Forward of an expiry: the most frequent one among its rows, the lowest of equally frequent ones. A row with
/// another forward keeps its own in <see cref="Quote.Forward"/>.</item>
/// <item>A row without forward uses its expiry's. An expiry without any forward gets one by put-call parity of the
/// marks at the strike nearest the index (the lower of two) where call and put are marked: C − P = 1 − K/F in coin,
/// F − K in quote currency. Where there is no such strike it stays without.</item>
/// <item>A dated future that has no row of its own is marked at the price the option rows state for it, chosen like the
/// forward.</item>
/// <item>A coin without perpetual row gets an inverse perpetual marked at the index: a chain of options has no
/// perpetual.</item>
/// </list>
/// </summary>
internal static class ChainMarket
{
    public static Market Build(string name, string source, Instant time, IReadOnlyList<ChainRow> rows)
    {
        var underlyings = new Dictionary<Currency, Underlying>();
        foreach (var coin in rows.GroupBy(r => r.Instrument.Base).OrderBy(g => g.Key))
            underlyings.Add(coin.Key, BuildUnderlying(coin.Key, [.. coin]));
        return new Market(name, source, Synthetic: false, time) { Underlyings = underlyings };
    }

    private static Underlying BuildUnderlying(Currency coin, IReadOnlyList<ChainRow> rows)
    {
        var index = Index(coin, rows);
        var expiries = new Dictionary<Instant, ExpiryCurve>();
        var dated = rows.Where(r => r.Instrument.Expiry is not null);
        foreach (var expiry in dated.GroupBy(r => r.Instrument.Expiry!.Value).OrderBy(g => g.Key))
            expiries.Add(expiry.Key, BuildExpiry(expiry.Key, [.. expiry], index));
        var quotes = new SortedDictionary<Instrument, Quote>();
        foreach (var row in rows) quotes.Add(row.Instrument, BuildQuote(row, expiries));
        AddFutures(quotes, rows);
        AddPerpetual(quotes, coin, index);
        return new Underlying(coin, new Observed(index))
        {
            Expiries = expiries,
            Quotes = quotes.ToDictionary(),
        };
    }

    private static double Index(Currency coin, IReadOnlyList<ChainRow> rows)
    {
        double[] all = [.. Usual(rows).Where(r => r.Index is not null).Select(r => r.Index!.Value).Order()];
        if (all.Length == 0)
        {
            throw new InvalidInputException(
                $"index of {coin}", null, "is missing", "use a chain whose rows carry the index price");
        }
        var middle = all.Length / 2;
        return all.Length % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
    }

    private static ExpiryCurve BuildExpiry(Instant expiry, IReadOnlyList<ChainRow> rows, double index)
    {
        var usual = Usual(rows);
        // A future of this expiry is its forward: it states no other.
        var forwards = usual.Select(r => r.Forward ?? (r.Instrument.IsOption ? null : r.Mark));
        var forward = MostFrequent(forwards) ?? ParityForward(usual, index);
        var rate = MostFrequent(usual.Select(r => r.Rate));
        return new ExpiryCurve(expiry)
        {
            Forward = forward is { } f ? new Observed(f) : null,
            Rate = rate is { } r and not 0 ? new Observed(r) : null,
        };
    }

    private static Quote BuildQuote(ChainRow row, Dictionary<Instant, ExpiryCurve> expiries)
    {
        var shared = row.Instrument.Expiry is { } expiry ? expiries[expiry].Forward?.Value : null;
        return new Quote(row.Instrument)
        {
            Mark = row.Mark,
            Bid = row.Bid,
            Ask = row.Ask,
            Vol = row.Vol,
            Forward = row.Instrument.IsOption && row.Forward != shared ? row.Forward : null,
            OpenInterest = row.OpenInterest,
            Volume = row.Volume,
        };
    }

    private static void AddFutures(SortedDictionary<Instrument, Quote> quotes, IReadOnlyList<ChainRow> rows)
    {
        foreach (var named in rows.Where(r => r.Future is not null).GroupBy(r => r.Future!))
        {
            if (MostFrequent(named.Select(r => r.FuturePrice)) is { } price)
                quotes.TryAdd(named.Key, new Quote(named.Key) { Mark = price });
        }
    }

    private static void AddPerpetual(SortedDictionary<Instrument, Quote> quotes, Currency coin, double index)
    {
        if (quotes.Keys.Any(i => i.Kind == InstrumentKind.Perpetual)) return;
        var perpetual = Instrument.Perpetual(coin, Currency.Usd, coin);
        quotes.Add(perpetual, new Quote(perpetual) { Mark = index });
    }

    // Contracts in USD set index and forwards; those in a stable-coin do so only where there are no others.
    private static IReadOnlyList<ChainRow> Usual(IReadOnlyList<ChainRow> rows)
    {
        ChainRow[] inverse = [.. rows.Where(r => r.Instrument.IsInverse)];
        return inverse.Length > 0 ? inverse : rows;
    }

    private static double? MostFrequent(IEnumerable<double?> values)
    {
        var counted = values.OfType<double>().CountBy(v => v).ToArray();
        return counted.Length == 0 ? null : counted.OrderByDescending(c => c.Value).ThenBy(c => c.Key).First().Key;
    }

    private static double? ParityForward(IReadOnlyList<ChainRow> rows, double index)
    {
        var marked = rows.Where(r => r.Instrument.IsOption && r.Mark is not null);
        var strikes = marked.GroupBy(r => r.Instrument.Strike)
            .OrderBy(g => Math.Abs(g.Key.ToDouble() - index)).ThenBy(g => g.Key);
        foreach (var strike in strikes)
        {
            var call = strike.FirstOrDefault(r => r.Instrument.Right == OptionRight.Call);
            var put = strike.FirstOrDefault(r => r.Instrument.Right == OptionRight.Put);
            if (call is null || put is null) continue;
            var difference = call.Mark!.Value - put.Mark!.Value;
            var k = strike.Key.ToDouble();
            var forward = call.Instrument.IsInverse ? k / (1 - difference) : k + difference;
            // Marks that violate parity beyond sense (C − P ≥ 1 coin) give no price; the next strike may.
            if (forward > 0 && double.IsFinite(forward)) return forward;
        }
        return null;
    }
}
