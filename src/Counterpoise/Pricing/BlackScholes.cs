using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Kernels;

namespace Counterpoise.Pricing;

/// <summary>
/// European options on a spot that pays a continuous yield. Black and Scholes 1973, Merton 1973:
/// V = ω·(S·e^{−qT}·Φ(ωd₁) − K·e^{−rT}·Φ(ωd₂)), d₁ = (ln(S/K) + (r − q)·T)/s + s/2, d₂ = d₁ − s, s = σ√T.
/// <para>
/// Arguments, everywhere in this order: right; spot S ≥ 0; strike K ≥ 0; vol σ ≥ 0, annualised; years T of 365 days
/// to expiry; rate r, continuous, per 1.00; dividendYield q, the carry the spot pays, continuous. Values and Greeks
/// are in strike currency for one long unit. The verbs are total: outside the domain they return NaN.
/// </para>
/// <para>
/// At expiry and after (T ≤ 0) price is the intrinsic value, delta the step with ½ at S = K, every other Greek 0. At
/// σ = 0 before expiry the same holds of the forward exchange, and theta and rho are those of its carry.
/// </para>
/// </summary>
public static class BlackScholes
{
    /// <summary>V, in strike currency per unit.</summary>
    public static double Price(
        OptionRight right,
        double spot,
        double strike,
        double vol,
        double years,
        double rate,
        double dividendYield = 0) =>
        new Point(right, spot, strike, vol, years, rate, dividendYield).Price();

    /// <summary>∂V/∂S = ω·e^{−qT}·Φ(ωd₁).</summary>
    public static double Delta(
        OptionRight right,
        double spot,
        double strike,
        double vol,
        double years,
        double rate,
        double dividendYield = 0) =>
        new Point(right, spot, strike, vol, years, rate, dividendYield).Delta();

    /// <summary>∂²V/∂S² = e^{−qT}·φ(d₁)/(S·σ√T) ≥ 0, per unit of currency.</summary>
    public static double Gamma(
        OptionRight right,
        double spot,
        double strike,
        double vol,
        double years,
        double rate,
        double dividendYield = 0) =>
        new Point(right, spot, strike, vol, years, rate, dividendYield).Gamma();

    /// <summary>∂V/∂σ = S·e^{−qT}·φ(d₁)·√T ≥ 0, per 1.00 of volatility.</summary>
    public static double Vega(
        OptionRight right,
        double spot,
        double strike,
        double vol,
        double years,
        double rate,
        double dividendYield = 0) =>
        new Point(right, spot, strike, vol, years, rate, dividendYield).Vega();

    /// <summary>
    /// ∂V/∂t = −S·e^{−qT}·φ(d₁)·σ/(2√T) + ω·(q·S·e^{−qT}·Φ(ωd₁) − r·K·e^{−rT}·Φ(ωd₂)), per year of calendar time
    /// passing, S held.
    /// </summary>
    public static double Theta(
        OptionRight right,
        double spot,
        double strike,
        double vol,
        double years,
        double rate,
        double dividendYield = 0) =>
        new Point(right, spot, strike, vol, years, rate, dividendYield).Theta();

    /// <summary>∂V/∂r = ω·T·K·e^{−rT}·Φ(ωd₂), S and q held, per 1.00 of rate.</summary>
    public static double Rho(
        OptionRight right,
        double spot,
        double strike,
        double vol,
        double years,
        double rate,
        double dividendYield = 0) =>
        new Point(right, spot, strike, vol, years, rate, dividendYield).Rho();

    /// <summary>∂V/∂q = −ω·T·S·e^{−qT}·Φ(ωd₁), S and r held, per 1.00 of yield.</summary>
    public static double DividendRho(
        OptionRight right,
        double spot,
        double strike,
        double vol,
        double years,
        double rate,
        double dividendYield = 0) =>
        new Point(right, spot, strike, vol, years, rate, dividendYield).DividendRho();

