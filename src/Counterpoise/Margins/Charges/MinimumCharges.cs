using Counterpoise.Margins.Liquidations;

namespace Counterpoise.Margins.Charges;

/// <summary>
/// Position reduction cost: Σ|Δ| of the derivatives in dollars × rate, then size multipliers applied marginally, tier
/// by tier. OKX MR7 (parameter notice of 2025-01-15; rate inferred from the venue's position-builder response). Not
/// homogeneous beyond the first tier. Collateral is no position to reduce.
/// </summary>
/// <param name="Rate">Share of |Δ|.</param>
/// <param name="Tiers">Upper end of the raw charge in USD (∞ for the last) and its multiplier, ascending.</param>
public sealed record ReductionCost(double Rate, IReadOnlyList<(double UpTo, double Multiplier)> Tiers)
    : Charge("position reduction cost", Cause.Concentration)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var parts = new double[holdings.Count];
        var raw = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            var h = holdings[i];
            if (h.Collateral is null) raw += parts[i] = Math.Abs(h.Delta) * h.CoinRate * Rate;
        }
        var usd = raw * holdings[0].Index / holdings[0].CoinRate;
        var scaled = Scale(usd);
        var factor = usd > 0 ? scaled / usd : 1;
        return ChargeResult.FromParts(
            parts, factor, factor, $"{usd:0.##} USD raw, × {factor:0.###} for its size");
    }

    /// <summary>A raw charge after the marginal multipliers, USD.</summary>
    public double Scale(double usd)
    {
        double sum = 0, from = 0;
        foreach (var (upTo, multiplier) in Tiers)
        {
            if (usd <= from) break;
            sum += (Math.Min(usd, upTo) - from) * multiplier;
            from = upTo;
        }
        return sum;
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs)
    {
        var raw = Rate * PathLeg.Sum(legs, leg => leg.Today.Collateral is null, leg => Band.Abs(leg.DollarDelta));
        var dollar = legs[0].CoinUsd / legs[0].Today.Index;
        return dollar * Band.Between(Scale(Math.Max(raw.Low, 0) / dollar), Scale(raw.High / dollar));
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"Σ|delta| of derivatives × {Rate:0.###%}, multiplied by size: "
        + string.Join(", ", Tiers.Select(t =>
            double.IsInfinity(t.UpTo) ? $"beyond × {t.Multiplier}" : $"to ${t.UpTo:N0} × {t.Multiplier}"));
}

/// <summary>
/// Least margin by delta: index × (net·|net Δ| + hedged·(gross Δ − |net Δ|)). Paradex portfolio margin.
/// </summary>
/// <param name="Net">Share on the net delta.</param>
/// <param name="Hedged">Share on the delta hedged away.</param>
public sealed record DeltaMinimum(double Net, double Hedged) : Charge("delta minimum", Cause.Delta)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        double net = 0, gross = 0;
        foreach (var h in holdings)
        {
            if (!h.IsScanned) continue;
            net += h.Delta;
            gross += Math.Abs(h.Delta);
        }
        var sign = net >= 0 ? 1 : -1;
        var parts = new double[holdings.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var h = holdings[i];
            if (h.IsScanned)
                parts[i] = h.CoinRate * ((Net - Hedged) * sign * h.Delta + Hedged * Math.Abs(h.Delta));
        }
        return ChargeResult.FromParts(parts, 1, 1, $"|net delta| {Math.Abs(net):0.####}, gross {gross:0.####} coins");
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs)
    {
        var net = Band.Abs(PathLeg.Sum(legs, leg => leg.Today.IsScanned, leg => leg.DollarDelta));
        var gross = PathLeg.Sum(legs, leg => leg.Today.IsScanned, leg => Band.Abs(leg.DollarDelta));
        return (Net - Hedged) * net + Hedged * gross;
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"index × ({Net:0.##%} of |net delta| + {Hedged:0.##%} of the delta hedged away)";
}

/// <summary>
/// An amount for every option and future, however well hedged. OCC customer portfolio margin: $0.375 × multiplier per
/// contract, which is $0.375 per unit of the underlying.
/// </summary>
/// <param name="Usd">USD per coin.</param>
public sealed record ContractMinimum(double Usd) : Charge("contract minimum", Cause.Concentration)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings) => ChargeResult.FromSizes(
        holdings, h => h.Collateral is null, h => h.Coins * Usd * h.CoinRate / h.Index, "options and futures");

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) => PathLeg.Sum(
        legs, leg => leg.Today.Collateral is null, leg => Usd * leg.CoinUsd / leg.Today.Index * leg.Coins);

    /// <inheritdoc />
    public override string Describe() => $"{Usd:0.####} USD per coin of every option and future";
}

/// <summary>
/// Short-option minimum: a share of the index for every short option. SPAN's SOM; NSE 3 % (index), 7.5 % (stock).
/// </summary>
/// <param name="Rate">Share of the index per coin.</param>
public sealed record ShortOptionMinimum(double Rate) : Charge("short-option minimum", Cause.Tail)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings) => ChargeResult.FromSizes(
        holdings, h => h.IsOption && h.Quantity < 0, h => h.Coins * Rate * h.CoinRate, "short options");

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) =>
        Rate * PathLeg.Sum(legs, leg => leg.Today is { IsOption: true, Quantity: < 0 }, leg => leg.Notional);

    /// <inheritdoc />
    public override string Describe() => $"short options × index × {Rate:0.##%}";
}
