using Counterpoise.Instruments;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Kernels;

/// <summary>
/// The one computation behind Black-76, Black–Scholes and coin-settled options: the right to exchange one lognormal
/// leg for another. A call receives <c>asset</c> and pays <c>cash</c>, a put the reverse; both are present values.
/// With x the log of the moneyness and s = σ√T: d₁ = x/s + s/2, d₂ = x/s − s/2,
/// asset·φ(d₁) = cash·φ(d₂), value = ω·(asset·Φ(ωd₁) − cash·Φ(ωd₂)), ω = +1 call, −1 put.
/// By symmetry all is written in h = |x|/s, t = s/2, near = h − t, far = h + t and the smaller leg M:
/// value out of the money = M·[Φ(−near) − e^{|x|}·Φ(−far)] = M·e^{−near²/2}·[R(near) − R(far)].
/// x, s, h, t, near and far are double-doubles, so that only R and one exponential round.
/// NaN in any argument gives NaN in every result. Reference: Black 1976; Margrabe 1978; Jäckel 2017.
/// </summary>
internal readonly struct LognormalExchange
{
    // Past these the normal density is 0 and its integral 0 or 1 in doubles; the cap keeps infinities out.
    private const double DeviationCap = 1000;

    private readonly double omega;
    private readonly double asset;
    private readonly double cash;
    private readonly double smaller;
    private readonly DoubleDouble halfVol;
    private readonly DoubleDouble deviation;

    // M·e^{−near²/2}.
    private readonly double peak;

    // No time value: the normal integrals are steps, ½ at the money.
    private readonly bool step;

    private LognormalExchange(
        OptionRight right, double asset, double cash, DoubleDouble logMoneyness, DoubleDouble totalVol)
    {
        omega = right == OptionRight.Call ? 1 : -1;
        this.asset = asset;
        this.cash = cash;
        var above = logMoneyness.Hi > 0;
        var distance = above ? logMoneyness : -logMoneyness;
        step = totalVol.Hi == 0 || distance.Hi > DeviationCap * totalVol.Hi;
        if (step)
        {
            D1 = D2 = logMoneyness.Hi == 0 ? 0 : above ? DeviationCap : -DeviationCap;
            return;
        }

        var vol = totalVol.Hi > DeviationCap ? new(DeviationCap) : totalVol;
        halfVol = vol * 0.5;
        deviation = distance / vol;
        var near = deviation - halfVol;
        var far = deviation + halfVol;
        D1 = above ? far.Hi : -near.Hi;
        D2 = above ? near.Hi : -far.Hi;
        smaller = above ? cash : asset;
        peak = smaller * NormalExponential(near);
    }

    /// <summary>d₁ = x/s + s/2, rounded once; a large number of its sign where it is infinite.</summary>
    public double D1 { get; }

    /// <summary>d₂ = x/s − s/2, rounded once; a large number of its sign where it is infinite.</summary>
    public double D2 { get; }

    /// <summary>asset·φ(d₁) = cash·φ(d₂); 0 where there is no time value. Claim: relative error ≤ 4·2⁻⁵³.</summary>
    public double Density => peak * ScaledTail.InverseSqrtTwoPi;

    /// <summary>Φ(ωd₁), the weight of the asset leg. Without time value 0 or 1, and ½ at the money.</summary>
    public double AssetWeight => Weight(asset, D1);

    /// <summary>asset·Φ(ωd₁), the asset leg in the paths that exercise.</summary>
    public double AssetExercised => Exercised(asset, D1);

    /// <summary>cash·Φ(ωd₂), the cash leg in the paths that exercise.</summary>
    public double CashExercised => Exercised(cash, D2);

    /// <summary>
    /// The exchange at its legs, log-moneyness and total volatility; x = ±∞ and s = 0 are exact limits.
    /// </summary>
    public static LognormalExchange At(
        OptionRight right, double asset, double cash, DoubleDouble logMoneyness, DoubleDouble totalVol) =>
        new(right, asset, cash, logMoneyness, totalVol);

    /// <summary>
    /// The value of the out-of-the-money side, common to call and put. Claim: relative error ≤ 1e-14 for h ≤ 6,
    /// ≤ 8·2⁻⁵³·(1 + d₁²) beyond, down to 1e-300.
    /// </summary>
    public double TimeValue()
    {
        if (step)
        {
            return 0;
        }

        // t < ½: R(near) and R(far) cancel; Taylor series about h.
        if (halfVol.Hi < 0.5)
        {
            return peak * ScaledTail.Difference(deviation.Hi, halfVol.Hi);
        }

        // near ≥ 0: R(near) − R(far) keeps all but log₂(h/s) bits, and h/s ≤ 6 for h ≤ 6.
        // near < 0: Φ(−near) = 1 − e^{−near²/2}·R(−near), and the sum subtracted from 1 is below ⅔.
        var near = deviation - halfVol;
        var far = (deviation + halfVol).Hi;
        return near.Hi >= 0
            ? peak * (ScaledTail.Of(near.Hi) - ScaledTail.Of(far))
            : Math.FusedMultiplyAdd(-peak, ScaledTail.Of(-near.Hi) + ScaledTail.Of(far), smaller);
    }

    /// <summary>
    /// The value: the time value, plus the intrinsic value asset − cash given exactly, rounded once.
    /// </summary>
    public double Value(DoubleDouble assetLessCash)
    {
        var intrinsic = omega > 0 ? assetLessCash : -assetLessCash;
        var timeValue = TimeValue();
        return intrinsic.Hi > 0 ? (intrinsic + new DoubleDouble(timeValue)).Hi : timeValue;
    }

    /// <summary>+1 for a call, −1 for a put.</summary>
    public double Sign => omega;

    // Φ(−|d|) = e^{−d²/2}·R(|d|), and leg·e^{−d²/2} = M·e^{−near²/2} for both legs.
    private double Weight(double leg, double d)
    {
        if (step)
        {
            return Step(d);
        }

        var tail = peak / leg * ScaledTail.Of(Math.Abs(d));
        return omega * d > 0 ? 1 - tail : tail;
    }

    private double Exercised(double leg, double d)
    {
        if (step)
        {
            return leg * Step(d);
        }

        var tail = peak * ScaledTail.Of(Math.Abs(d));
        return omega * d > 0 ? leg - tail : tail;
    }

    private double Step(double d) => d == 0 ? 0.5 : omega * d > 0 ? 1 : 0;

    // e^{−z²/2}: z² in two parts, the low one to first order. Relative error ≤ 1.1 ulp for |z| ≤ 38.
    private static double NormalExponential(DoubleDouble z)
    {
        var square = z * z;
        return Elementary.Exp(-0.5 * square.Hi) * (1 - (0.5 * square.Lo));
    }
}
