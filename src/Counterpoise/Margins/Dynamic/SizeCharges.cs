using Counterpoise.Margins.Charges;

namespace Counterpoise.Margins.Dynamic;

/// <summary>
/// Concentration: n = |D| / (participation · ADV) days to close; (√((n + 1)(2n + 1)/(6n)) − 1)⁺ × the scan loss for
/// n &gt; 1: the standard deviation of what is left while an even n-day liquidation runs, against that of one day.
/// D is the owner's net delta, coins held as collateral included. Without cap; the portfolio's, not a holding's.
/// </summary>
/// <param name="Volume">ADV.</param>
/// <param name="Participation">Share of it.</param>
public sealed record ConcentrationCharge(TradedVolume Volume, double Participation)
    : Charge("concentration", Cause.Concentration)
{
    /// <summary>Without a scan there is nothing to multiply: nothing.</summary>
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings) => new(0, 0, null, null, "");

    /// <inheritdoc />
    internal override ChargeResult EvaluateIn(ChargeScope scope)
    {
        var net = 0.0;
        foreach (var h in scope.Holdings)
            if (h.IsScanned) net += h.Delta;
        var coins = OwnerSize.Of(scope.Holdings, net);
        var days = coins / (Participation * Volume.At(scope.Holdings[0].Index));
        var factor = FactorOf(days);
        return new ChargeResult(
            factor * scope.Losses.Initial, factor * scope.Losses.Maintenance, null, null,
            factor == 0 ? "" : $"{days:0.##} days to close {coins:0.####} coins: {factor:0.##%} of the scan");
    }

    /// <summary>(√((n + 1)(2n + 1)/(6n)) − 1)⁺, 0 up to a day.</summary>
    public static double FactorOf(double days) =>
        days > 1 ? Math.Sqrt((days + 1) * (2 * days + 1) / (6 * days)) - 1 : 0;

    /// <inheritdoc />
    public override string Describe() =>
        $"n days to close the owner's net delta at {Participation:0.##%} of the daily volume "
        + $"(at least ${Volume.FloorUsd:N0}): (√((n + 1)(2n + 1)/(6n)) − 1) × scan for n > 1";
}

/// <summary>
/// From some hours before an expiry on, its netting with the rest fades: (1 − ω)·[M(e) + M(rest) − M(all)]⁺,
/// ω = clamp((τ − to)/(from − to), 0, 1), τ in hours. What hedges it will not be there when it has expired.
/// </summary>
/// <param name="FromHours">Where it begins.</param>
/// <param name="ToHours">Where netting is gone.</param>
public sealed record ExpiryRamp(double FromHours, double ToHours) : Charge("expiry ramp", Cause.Calendar)
{
    /// <summary>Without a scan there is no netting: nothing.</summary>
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings) => new(0, 0, null, null, "");

    /// <inheritdoc />
    internal override ChargeResult EvaluateIn(ChargeScope scope)
    {
        double initial = 0, maintenance = 0, nearest = double.PositiveInfinity;
        var seen = new HashSet<Units.Instant>();
        foreach (var h in scope.Holdings)
        {
            if (h.Expiry is not { } expiry || ShareOf(h.Contract.Seconds / 3_600) is 0 || !seen.Add(expiry)) continue;
            var share = ShareOf(h.Contract.Seconds / 3_600);
            nearest = Math.Min(nearest, h.Contract.Seconds / 3_600);
            initial += share * Saving(isInitial: true, scope.Losses.Initial, expiry);
            maintenance += share * Saving(isInitial: false, scope.Losses.Maintenance, expiry);
        }
        return new ChargeResult(
            initial, maintenance, null, null,
            initial == 0 && maintenance == 0 ? "" : $"{nearest:0.##} h before expiry netting with the rest fades");

        double Saving(bool isInitial, double all, Units.Instant expiry) => Math.Max(
            scope.Loss(isInitial, h => h.Expiry == expiry) + scope.Loss(isInitial, h => h.Expiry != expiry) - all, 0);
    }

    /// <summary>1 − ω.</summary>
    public double ShareOf(double hours) => 1 - Math.Clamp((hours - ToHours) / (FromHours - ToHours), 0, 1);

    /// <inheritdoc />
    public override string Describe() =>
        $"from {FromHours:0.##} h to {ToHours:0.##} h before an expiry its saving with the rest, M(expiry) + M(rest) − "
        + "M(all), is taken back linearly";
}

/// <summary>Market-wide add-on, initial margin only: share · H · scan loss.</summary>
/// <param name="Share">At H = 1.</param>
/// <param name="Indicator">H, 0 to 1.</param>
public sealed record MarketWideAddOn(double Share, double Indicator) : Charge("market-wide add-on", Cause.Tail)
{
    /// <summary>Without a scan there is nothing to multiply: nothing.</summary>
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings) => new(0, 0, null, null, "");

    /// <inheritdoc />
    internal override ChargeResult EvaluateIn(ChargeScope scope)
    {
        var amount = Share * Indicator * scope.Losses.Initial;
        return new ChargeResult(
            amount, 0, null, null, amount == 0 ? "" : $"H {Indicator:0.###}, × {Share:0.##} of the scan")
        {
            InitialAtUsualDepth = 0,
        };
    }

    /// <inheritdoc />
    public override string Describe() => $"initial only: {Share:0.##} × H ({Indicator:0.###}) × scan";
}
