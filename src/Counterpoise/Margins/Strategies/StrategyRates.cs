namespace Counterpoise.Margins.Strategies;

/// <summary>
/// The numbers of FINRA 4210 and Cboe 10.3. All are fractions; <see cref="Minimum"/> is of the underlying for calls
/// and of the strike for puts.
/// </summary>
/// <param name="Short">Naked short option, share of the underlying before the out-of-the-money amount: 20 %.</param>
/// <param name="Minimum">Its least share: 10 %. Also the share of the strike for protected underlyings.</param>
/// <param name="Initial">Underlying long or short, initial: 50 % (Regulation T).</param>
/// <param name="LongMaintenance">Long underlying, maintenance: 25 %.</param>
/// <param name="ShortMaintenance">Short underlying, maintenance: 30 %.</param>
/// <param name="BoxCost">Short box: this times the cost to close: 102 %.</param>
public sealed record StrategyRates(
    double Short, double Minimum, double Initial, double LongMaintenance, double ShortMaintenance, double BoxCost)
{
    /// <summary>As FINRA 4210(c), (f)(2) and Regulation T have them for single stocks.</summary>
    public static StrategyRates Finra { get; } = new(0.2, 0.1, 0.5, 0.25, 0.3, 1.02);
}
