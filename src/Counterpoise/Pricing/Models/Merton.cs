using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Kernels;

namespace Counterpoise.Pricing.Models;

/// <summary>
/// European options on a forward with lognormal jumps, settled in the currency of the strike. Merton 1976, Option
/// pricing when underlying stock returns are discontinuous, eq. 19:
/// V = D·Σ p_n·Black(F_n, K, s_n), p_n = e^{−λT}(λT)ⁿ/n!, F_n = F·e^{n(μ + δ²/2) − λκT}, s_n² = σ²T + nδ².
/// <para>
/// Arguments as in <see cref="Black76"/>, the parameters in place of its vol. Values and Greeks are for one long unit.
/// Total: outside the domain (that of Black-76; parameters finite, σ, λ and δ not negative, λT and λT·e^{μ + δ²/2} at
/// most 1e5, μ + δ²/2 at least −14) NaN. At λ = 0, and at expiry and after, Black-76 to the bit.
/// </para>
/// <para>
/// The Greeks are derivatives with the parameters held; vega, vanna and volga in σ, the volatility between jumps.
/// Each verb takes as long as <see cref="All"/>.
/// </para>
/// </summary>
public static class Merton
{
    /// <summary>V, in strike currency per unit.</summary>
    public static double Price(
        OptionRight right,
        double forward,
        double strike,
        in MertonParameters parameters,
        double years,
        double discount = 1) =>
        All(right, forward, strike, parameters, years, discount).Price;

    /// <summary>∂V/∂F, discounted; 0 to D for a call, −D to 0 for a put.</summary>
    public static double Delta(
        OptionRight right,
        double forward,
        double strike,
        in MertonParameters parameters,
        double years,
        double discount = 1) =>
        All(right, forward, strike, parameters, years, discount).Delta;

    /// <summary>∂²V/∂F² ≥ 0, per unit of currency.</summary>
    public static double Gamma(
        OptionRight right,
        double forward,
        double strike,
        in MertonParameters parameters,
        double years,
        double discount = 1) =>
        All(right, forward, strike, parameters, years, discount).Gamma;

    /// <summary>∂V/∂σ ≥ 0, per 1.00 of the volatility between jumps.</summary>
    public static double Vega(
        OptionRight right,
        double forward,
        double strike,
        in MertonParameters parameters,
        double years,
        double discount = 1) =>
        All(right, forward, strike, parameters, years, discount).Vega;

    /// <summary>∂V/∂t, per year of calendar time passing without a jump, with F and r = −ln(D)/T held.</summary>
    public static double Theta(
        OptionRight right,
        double forward,
        double strike,
        in MertonParameters parameters,
        double years,
        double discount = 1) =>
        All(right, forward, strike, parameters, years, discount).Theta;

    /// <summary>∂V/∂r = −T·V with F held, per 1.00 of the continuously compounded rate.</summary>
    public static double Rho(
        OptionRight right,
        double forward,
        double strike,
        in MertonParameters parameters,
        double years,
        double discount = 1) =>
        All(right, forward, strike, parameters, years, discount).Rho;

    /// <summary>∂²V/∂F∂σ, per 1.00 of the volatility between jumps.</summary>
    public static double Vanna(
        OptionRight right,
        double forward,
        double strike,
        in MertonParameters parameters,
        double years,
        double discount = 1) =>
        All(right, forward, strike, parameters, years, discount).Vanna;

    /// <summary>∂²V/∂σ², per 1.00 of the volatility between jumps squared.</summary>
    public static double Volga(
        OptionRight right,
        double forward,
        double strike,
        in MertonParameters parameters,
        double years,
        double discount = 1) =>
        All(right, forward, strike, parameters, years, discount).Volga;

    /// <summary>Price and all Greeks at once, bit for bit what the single verbs return.</summary>
    public static Greeks All(
        OptionRight right,
        double forward,
        double strike,
        in MertonParameters parameters,
        double years,
        double discount = 1)
    {
        // Black-76 refuses what it must of the other arguments.
        if (!Holds(parameters, years)) return NoValue;
        if (parameters.JumpIntensity * years <= 0)
            return Black76.All(right, forward, strike, parameters.Vol, years, discount);
        var holds = Domain.Holds(forward, strike, parameters.Vol, years)
            && discount is > 0 and < double.PositiveInfinity;
        if (!holds) return NoValue;
        var sum = new MertonSeries(forward, strike, parameters, years);
        return Of(right, sum, forward, strike, parameters, years, discount);
    }

    private static Greeks NoValue { get; } = new(
        double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    private static bool Holds(in MertonParameters p, double years)
    {
        if (!double.IsFinite(p.Vol + p.JumpIntensity + p.JumpMean + p.JumpVol)) return false;
        if (p.Vol < 0 || p.JumpIntensity < 0 || p.JumpVol < 0) return false;
        var jumps = p.JumpIntensity * years;
        if (jumps <= 0) return true;
        var growth = p.JumpMean + 0.5 * p.JumpVol * p.JumpVol;
        return growth >= MertonSeries.LeastGrowth
            && jumps * Math.Max(1, Elementary.Exp(growth)) <= MertonSeries.MostJumps;
    }

    private static Greeks Of(
        OptionRight right,
        MertonSeries sum,
        double forward,
        double strike,
        in MertonParameters parameters,
        double years,
        double discount)
    {
        // The series is of the option out of the money; put-call parity gives the other.
        var sign = right == OptionRight.Call ? 1 : -1;
        var swapped = sign != sum.Sign;
        var intrinsic = swapped ? DoubleDouble.Difference(forward, strike) * sign : new DoubleDouble(0);
        var price = discount * (intrinsic + new DoubleDouble(sum.Value)).Hi;
        var weight = forward == 0 ? 0 : sum.Asset / forward;
        var variance = parameters.Vol * years;
        var slope = (sum.CentredValue - sum.Drift * sum.Asset + 0.5 * parameters.Vol * variance * sum.Density) / years;
        var perForward = forward == 0 ? 0 : discount / forward;
        return new(
            price,
            discount * (swapped ? sign + weight : weight),
            perForward * (forward == 0 ? 0 : sum.Density / forward),
            discount * variance * sum.Density,
            -discount * slope - Elementary.Log(discount) / years * price,
            -years * price,
            -perForward * variance * sum.DensitySlope,
            discount * years * sum.DensityCurvature);
    }
}
