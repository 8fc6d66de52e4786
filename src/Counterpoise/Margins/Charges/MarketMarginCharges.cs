using Counterpoise.Margins.Liquidations;

namespace Counterpoise.Margins.Charges;

/// <summary>
/// Margin of a coin's net futures whose initial rate rises with the market's open interest: notional at the index ×
/// min(1, base + max(0, (OI − lower)/(upper − lower))·(1 − base)), down to whole millionths; maintenance = base ×
/// share, not scaled. Without open interest, or with upper ≤ lower, the base. dYdX v4,
/// x/perpetuals/types/liquidity_tier.go;
/// to the integer: <see cref="OnChain.DydxRequirement"/>.
/// </summary>
/// <param name="Initial">Base rate.</param>
/// <param name="MaintenanceShare">Maintenance rate over the base rate.</param>
/// <param name="LowerUsd">Open interest where the rise begins, USD at the index.</param>
/// <param name="UpperUsd">Open interest where the rate is 1.</param>
public sealed record OpenInterestMargin(double Initial, double MaintenanceShare, double LowerUsd, double UpperUsd)
    : Charge("net futures", Cause.Standard)
{
    private const double Millionths = 1e6;

    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        double? open = null;
        foreach (var h in holdings)
            if (h.OpenInterest is { } coins) open = Math.Max(open ?? 0, coins * h.Index);
        var rate = RateOf(open);
        var net = NetFutures.Coins(holdings);
        var why = UpperUsd <= LowerUsd ? ""
            : open is { } usd ? $", open interest {usd:0} USD"
            : ", no open interest in the market";
        return ChargeResult.FromParts(
            NetFutures.Notionals(holdings, net), rate, Initial * MaintenanceShare,
            $"net {net:0.####} coins at {rate:0.####%}{why}");
    }

    /// <summary>The initial rate.</summary>
    /// <param name="openUsd">Open interest, USD at the index; null: not known.</param>
    public double RateOf(double? openUsd)
    {
        if (openUsd is not { } open || UpperUsd <= LowerUsd || open <= LowerUsd) return Initial;
        if (open >= UpperUsd) return 1;
        var start = Math.Round(Initial * Millionths);
        return (start + Math.Floor((open - LowerUsd) * (Millionths - start) / (UpperUsd - LowerUsd))) / Millionths;
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) =>
        Initial * MaintenanceShare * Band.Abs(NetFutures.Bound(legs));

    /// <inheritdoc />
    public override string Describe() =>
        $"|net futures| × index × {Initial:0.##%}, maintenance × {Initial * MaintenanceShare:0.##%}"
        + (UpperUsd > LowerUsd
            ? $"; initial rises to 100% as open interest goes from ${LowerUsd:N0} to ${UpperUsd:N0}"
            : "");
}

/// <summary>
/// Margin of a coin's net futures with a premium on size: notional at the index × max(w, 0.8·w + slope·√coins) for
/// both rates w. Drift v2, programs/drift/src/math/margin.rs.
/// </summary>
/// <param name="Initial">w, initial.</param>
/// <param name="Maintenance">w, maintenance.</param>
/// <param name="Slope">Per root of a coin (<c>imf_factor</c>).</param>
public sealed record SizePremiumMargin(double Initial, double Maintenance, double Slope)
    : Charge("net futures", Cause.Standard)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var net = NetFutures.Coins(holdings);
        var initial = SizePremium.Of(Initial, Slope, Math.Abs(net));
        return ChargeResult.FromParts(
            NetFutures.Notionals(holdings, net), initial, SizePremium.Of(Maintenance, Slope, Math.Abs(net)),
            $"net {net:0.####} coins at {initial:0.####%}");
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs)
    {
        var coins = Band.Abs(PathLeg.Sum(
            legs, leg => leg.Today.IsFuture, leg => Math.Sign(leg.Today.Quantity) * leg.Coins));
        var notional = Band.Abs(NetFutures.Bound(legs));
        return Band.Hull(
            SizePremium.Of(Maintenance, Slope, Math.Max(coins.Low, 0)) * notional,
            SizePremium.Of(Maintenance, Slope, coins.High) * notional);
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"|net futures| × index × max(w, 0.8·w + {Slope}·√coins), w = {Initial:0.##%} initial, "
        + $"{Maintenance:0.##%} maintenance";
}

