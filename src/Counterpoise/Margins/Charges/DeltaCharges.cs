using Counterpoise.Margins.Liquidations;
using Counterpoise.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Margins.Charges;

/// <summary>
/// Roll shock: Σ over expiries |Δ_e|·max(minimum, e^{annual·T} − 1), perpetuals at T = 0. Net within an expiry,
/// absolute across expiries: the price of a calendar spread. Deribit S:PM (support.deribit.com, Portfolio Margin).
/// Linear in T, max(minimum, annual·T): OKX MR4, Bybit's delta spread.
/// </summary>
/// <param name="AnnualisedMove">Annualised move risk.</param>
/// <param name="MinimumMove">Smallest move.</param>
/// <param name="MaintenanceFactor">Maintenance is this share of initial.</param>
public sealed record RollShock(double AnnualisedMove, double MinimumMove, double MaintenanceFactor)
    : Charge("roll shock", Cause.Calendar)
{
    /// <summary>The move is annual·T instead of e^{annual·T} − 1.</summary>
    public bool IsLinear { get; init; }

    /// <summary>Coins held as collateral are an expiry of their own; else they net with the perpetuals.</summary>
    public bool CoinsApart { get; init; }

    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var net = new SortedDictionary<(Instant, bool), double>();
        foreach (var h in holdings)
            if (h.IsScanned) net[Key(h)] = net.GetValueOrDefault(Key(h)) + h.Delta;
        var parts = new double[holdings.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var h = holdings[i];
            if (!h.IsScanned) continue;
            var years = h.Expiry is null ? 0 : h.Contract.Years;
            var sign = net[Key(h)] >= 0 ? 1 : -1;
            parts[i] = sign * h.Delta * Move(years) * h.CoinRate;
        }
        var gross = net.Values.Sum(Math.Abs);
        return ChargeResult.FromParts(parts, 1, MaintenanceFactor,
            $"Σ|Δ| over {net.Count} {(net.Count == 1 ? "expiry" : "expiries")} {gross:0.####} coins");
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs)
    {
        var sum = Band.Constant(0);
        foreach (var expiry in legs.Where(leg => leg.Today.IsScanned).GroupBy(leg => Key(leg.Today)))
        {
            var first = expiry.First().Today;
            var move = Move(first.Expiry is null ? 0 : first.Contract.Years);
            sum += move * Band.Abs(PathLeg.Sum([.. expiry], _ => true, leg => leg.DollarDelta));
        }
        return MaintenanceFactor * sum;
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"per expiry |net delta| × max({MinimumMove:0.##%}, "
        + $"{(IsLinear ? $"{AnnualisedMove}·T" : $"e^({AnnualisedMove}·T) − 1")}), perpetuals at T = 0";

    private (Instant, bool) Key(Holding h) => (h.Expiry ?? default, CoinsApart && h.Collateral is not null);

    private double Move(double years) =>
        Math.Max(MinimumMove, IsLinear ? AnnualisedMove * years : Elementary.Exp(AnnualisedMove * years) - 1);
}

/// <summary>
/// Delta shock: |D*|·min(max, perCoin·max(|D*| − threshold/index, 0)), D* the delta of futures and short options, which
/// long options may reduce but not flip. Not homogeneous: it grows with the square of size.
/// Deribit S:PM; the unit of <paramref name="PerCoin"/> is inferred.
/// </summary>
/// <param name="PerCoin">Rise of the rate per coin of excess delta (<c>m_inc</c>).</param>
/// <param name="ThresholdUsd">Delta free of charge, USD.</param>
/// <param name="MaximumRate">Cap of the rate.</param>
/// <param name="MaintenanceFactor">Maintenance is this share of initial.</param>
public sealed record DeltaShock(double PerCoin, double ThresholdUsd, double MaximumRate, double MaintenanceFactor)
    : Charge("delta shock", Cause.Concentration)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        double longOptions = 0, rest = 0;
        foreach (var h in holdings)
        {
            if (!h.IsScanned) continue;
            if (h.IsOption && h.Quantity > 0) longOptions += h.Delta;
            else rest += h.Delta;
        }
        var delta = Math.Abs(rest < 0
            ? Math.Min(Math.Max(longOptions + rest, rest), 0)
            : Math.Max(Math.Min(longOptions + rest, rest), 0));
        var excess = Math.Max(delta - ThresholdUsd / holdings[0].Index, 0);
        var rate = Math.Min(MaximumRate, PerCoin * excess);
        var charge = delta * rate * holdings[0].CoinRate;
        var explanation = charge == 0
            ? ""
            : $"|delta| {delta:0.####} coins, {excess:0.####} beyond the threshold, at {rate:0.####%}";
        return new ChargeResult(charge, charge * MaintenanceFactor, null, null, explanation);
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs)
    {
        var longs = PathLeg.Sum(
            legs, leg => leg.Today is { IsScanned: true, IsOption: true, Quantity: > 0 }, leg => leg.DollarDelta);
        var rest = PathLeg.Sum(
            legs, leg => leg.Today is { IsScanned: true } and not { IsOption: true, Quantity: > 0 },
            leg => leg.DollarDelta);
        // The long options may take of the rest what has the other sign, and no more.
        var zero = Band.Constant(0);
        var below = Band.Max(-Band.Max(longs + rest, rest), zero);
        var above = Band.Max(Band.Min(longs + rest, rest), zero);
        var delta = rest.High < 0 ? below : rest.Low >= 0 ? above : Band.Hull(zero, Band.Max(below, above));
        // It rises with the dollars of delta and falls with the price of a coin.
        var coin = legs[0].CoinPrice;
        return MaintenanceFactor * Band.Between(
            Of(Math.Max(delta.Low, 0), coin.High), Of(Math.Max(delta.High, 0), coin.Low));

        double Of(double dollars, double price)
        {
            var perIndex = legs[0].Today.Index / legs[0].CoinUsd;
            var excess = Math.Max(dollars / price - ThresholdUsd / (price * perIndex), 0);
            return dollars * Math.Min(MaximumRate, PerCoin * excess);
        }
    }

    /// <inheritdoc />
    public override string Describe() =>
        $"|delta of futures and short options, reduced by long options| × min({MaximumRate:0.##%}, "
        + $"{PerCoin} per coin beyond ${ThresholdUsd:N0})";
}
