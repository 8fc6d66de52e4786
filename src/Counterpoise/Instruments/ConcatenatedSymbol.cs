namespace Counterpoise.Instruments;

/// <summary>
/// Names of Binance, Bybit and BitMEX, which write base and quote together: <c>BTCUSDT</c> (linear perpetual),
/// <c>BTCUSDT_250627</c> (linear future), <c>BTCUSD</c> and <c>BTCUSD_PERP</c> (coin-settled perpetual),
/// <c>BTCUSD_250627</c> (coin-settled future), <c>BTCPERP</c> (USDC perpetual), <c>BTC-27JUN25</c> and
/// <c>BTC-27JUN25-100000-C</c> (USDC future and option), the same with <c>-USDT</c> behind (USDT). Expiry is 08:00 UTC.
/// (Binance API, "Symbol"; Bybit v5, "Enums"). Coin-settled dated names by month code (<c>BTCUSDM25</c>) are not read.
/// </summary>
public static class ConcatenatedSymbol
{
    private static readonly string[] Quotes = ["USDT", "USDC", "USD"];

    /// <summary>The instrument of a name; false if it is none of the forms above.</summary>
    public static bool TryParse(string? text, out Instrument? instrument)
    {
        instrument = null;
        if (text is null) return false;
        if (text.Contains('-', StringComparison.Ordinal)) return TryParseDashed(text, out instrument);
        var bar = text.IndexOf('_', StringComparison.Ordinal);
        var pair = bar < 0 ? text : text[..bar];
        var rest = bar < 0 ? "" : text[(bar + 1)..];
        if (pair.EndsWith("PERP", StringComparison.Ordinal) && bar < 0) pair = pair[..^4] + "USDC";
        foreach (var quote in Quotes)
        {
            if (!pair.EndsWith(quote, StringComparison.Ordinal)) continue;
            var coin = pair[..^quote.Length];
            var settlement = quote == "USD" ? coin : quote;
            var suffix = bar < 0 || rest is "PERP" ? "" : "-" + rest;
            return suffix.Length is 0 or 7
                && CcxtSymbol.TryParse($"{coin}/{quote}:{settlement}{suffix}", out instrument);
        }
        return false;
    }

    // BTC-27JUN25-100000-C-USDT: Deribit's name of the linear contract, with the quote behind; USDC where none stands.
    private static bool TryParseDashed(string text, out Instrument? instrument)
    {
        instrument = null;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var quote = "USDC";
        var rest = text[dash..];
        foreach (var named in Quotes)
        {
            if (!rest.EndsWith("-" + named, StringComparison.Ordinal)) continue;
            quote = named;
            rest = rest[..^(named.Length + 1)];
            break;
        }
        return quote != "USD" && DeribitSymbol.TryParse($"{text[..dash]}_{quote}{rest}", out instrument);
    }
}
