using Counterpoise.Instruments;
using Counterpoise.Margins.Charges;

namespace Counterpoise.Margins.Dynamic;

/// <summary>The largest of several charges, for initial and maintenance margin by itself; ties: the first.</summary>
/// <param name="Charges">At least one.</param>
public sealed record LargestCharge(IReadOnlyList<Charge> Charges)
    : Charge(string.Join(" or ", Charges.Select(c => c.Name)), Cause.Tail)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var initial = Charges[0].Evaluate(holdings);
        var (maintenance, name) = (initial, Charges[0].Name);
        for (var i = 1; i < Charges.Count; i++)
        {
            var next = Charges[i].Evaluate(holdings);
            if (next.Initial > initial.Initial) (initial, name) = (next, Charges[i].Name);
            if (next.Maintenance > maintenance.Maintenance) maintenance = next;
        }
        return new ChargeResult(
            initial.Initial, maintenance.Maintenance, initial.InitialParts, maintenance.MaintenanceParts,
            initial.Explanation.Length == 0 ? "" : $"{name}: {initial.Explanation}");
    }

    /// <inheritdoc />
    public override string Describe() =>
        "the largest of " + string.Join("; ", Charges.Select(c => $"{c.Name}: {c.Describe()}"));
}

/// <summary>
/// Least margin of short options: rate × index for every coin of calls sold beyond calls bought, and of puts. Longs of
/// any strike and expiry count; Derive charges 0.5 % in all, SPAN calls it the short-option minimum.
/// </summary>
/// <param name="Rate">Share of the index per coin.</param>
public sealed record NetShortOptionMinimum(double Rate) : Charge("short-option minimum", Cause.Tail)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        double calls = 0, puts = 0;
        foreach (var h in holdings)
        {
            if (!h.IsOption) continue;
            if (h.Contract.Right == OptionRight.Call) calls -= h.SignedCoins;
            else puts -= h.SignedCoins;
        }
        var parts = new double[holdings.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var h = holdings[i];
            if (h.IsOption && (h.Contract.Right == OptionRight.Call ? calls : puts) > 0)
                parts[i] = 0.0 - h.SignedCoins * Rate * h.CoinRate;
        }
        return ChargeResult.FromParts(
            parts, 1, 1, $"{Math.Max(calls, 0):0.####} coins of net short calls, {Math.Max(puts, 0):0.####} of puts");
    }

    /// <inheritdoc />
    public override string Describe() => $"index × {Rate:0.##%} per coin of net short calls, and of net short puts";
}

/// <summary>
/// Leverage floor, initial margin only: ℓ·|net delta|·S + hedged·ℓ·½(gross − net)·S of the derivatives, with
/// ℓ = min(1, ℓ₀·(1 + N/doubling)), N the owner's notional, raised by open interest: ℓ + share·(1 − ℓ).
/// dYdX v4 scales with open interest in the same way.
/// </summary>
/// <param name="Rate">ℓ₀.</param>
/// <param name="DoublingUsd">N at which it has doubled, USD.</param>
/// <param name="OpenInterestShare">clamp((OI − lower)/(upper − lower), 0, 1); 0: no scaling.</param>
/// <param name="HedgedShare">Share of the rate on what is hedged.</param>
public sealed record LeverageFloor(double Rate, double DoublingUsd, double OpenInterestShare, double HedgedShare)
    : Charge("leverage floor", Cause.Standard)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var net = 0.0;
        foreach (var h in holdings)
            if (h.Collateral is null) net += h.Delta;
        var (coins, sign) = (OwnerSize.Of(holdings, net), net >= 0 ? 1 : -1);
        var rate = RateOf(coins * holdings[0].Index);
        var parts = new double[holdings.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var h = holdings[i];
            if (h.Collateral is not null) continue;
            var hedged = HedgedShare / 2 * (Math.Abs(h.Delta) - sign * h.Delta);
            parts[i] = rate * h.CoinRate * (sign * h.Delta + hedged);
        }
        return ChargeResult.FromParts(parts, 1, 0, $"{rate:0.###%} of {Math.Abs(net):0.####} coins of net delta");
    }

    /// <summary>ℓ for a notional, USD.</summary>
    public double RateOf(double notionalUsd)
    {
        var rate = Math.Min(1, Rate * (1 + notionalUsd / DoublingUsd));
        return rate + OpenInterestShare * (1 - rate);
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"initial only: ℓ × |net delta| × index + {HedgedShare:0.##%} of ℓ on half of what is hedged; "
        + $"ℓ = {Rate:0.##%}, doubled at ${DoublingUsd:N0}"
        + (OpenInterestShare > 0 ? $", {OpenInterestShare:0.##%} of the way to 1 by open interest" : "");
}
