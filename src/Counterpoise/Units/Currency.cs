namespace Counterpoise.Units;

/// <summary>
/// A currency or coin by its code, upper case: <c>BTC</c>, <c>USD</c>, <c>USDC</c>, <c>STETH</c>.
/// <c>default</c> is valid and means "no currency".
/// </summary>
public readonly record struct Currency : IComparable<Currency>
{
    private readonly string? _code;

    private Currency(string code) => _code = code;

    /// <summary>US dollar: the unit in which requirements of different margin currencies are totalled.</summary>
    public static Currency Usd { get; } = new("USD");

    /// <summary>The code, upper case; empty for <c>default</c>.</summary>
    public string Code => _code ?? "";

    /// <summary>USD, or a stable-coin that counts as a dollar where a market gives it no price.</summary>
    public bool IsDollar => Code is "USD" or "USDC" or "USDT" or "DAI";

    /// <summary>Decimals a person reads: 2 for dollars and dollar stable-coins, 8 for coins.</summary>
    public int DisplayDecimals => Code.Contains("USD", StringComparison.Ordinal) || Code is "DAI" or "SDAI" ? 2 : 8;

    /// <summary>
    /// True if <paramref name="text"/> is 1 to 12 letters or digits, which are then read in upper case.
    /// </summary>
    public static bool TryParse(string? text, out Currency currency)
    {
        currency = default;
        if (text is null || text.Length is 0 or > 12) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c)) return false;
        currency = new Currency(text.ToUpperInvariant());
        return true;
    }

    /// <summary>The currency of a code.</summary>
    /// <exception cref="InvalidInputException">The code is not 1 to 12 letters or digits.</exception>
    public static Currency Parse(string text) =>
        TryParse(text, out var currency)
            ? currency
            : throw new InvalidInputException("currency", text, "is not a currency code",
                "use 1 to 12 letters or digits, e.g. BTC");

    /// <inheritdoc />
    public int CompareTo(Currency other) => string.CompareOrdinal(Code, other.Code);

    /// <inheritdoc />
    public bool Equals(Currency other) => string.Equals(Code, other.Code, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Code);

    /// <summary>Orders by code.</summary>
    public static bool operator <(Currency left, Currency right) => left.CompareTo(right) < 0;

    /// <summary>Orders by code.</summary>
    public static bool operator >(Currency left, Currency right) => left.CompareTo(right) > 0;

    /// <summary>Orders by code.</summary>
    public static bool operator <=(Currency left, Currency right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by code.</summary>
    public static bool operator >=(Currency left, Currency right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public override string ToString() => Code;
}
