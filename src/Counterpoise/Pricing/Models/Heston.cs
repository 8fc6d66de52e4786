using Counterpoise.Instruments;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Models;

/// <summary>
/// European options on a forward under the stochastic volatility of Heston 1993, settled in the currency of the
/// strike: V = D·(F − W) for a call, D·(K − W) for a put, W = E[min(F_T, K)] by Lewis 2000 along a contour
/// (docs/numerics/heston.md).
/// <para>
/// Arguments, everywhere in this order: right; forward F; strike K; parameters; years T of 365 days to expiry;
/// discount D = e^{−rT} &gt; 0 to settlement. Forward and strike are 0 or from 2⁻⁴⁰⁰ to 2⁴⁰⁰. Values and Greeks are for
/// one long unit. The verbs are total: outside these domains they return NaN, never an exception.
/// </para>
/// <para>
/// Greeks are the model's own: F moves with the variance held, so delta and gamma have the smile of ln K/F moving with
/// F; vega, vanna and volga are in the initial volatility √V0, other parameters held. At expiry and after (T ≤ 0), at
/// F = 0, K = 0 and without variance (V0 = κθ = 0) price and Greeks are those of <see cref="Black76"/> at
/// volatility 0.
/// </para>
/// <para>
/// Claim: absolute error ≤ 1e-12·D·max(F, K) of a price for T from a day to ten years, V0 and θ from 0.005 to 4, κ from
/// 0.05 to 15, σ from 0.05 to 4, |ρ| ≤ 0.99 and |ln F/K| up to 6 expected deviations.
/// </para>
/// </summary>
public static class Heston
{
    /// <summary>V, in strike currency per unit.</summary>
    public static double Price(
        OptionRight right, double forward, double strike, in HestonParameters parameters, double years,
        double discount = 1)
    {
        if (!Ordinary(forward, strike, parameters, years, discount))
            return Edge(right, forward, strike, parameters, years, discount).Price;
        var price = 0.0;
        var sign = right == OptionRight.Call ? 1.0 : -1.0;
        BatchHeston.Price(new(forward, years, new(in sign), new(in strike)), parameters, new(ref price));
        return discount * price;
    }

    /// <summary>∂V/∂F, discounted; 0 to D for a call, −D to 0 for a put.</summary>
    public static double Delta(
        OptionRight right, double forward, double strike, in HestonParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Delta;

    /// <summary>∂²V/∂F² ≥ 0, per unit of currency.</summary>
    public static double Gamma(
        OptionRight right, double forward, double strike, in HestonParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Gamma;

    /// <summary>∂V/∂√V0, per 1.00 of initial volatility.</summary>
    public static double Vega(
        OptionRight right, double forward, double strike, in HestonParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Vega;

    /// <summary>
    /// ∂V/∂t, per year of calendar time passing, with F, the parameters and r = −ln(D)/T held.
    /// </summary>
    public static double Theta(
        OptionRight right, double forward, double strike, in HestonParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Theta;

    /// <summary>∂V/∂r = −T·V with F held, per 1.00 of the continuously compounded rate.</summary>
    public static double Rho(
        OptionRight right, double forward, double strike, in HestonParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Rho;

    /// <summary>∂²V/∂F∂√V0, per 1.00 of initial volatility.</summary>
    public static double Vanna(
        OptionRight right, double forward, double strike, in HestonParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Vanna;

    /// <summary>∂²V/∂(√V0)², per 1.00 of initial volatility squared.</summary>
    public static double Volga(
        OptionRight right, double forward, double strike, in HestonParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Volga;

    /// <summary>The coin price V/F of an option settled in the underlying coin, undiscounted. NaN at F = 0.</summary>
    public static double CoinPrice(
        OptionRight right, double forward, double strike, in HestonParameters parameters, double years) =>
        forward > 0 ? Price(right, forward, strike, parameters, years) / forward : double.NaN;

    /// <summary>Price and all Greeks at once, bit for bit what the single verbs return.</summary>
    public static Greeks All(
        OptionRight right, double forward, double strike, in HestonParameters parameters, double years,
        double discount = 1)
    {
        if (!Ordinary(forward, strike, parameters, years, discount))
            return Edge(right, forward, strike, parameters, years, discount);
        Span<double> memory = stackalloc double[HestonNodes.Memory(HestonFactors.Greeks)];
        Span<double> sums = stackalloc double[HestonNodes.MostFactors];
        var terms = new HestonTerms(parameters, years);
        var x = LaneMath<LanesScalar>.LogRatio(LanesScalar.Of(forward), LanesScalar.Of(strike));
        var nodes = HestonNodes.Of(terms, x.Value < terms.Divide, HestonFactors.Greeks, memory);
        var sum = nodes.Sums(x, sums.Length, ref sums[0]);
        var sign = right == OptionRight.Call ? 1.0 : -1.0;
        var price = discount * BatchHeston.Value(
            LanesScalar.Of(sign), LanesScalar.Of(forward), LanesScalar.Of(strike), sum).Value;
        var (legs, volatility) = (discount * Math.Sqrt(forward * strike), Math.Sqrt(parameters.V0));
        return new(
            price,
            (right == OptionRight.Call ? discount : 0) - legs / forward * sums[0],
            Math.Max(0, -legs / forward / forward * sums[1]),
            -legs * 2 * volatility * sums[2],
            legs * sums[5] - Elementary.Log(discount) / years * price,
            -years * price,
            -legs / forward * 2 * volatility * sums[3],
            -legs * sums[4]);
    }

    // Where the contour is not used: no variance, no time, or outside the domain.
    internal static Greeks Edge(
        OptionRight right, double forward, double strike, in HestonParameters parameters, double years,
        double discount)
    {
        var valid = parameters.IsValid && (forward == 0 || HestonTerms.Ordinary(forward))
            && (strike == 0 || HestonTerms.Ordinary(strike));
        return Black76.All(right, forward, strike, valid ? 0 : double.NaN, years, discount);
    }

    private static bool Ordinary(
        double forward, double strike, in HestonParameters parameters, double years, double discount) =>
        HestonTerms.Hold(parameters, forward, years) && HestonTerms.Ordinary(strike)
        && discount is > 0 and < double.PositiveInfinity;
}
