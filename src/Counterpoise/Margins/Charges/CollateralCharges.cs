namespace Counterpoise.Margins.Charges;

/// <summary>
/// Haircut on the value of non-cash collateral; a debt has none. Derive PMRM_2; Deribit X:PM; with sizes, caps and
/// strict prices Drift v2 and Binance Portfolio Margin (<see cref="CollateralRule"/>).
/// </summary>
/// <param name="IsStrict">
/// For initial margin an asset counts at the lower of price and time-weighted average, where the market has one.
/// </param>
public sealed record CollateralHaircut(bool IsStrict = false) : Charge("collateral haircut", Cause.Collateral)
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
            if (holdings[i].CollateralRule is not { } rule) continue;
            var worth = Math.Max(holdings[i].Value, 0);
            if (rule.IsFlat && !IsStrict)
            {
                maintenanceParts[i] = worth * rule.MaintenanceHaircut;
                initialParts[i] = worth * rule.InitialHaircut + maintenanceParts[i];
            }
            else (initialParts[i], maintenanceParts[i]) = Sized(holdings[i], rule, worth);
            initial += initialParts[i];
            maintenance += maintenanceParts[i];
            value += worth;
        }
        var explanation = initial == 0 ? "" : $"on collateral worth {value:0.##}";
        return new ChargeResult(initial, maintenance, initialParts, maintenanceParts, explanation);
    }

    /// <inheritdoc />
    public override string Describe() =>
        "value of each collateral × its haircut (initial: plus the initial haircut)"
        + (IsStrict ? "; initial: value at the lower of price and time-weighted average" : "");

    private (double Initial, double Maintenance) Sized(Holding h, CollateralRule rule, double worth)
    {
        var usd = worth * h.UnitUsd;
        var strict = IsStrict && h.Twap is { } twap ? Math.Min(twap / h.Mark, 1) : 1;
        return (rule.InitialOf(usd, Math.Abs(h.Quantity), strict) / h.UnitUsd, rule.MaintenanceOf(usd) / h.UnitUsd);
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
        double initial = 0, maintenance = 0, debt = 0;
        var initialParts = new double[holdings.Count];
        var maintenanceParts = new double[holdings.Count];
        for (var i = 0; i < holdings.Count; i++)
        {
            var h = holdings[i];
            if (h.CollateralRule?.Debt is not { } rule || h.Value >= 0) continue;
            var (owed, coins) = (0 - h.Value, Math.Abs(h.Quantity));
            var strict = IsStrict && h.Twap is { } twap ? Math.Max(twap / h.Mark, 1) : 1;
            initial += initialParts[i] = owed * (strict * (1 + rule.ShareOf(isInitial: true, coins)) - 1);
            maintenance += maintenanceParts[i] = owed * rule.ShareOf(isInitial: false, coins);
            debt += owed;
        }
        var explanation = debt == 0 ? "" : $"on debts of {debt:0.##}";
        return new ChargeResult(initial, maintenance, initialParts, maintenanceParts, explanation);
    }

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
    public override string Describe() =>
        $"a coin's unrealised gain counts × {Initial:0.####}, at most {MaximumInitial:N0}, for initial and "
        + $"× {Maintenance:0.####} for maintenance";
}