    /// <summary>∂²V/∂S∂σ = −e^{−qT}·φ(d₁)·d₂/σ, per 1.00 of volatility.</summary>
    public static double Vanna(
        OptionRight right,
        double spot,
        double strike,
        double vol,
        double years,
        double rate,
        double dividendYield = 0) =>
        new Point(right, spot, strike, vol, years, rate, dividendYield).Vanna();

    /// <summary>∂²V/∂σ² = Vega·d₁·d₂/σ, per 1.00 of volatility squared.</summary>
    public static double Volga(
        OptionRight right,
        double spot,
        double strike,
        double vol,
        double years,
        double rate,
        double dividendYield = 0) =>
        new Point(right, spot, strike, vol, years, rate, dividendYield).Volga();

    /// <summary>Price and all Greeks at once, bit for bit what the single verbs return.</summary>
    public static Greeks All(
        OptionRight right,
        double spot,
        double strike,
        double vol,
        double years,
        double rate,
        double dividendYield = 0)
    {
        var point = new Point(right, spot, strike, vol, years, rate, dividendYield);
        return new(
            point.Price(),
            point.Delta(),
            point.Gamma(),
            point.Vega(),
            point.Theta(),
            point.Rho(),
            point.Vanna(),
            point.Volga());
    }

    private readonly struct Point
    {
        private readonly LognormalExchange exchange;
        private readonly DoubleDouble totalVol;
        private readonly double spot;
        private readonly double vol;
        private readonly double years;
        private readonly double rate;
        private readonly double dividendYield;
        private readonly double spotValue;
        private readonly double strikeValue;
        private readonly double yieldDiscount;

        public Point(
            OptionRight right,
            double spot,
            double strike,
            double vol,
            double years,
            double rate,
            double dividendYield)
        {
            var valid = Domain.Holds(spot, strike, vol, years)
                && double.IsFinite(rate) && double.IsFinite(dividendYield);
            this.spot = valid ? spot : double.NaN;
            this.vol = valid ? vol : double.NaN;
            this.years = valid ? Math.Max(years, 0) : double.NaN;
            this.rate = rate;
            this.dividendYield = dividendYield;
            totalVol = DoubleDouble.Sqrt(this.years) * this.vol;
            yieldDiscount = Discount(dividendYield, this.years);
            spotValue = this.spot * yieldDiscount;
            strikeValue = strike * Discount(rate, this.years);
            var spotMoneyness = Domain.LogRatio(this.spot, strike);
            var carry = DoubleDouble.Difference(rate, dividendYield) * this.years;
            var logMoneyness = double.IsInfinity(spotMoneyness.Hi) ? spotMoneyness : spotMoneyness + carry;
            exchange = LognormalExchange.At(right, spotValue, strikeValue, logMoneyness, totalVol);
        }

        public double Price() => exchange.Value(DoubleDouble.Difference(spotValue, strikeValue));

        public double Delta() => exchange.Sign * yieldDiscount * exchange.AssetWeight;

        public double Gamma() => WithTimeValue(exchange.Density / spot / (spot * totalVol.Hi));

        public double Vega() => exchange.Density * Math.Sqrt(years);

        public double Theta() => years == 0 ? 0
            : (-0.5 * exchange.Density * vol / Math.Sqrt(years))
                + (exchange.Sign * ((dividendYield * exchange.AssetExercised) - (rate * exchange.CashExercised)));

        public double Rho() => exchange.Sign * years * exchange.CashExercised;

        public double DividendRho() => -exchange.Sign * years * exchange.AssetExercised;

        public double Vanna() => WithTimeValue(-exchange.Density / spot * (exchange.D2 / vol));

        public double Volga() => WithTimeValue(Vega() * exchange.D1 * (exchange.D2 / vol));

        // Guards the quotients 0/0 where the density is 0 (NaN still passes).
        private double WithTimeValue(double greek) => exchange.Density == 0 ? 0 : greek;

        // e^{−rate·years}, the rounding of the exponent compensated to first order.
        private static double Discount(double rate, double years)
        {
            var exponent = DoubleDouble.Product(rate, years);
            return Elementary.Exp(-exponent.Hi) * (1 - exponent.Lo);
        }
    }
}