/// <summary>
/// Weights of a coin's futures as in a health: h = gain − |net| × index × rate, of which a positive part counts with a
/// weight. Charge = gain − h, or gain − weight·h. Mango v4, programs/mango-v4/src/health; with open orders:
/// <see cref="OnChain.TokenHealth"/>.
/// </summary>
/// <param name="Long">1 − base asset weight: initial, maintenance.</param>
/// <param name="Short">Base liability weight − 1: initial, maintenance.</param>
/// <param name="Positive">Weight of a positive h (overall asset weight): initial, maintenance.</param>
public sealed record HealthMargin(
    (double Initial, double Maintenance) Long,
    (double Initial, double Maintenance) Short,
    (double Initial, double Maintenance) Positive) : Charge("net futures", Cause.Standard)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var net = NetFutures.Coins(holdings);
        var rates = net >= 0 ? Long : Short;
        var (initial, initialParts) = Weighted(holdings, net, rates.Initial, Positive.Initial);
        var (maintenance, maintenanceParts) = Weighted(holdings, net, rates.Maintenance, Positive.Maintenance);
        var explanation = initial == 0 && maintenance == 0 ? "" : $"net {net:0.####} coins at {rates.Initial:0.##%}";
        return new ChargeResult(initial, maintenance, initialParts, maintenanceParts, explanation);
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs)
    {
        var net = NetFutures.Bound(legs);
        var weighted = Band.Max(Long.Maintenance * net, -Short.Maintenance * net);
        var health = PathLeg.Sum(legs, _ => true, leg => leg.Unrealised) - weighted;
        return weighted + (1 - Positive.Maintenance) * Band.Max(health, Band.Constant(0));
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"|net futures| × index × {Long.Initial:0.##%} long, {Short.Initial:0.##%} short (maintenance "
        + $"{Long.Maintenance:0.##%}, {Short.Maintenance:0.##%}); what is left of a gain counts × "
        + $"{Positive.Initial:0.####} (maintenance {Positive.Maintenance:0.####})";

    private static (double Sum, double[] Parts) Weighted(
        IReadOnlyList<Holding> holdings, double net, double rate, double weight)
    {
        var parts = NetFutures.Notionals(holdings, net);
        double sum = 0, health = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] *= rate;
            health += holdings[i].Unrealised - parts[i];
        }
        for (var i = 0; i < parts.Length; i++)
        {
            if (health > 0) parts[i] += (1 - weight) * (holdings[i].Unrealised - parts[i]);
            sum += parts[i];
        }
        return (sum, parts);
    }
}

/// <summary>The futures on one coin as one market: a venue with one perpetual a coin knows no other.</summary>
internal static class NetFutures
{
    /// <summary>Net size, base coins, short negative.</summary>
    public static double Coins(IReadOnlyList<Holding> holdings)
    {
        var net = 0.0;
        foreach (var h in holdings)
            if (h.IsFuture) net += h.SignedCoins;
        return net;
    }

    /// <summary>Bounds of net × index, USD, short negative.</summary>
    public static Band Bound(IReadOnlyList<PathLeg> legs) =>
        PathLeg.Sum(legs, leg => leg.Today.IsFuture, leg => leg.SignedNotional);

    /// <summary>By holding, its part of |net| × index, bucket units; a part that reduces the net is negative.</summary>
    public static double[] Notionals(IReadOnlyList<Holding> holdings, double net)
    {
        var parts = new double[holdings.Count];
        for (var i = 0; i < parts.Length; i++)
            if (holdings[i].IsFuture) parts[i] = (net < 0 ? -1 : 1) * holdings[i].SignedCoins * holdings[i].CoinRate;
        return parts;
    }
}
