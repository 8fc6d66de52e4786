namespace Counterpoise.Markets;

/// <summary>
/// Markets as JSON (<c>schemas/market.schema.json</c>). An observed value is a plain number, or an object
/// <c>{"value": …, "confidence": …, "ageSeconds": …}</c> where it is not fresh or not fully trusted. Prices are in the
/// quote currency, premiums of inverse options in coin, volatilities and confidences are fractions.
/// </summary>
public static class MarketJson
{
    /// <summary>Largest price that is read; beyond it lies a unit error, and overflow in pricing.</summary>
    public const double MaxPrice = 1e12;

    /// <summary>Smallest index or forward that is read.</summary>
    public const double MinPrice = 1e-12;

    /// <summary>Smallest annualised volatility that is read.</summary>
    public const double MinVol = 1e-6;

    /// <summary>Largest annualised volatility that is read: 5,000 %.</summary>
    public const double MaxVol = 50;

    /// <summary>
    /// Reads a market. <c>time</c> and <c>underlyings</c> are required. Expired instruments are allowed, and so is an
    /// option whose expiry is not listed: whoever needs its forward complains.
    /// </summary>
    /// <exception cref="InvalidInputException">The text is not such a document; names the field and the
    /// value.</exception>
    public static Market Read(ReadOnlyMemory<byte> utf8) => Json.JsonText.Read(utf8, MarketReader.Read);

    /// <summary>Reads a market that is part of a larger document.</summary>
    /// <exception cref="InvalidInputException">It is not such an object; names the field and the value.</exception>
    public static Market Read(Json.JsonCursor root) => MarketReader.Read(root);

    /// <summary>
    /// Writes a market, sorted by currency, expiry and instrument, defaults left out. Reading it gives an equal one
    /// back (instants to 100 ns).
    /// </summary>
    /// <param name="market">What to write.</param>
    /// <param name="schema">The <c>$schema</c> reference an editor resolves; null: none.</param>
    public static string Write(Market market, string? schema = null) => MarketWriter.Write(market, schema);
}
