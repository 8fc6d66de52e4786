using Counterpoise.Margins.Liquidations;

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
/// Haircut on the value of non-cash collateral; a debt has none. Derive PMRM_2, PMRM v1 and SRM; Deribit X:PM; with
/// sizes, caps and strict prices Drift v2 and Binance Portfolio Margin (<see cref="CollateralRule"/>).
/// </summary>
/// <param name="Base">What it is taken from.</param>
/// <param name="IsStrict">
/// For initial margin an asset counts at the lower of price and time-weighted average, where the market has one.
/// </param>
public sealed record CollateralHaircut(HaircutBase Base = HaircutBase.Value, bool IsStrict = false)
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
            (initialParts[i], maintenanceParts[i]) = rule.IsFlat && !IsStrict
                ? Flat(rule, Base == HaircutBase.Value ? worth : worth * h.UnitUsd)
                : Sized(h, rule, worth);
            if (Base == HaircutBase.UsdCredit)
            {
                initialParts[i] += worth - worth * h.UnitUsd;
                maintenanceParts[i] += worth - worth * h.UnitUsd;
            }
            initial += initialParts[i];
            maintenance += maintenanceParts[i];
            value += worth;
        }
        var explanation = initial == 0 ? "" : $"on collateral worth {value:0.##}";
        return new ChargeResult(initial, maintenance, initialParts, maintenanceParts, explanation);
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) => PathLeg.Sum(
        legs, leg => leg.Today.CollateralRule is not null,
        leg =>
        {
            var (rule, unit) = (leg.Today.CollateralRule!, leg.Today.UnitUsd);
            var worth = Band.Max(leg.Value, Band.Constant(0));
            var factor = Base == HaircutBase.Value ? 1 : unit;
            var haircut = rule.IsFlat && !IsStrict
                ? factor * rule.MaintenanceHaircut * worth
                : factor * Band.Between(rule.MaintenanceOf(worth.Low), rule.MaintenanceOf(worth.High));
            return Base == HaircutBase.UsdCredit ? haircut + (1 - unit) * worth : haircut;
        });

    /// <inheritdoc />
    public override string Describe() =>
        Base switch
        {
            HaircutBase.Usd => "USD price of each collateral × its haircut (initial: plus the initial haircut)",
            HaircutBase.UsdCredit =>
                "value of each collateral − USD price × (1 − haircut) (initial: plus the initial haircut)",
            _ => "value of each collateral × its haircut (initial: plus the initial haircut)",
        }
        + (IsStrict ? "; initial: value at the lower of price and time-weighted average" : "");

    private static (double Initial, double Maintenance) Flat(CollateralRule rule, double amount)
    {
        var maintenance = amount * rule.MaintenanceHaircut;
        return (amount * rule.InitialHaircut + maintenance, maintenance);
    }

    // Sizes and caps are in USD.
    private (double Initial, double Maintenance) Sized(Holding h, CollateralRule rule, double worth)
    {
        var usd = worth * h.UnitUsd;
        var strict = IsStrict && h.Twap is { } twap ? Math.Min(twap / h.Mark, 1) : 1;
        var perUnit = Base == HaircutBase.Value ? h.UnitUsd : 1;
        return (rule.InitialOf(usd, Math.Abs(h.Quantity), strict) / perUnit, rule.MaintenanceOf(usd) / perUnit);
    }
}

/// <summary>
/// Margin of borrowed coins: debt × (liability weight − 1) (Drift v2, Mango v4), or the margin-loan rates of a
/// centralised venue (Binance Portfolio Margin). The debt itself is negative equity.
/// </summary>
/// <param name="IsStrict">
/// For initial margin a debt counts at the higher of price and time-weighted average, where the market has one.
/// </param>
public sealed record BorrowMargin(bool IsStrict = false) : Charge("borrowed coins", Cause.Collateral)
{
    /// <inheritdoc />
    public override bool FallsOnCollateral => true;

    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var debt = 0.0;
        return ChargeResult.FromEach(holdings, Alone, _ => $"on debts of {debt:0.##}");

        (double Initial, double Maintenance)? Alone(Holding h)
        {
            if (h.CollateralRule?.Debt is not { } rule || h.Value >= 0) return null;
            var (owed, coins) = (0 - h.Value, Math.Abs(h.Quantity));
            var strict = IsStrict && h.Twap is { } twap ? Math.Max(twap / h.Mark, 1) : 1;
            debt += owed;
            return (
                owed * (strict * (1 + rule.ShareOf(isInitial: true, coins)) - 1),
                owed * rule.ShareOf(isInitial: false, coins));
        }
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) => PathLeg.Sum(
        legs, leg => leg.Today is { CollateralRule.Debt: not null, Quantity: < 0 },
        leg => leg.Today.CollateralRule!.Debt!.ShareOf(isInitial: false, Math.Abs(leg.Today.Quantity)) * -leg.Value);

    /// <inheritdoc />
    public override string Describe() =>
        "each debt × (its liability weight − 1)"
        + (IsStrict ? "; initial: at the higher of price and time-weighted average" : "");
}

/// <summary>
/// What unrealised gains do not count: per coin, the gain of its futures minus its weighted and capped part. A loss
/// counts in full. Drift v2 (initial cap: <c>MAX_POSITIVE_UPNL_FOR_INITIAL_MARGIN</c>).
/// </summary>
/// <param name="Initial">Weight of a gain, initial.</param>
/// <param name="Maintenance">Weight of a gain, maintenance.</param>
/// <param name="MaximumInitial">Most of a gain that counts for initial, bucket units.</param>
public sealed record UnrealisedGains(double Initial, double Maintenance, double MaximumInitial)
    : Charge("unrealised gains", Cause.Collateral)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var parts = new double[holdings.Count];
        var gain = 0.0;
        for (var i = 0; i < parts.Length; i++) gain += parts[i] = holdings[i].Unrealised;
        if (gain <= 0) return ChargeResult.FromParts(new double[parts.Length], 1, 1, "");
        var counted = Math.Min(Initial * gain, MaximumInitial);
        return ChargeResult.FromParts(
            parts, 1 - counted / gain, 1 - Maintenance, $"of a gain of {gain:0.##}, {counted:0.##} counts for initial");
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) => (1 - Maintenance)
        * Band.Max(PathLeg.Sum(legs, _ => true, leg => leg.Unrealised), Band.Constant(0));

    /// <inheritdoc />
    public override string Describe() =>
        $"a coin's unrealised gain counts × {Initial:0.####}, at most {MaximumInitial:N0}, for initial and "
        + $"× {Maintenance:0.####} for maintenance";
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
            parts, 1, 0,
            $"{below:0.####} below {Threshold:0.##}, {coins:0.####} coins of perpetuals and short options");
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) => Band.Constant(0);

    /// <inheritdoc />
    public override string Describe() =>
        $"initial only: ({Threshold:0.##} − stable-coin) × {Factor:0.##} × index on perpetuals and short options";
}
