using Counterpoise.Instruments;
using Counterpoise.Pricing.Kernels;

namespace Counterpoise.Pricing;

/// <summary>
/// European options settled in the underlying coin (inverse options). The coin price is the undiscounted Black-76
/// value divided by the forward: V = C(F, σ)/F = ω·(Φ(ωd₁) − (K/F)·Φ(ωd₂)), with Φ, d₁, d₂, ω as in
/// <see cref="Black76"/>.
/// <para>
/// Arguments: right; forward F &gt; 0; strike K ≥ 0; vol σ ≥ 0, annualised; years T of 365 days to expiry. Values and
/// Greeks are in coin for one long unit. The verbs are total: outside the domain they return NaN. A forward of 0 has
/// no coin price and gives NaN, as does a K/F beyond the largest double. Money derivatives are taken in ln F, so that
/// a delta of 0.5 means 0.005 coin gained per 1 % rise of the forward.
/// </para>
/// <para>
/// At expiry and after (T ≤ 0), or at σ = 0: the price is max(ω·(1 − K/F), 0), delta its step with ½ at F = K, gamma
/// its smooth part −delta, and vega, theta, vanna and volga are 0.
/// </para>
/// </summary>
public static class CoinSettled
{
    /// <summary>V, in coin per unit: 0 to 1 for a call, 0 to K/F for a put.</summary>
    public static double Price(OptionRight right, double forward, double strike, double vol, double years) =>
        new Point(right, forward, strike, vol, years).Price();

    /// <summary>
    /// ∂V/∂ln F = F·∂V/∂F = ω·(K/F)·Φ(ωd₂) = Δ − V, Δ the Black-76 delta: the net transaction delta, in coin.
    /// </summary>
    public static double Delta(OptionRight right, double forward, double strike, double vol, double years) =>
        new Point(right, forward, strike, vol, years).Delta();

    /// <summary>∂²V/∂(ln F)² = φ(d₁)/(σ√T) − Delta, in coin.</summary>
    public static double Gamma(OptionRight right, double forward, double strike, double vol, double years) =>
        new Point(right, forward, strike, vol, years).Gamma();

    /// <summary>∂V/∂σ = φ(d₁)·√T ≥ 0, in coin per 1.00 of volatility.</summary>
    public static double Vega(OptionRight right, double forward, double strike, double vol, double years) =>
        new Point(right, forward, strike, vol, years).Vega();

    /// <summary>∂V/∂t = −φ(d₁)·σ/(2√T) ≤ 0, in coin per year of calendar time passing, F held.</summary>
    public static double Theta(OptionRight right, double forward, double strike, double vol, double years) =>
        new Point(right, forward, strike, vol, years).Theta();

    /// <summary>∂V/∂r = 0: the coin price holds no interest rate once the forward is given.</summary>
    public static double Rho(OptionRight right, double forward, double strike, double vol, double years) =>
        new Point(right, forward, strike, vol, years).Rho();

    /// <summary>∂²V/∂ln F∂σ = −φ(d₁)·d₁/σ, in coin per 1.00 of volatility.</summary>
    public static double Vanna(OptionRight right, double forward, double strike, double vol, double years) =>
        new Point(right, forward, strike, vol, years).Vanna();

    /// <summary>∂²V/∂σ² = Vega·d₁·d₂/σ, in coin per 1.00 of volatility squared.</summary>
    public static double Volga(OptionRight right, double forward, double strike, double vol, double years) =>
        new Point(right, forward, strike, vol, years).Volga();

    /// <summary>
    /// The coin price and its Greeks from undiscounted money ones of any model, theta and vega with F held.
    /// </summary>
    /// <param name="money">In quote currency, delta and gamma in F.</param>
    /// <param name="forward">F &gt; 0.</param>
    public static Greeks Of(in Greeks money, double forward)
    {
        var price = money.Price / forward;
        var (delta, vega) = (money.Delta - price, money.Vega / forward);
        return new Greeks(
            price, delta, money.Gamma * forward - delta, vega, money.Theta / forward, 0, money.Vanna - vega,
            money.Volga / forward);
    }

    /// <summary>Price and all Greeks at once, bit for bit what the single verbs return.</summary>
    public static Greeks All(OptionRight right, double forward, double strike, double vol, double years)
    {
        var point = new Point(right, forward, strike, vol, years);
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
        private readonly DoubleDouble oneLessRatio;
        private readonly DoubleDouble totalVol;
        private readonly double ratio;
        private readonly double vol;
        private readonly double years;

        public Point(OptionRight right, double forward, double strike, double vol, double years)
        {
            // K/F beyond the largest double has no coin price.
            var valid = Domain.Holds(forward, strike, vol, years) && forward > 0 && double.IsFinite(strike / forward);
            this.vol = valid ? vol : double.NaN;
            this.years = valid ? Math.Max(years, 0) : double.NaN;
            totalVol = DoubleDouble.Sqrt(this.years) * this.vol;
            oneLessRatio = DoubleDouble.Difference(forward, strike) / new DoubleDouble(forward);
            ratio = valid ? strike / forward : double.NaN;
            exchange = LognormalExchange.At(
                right, 1, ratio, Domain.LogRatio(valid ? forward : double.NaN, strike), totalVol);
        }

        public double Price() => exchange.Value(oneLessRatio);

        public double Delta() => exchange.Sign * exchange.CashExercised;

        public double Gamma() => WithTimeValue(exchange.Density / totalVol.Hi) - Delta();

        public double Vega() => exchange.Density * Math.Sqrt(years);

        public double Theta() => WithTimeValue(-0.5 * exchange.Density * vol / Math.Sqrt(years));

        public double Rho() => double.IsNaN(ratio) ? double.NaN : 0;

        public double Vanna() => WithTimeValue(-exchange.Density * (exchange.D1 / vol));

        public double Volga() => WithTimeValue(Vega() * exchange.D1 * (exchange.D2 / vol));

        // Guards the quotients 0/0 where the density is 0 (NaN still passes).
        private double WithTimeValue(double greek) => exchange.Density == 0 ? 0 : greek;
    }
}
