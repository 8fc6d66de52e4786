using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Surfaces;
using Counterpoise.Units;

namespace Counterpoise.Pricing;

/// <summary>Shape of a contract's value as a function of its forward.</summary>
public enum Payoff
{
    /// <summary>F − F₀ in quote currency per base coin.</summary>
    LinearFuture = 0,

    /// <summary>1/F₀ − 1/F in base coin per unit of quote currency.</summary>
    InverseFuture = 1,

    /// <summary>D·Black-76 in quote currency per base coin.</summary>
    LinearOption = 2,

    /// <summary>Black-76 divided by the forward, in base coin per base coin.</summary>
    InverseOption = 3,

    /// <summary>A coin held as collateral: moves in proportion to its underlying.</summary>
    Coin = 4,
}

/// <summary>
/// An instrument resolved against a market once: numbers only, so that repricing parses and looks up nothing.
/// Values are per unit of quantity in the native currency: quote currency for linear contracts, base coin for inverse.
/// </summary>
/// <param name="Payoff">Shape.</param>
/// <param name="Variable">Part of the forward that moves with spot, quote currency.</param>
/// <param name="Fixed">Part already fixed by a settlement average, quote currency.</param>
public sealed record Contract(Payoff Payoff, double Variable, double Fixed)
{
    /// <summary>Share of the settlement window still to come; 1 outside it.</summary>
    public double Open { get; init; } = 1;

    /// <summary>Base coins (or, inverse futures, quote currency) per unit of quantity.</summary>
    public double Size { get; init; } = 1;

    /// <summary>Strike, quote currency.</summary>
    public double Strike { get; init; }

    /// <summary>Call or put.</summary>
    public OptionRight Right { get; init; }

    /// <summary>Implied volatility, annualised fraction.</summary>
    public double Vol { get; init; }

    /// <summary>
    /// The smile that moves with the forward (sticky moneyness); its volatility at <see cref="LogMoneyness"/> is
    /// <see cref="Vol"/>. Null: the strike keeps <see cref="Vol"/> (sticky strike).
    /// </summary>
    public Smile? Smile { get; init; }

    /// <summary>Seconds to expiry; 0 or less is expired. Perpetuals and coins: 0.</summary>
    public double Seconds { get; init; }

    /// <summary>Interest rate, continuously compounded per year.</summary>
    public double Rate { get; init; }

    /// <summary>Forward today, quote currency.</summary>
    public double Forward => Variable + Fixed;

    /// <summary>Years to expiry (365 d), not negative.</summary>
    public double Years => Math.Max(Seconds, 0) / Duration.SecondsPerYear;

    /// <summary>ln(K/F).</summary>
    public double LogMoneyness => Elementary.Log(Strike / Forward);

    /// <summary>An option.</summary>
    public bool IsOption => Payoff is Payoff.LinearOption or Payoff.InverseOption;

    /// <summary>+1 for a call, −1 for a put.</summary>
    internal double Sign => Right == OptionRight.Call ? 1 : -1;

    /// <summary>Valued in base coin.</summary>
    public bool IsInverse => Payoff is Payoff.InverseOption or Payoff.InverseFuture;

    /// <summary>Value today per unit of quantity; a future's is 0 (its past P&amp;L is equity, not value).</summary>
    public double Value =>
        IsOption ? Size * OptionValue(Forward, Vol, Years) : Payoff == Payoff.Coin ? Size * Forward : 0;

    /// <summary>
    /// Net delta per unit of quantity: change of the native value per relative move of spot, divided by the forward for
    /// linear contracts, so it is in base coins for both. For an inverse option it is Black's delta minus the price in
    /// coin (the premium is itself coin). In the settlement window it falls linearly to 0 (Deribit, Delta decay).
    /// </summary>
    public double Delta => Size * Open * Payoff switch
    {
        Payoff.InverseFuture => 1 / Forward,
        Payoff.LinearOption => Black76.Delta(Right, Forward, Strike, Vol, Years, Discount(Years)),
        Payoff.InverseOption => CoinSettled.Delta(Right, Forward, Strike, Vol, Years),
        _ => 1,
    };

    /// <summary>
    /// Change of value under a scenario, per unit of quantity: the clear version of a cell of <see cref="RiskArray"/>.
    /// </summary>
    public double Change(Scenario scenario)
    {
        var forward = Variable * scenario.Spot + Fixed;
        return Repriced(forward, ShockedVol(scenario), YearsAfter(scenario.Time));
    }

    /// <summary>Years to expiry after some time has passed.</summary>
    public double YearsAfter(Duration time) => Math.Max(Seconds - time.Seconds, 0) / Duration.SecondsPerYear;

    /// <summary>
    /// Volatility after the scenario: that of its strike, or of the smile at the shocked forward; then the shock, by
    /// today's log-moneyness.
    /// </summary>
    public double ShockedVol(Scenario scenario) =>
        IsOption ? scenario.Vol.Apply(VolAt(Variable * scenario.Spot + Fixed), Seconds, LogMoneyness) : 0;

    /// <summary>Volatility at another forward, before any shock.</summary>
    internal double VolAt(double forward) => Smile is null ? Vol : Smile.Vol(Elementary.Log(Strike / forward));

    /// <summary>Discount factor e^{−rT}; 1 for coin-settled contracts.</summary>
    public double Discount(double years) => Rate == 0 ? 1 : Elementary.Exp(-Rate * years);

    /// <summary>
    /// Change of value for a relative move of the whole forward, to first order, per unit of quantity.
    /// </summary>
    public double FirstOrder(double move) => Size * move * Slope;

    /// <summary>Change of value per relative move of the whole forward, of a contract of size 1.</summary>
    internal double Slope => Payoff switch
    {
        Payoff.InverseFuture => 1 / Forward,
        Payoff.LinearOption => Forward * Black76.Delta(Right, Forward, Strike, Vol, Years, Discount(Years)),
        Payoff.InverseOption => CoinSettled.Delta(Right, Forward, Strike, Vol, Years),
        _ => Forward,
    };

    private double Repriced(double forward, double vol, double years) => Size * Payoff switch
    {
        Payoff.InverseFuture => 1 / Forward - 1 / forward,
        Payoff.LinearOption or Payoff.InverseOption =>
            OptionValue(forward, vol, years) - OptionValue(Forward, Vol, Years),
        _ => forward - Forward,
    };

    private double OptionValue(double forward, double vol, double years) => Payoff == Payoff.InverseOption
        ? CoinSettled.Price(Right, forward, Strike, vol, years)
        : Black76.Price(Right, forward, Strike, vol, years, Discount(years));
}
