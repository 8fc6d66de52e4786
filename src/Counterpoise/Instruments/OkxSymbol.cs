namespace Counterpoise.Instruments;

/// <summary>
/// OKX's instrument ids: <c>BTC-USDT-SWAP</c> (linear perpetual), <c>BTC-USD-SWAP</c> (coin-settled),
/// <c>BTC-USDT-250627</c> and <c>BTC-USD-250627</c> (futures), <c>BTC-USD-250627-100000-C</c> (coin-settled option),
/// <c>BTC-USDT</c> (spot). Expiry is 08:00 UTC. (OKX API v5, "Get instruments".)
/// </summary>
public static class OkxSymbol
{
    /// <summary>The instrument of an id; false if it is none of the forms above.</summary>
    public static bool TryParse(string? text, out Instrument? instrument)
    {
        instrument = null;
        if (text?.Split('-') is not { Length: >= 2 and <= 5 } parts) return false;
        var (coin, quote) = (parts[0], parts[1]);
        var pair = $"{coin}/{quote}";
        if (parts.Length == 2) return CcxtSymbol.TryParse(pair, out instrument);
        var contract = $"{pair}:{(quote == "USD" ? coin : quote)}";
        if (parts.Length == 3 && parts[2] is "SWAP") return CcxtSymbol.TryParse(contract, out instrument);
        return parts.Length is 3 or 5
            && CcxtSymbol.TryParse($"{contract}-{string.Join('-', parts[2..])}", out instrument);
    }
}
