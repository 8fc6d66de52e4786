using Counterpoise.Instruments;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Models;

/// <summary>
/// European options on a forward under SABR, settled in the currency of the strike: Black-76 at the volatility of
/// Hagan, Kumar, Lesniewski, Woodward 2002 (Managing smile risk), eq. 2.17, fenced where its density would be negative
/// (<see cref="SabrSmile"/>).
/// <para>
/// Arguments as in <see cref="Black76"/>, the parameters in place of its vol; forward and strike > 0. Total: outside
/// these domains NaN, never an exception. Greeks are with the parameters held: delta and gamma contain the volatility's
/// move with F (Hagan's delta; Bartlett's, which moves α with F as well, is not used); vega, vanna and volga are in α,
/// per 1.00 of it; theta is calendar time. By differences of fourth order: relative error about 1e-8. At T ≤ 0 they
/// are those of Black-76 at expiry.
/// </para>
/// </summary>
public static class Sabr
{
    // Relative step of differences.
    private const double Step = 2e-3;

    /// <summary>
    /// Hagan's lognormal volatility, annualised, not fenced. Relative rounding error about 1e-15; NaN outside the
    /// domain. Where the expansion in T turns negative so does this.
    /// </summary>
    public static double Vol(double forward, double strike, in SabrParameters parameters, double years)
    {
        var (alpha, beta, nu, rho) = (parameters.Alpha, parameters.Beta, parameters.Nu, parameters.Rho);
        if (!parameters.IsValid || !(forward > 0 && strike > 0 && double.IsFinite(forward + strike))) return double.NaN;
        if (!(years >= 0 && double.IsFinite(years))) return double.NaN;
        var log = Elementary.Log(forward / strike);
        var down = 1 - beta;
        var middle = down == 0 ? 1 : Elementary.Pow(forward, down / 2) * Elementary.Pow(strike, down / 2);
        var square = down * down * log * log;
        var below = middle * (1 + square / 24 + square * square / 1920);
        var correction = down * down / 24 * alpha * alpha / (middle * middle)
            + 0.25 * rho * beta * nu * alpha / middle + (2 - 3 * rho * rho) / 24 * nu * nu;
        return alpha / below * Ratio(nu / alpha * middle * log, rho) * (1 + correction * years);
    }

    /// <summary>V, in strike currency per unit.</summary>
    public static double Price(
        OptionRight right, double forward, double strike, in SabrParameters parameters, double years,
        double discount = 1) =>
        Black76.Price(right, forward, strike, Fenced(forward, strike, parameters, years), years, discount);

    /// <summary>∂V/∂F, discounted, the volatility's move included.</summary>
    public static double Delta(
        OptionRight right, double forward, double strike, in SabrParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Delta;

    /// <summary>∂²V/∂F², the volatility's move included.</summary>
    public static double Gamma(
        OptionRight right, double forward, double strike, in SabrParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Gamma;

    /// <summary>∂V/∂α, per 1.00 of α.</summary>
    public static double Vega(
        OptionRight right, double forward, double strike, in SabrParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Vega;

    /// <summary>∂V/∂t, per year of calendar time passing, with F, the parameters and r = −ln(D)/T held.</summary>
    public static double Theta(
        OptionRight right, double forward, double strike, in SabrParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Theta;

    /// <summary>∂V/∂r = −T·V with F held, per 1.00 of the continuously compounded rate.</summary>
    public static double Rho(
        OptionRight right, double forward, double strike, in SabrParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Rho;

    /// <summary>∂²V/∂F∂α.</summary>
    public static double Vanna(
        OptionRight right, double forward, double strike, in SabrParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Vanna;

    /// <summary>∂²V/∂α².</summary>
    public static double Volga(
        OptionRight right, double forward, double strike, in SabrParameters parameters, double years,
        double discount = 1) => All(right, forward, strike, parameters, years, discount).Volga;

    /// <summary>Price and all Greeks at once.</summary>
    public static Greeks All(
        OptionRight right, double forward, double strike, in SabrParameters parameters, double years,
        double discount = 1)
    {
        var vol = Fenced(forward, strike, parameters, years);
        var black = Black76.All(right, forward, strike, vol, years, discount);
        if (!(vol > 0) || !(years > 0) || double.IsNaN(black.Price)) return black;
        var (p, alpha) = (parameters, parameters.Alpha);
        // σ(F, α, T) by differences; the chain rule through Black's own derivatives.
        var ofForward = Derivatives(u => Fenced(u, strike, p, years), forward);
        var ofAlpha = Derivatives(u => Fenced(forward, strike, p with { Alpha = u }, years), alpha);
        var (ofYears, _) = Derivatives(u => Fenced(forward, strike, p, u), years);
        var (mixed, _) = Derivatives(
            u => Derivatives(v => Fenced(v, strike, p with { Alpha = u }, years), forward).First, alpha);
        return black with
        {
            Delta = black.Delta + black.Vega * ofForward.First,
            Gamma = black.Gamma + (2 * black.Vanna + black.Volga * ofForward.First) * ofForward.First
                + black.Vega * ofForward.Second,
            Vega = black.Vega * ofAlpha.First,
            Theta = black.Theta - black.Vega * ofYears,
            Vanna = (black.Vanna + black.Volga * ofForward.First) * ofAlpha.First + black.Vega * mixed,
            Volga = black.Volga * ofAlpha.First * ofAlpha.First + black.Vega * ofAlpha.Second,
        };
    }

    private static double Fenced(double forward, double strike, in SabrParameters parameters, double years)
    {
        if (!parameters.IsValid || !(forward > 0 && strike > 0 && double.IsFinite(forward + strike))) return double.NaN;
        if (!(years > 0)) return years <= 0 ? 0 : double.NaN;
        return double.IsFinite(years)
            ? new SabrSmile(parameters, forward, years).Vol(Elementary.Log(strike / forward)) : double.NaN;
    }

    // z/x(z), x = ln((√(1 − 2ρz + z²) + z − ρ)/(1 − ρ)). It is even in (z, ρ): with z ≥ 0 nothing cancels, and x is
    // taken as ln(1 + u) with u exact to rounding.
    private static double Ratio(double z, double rho)
    {
        if (z < 0) (z, rho) = (-z, -rho);
        // Series to second order; the next term is below 1e-15.
        if (z < 1e-5) return 1 - 0.5 * rho * z + (2 - 3 * rho * rho) / 12 * z * z;
        var root = Math.Sqrt(1 + z * (z - 2 * rho));
        var u = (z + z * (z - 2 * rho) / (root + 1)) / (1 - rho);
        // ln(1 + u) = ln(w)·u/(w − 1), w the double next to 1 + u (Kahan).
        var w = 1 + u;
        return w == 1 ? z / u : z / (Elementary.Log(w) * (u / (w - 1)));
    }

    private static (double First, double Second) Derivatives(Func<double, double> f, double at)
    {
        var h = Step * at;
        var (a, b, c, d, e) = (f(at - 2 * h), f(at - h), f(at), f(at + h), f(at + 2 * h));
        return ((a - 8 * b + 8 * d - e) / (12 * h), (-a + 16 * b - 30 * c + 16 * d - e) / (12 * h * h));
    }
}
