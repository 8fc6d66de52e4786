using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Kernels;

namespace Counterpoise.Pricing;

/// <summary>
/// European options on a forward, settled in the currency of the strike (linear options). Black 1976:
/// V = ω·D·(F·Φ(ωd₁) − K·Φ(ωd₂)), d₁ = ln(F/K)/s + s/2, d₂ = d₁ − s, s = σ√T, ω = +1 call, −1 put.
/// <para>
/// Arguments, everywhere in this order: right; forward F ≥ 0; strike K ≥ 0; vol σ ≥ 0, annualised, 0.5 is 50 %;
/// years T of 365 days to expiry; discount D = e^{−rT} &gt; 0 to settlement. Values and Greeks are for one long unit.
/// The verbs are total: a NaN, an infinity, or a value outside these domains gives NaN, never an exception.
/// </para>
/// <para>
/// At expiry and after (T ≤ 0), or at σ = 0: the price is the discounted intrinsic value, delta the step ω·D·1{in the
/// money} with ½ at F = K, and gamma, vega, vanna and volga are 0. Theta and rho are 0 for T ≤ 0.
/// </para>
/// <para>
/// Claim, against exact arithmetic on the same doubles, σ√T in [0.01, 4], away from a Greek's own zeros: relative
/// error ≤ 1e-14 out of the money and for Greeks while |ln F/K| ≤ 6σ√T, ≤ 8·2⁻⁵³·(1 + d₁²) beyond, down to 1e-300;
/// in the money within 1 ulp of intrinsic plus out-of-the-money price. Measured in docs/numerics/pricing.md.
/// </para>
/// </summary>
public static class Black76
{
    /// <summary>V, in strike currency per unit.</summary>
    public static double Price(
        OptionRight right, double forward, double strike, double vol, double years, double discount = 1) =>
        new Point(right, forward, strike, vol, years, discount).Price();

    /// <summary>∂V/∂F = ω·D·Φ(ωd₁), discounted; 0 to D for a call, −D to 0 for a put.</summary>
    public static double Delta(
        OptionRight right, double forward, double strike, double vol, double years, double discount = 1) =>
        new Point(right, forward, strike, vol, years, discount).Delta();

    /// <summary>∂²V/∂F² = D·φ(d₁)/(F·σ√T) ≥ 0, per unit of currency.</summary>
    public static double Gamma(
        OptionRight right, double forward, double strike, double vol, double years, double discount = 1) =>
        new Point(right, forward, strike, vol, years, discount).Gamma();

    /// <summary>∂V/∂σ = D·F·φ(d₁)·√T ≥ 0, per 1.00 of volatility.</summary>
    public static double Vega(
        OptionRight right, double forward, double strike, double vol, double years, double discount = 1) =>
        new Point(right, forward, strike, vol, years, discount).Vega();

    /// <summary>
    /// ∂V/∂t = −D·F·φ(d₁)·σ/(2√T) + r·V, per year of calendar time passing, with F and r = −ln(D)/T held.
    /// </summary>
    public static double Theta(
        OptionRight right, double forward, double strike, double vol, double years, double discount = 1)
    {
        var point = new Point(right, forward, strike, vol, years, discount);
        return point.Theta(point.Price());
    }

    /// <summary>∂V/∂r = −T·V with F held, per 1.00 of the continuously compounded rate.</summary>
    public static double Rho(
        OptionRight right, double forward, double strike, double vol, double years, double discount = 1)
    {
        var point = new Point(right, forward, strike, vol, years, discount);
        return point.Rho(point.Price());
    }

    /// <summary>∂²V/∂F∂σ = −D·φ(d₁)·d₂/σ, per 1.00 of volatility.</summary>
    public static double Vanna(
        OptionRight right, double forward, double strike, double vol, double years, double discount = 1) =>
        new Point(right, forward, strike, vol, years, discount).Vanna();

    /// <summary>∂²V/∂σ² = Vega·d₁·d₂/σ, per 1.00 of volatility squared.</summary>
    public static double Volga(
        OptionRight right, double forward, double strike, double vol, double years, double discount = 1) =>
        new Point(right, forward, strike, vol, years, discount).Volga();

    /// <summary>Price and all Greeks at once, bit for bit what the single verbs return.</summary>
    public static Greeks All(
        OptionRight right, double forward, double strike, double vol, double years, double discount = 1)
    {
        var point = new Point(right, forward, strike, vol, years, discount);
        var price = point.Price();
        return new(
            price,
            point.Delta(),
            point.Gamma(),
            point.Vega(),
            point.Theta(price),
            point.Rho(price),
            point.Vanna(),
            point.Volga());
    }

    private readonly struct Point
    {
        private readonly LognormalExchange exchange;
        private readonly DoubleDouble forwardLessStrike;
        private readonly DoubleDouble totalVol;
        private readonly double forward;
        private readonly double vol;
        private readonly double years;
        private readonly double discount;

        public Point(
            OptionRight right, double forward, double strike, double vol, double years, double discount)
        {
            var valid = Domain.Holds(forward, strike, vol, years) && discount is > 0 and < double.PositiveInfinity;
            this.forward = valid ? forward : double.NaN;
            this.vol = valid ? vol : double.NaN;
            this.years = valid ? Math.Max(years, 0) : double.NaN;
            this.discount = discount;
            totalVol = DoubleDouble.Sqrt(this.years) * this.vol;
            forwardLessStrike = DoubleDouble.Difference(this.forward, strike);
            exchange = LognormalExchange.At(
                right, discount * this.forward, discount * strike, Domain.LogRatio(this.forward, strike), totalVol);
        }

        public double Price() => exchange.Value(forwardLessStrike * discount);

        public double Delta() => exchange.Sign * discount * exchange.AssetWeight;

        public double Gamma() => WithTimeValue(exchange.Density / forward / (forward * totalVol.Hi));

        public double Vega() => exchange.Density * Math.Sqrt(years);

        // At expiry there is no time left to lose; before it, decay is vega·σ/(2T).
        public double Theta(double price) =>
            WithTime((-0.5 * exchange.Density * vol / Math.Sqrt(years)) - (Elementary.Log(discount) / years * price));

        public double Rho(double price) => WithTime(-years * price);

        public double Vanna() => WithTimeValue(-exchange.Density / forward * (exchange.D2 / vol));

        public double Volga() => WithTimeValue(Vega() * exchange.D1 * (exchange.D2 / vol));

        // Guards the quotients 0/0 where the density is 0 (NaN still passes).
        private double WithTimeValue(double greek) => exchange.Density == 0 ? 0 : greek;

        private double WithTime(double greek) => years == 0 ? 0 : greek;
    }
}
