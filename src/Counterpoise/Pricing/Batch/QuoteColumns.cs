namespace Counterpoise.Pricing;

/// <summary>
/// Quoted options as columns: element i of every column is quote i. Prices are undiscounted and in strike currency: a
/// price paid today is divided by its discount factor, a coin price multiplied by the forward, before it comes here.
/// </summary>
public readonly ref struct QuoteColumns
{
    /// <summary>Binds columns of one length.</summary>
    /// <param name="sign">+1 call, −1 put.</param>
    /// <param name="price">V, strike currency per unit.</param>
    /// <param name="forward">F, quote currency.</param>
    /// <param name="strike">K, quote currency.</param>
    /// <param name="years">T, years of 365 days.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public QuoteColumns(
        ReadOnlySpan<double> sign,
        ReadOnlySpan<double> price,
        ReadOnlySpan<double> forward,
        ReadOnlySpan<double> strike,
        ReadOnlySpan<double> years)
    {
        Columns.Check(sign.Length, price.Length, nameof(price));
        Columns.Check(sign.Length, forward.Length, nameof(forward));
        Columns.Check(sign.Length, strike.Length, nameof(strike));
        Columns.Check(sign.Length, years.Length, nameof(years));
        Sign = sign;
        Price = price;
        Forward = forward;
        Strike = strike;
        Years = years;
    }

    /// <summary>Number of quotes.</summary>
    public int Count => Sign.Length;

    /// <summary>+1 call, −1 put; anything else is out of the domain.</summary>
    public ReadOnlySpan<double> Sign { get; }

    /// <summary>V, undiscounted, strike currency.</summary>
    public ReadOnlySpan<double> Price { get; }

    /// <summary>F, quote currency.</summary>
    public ReadOnlySpan<double> Forward { get; }

    /// <summary>K, quote currency.</summary>
    public ReadOnlySpan<double> Strike { get; }

    /// <summary>T, years of 365 days.</summary>
    public ReadOnlySpan<double> Years { get; }

    internal QuoteColumns From(int start) =>
        new(Sign[start..], Price[start..], Forward[start..], Strike[start..], Years[start..]);
}
