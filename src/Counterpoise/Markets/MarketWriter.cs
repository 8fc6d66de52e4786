using System.Text.Json;
using Counterpoise.Instruments;
using Counterpoise.Json;
using Counterpoise.Units;

namespace Counterpoise.Markets;

/// <summary><see cref="Market"/> → JSON.</summary>
internal static class MarketWriter
{
    public static string Write(Market market, string? schema)
    {
        using var layout = new JsonLayout();
        var writer = layout.Writer;
        writer.WriteStartObject();
        if (schema is not null) writer.WriteString("$schema", schema);
        if (market.Name.Length > 0) writer.WriteString("name", market.Name);
        if (market.Source.Length > 0) writer.WriteString("source", market.Source);
        if (market.Synthetic) writer.WriteBoolean("synthetic", true);
        writer.WriteString("time", market.Time.ToString());
        if (market.Currencies.Count > 0)
        {
            writer.WriteStartObject("currencies");
            foreach (var (currency, price) in market.Currencies.OrderBy(c => c.Key))
            {
                writer.WritePropertyName(currency.Code);
                layout.Row(price, WriteObserved);
            }
            writer.WriteEndObject();
        }
        writer.WriteStartObject("underlyings");
        foreach (var (currency, underlying) in market.Underlyings.OrderBy(u => u.Key))
        {
            writer.WriteStartObject(currency.Code);
            writer.WritePropertyName("index");
            layout.Row(underlying.Index, WriteObserved);
            if (underlying.Twap is { } twap)
            {
                writer.WritePropertyName("twap");
                layout.Row(twap, WriteObserved);
            }
            var unstated = new Underlying(currency, underlying.Index);
            if (underlying.VolOfVol != unstated.VolOfVol) writer.WriteNumber("volOfVol", underlying.VolOfVol);
            if (underlying.SpotVolCorrelation != 0)
                writer.WriteNumber("spotVolCorrelation", underlying.SpotVolCorrelation);
            if (underlying.Risk is { } risk)
            {
                writer.WritePropertyName("risk");
                layout.Row(risk, RiskJson.Write);
            }
            var expiries = underlying.Expiries.Values.OrderBy(e => e.Expiry);
            if (underlying.Expiries.Count > 0) layout.Rows("expiries", expiries, WriteExpiry);
            var quotes = underlying.Quotes.Values.OrderBy(q => q.Instrument);
            if (underlying.Quotes.Count > 0) layout.Rows("instruments", quotes, WriteQuote);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        if (market.Correlations.Count > 0) layout.Rows("correlations", market.Correlations, RiskJson.Write);
        writer.WriteEndObject();
        return layout.Finish();
    }

    private static void WriteExpiry(Utf8JsonWriter writer, ExpiryCurve curve)
    {
        writer.WriteStartObject();
        writer.WriteString("expiry", curve.Expiry.ToString());
        WriteOptional(writer, "forward", curve.Forward);
        WriteOptional(writer, "rate", curve.Rate);
        if (curve.Svi is { } svi)
        {
            writer.WriteStartObject("svi");
            writer.WriteNumber("a", svi.A);
            writer.WriteNumber("b", svi.B);
            writer.WriteNumber("rho", svi.Rho);
            writer.WriteNumber("m", svi.M);
            writer.WriteNumber("sigma", svi.Sigma);
            writer.WriteNumber("forward", svi.Forward);
            writer.WriteNumber("years", svi.Years);
            writer.WriteEndObject();
        }
        WriteUnlessOne(writer, "volConfidence", curve.VolConfidence);
        WriteOptional(writer, "settlementAverage", curve.SettlementAverage);
        writer.WriteEndObject();
    }

    private static void WriteQuote(Utf8JsonWriter writer, Quote quote)
    {
        writer.WriteStartObject();
        writer.WriteString("instrument", InstrumentSymbol.Print(quote.Instrument));
        WriteOptional(writer, "mark", quote.Mark);
        WriteOptional(writer, "bid", quote.Bid);
        WriteOptional(writer, "ask", quote.Ask);
        WriteOptional(writer, "vol", quote.Vol);
        WriteOptional(writer, "forward", quote.Forward);
        WriteOptional(writer, "openInterest", quote.OpenInterest);
        WriteOptional(writer, "volume", quote.Volume);
        WriteUnlessOne(writer, "confidence", quote.Confidence);
        WriteAge(writer, quote.Age);
        if (quote.Terms is { } terms)
        {
            writer.WriteString("contractSize", terms.ContractSize.ToString());
            writer.WriteString("lotSize", terms.LotSize.ToString());
        }
        writer.WriteEndObject();
    }

    private static void WriteObserved(Utf8JsonWriter writer, Observed observed)
    {
        if (observed is { Confidence: 1, Age.Nanoseconds: 0 })
        {
            writer.WriteNumberValue(observed.Value);
            return;
        }
        writer.WriteStartObject();
        writer.WriteNumber("value", observed.Value);
        WriteUnlessOne(writer, "confidence", observed.Confidence);
        WriteAge(writer, observed.Age);
        writer.WriteEndObject();
    }

    internal static void WriteOptional(Utf8JsonWriter writer, string name, Observed? observed)
    {
        if (observed is not { } value) return;
        writer.WritePropertyName(name);
        WriteObserved(writer, value);
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number) writer.WriteNumber(name, number);
    }

    private static void WriteUnlessOne(Utf8JsonWriter writer, string name, double value)
    {
        if (value != 1) writer.WriteNumber(name, value);
    }

    // Exact decimal text: seconds as a double would lose nanoseconds of a long age.
    private static void WriteAge(Utf8JsonWriter writer, Duration age)
    {
        if (age == default) return;
        writer.WritePropertyName("ageSeconds");
        writer.WriteRawValue(FixedPoint.Print(age.Nanoseconds, 9));
    }
}
