using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Markets;

/// <summary>JSON → <see cref="Market"/>.</summary>
internal static class MarketReader
{
    private const double MaxRate = 10;
    private const double MaxVolume = 1e18;

    private static readonly string[] MarketFields =
        ["name", "source", "synthetic", "time", "currencies", "underlyings", "correlations"];

    private static readonly string[] UnderlyingFields =
        ["index", "twap", "volOfVol", "spotVolCorrelation", "risk", "expiries", "instruments"];

    private static readonly string[] ExpiryFields =
        ["expiry", "forward", "rate", "svi", "volConfidence", "settlementAverage"];

    private static readonly string[] SviFields = ["a", "b", "rho", "m", "sigma", "forward", "years"];

    private static readonly string[] QuoteFields =
    [
        "instrument", "mark", "bid", "ask", "vol", "forward", "openInterest", "volume", "confidence", "ageSeconds",
        "contractSize", "lotSize",
    ];

    private static readonly string[] ObservedFields = ["value", "confidence", "ageSeconds"];

    public static Market Read(JsonCursor root)
    {
        var fields = root.Fields(MarketFields);
        var underlyings = new Dictionary<Currency, Underlying>();
        foreach (var (_, value) in fields.Required("underlyings").Entries())
            Add(underlyings, value.CurrencyKey(), ReadUnderlying(value), value);
        var currencies = new Dictionary<Currency, Observed>();
        foreach (var (_, value) in fields.Optional("currencies")?.Entries() ?? [])
        {
            var currency = value.CurrencyKey();
            if (underlyings.ContainsKey(currency))
                throw value.Error(null, "is an underlying", "remove it here: its price is the underlying's index");
            var price = ReadObserved(value, v => v.Double(MarketJson.MinPrice, MarketJson.MaxPrice));
            Add(currencies, currency, price, value);
        }
        return new Market(
            fields.Optional("name")?.Text() ?? "",
            fields.Optional("source")?.Text() ?? "",
            fields.Optional("synthetic")?.Boolean() ?? false,
            fields.Required("time").Instant())
        {
            Underlyings = underlyings.Sorted(),
            Currencies = currencies.Sorted(),
            Correlations = fields.Optional("correlations") is { } pairs ? RiskJson.ReadPairs(pairs) : [],
        };
    }

    private static Underlying ReadUnderlying(JsonCursor at)
    {
        var fields = at.Fields(UnderlyingFields);
        var currency = at.CurrencyKey();
        var index = ReadObserved(fields.Required("index"), PositivePrice);
        var expiries = new Dictionary<Instant, ExpiryCurve>();
        foreach (var item in fields.Optional("expiries")?.Items() ?? [])
        {
            var curve = ReadExpiry(item);
            Add(expiries, curve.Expiry, curve, item);
        }
        var quotes = new Dictionary<Instrument, Quote>();
        foreach (var item in fields.Optional("instruments")?.Items() ?? [])
        {
            var quote = ReadQuote(item, currency);
            Add(quotes, quote.Instrument, quote, item);
        }
        var none = new Underlying(currency, index);
        return none with
        {
            Twap = ReadOptional(fields.Optional("twap"), PositivePrice),
            VolOfVol = fields.Optional("volOfVol")?.Double(1e-6, 10) ?? none.VolOfVol,
            SpotVolCorrelation = fields.Optional("spotVolCorrelation")?.Double(-0.999, 0.999) ?? 0,
            Risk = fields.Optional("risk") is { } risk ? RiskJson.Read(risk) : null,
            Expiries = expiries.Sorted(),
            Quotes = quotes.Sorted(),
        };
    }

    private static ExpiryCurve ReadExpiry(JsonCursor at)
    {
        var fields = at.Fields(ExpiryFields);
        return new ExpiryCurve(fields.Required("expiry").Instant())
        {
            Forward = ReadOptional(fields.Optional("forward"), PositivePrice),
            Rate = ReadOptional(fields.Optional("rate"), Rate),
            Svi = fields.Optional("svi") is { } svi ? ReadSvi(svi) : null,
            VolConfidence = fields.Optional("volConfidence") is { } confidence ? Confidence(confidence) : 1,
            SettlementAverage = ReadOptional(fields.Optional("settlementAverage"), PositivePrice),
        };
    }

