namespace Counterpoise.Pricing;

/// <summary>
/// Options as columns: element i of every column is option i. Units and domain are those of <see cref="Black76"/>.
/// </summary>
public readonly ref struct OptionColumns
{
    /// <summary>Binds columns of one length.</summary>
    /// <param name="sign">+1 call, −1 put.</param>
    /// <param name="forward">F, quote currency.</param>
    /// <param name="strike">K, quote currency.</param>
    /// <param name="vol">σ, annualised, 0.5 is 50 %.</param>
    /// <param name="years">T, years of 365 days.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public OptionColumns(
        ReadOnlySpan<double> sign,
        ReadOnlySpan<double> forward,
        ReadOnlySpan<double> strike,
        ReadOnlySpan<double> vol,
        ReadOnlySpan<double> years)
    {
        Columns.Check(sign.Length, forward.Length, nameof(forward));
        Columns.Check(sign.Length, strike.Length, nameof(strike));
        Columns.Check(sign.Length, vol.Length, nameof(vol));
        Columns.Check(sign.Length, years.Length, nameof(years));
        Sign = sign;
        Forward = forward;
        Strike = strike;
        Vol = vol;
        Years = years;
    }

    /// <summary>Number of options.</summary>
    public int Count => Sign.Length;

    /// <summary>+1 call, −1 put; anything else gives NaN.</summary>
    public ReadOnlySpan<double> Sign { get; }

    /// <summary>F, quote currency.</summary>
    public ReadOnlySpan<double> Forward { get; }

    /// <summary>K, quote currency.</summary>
    public ReadOnlySpan<double> Strike { get; }

    /// <summary>σ, annualised.</summary>
    public ReadOnlySpan<double> Vol { get; }

    /// <summary>T, years of 365 days.</summary>
    public ReadOnlySpan<double> Years { get; }

    internal OptionColumns Slice(int start, int count) => new(
        Sign.Slice(start, count), Forward.Slice(start, count), Strike.Slice(start, count), Vol.Slice(start, count),
        Years.Slice(start, count));
}

/// <summary>Where a price and its four Greeks go: element i of every column belongs to option i.</summary>
public readonly ref struct GreekColumns
{
    /// <summary>Binds columns of one length; they must not overlap the inputs.</summary>
    /// <param name="price">V, strike currency per unit.</param>
    /// <param name="delta">∂V/∂F.</param>
    /// <param name="gamma">∂²V/∂F².</param>
    /// <param name="vega">∂V/∂σ, per 1.00 of volatility.</param>
    /// <param name="theta">∂V/∂t, per year.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public GreekColumns(
        Span<double> price, Span<double> delta, Span<double> gamma, Span<double> vega, Span<double> theta)
    {
        Columns.Check(price.Length, delta.Length, nameof(delta));
        Columns.Check(price.Length, gamma.Length, nameof(gamma));
        Columns.Check(price.Length, vega.Length, nameof(vega));
        Columns.Check(price.Length, theta.Length, nameof(theta));
        Price = price;
        Delta = delta;
        Gamma = gamma;
        Vega = vega;
        Theta = theta;
    }

    /// <summary>V, strike currency per unit.</summary>
    public Span<double> Price { get; }

    /// <summary>∂V/∂F.</summary>
    public Span<double> Delta { get; }

    /// <summary>∂²V/∂F².</summary>
    public Span<double> Gamma { get; }

    /// <summary>∂V/∂σ, per 1.00 of volatility.</summary>
    public Span<double> Vega { get; }

    /// <summary>∂V/∂t, per year.</summary>
    public Span<double> Theta { get; }

    internal GreekColumns From(int start) =>
        new(Price[start..], Delta[start..], Gamma[start..], Vega[start..], Theta[start..]);
}
