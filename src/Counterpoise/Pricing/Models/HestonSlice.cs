namespace Counterpoise.Pricing.Models;

/// <summary>Options of one expiry, which share the characteristic function. Columns of one length.</summary>
/// <param name="forward">Forward to the expiry: 0, or from 2⁻⁴⁰⁰ to 2⁴⁰⁰.</param>
/// <param name="years">Years of 365 days to expiry.</param>
/// <param name="sign">+1 call, −1 put.</param>
/// <param name="strike">Strikes: 0, or from 2⁻⁴⁰⁰ to 2⁴⁰⁰, in any order; vectors of neighbours are fastest.</param>
/// <exception cref="ArgumentException">The columns differ in length.</exception>
public readonly ref struct HestonSlice(
    double forward, double years, ReadOnlySpan<double> sign, ReadOnlySpan<double> strike)
{
    /// <summary>Number of options.</summary>
    public int Count => Strike.Length;

    /// <summary>Forward to the expiry.</summary>
    public double Forward { get; } = forward;

    /// <summary>Years of 365 days to expiry.</summary>
    public double Years { get; } = years;

    /// <summary>+1 call, −1 put.</summary>
    public ReadOnlySpan<double> Sign { get; } = Checked(sign, strike.Length);

    /// <summary>Strikes.</summary>
    public ReadOnlySpan<double> Strike { get; } = strike;

    private static ReadOnlySpan<double> Checked(ReadOnlySpan<double> sign, int count)
    {
        Columns.Check(count, sign.Length, nameof(sign));
        return sign;
    }
}
