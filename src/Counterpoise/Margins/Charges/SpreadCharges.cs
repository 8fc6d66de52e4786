using Counterpoise.Margins.Liquidations;
using Counterpoise.Units;

namespace Counterpoise.Margins.Charges;

/// <summary>
/// A share of the gross size of perpetuals and dated futures at the index. Bybit portfolio margin
/// <c>futureContingency</c> (0.03 %, inferred exactly from the documented response).
/// </summary>
/// <param name="Rate">Share.</param>
public sealed record FutureContingency(double Rate) : Charge("future contingency", Cause.Concentration)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings) => ChargeResult.FromSizes(
        holdings, h => h.IsFuture, h => h.Coins * Rate * h.CoinRate, "futures, gross");

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) =>
        Rate * PathLeg.Sum(legs, leg => leg.Today.IsFuture, leg => leg.Notional);

    /// <inheritdoc />
    public override string Describe() => $"Σ|perpetuals and futures| × index × {Rate:0.###%}";
}

/// <summary>
/// Intra-commodity spread charge: months of opposite delta pair off, and every coin of a pair pays a share of the
/// index. SPAN scans months as if they moved together; this is the price of that. Current (not composite) deltas.
/// SPAN: smallest absolute delta of the opposite months × rate.
/// </summary>
/// <param name="Rate">Share of the index per coin paired.</param>
public sealed record CalendarSpreadCharge(double Rate) : Charge("calendar spreads", Cause.Calendar)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var (longs, shorts) = Months.Sums(holdings);
        var spreads = Math.Min(longs, shorts);
        // Euler parts of the smaller side: it is the one that makes spreads.
        var months = Months.Of(holdings);
        var side = longs <= shorts ? 1 : -1;
        var parts = new double[holdings.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var h = holdings[i];
            if (h.IsScanned && Math.Sign(months[Months.Key(h)]) == side) parts[i] = side * h.Delta * Rate * h.CoinRate;
        }
        return ChargeResult.FromParts(parts, 1, 1, $"{spreads:0.####} coins paired between months");
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs)
    {
        var zero = Band.Constant(0);
        var (longs, shorts) = (zero, zero);
        foreach (var month in Months.Bounds(legs))
        {
            longs += Band.Max(month.Delta, zero);
            shorts += Band.Max(-month.Delta, zero);
        }
        return Rate * Band.Min(longs, shorts);
    }

    /// <inheritdoc />
    public override string Describe() => $"months of opposite delta: coins paired × index × {Rate:0.##%}";
}

/// <summary>
/// Spot-month charge: a share of the index on the net delta of months close to delivery. SPAN.
/// </summary>
/// <param name="Days">A month is a spot month up to so many days before expiry.</param>
/// <param name="Rate">Share of the index per coin.</param>
public sealed record SpotMonthCharge(double Days, double Rate) : Charge("spot month", Cause.Calendar)
{
    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        var months = Months.Of(holdings);
        var parts = new double[holdings.Count];
        var coins = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            var h = holdings[i];
            if (!h.IsScanned || h.Expiry is null || h.Contract.Seconds > Days * 86_400) continue;
            var part = Math.Sign(months[Months.Key(h)]) * h.Delta;
            coins += part;
            parts[i] = part * Rate * h.CoinRate;
        }
        return ChargeResult.FromParts(parts, 1, 1, $"{coins:0.####} coins within {Days:0.#} days of expiry");
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs)
    {
        var sum = Band.Constant(0);
        foreach (var month in Months.Bounds(legs))
        {
            if (month.First.Expiry is not null && month.First.Contract.Seconds <= Days * 86_400)
                sum += Band.Abs(month.Delta);
        }
        return Rate * sum;
    }

    /// <inheritdoc />
    public override string Describe() => $"|net delta| of months within {Days:0.#} days × index × {Rate:0.##%}";
}

/// <summary>Net delta of a coin by expiry, in coins; perpetuals and coins are a month of their own.</summary>
internal static class Months
{
    public static Instant Key(Holding h) => h.Expiry ?? default;

    public static SortedDictionary<Instant, double> Of(IReadOnlyList<Holding> holdings)
    {
        var net = new SortedDictionary<Instant, double>();
        foreach (var h in holdings)
            if (h.IsScanned) net[Key(h)] = net.GetValueOrDefault(Key(h)) + h.Delta;
        return net;
    }

    /// <summary>Bounds of each month's net delta, USD.</summary>
    public static IEnumerable<(Holding First, Band Delta)> Bounds(IReadOnlyList<PathLeg> legs) => legs
        .Where(leg => leg.Today.IsScanned).GroupBy(leg => Key(leg.Today))
        .Select(month => (
            month.First().Today, PathLeg.Sum([.. month], _ => true, leg => leg.DollarDelta)));

    public static (double Longs, double Shorts) Sums(IReadOnlyList<Holding> holdings)
    {
        double longs = 0, shorts = 0;
        foreach (var delta in Of(holdings).Values)
        {
            if (delta > 0) longs += delta;
            else shorts -= delta;
        }
        return (longs, shorts);
    }
}
