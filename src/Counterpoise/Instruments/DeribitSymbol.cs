using Counterpoise.Units;

namespace Counterpoise.Instruments;

/// <summary>
/// Deribit's instrument names (docs.deribit.com, "Naming"): <c>BTC-PERPETUAL</c>, <c>BTC-27DEC26</c>,
/// <c>BTC-27DEC26-100000-C</c> (inverse), <c>BTC_USDC-…</c> (linear), <c>BTC_USDC</c> (spot); the day has no leading
/// zero and <c>d</c> stands for the decimal point of a strike (<c>XRP_USDC-30JUN26-0d625-C</c>). Expiry is 08:00 UTC.
/// This is also the canonical dialect; an expiry at another time is written <c>27DEC26T0930</c> or
/// <c>27DEC26T093015</c>.
/// </summary>
public static class DeribitSymbol
{
    private const string Months = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

    /// <summary>The instrument of a name; false if it is none of the forms above.</summary>
    public static bool TryParse(string? text, out Instrument? instrument)
    {
        instrument = null;
        if (text is null) return false;
        var parts = text.Split('-');
        if (!TryParsePair(parts[0], out var baseCurrency, out var quote, out var inverse)) return false;
        var settlement = inverse ? baseCurrency : quote;
        if (parts.Length == 1)
        {
            if (inverse) return false;
            instrument = Instrument.Spot(baseCurrency, quote);
        }
        else if (parts.Length == 2 && parts[1] is "PERPETUAL")
        {
            instrument = Instrument.Perpetual(baseCurrency, quote, settlement);
        }
        else if (parts.Length == 2 && TryParseExpiry(parts[1], out var expiry))
        {
            instrument = Instrument.Future(baseCurrency, quote, settlement, expiry);
        }
        else if (parts.Length == 4 && parts[3] is "C" or "P" && TryParseExpiry(parts[1], out expiry)
            && TryParseStrike(parts[2], out var strike))
        {
            var right = parts[3] is "C" ? OptionRight.Call : OptionRight.Put;
            instrument = Instrument.Option(baseCurrency, quote, settlement, expiry, strike, right);
        }
        return instrument is not null;
    }

    /// <summary>The name of an instrument; <see cref="TryParse"/> gives the instrument back.</summary>
    public static string Print(Instrument instrument)
    {
        var pair = instrument.IsInverse ? instrument.Base.Code : $"{instrument.Base}_{instrument.Quote}";
        return instrument.Kind switch
        {
            InstrumentKind.Spot => pair,
            InstrumentKind.Perpetual => $"{pair}-PERPETUAL",
            InstrumentKind.Future => $"{pair}-{PrintExpiry(instrument.Expiry!.Value)}",
            _ => $"{pair}-{PrintExpiry(instrument.Expiry!.Value)}-{PrintStrike(instrument.Strike)}"
                + (instrument.Right == OptionRight.Call ? "-C" : "-P"),
        };
    }

    /// <summary>An expiry as in a name, e.g. <c>27DEC26</c>.</summary>
    public static string PrintExpiry(Instant expiry)
    {
        var t = expiry.ToUtcDateTime();
        var date = $"{t.Day}{Months.AsSpan((t.Month - 1) * 3, 3)}{t.Year % 100:00}";
        if (t is { Hour: 8, Minute: 0, Second: 0 }) return date;
        return t.Second == 0 ? $"{date}T{t.Hour:00}{t.Minute:00}" : $"{date}T{t.Hour:00}{t.Minute:00}{t.Second:00}";
    }

    private static bool TryParsePair(string text, out Currency baseCurrency, out Currency quote, out bool inverse)
    {
        var bar = text.IndexOf('_', StringComparison.Ordinal);
        inverse = bar < 0;
        quote = Currency.Usd;
        baseCurrency = default;
        if (!IsUpper(text)) return false;
        var known = inverse
            ? Currency.TryParse(text, out baseCurrency)
            : Currency.TryParse(text[..bar], out baseCurrency) && Currency.TryParse(text[(bar + 1)..], out quote);
        return known && baseCurrency != quote;
    }

    private static bool IsUpper(string text)
    {
        foreach (var c in text)
            if (char.IsAsciiLetterLower(c)) return false;
        return true;
    }

    private static bool TryParseExpiry(string text, out Instant expiry)
    {
        expiry = default;
        var clock = text.LastIndexOf('T') is var t && t >= 6 ? text[(t + 1)..] : null;
        var date = clock is null ? text : text[..^(clock.Length + 1)];
        if (date.Length is not (6 or 7) || date[0] == '0') return false;
        var days = date.Length - 5;
        var month = Months.IndexOf(date.Substring(days, 3), StringComparison.Ordinal);
        if (month < 0 || month % 3 != 0) return false;
        if (!TryParseDigits(date.AsSpan(0, days), out var day) || !TryParseDigits(date.AsSpan(days + 3), out var year))
            return false;
        month = month / 3 + 1;
        year += 2000;
        int hour = 8, minute = 0, second = 0;
        if (clock is not null && !TryParseClock(clock, out hour, out minute, out second)) return false;
        if (day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        expiry = Instant.FromUtc(year, month, day, hour, minute, second);
        return true;
    }

    private static bool TryParseClock(string text, out int hour, out int minute, out int second)
    {
        minute = second = hour = 0;
        return text.Length is 4 or 6
            && TryParseDigits(text.AsSpan(0, 2), out hour) && hour < 24
            && TryParseDigits(text.AsSpan(2, 2), out minute) && minute < 60
            && (text.Length == 4 || (TryParseDigits(text.AsSpan(4, 2), out second) && second < 60));
    }

    private static bool TryParseDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = value * 10 + (c - '0');
        }
        return text.Length > 0;
    }

    private static bool TryParseStrike(string text, out Price strike)
    {
        strike = default;
        foreach (var c in text)
            if (!char.IsAsciiDigit(c) && c != 'd') return false;
        return text.Length > 0 && Price.TryParse(text.Replace('d', '.'), out strike) && strike.Units > 0;
    }

    private static string PrintStrike(Price strike) => strike.ToString().Replace('.', 'd');
}