    private static SviSlice ReadSvi(JsonCursor at)
    {
        const double limit = 1e6;
        var fields = at.Fields(SviFields);
        var slice = new SviSlice(
            fields.Required("a").Double(-limit, limit),
            fields.Required("b").Double(0, limit),
            fields.Required("rho").Double(-limit, limit),
            fields.Required("m").Double(-limit, limit),
            fields.Required("sigma").Double(0, limit),
            PositivePrice(fields.Required("forward")),
            fields.Required("years").Double(1e-9, 1000, "use the year fraction of the fit, > 0"));
        // The strike bound of SviSlice.Vol is a root of this.
        return slice.A + slice.B * slice.Sigma >= 0
            ? slice
            : throw fields.Required("a").Error("makes a + b·sigma negative", "use a fit with a + b·sigma ≥ 0");
    }

    private static Quote ReadQuote(JsonCursor at, Currency currency)
    {
        var fields = at.Fields(QuoteFields);
        var symbol = fields.Required("instrument");
        var instrument = InstrumentSymbol.Read(symbol);
        if (instrument.Base != currency)
            throw symbol.Error($"is not an instrument of {currency}", $"list it under {instrument.Base}");
        return new Quote(instrument)
        {
            Mark = instrument.IsOption || fields.Optional("mark") is not { } mark
                ? Price(fields.Optional("mark"))
                : PositivePrice(mark),
            Bid = Price(fields.Optional("bid")),
            Ask = Price(fields.Optional("ask")),
            Vol = fields.Optional("vol") is { } vol ? Vol(vol) : null,
            Forward = fields.Optional("forward") is { } forward ? PositivePrice(forward) : null,
            OpenInterest = fields.Optional("openInterest")?.Double(0, MaxVolume),
            Volume = fields.Optional("volume")?.Double(0, MaxVolume),
            Confidence = fields.Optional("confidence") is { } confidence ? Confidence(confidence) : 1,
            Age = fields.Optional("ageSeconds")?.Seconds() ?? default,
            Terms = ReadTerms(fields, instrument),
        };
    }

    private static ContractTerms? ReadTerms(JsonFields fields, Instrument instrument)
    {
        var size = fields.Optional("contractSize");
        var lot = fields.Optional("lotSize");
        if (size is null && lot is null) return null;
        var usual = ContractTerms.Default(instrument);
        return new ContractTerms(Size(size) ?? usual.ContractSize, Size(lot) ?? usual.LotSize);
    }

    private static Quantity? Size(JsonCursor? at)
    {
        var size = at?.Quantity();
        return size is { Units: <= 0 } ? throw at!.Error("is not a size", "use a quantity > 0") : size;
    }

    private static Observed? ReadOptional(JsonCursor? at, Func<JsonCursor, double> read) =>
        at is null ? null : ReadObserved(at, read);

    internal static Observed ReadObserved(JsonCursor at, Func<JsonCursor, double> read)
    {
        if (!at.IsObject) return new Observed(read(at));
        var fields = at.Fields(ObservedFields);
        return new Observed(
            read(fields.Required("value")),
            fields.Optional("confidence") is { } confidence ? Confidence(confidence) : 1,
            fields.Optional("ageSeconds")?.Seconds() ?? default);
    }

    private static double? Price(JsonCursor? at) => at?.Double(0, MarketJson.MaxPrice);

    private static double PositivePrice(JsonCursor at) =>
        at.Double(MarketJson.MinPrice, MarketJson.MaxPrice, "use a price > 0, at most 1e12");

    private static double Rate(JsonCursor at) =>
        at.Double(-MaxRate, MaxRate, "use a continuously compounded rate per year: 0.05 is 5 %");

    private static double Vol(JsonCursor at) =>
        at.Double(MarketJson.MinVol, MarketJson.MaxVol, "volatility is a fraction: 0.62 is 62 %");

    private static double Confidence(JsonCursor at) => at.Double(0, 1, "use a confidence from 0 (none) to 1 (full)");

    private static void Add<TKey, TValue>(Dictionary<TKey, TValue> map, TKey key, TValue value, JsonCursor at)
        where TKey : notnull
    {
        if (!map.TryAdd(key, value)) throw at.Error(key.ToString(), "appears twice", "keep one of them");
    }

    private static Dictionary<TKey, TValue> Sorted<TKey, TValue>(this Dictionary<TKey, TValue> map)
        where TKey : notnull, IComparable<TKey> =>
        map.OrderBy(entry => entry.Key).ToDictionary();
}
