using Counterpoise.Margins.Charges;
using Counterpoise.Pricing;

namespace Counterpoise.Margins.Dynamic;

/// <summary>
/// Cost of closing: |D|·S·(½s + Y·σ·√(|D|/ADV)) + Σ_b |V_b|·(½s^iv_b + Y·σ^iv·√(|V_b|/ADV^vega_b)), D the net delta of
/// derivatives and V_b the vega of a tenor. Half the spread and the square-root law of impact. Maintenance bears all of
/// it at usual depth; initial × slow depth ÷ depth now. Under the root stands the owner's size where it is larger.
/// Convex in size, not homogeneous; parts share it by delta and vega.
/// </summary>
/// <param name="Volume">ADV.</param>
/// <param name="Tenors">Of vega.</param>
/// <param name="Spread">s, fraction.</param>
/// <param name="DailyVol">σ.</param>
/// <param name="Impact">Y.</param>
public sealed record LiquidityCost(
    TradedVolume Volume, VegaTenors Tenors, double Spread, double DailyVol, double Impact)
    : Charge("liquidity", Cause.Concentration)
{
    // Vega is per point, volatilities are fractions.
    private const double PerPoint = 100;

    /// <summary>σ^iv, fraction.</summary>
    public required double VolMove { get; init; }

    /// <summary>s^iv by tenor, fraction.</summary>
    public required IReadOnlyList<double> VolSpreads { get; init; }

    /// <summary>ADV^vega by tenor, USD per point a day.</summary>
    public required IReadOnlyList<double> VegaVolumes { get; init; }

    /// <summary>Initial is this many times maintenance, ≥ 1.</summary>
    public required double DepthFactor { get; init; }

    /// <inheritdoc />
    public override bool NetsInstruments => true;

    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var net = 0.0;
        var vegas = new double[holdings.Count];
        for (var i = 0; i < vegas.Length; i++)
        {
            var h = holdings[i];
            if (h.Collateral is not null) continue;
            net += h.Delta;
            if (h.IsOption) vegas[i] = Vega(h);
        }
        var size = OwnerSize.Of(holdings, net);
        var rate = RateOf(size, holdings[0].Index);
        var byTenor = Tenors.Sum(holdings, vegas);
        var vegaRates = new double[byTenor.Length];
        double gross = 0, sign = net >= 0 ? 1 : -1;
        for (var b = 0; b < vegaRates.Length; b++)
        {
            vegaRates[b] = (byTenor[b] >= 0 ? 1 : -1) * VegaRate(b, Math.Abs(byTenor[b]));
            gross += Math.Abs(byTenor[b]);
        }
        var parts = new double[vegas.Length];
        var perUsd = holdings[0].CoinRate / holdings[0].Index;
        for (var i = 0; i < parts.Length; i++)
        {
            var h = holdings[i];
            if (h.Collateral is not null) continue;
            parts[i] = sign * h.Delta * h.CoinRate * rate;
            if (h.IsOption) parts[i] += vegas[i] * perUsd * Tenors.Mean(h, vegaRates);
        }
        return Result(parts, $"|D| {Math.Abs(net):0.####} coins at {rate:0.###%}, |vega| {gross:0.##} USD a point");
    }

    /// <summary>Cost of closing a number of coins, per dollar of them.</summary>
    /// <param name="coins">Without sign.</param>
    /// <param name="index">USD price of a coin.</param>
    public double RateOf(double coins, double index) =>
        Spread / 2 + Impact * DailyVol * Math.Sqrt(coins / Volume.At(index));

    /// <summary>Cost of closing vega, USD per (USD per point).</summary>
    private double VegaRate(int tenor, double vega) =>
        PerPoint * (VolSpreads[tenor] / 2 + Impact * VolMove * Math.Sqrt(vega / VegaVolumes[tenor]));

    internal ChargeResult Result(double[] parts, string explanation)
    {
        var result = ChargeResult.FromParts(parts, DepthFactor, 1, explanation);
        return DepthFactor == 1
            ? result
            : result with
            {
                InitialAtUsualDepth = result.Maintenance,
                Explanation = result.Explanation.Length == 0
                    ? ""
                    : $"{result.Explanation}; initial × {DepthFactor:0.###} for depth",
            };
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"|net delta| × index × ({Spread / 2:0.###%} + {Impact:0.##} × {DailyVol:0.##%} × √(|net delta|/daily volume)) "
        + $"+ |vega| of each tenor × (half its spread + {Impact:0.##} × {VolMove * PerPoint:0.#} points × "
        + $"√(|vega|/daily vega)); daily volume at least ${Volume.FloorUsd:N0}; initial × {DepthFactor:0.###} for "
        + "depth";

    // USD per point; in a settlement window only the open part of the average has a volatility.
    private static double Vega(Holding h)
    {
        var c = h.Contract;
        return h.Exposed * c.Size * c.Open * PerPointOf(c);
    }

    private static double PerPointOf(Contract c) => c.Seconds <= 0
        ? 0
        : Black76.Vega(c.Right, c.Forward, c.Strike, c.Vol, c.Years, c.Discount(c.Years)) / PerPoint;
}

/// <summary>
/// Liquidity cost of coins held as collateral: what its fall costs is in the scan, what selling it costs is here. Coins
/// and derivatives do not net in it: a coin cannot be delivered into a perpetual.
/// </summary>
/// <param name="Cost">Of closing a delta.</param>
public sealed record CollateralLiquidity(LiquidityCost Cost) : Charge("collateral liquidity", Cause.Collateral)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var parts = new double[holdings.Count];
        var coins = 0.0;
        foreach (var h in holdings)
            if (h is { Collateral: not null, IsScanned: true }) coins += h.Delta;
        var rate = Cost.RateOf(Math.Abs(coins), holdings[0].Index);
        for (var i = 0; i < parts.Length; i++)
        {
            if (holdings[i] is { Collateral: not null, IsScanned: true } h)
                parts[i] = (coins >= 0 ? 1 : -1) * h.Delta * h.CoinRate * rate;
        }
        return Cost.Result(parts, $"haircut {rate:0.###%} on {Math.Abs(coins):0.####} coins");
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"coins held as collateral × index × ({Cost.Spread / 2:0.###%} + {Cost.Impact:0.##} × {Cost.DailyVol:0.##%} × "
        + "√(coins/daily volume))";
}

/// <summary>The size that has to be closed with a position.</summary>
internal static class OwnerSize
{
    /// <summary>The account's own, or that of all accounts of its owner where it is larger; coins, no sign.</summary>
    /// <param name="holdings">Those on the coin.</param>
    /// <param name="net">Net delta of the account, coins.</param>
    public static double Of(IReadOnlyList<Holding> holdings, double net)
    {
        var size = Math.Abs(net);
        foreach (var h in holdings) size = Math.Max(size, Math.Abs(h.OwnerDelta));
        return size;
    }
}
