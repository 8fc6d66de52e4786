using Counterpoise.Units;

namespace Counterpoise.Margins;

/// <summary>Treatment of one currency held as collateral.</summary>
/// <param name="Underlying">The coin whose price it follows; default: none.</param>
/// <param name="IsRiskCancelling">It takes part in the scenarios.</param>
/// <param name="MaintenanceHaircut">Fraction of value; 0 where <see cref="Tiers"/> say it.</param>
/// <param name="InitialHaircut">Fraction of value, added to the maintenance haircut for initial margin.</param>
public sealed record CollateralRule(
    Currency Underlying, bool IsRiskCancelling, double MaintenanceHaircut, double InitialHaircut)
{
    // Drift v2, calculate_size_discount_asset_weight: the weight of a size is 1.1/(1 + slope·√size).
    private const double SizeNumerator = 1.1;

    /// <summary>
    /// Maintenance haircuts by value, each on the part of the value within its tier (Binance Portfolio Margin Pro;
    /// that they are marginal is inferred); empty: the one haircut.
    /// </summary>
    public IReadOnlyList<HaircutTier> Tiers { get; init; } = [];

    /// <summary>Most of its value that counts, USD; null: all.</summary>
    public double? CapUsd { get; init; }

    /// <summary>
    /// s in the bound 1.1/(1 + s·√size) on the initial weight, size in coins (Drift's <c>imf_factor</c>); 0: none.
    /// </summary>
    public double SizeSlope { get; init; }

    /// <summary>
    /// True if the part of a balance that derivatives on its coin offset takes part in the scenarios: between 0 and
    /// minus their net delta (OKX, spot in use). Equity and haircuts see all of the balance.
    /// </summary>
    public bool IsSpotInUse { get; init; }

    /// <summary>What a negative balance needs; null: the rulebook has no rule for one.</summary>
    public DebtRule? Debt { get; init; }

    /// <summary>True if the haircuts are the same for every size.</summary>
    public bool IsFlat => Tiers.Count == 0 && CapUsd is null && SizeSlope == 0;

    /// <summary>Maintenance haircut on a value of <paramref name="usd"/> ≥ 0, USD.</summary>
    public double MaintenanceOf(double usd)
    {
        var counted = Math.Min(usd, CapUsd ?? usd);
        return usd - counted + Tiered(counted);
    }

    /// <summary>Initial haircut, maintenance haircut included, USD.</summary>
    /// <param name="usd">Value at today's price, ≥ 0.</param>
    /// <param name="coins">Size.</param>
    /// <param name="strict">Price that counts over today's price, at most 1.</param>
    public double InitialOf(double usd, double coins, double strict)
    {
        var counted = Math.Min(usd, CapUsd ?? usd);
        if (counted <= 0) return usd;
        var weight = 1 - Tiered(counted) / counted - InitialHaircut;
        if (SizeSlope > 0) weight = Math.Min(weight, SizeNumerator / (1 + SizeSlope * Math.Sqrt(coins)));
        return usd - Math.Max(weight, 0) * counted * strict;
    }

    private double Tiered(double usd)
    {
        if (Tiers.Count == 0) return usd * MaintenanceHaircut;
        var sum = 0.0;
        for (var i = 0; i < Tiers.Count && usd > Tiers[i].FromUsd; i++)
        {
            var upTo = i + 1 < Tiers.Count ? Math.Min(usd, Tiers[i + 1].FromUsd) : usd;
            sum += (upTo - Tiers[i].FromUsd) * Tiers[i].Haircut;
        }
        return sum;
    }
}

/// <summary>A haircut on the part of a value from here to the next tier.</summary>
/// <param name="FromUsd">Where it begins, USD; the first at 0.</param>
/// <param name="Haircut">Fraction.</param>
public sealed record HaircutTier(double FromUsd, double Haircut);

/// <summary>
/// Margin of a borrowed coin: a share of the debt on top of the debt itself, which equity already counts. A liability
/// weight of 1.2 is a share of 0.2.
/// </summary>
/// <param name="Initial">Share, initial.</param>
/// <param name="Maintenance">Share, maintenance.</param>
/// <param name="SizeSlope">
/// s in the least weight 0.8·w + s·√size, w = 1 + share, size in coins (Drift v2); 0: no premium on size.
/// </param>
public sealed record DebtRule(double Initial, double Maintenance, double SizeSlope)
{
    /// <summary>Liability weight − 1 for a debt of <paramref name="coins"/>.</summary>
    public double ShareOf(bool isInitial, double coins)
    {
        var weight = 1 + (isInitial ? Initial : Maintenance);
        return SizeSlope == 0 ? weight - 1 : SizePremium.Of(weight, SizeSlope, coins) - 1;
    }
}

/// <summary>
/// The weight of a size: max(w, 0.8·w + slope·√size). Drift v2, programs/drift/src/math/margin.rs,
/// calculate_size_premium_liability_weight.
/// </summary>
public static class SizePremium
{
    private const double SmallShare = 0.8;

    /// <summary>The weight or rate for a size.</summary>
    /// <param name="weight">w, of a small size.</param>
    /// <param name="slope">Per root of a coin.</param>
    /// <param name="coins">Size in base coins, ≥ 0.</param>
    public static double Of(double weight, double slope, double coins) =>
        Math.Max(weight, SmallShare * weight + slope * Math.Sqrt(coins));
}
