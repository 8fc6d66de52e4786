using Counterpoise.Instruments;
using Counterpoise.Numerics;
using Counterpoise.Pricing.Kernels;

namespace Counterpoise.Pricing.Models;

/// <summary>
/// Merton's sum over the number of jumps, undiscounted, for the option out of the money. Given n jumps the forward is
/// lognormal: F_n = F·e^{n(μ + δ²/2) − λκT}, s_n² = σ²T + nδ². Black's formula is homogeneous in its legs, so the
/// probability is put into them: F·q_n and K·p_n, p a Poisson distribution of mean λT, and q one of mean
/// λT·e^{μ + δ²/2}. Nothing overflows, however many jumps there are.
/// <para>
/// A call is worth at most its asset leg and a put its cash leg. The sum starts at the mode of that leg's weights and
/// ends on either side where the tail of the weights bounds what is left out by 2⁻⁶⁰ of the value.
/// </para>
/// </summary>
internal struct MertonSeries
{
    /// <summary>Beyond so many jumps to be expected, in either measure, the model is outside of its domain.</summary>
    public const double MostJumps = 1e5;

    /// <summary>
    /// μ + δ²/2 below this: a jump leaves a millionth, and weights that count would underflow on the way to the mode.
    /// </summary>
    public const double LeastGrowth = -14;

    private const double LeftOut = 1.0 / (1L << 60);

    private readonly OptionRight right;
    private readonly double forward;
    private readonly double strike;
    private readonly double jumps;
    private readonly double growth;
    private readonly double diffusion;
    private readonly double jumpVariance;
    private readonly DoubleDouble logMoneyness;
    private readonly DoubleDouble jumpLog;

    /// <summary>Sums over a domain that <see cref="Merton"/> has checked; years > 0, intensity > 0.</summary>
    public MertonSeries(double forward, double strike, in MertonParameters model, double years)
    {
        right = strike >= forward ? OptionRight.Call : OptionRight.Put;
        this.forward = forward;
        this.strike = strike;
        jumps = model.JumpIntensity * years;
        jumpVariance = model.JumpVol * model.JumpVol;
        growth = Elementary.Exp(model.JumpMean + 0.5 * jumpVariance);
        diffusion = model.Vol * model.Vol * years;
        jumpLog = DoubleDouble.Sum(model.JumpMean, 0.5 * jumpVariance);
        var drift = DoubleDouble.Product(jumps, growth - 1);
        logMoneyness = Domain.LogRatio(forward, strike);
        if (!double.IsInfinity(logMoneyness.Hi)) logMoneyness -= drift;
        var isCall = right == OptionRight.Call;
        var leg = isCall ? forward : strike;
        var mode = (int)(isCall ? jumps * growth : jumps);
        var cash = new PoissonWeights(jumps, mode);
        var asset = new PoissonWeights(jumps * growth, mode);
        var (cashDown, assetDown) = (cash, asset);
        for (Add(cash, asset); !(Weight(cash, asset).AboveBound * leg <= LeftOut * Value); Add(cash, asset))
        {
            cash.Up();
            asset.Up();
        }
        while (!(Weight(cashDown, assetDown).BelowBound * leg <= LeftOut * Value))
        {
            cashDown.Down();
            assetDown.Down();
            Add(cashDown, assetDown);
        }
    }

    /// <summary>λκ, per year, times T: what the forward drifts down by between jumps.</summary>
    public readonly double Drift => jumps * (growth - 1);

    /// <summary>+1 if the option summed is the call, −1 for the put.</summary>
    public readonly double Sign => right == OptionRight.Call ? 1 : -1;

    /// <summary>V: the time value, common to call and put.</summary>
    public double Value { get; private set; }

    /// <summary>F·∂V/∂F.</summary>
    public double Asset { get; private set; }

    /// <summary>F²·∂²V/∂F², also ∂V/∂(s²)·2: Σ F_n·φ(d₁)/s_n over the weights.</summary>
    public double Density { get; private set; }

    /// <summary>−F·∂²V/∂F∂(s²)·2: Σ F_n·φ(d₁)·d₂/s_n².</summary>
    public double DensitySlope { get; private set; }

    /// <summary>Σ F_n·φ(d₁)·(σ²T·d₁d₂ + nδ²)/s_n³.</summary>
    public double DensityCurvature { get; private set; }

    /// <summary>Σ (n − λT)·value_n.</summary>
    public double CentredValue { get; private set; }

    private readonly PoissonWeights Weight(PoissonWeights cash, PoissonWeights asset) =>
        right == OptionRight.Call ? asset : cash;

    private void Add(PoissonWeights cashWeights, PoissonWeights assetWeights)
    {
        var n = cashWeights.Events;
        var (asset, cash) = (forward * assetWeights.Probability, strike * cashWeights.Probability);
        var x = double.IsInfinity(logMoneyness.Hi) ? logMoneyness : logMoneyness + jumpLog * n;
        var variance = diffusion + n * jumpVariance;
        var exchange = LognormalExchange.At(right, asset, cash, x, DoubleDouble.Sqrt(variance));
        var value = exchange.Value(DoubleDouble.Difference(asset, cash));
        var exercised = exchange.Sign * exchange.AssetExercised;
        Value += value;
        Asset += exercised;
        CentredValue += (n - jumps) * value;
        // Guards the quotients 0/0 where there is no time value.
        if (exchange.Density == 0) return;
        var density = exchange.Density / Math.Sqrt(variance);
        Density += density;
        DensitySlope += density * exchange.D2 / Math.Sqrt(variance);
        DensityCurvature += density * (diffusion * exchange.D1 * exchange.D2 + n * jumpVariance) / variance;
    }
}
