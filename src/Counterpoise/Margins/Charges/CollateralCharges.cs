namespace Counterpoise.Margins.Charges;

/// <summary>What a haircut on collateral is taken from. The three are the same while the stable-coin is at 1.</summary>
public enum HaircutBase
{
    /// <summary>The value in equity, at the price in the bucket's unit (Derive PMRM_2, Deribit X:PM).</summary>
    Value = 0,

    /// <summary>Its USD price, as if a unit were a dollar (Derive PMRM v1).</summary>
    Usd = 1,

    /// <summary>
    /// Equity counts the value in the bucket's unit, margin only (1 − haircut) of the USD price: the requirement is
    /// the difference (Derive SRM).
    /// </summary>
    UsdCredit = 2,
}

/// <summary>
/// Haircut on the value of non-cash collateral; a debt has none. Derive PMRM_2, PMRM v1 and SRM; Deribit X:PM.
/// </summary>
/// <param name="Base">What it is taken from.</param>
public sealed record CollateralHaircut(HaircutBase Base = HaircutBase.Value)
    : Charge("collateral haircut", Cause.Collateral)
{
    /// <inheritdoc />
    public override bool FallsOnCollateral => true;

    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        double initial = 0, maintenance = 0, value = 0;
        var initialParts = new double[holdings.Count];
        var maintenanceParts = new double[holdings.Count];
        for (var i = 0; i < holdings.Count; i++)
        {
            var h = holdings[i];
            if (h.CollateralRule is not { } rule) continue;
            var worth = Math.Max(h.Value, 0);
            var usd = Base == HaircutBase.Value ? worth : worth * h.UnitUsd;
            maintenanceParts[i] = usd * rule.MaintenanceHaircut + (Base == HaircutBase.UsdCredit ? worth - usd : 0);
            initialParts[i] = usd * rule.InitialHaircut + maintenanceParts[i];
            initial += initialParts[i];
            maintenance += maintenanceParts[i];
            value += worth;
        }
        var explanation = initial == 0 ? "" : $"on collateral worth {value:0.##}";
        return new ChargeResult(initial, maintenance, initialParts, maintenanceParts, explanation);
    }

    /// <inheritdoc />
    public override string Describe() => Base switch
    {
        HaircutBase.Usd => "USD price of each collateral \u00D7 its haircut (initial: plus the initial haircut)",
        HaircutBase.UsdCredit =>
            "value of each collateral \u2212 USD price \u00D7 (1 \u2212 haircut) (initial: plus the initial haircut)",
        _ => "value of each collateral \u00D7 its haircut (initial: plus the initial haircut)",
    };
}

/// <summary>
/// Below the threshold of the stable-coin, initial only: (threshold − price)·factor·index on every coin of short
/// options and of perpetuals. Derive SRM.
/// </summary>
/// <param name="Threshold">USD price of the bucket's unit below which it applies.</param>
/// <param name="Factor">On the distance to it.</param>
public sealed record StableCoinDepeg(double Threshold, double Factor) : Charge("stable-coin depeg", Cause.Collateral)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var below = Math.Max(Threshold - holdings[0].UnitUsd, 0);
        var parts = new double[holdings.Count];
        var coins = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            var h = holdings[i];
            if (!h.IsFuture && !(h.IsOption && h.Quantity < 0)) continue;
            coins += h.Coins;
            parts[i] = h.Coins * h.CoinRate * below * Factor;
        }
        return ChargeResult.FromParts(
            parts, 1, 0, $"{below:0.####} below {Threshold:0.##}, {coins:0.####} coins of perpetuals and short options");
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"initial only: ({Threshold:0.##} \u2212 stable-coin) \u00D7 {Factor:0.##} \u00D7 index on perpetuals and short options";
}
