namespace Counterpoise.Margins.Strategies;

/// <summary>
/// The margins of the strategies, quote currency per coin (or share): S the underlying's price, K a strike, p an option
/// price, OTM and ITM the out-of- and in-the-money amounts. Sources: FINRA 4210(f)(2), Cboe 10.3, and Lean's models of
/// them; which is which is in <c>docs/numerics/strategies.md</c>.
/// </summary>
internal static class StrategyRules
{
    /// <summary>Paid in full: nothing more.</summary>
    public static StrategyShape.MarginRule None { get; } = (_, _, _) => default;

    /// <summary>p + max(20 %·S − OTM, 10 %·S or, for a put, 10 %·K).</summary>
    public static double Naked(StrategyRates r, double spot, StrategyLeg leg)
    {
        var least = r.Minimum * (leg.Kind == LegKind.Call ? spot : leg.Strike);
        return leg.Price + Math.Max(r.Short * spot - leg.OutOfTheMoney(spot), least);
    }

    /// <summary>One leg of the strategy as if it were naked; the others need nothing.</summary>
    public static StrategyShape.MarginRule NakedLeg(int at) => (r, s, legs) => Both(Naked(r, s, legs[at]));

    /// <summary>Difference of two strikes, at most what the short leg needs naked.</summary>
    public static StrategyShape.MarginRule Width(int shortLeg, int longLeg) => (r, s, legs) =>
        Both(Math.Min(Math.Abs(legs[longLeg].Strike - legs[shortLeg].Strike), Naked(r, s, legs[shortLeg])));

    /// <summary>Difference of two strikes.</summary>
    public static StrategyShape.MarginRule Interval(int low, int high) => (_, _, legs) =>
        Both(legs[high].Strike - legs[low].Strike);

    /// <summary>The wider of the put and the call side; legs in rising order of strike.</summary>
    public static StrategyMargin WiderWing(StrategyRates r, double s, ReadOnlySpan<StrategyLeg> legs) =>
        Both(Math.Max(legs[1].Strike - legs[0].Strike, legs[3].Strike - legs[2].Strike));

    /// <summary>The larger of two naked margins and the other leg's price.</summary>
    public static StrategyMargin ShortPair(StrategyRates r, double s, ReadOnlySpan<StrategyLeg> legs)
    {
        var (a, b) = (Naked(r, s, legs[0]), Naked(r, s, legs[1]));
        return Both(a >= b ? a + legs[1].Price : b + legs[0].Price);
    }

    /// <summary>max(width, 102 % of the cost to close). Legs −C low, +C high, +P low, −P high.</summary>
    public static StrategyMargin ShortBox(StrategyRates r, double s, ReadOnlySpan<StrategyLeg> legs)
    {
        var cost = legs[0].Price - legs[1].Price - legs[2].Price + legs[3].Price;
        return Both(Math.Max(legs[1].Strike - legs[0].Strike, r.BoxCost * cost));
    }

    /// <summary>50 % initial, 25 % maintenance.</summary>
    public static StrategyMargin Long(StrategyRates r, double s, ReadOnlySpan<StrategyLeg> legs) =>
        new(r.Initial * s, r.LongMaintenance * s);

    /// <summary>50 % initial, 30 % maintenance.</summary>
    public static StrategyMargin Short(StrategyRates r, double s, ReadOnlySpan<StrategyLeg> legs) =>
        new(r.Initial * s, r.ShortMaintenance * s);

    /// <summary>
    /// The underlying counts for no more than the strike: ITM + rate·min(S, K); maintenance at least
    /// min(S, max(p, 25 %·S)).
    /// </summary>
    public static StrategyMargin CoveredCall(StrategyRates r, double s, ReadOnlySpan<StrategyLeg> legs)
    {
        var call = legs[1];
        var (capped, inside) = (Math.Min(s, call.Strike), call.InTheMoney(s));
        var least = Math.Min(s, Math.Max(call.Price, r.LongMaintenance * s));
        return Ordered(inside + r.Initial * capped, Math.Max(inside + r.LongMaintenance * capped, least));
    }

    /// <summary>The underlying counts for no less than the strike: ITM + rate·max(S, K).</summary>
    public static StrategyMargin CoveredPut(StrategyRates r, double s, ReadOnlySpan<StrategyLeg> legs)
    {
        var put = legs[1];
        var (valued, inside) = (Math.Max(s, put.Strike), put.InTheMoney(s));
        return new(inside + r.Initial * valued, inside + r.ShortMaintenance * valued);
    }

    /// <summary>Initial as the underlying; maintenance min(10 %·K + OTM, the underlying's).</summary>
    public static StrategyMargin ProtectedLong(StrategyRates r, double s, ReadOnlySpan<StrategyLeg> legs) =>
        new(r.Initial * s, Math.Min(Protection(r, s, legs[1]), r.LongMaintenance * s));

    /// <summary>The same for a short underlying and a long call.</summary>
    public static StrategyMargin ProtectedShort(StrategyRates r, double s, ReadOnlySpan<StrategyLeg> legs) =>
        new(r.Initial * s, Math.Min(Protection(r, s, legs[1]), r.ShortMaintenance * s));

    /// <summary>
    /// +U +P low −C high: initial 50 %·S + call ITM; maintenance min(10 %·K_p + OTM_p, 25 %·K_c) + call ITM.
    /// </summary>
    public static StrategyMargin Collar(StrategyRates r, double s, ReadOnlySpan<StrategyLeg> legs)
    {
        var (put, call) = (legs[1], legs[2]);
        var inside = call.InTheMoney(s);
        var maintenance = Math.Min(Protection(r, s, put), r.LongMaintenance * call.Strike) + inside;
        return Ordered(r.Initial * s + inside, maintenance);
    }

    /// <summary>
    /// Conversion and its reverse: initial 50 %·S + ITM of the short option, maintenance 10 %·K + the same. The short
    /// option is the last leg.
    /// </summary>
    public static StrategyMargin Conversion(StrategyRates r, double s, ReadOnlySpan<StrategyLeg> legs)
    {
        var written = legs[2];
        var inside = written.InTheMoney(s);
        return Ordered(r.Initial * s + inside, r.Minimum * written.Strike + inside);
    }

    private static double Protection(StrategyRates r, double s, StrategyLeg bought) =>
        r.Minimum * bought.Strike + bought.OutOfTheMoney(s);

    private static StrategyMargin Both(double amount) => new(amount, amount);

    // Initial margin is never below maintenance: what cannot be kept cannot be opened.
    private static StrategyMargin Ordered(double initial, double maintenance) =>
        new(Math.Max(initial, maintenance), maintenance);
}
