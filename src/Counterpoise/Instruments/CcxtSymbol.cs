using Counterpoise.Units;

namespace Counterpoise.Instruments;

/// <summary>
/// ccxt's unified symbols: <c>BTC/USDC</c> (spot), <c>BTC/USD:BTC</c> (inverse perpetual), <c>BTC/USDC:USDC</c> (linear
/// perpetual), <c>BTC/USD:BTC-261225</c> (future), <c>BTC/USD:BTC-261225-100000-C</c> (option). Dates are YYMMDD,
/// expiry is 08:00 UTC. ccxt knows no other hour; one is written here as <c>261225T0930</c> or <c>261225T093015</c>.
/// </summary>
public static class CcxtSymbol
{
    /// <summary>The instrument of a symbol; false if it is none of the forms above.</summary>
    public static bool TryParse(string? text, out Instrument? instrument)
    {
        instrument = null;
        if (text is null) return false;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !TryParseCode(text[..slash], out var baseCurrency)) return false;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < slash) colon = text.Length;
        if (!TryParseCode(text[(slash + 1)..colon], out var quote) || quote == baseCurrency) return false;
        if (colon == text.Length)
        {
            instrument = Instrument.Spot(baseCurrency, quote);
            return true;
        }
        var parts = text[(colon + 1)..].Split('-');
        if (!TryParseCode(parts[0], out var settlement) || (settlement != baseCurrency && settlement != quote))
            return false;
        if (parts.Length == 1)
        {
            instrument = Instrument.Perpetual(baseCurrency, quote, settlement);
        }
        else if (TryParseExpiry(parts[1], out var expiry) && parts.Length == 2)
        {
            instrument = Instrument.Future(baseCurrency, quote, settlement, expiry);
        }
        else if (parts.Length == 4 && parts[3] is "C" or "P" && TryParseStrike(parts[2], out var strike)
            && TryParseExpiry(parts[1], out expiry))
        {
            var right = parts[3] is "C" ? OptionRight.Call : OptionRight.Put;
            instrument = Instrument.Option(baseCurrency, quote, settlement, expiry, strike, right);
        }
        return instrument is not null;
    }

    /// <summary>The symbol of an instrument; <see cref="TryParse"/> gives the instrument back.</summary>
    public static string Print(Instrument instrument)
    {
        var pair = $"{instrument.Base}/{instrument.Quote}";
        return instrument.Kind switch
        {
            InstrumentKind.Spot => pair,
            InstrumentKind.Perpetual => $"{pair}:{instrument.Settlement}",
            InstrumentKind.Future => $"{pair}:{instrument.Settlement}-{PrintExpiry(instrument.Expiry!.Value)}",
            _ => $"{pair}:{instrument.Settlement}-{PrintExpiry(instrument.Expiry!.Value)}-{instrument.Strike}"
                + (instrument.Right == OptionRight.Call ? "-C" : "-P"),
        };
    }

    private static string PrintExpiry(Instant expiry)
    {
        var t = expiry.ToUtcDateTime();
        var date = $"{t.Year % 100:00}{t.Month:00}{t.Day:00}";
        if (t is { Hour: 8, Minute: 0, Second: 0 }) return date;
        return t.Second == 0 ? $"{date}T{t.Hour:00}{t.Minute:00}" : $"{date}T{t.Hour:00}{t.Minute:00}{t.Second:00}";
    }

    private static bool TryParseCode(string text, out Currency currency)
    {
        currency = default;
        foreach (var c in text)
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c)) return false;
        return Currency.TryParse(text, out currency);
    }

    private static bool TryParseExpiry(string text, out Instant expiry)
    {
        expiry = default;
        if (text.Length is not (6 or 11 or 13) || (text.Length > 6 && text[6] != 'T')) return false;
        if (!TryPair(text, 0, out var year) || !TryPair(text, 2, out var month) || !TryPair(text, 4, out var day))
            return false;
        int hour = 8, minute = 0, second = 0;
        if (text.Length > 6 && !(TryPair(text, 7, out hour) && TryPair(text, 9, out minute))) return false;
        if (text.Length > 11 && !TryPair(text, 11, out second)) return false;
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(2000 + year, month)) return false;
        if (hour > 23 || minute > 59 || second > 59) return false;
        expiry = Instant.FromUtc(2000 + year, month, day, hour, minute, second);
        return true;
    }

    private static bool TryPair(string text, int at, out int value)
    {
        value = 0;
        if (!char.IsAsciiDigit(text[at]) || !char.IsAsciiDigit(text[at + 1])) return false;
        value = (text[at] - '0') * 10 + (text[at + 1] - '0');
        return true;
    }

    private static bool TryParseStrike(string text, out Price strike)
    {
        strike = default;
        foreach (var c in text)
            if (!char.IsAsciiDigit(c) && c != '.') return false;
        return Price.TryParse(text, out strike) && strike.Units > 0;
    }
}
