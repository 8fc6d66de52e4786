using System.Globalization;
using Counterpoise.Instruments;
using Counterpoise.Margins.Liquidations;
using Counterpoise.Units;

namespace Counterpoise.Margins.Charges;

/// <summary>Tier tables by contract, and by coin where a venue states them for every contract on it.</summary>
/// <param name="ByContract">First choice.</param>
/// <param name="ByCoin">In the quote currency; second choice.</param>
public sealed record TierTables(
    IReadOnlyDictionary<Instrument, TierTable> ByContract, IReadOnlyDictionary<Currency, TierTable> ByCoin)
{
    /// <summary>The table of a contract and whether it is in coins; null if there is none.</summary>
    public (TierTable Table, bool InCoins)? Find(Instrument instrument)
    {
        if (ByContract.TryGetValue(instrument, out var table)) return (table, instrument.IsInverse);
        return ByCoin.TryGetValue(instrument.Base, out table) ? (table, false) : null;
    }

    /// <summary>These, with others added; others win.</summary>
    public TierTables With(IReadOnlyDictionary<Instrument, TierTable> others)
    {
        var all = new Dictionary<Instrument, TierTable>(ByContract);
        foreach (var (instrument, table) in others) all[instrument] = table;
        return this with { ByContract = all };
    }
}

/// <summary>
/// Perpetuals and futures by tiers of their notional at mark, each position alone: initial = notional / leverage,
/// maintenance = notional × rate − cum. The leverage is the one chosen for the contract, at most what the tier allows;
/// where none is chosen, the most the tier allows. A closing fee, notional × (1 ∓ 1/leverage) × taker rate (minus for a
/// long), is added to both (Bybit, "The New Margin Calculation", 2025-09; Binance and Hyperliquid: none). In isolated
/// mode Bybit takes the entry price for the initial margin and for the fee of both, the mark for the rest.
/// </summary>
/// <param name="Tables">One per contract.</param>
/// <param name="TakerFee">Rate of the closing fee; 0: none.</param>
public sealed record TieredFutureMargin(TierTables Tables, double TakerFee) : Charge("futures by tier", Cause.Standard)
{
    /// <summary>
    /// True if initial margin and the closing fee are on the entry price (Bybit isolated); the tier stays that of the
    /// mark. A position without entry price takes the mark.
    /// </summary>
    public bool IsOnEntry { get; init; }

    /// <inheritdoc />
    public override bool UsesEntryPrice => IsOnEntry;

    /// <inheritdoc />
    public override ChargeResult Evaluate(IReadOnlyList<Holding> holdings)
    {
        double initial = 0, maintenance = 0;
        var initialParts = new double[holdings.Count];
        var maintenanceParts = new double[holdings.Count];
        var causes = new List<string>();
        for (var i = 0; i < holdings.Count; i++)
        {
            var h = holdings[i];
            if (!h.IsFuture) continue;
            var (im, mm, cause) = Of(h);
            initial += initialParts[i] = im;
            maintenance += maintenanceParts[i] = mm;
            if (causes.Count < 3) causes.Add(cause);
            else if (causes.Count == 3) causes.Add("and others");
        }
        return new ChargeResult(
            initial, maintenance, initialParts, maintenanceParts, string.Join("; ", causes));
    }

    /// <inheritdoc />
    internal override Band? Bound(IReadOnlyList<PathLeg> legs) =>
        PathLeg.Sum(legs, leg => leg.Today.IsFuture, BoundOf);

    /// <inheritdoc />
    public override string Describe()
    {
        var count = Tables.ByContract.Count + Tables.ByCoin.Count;
        var fee = TakerFee > 0 ? $", plus a closing fee of {TakerFee:0.####%}" : "";
        var entry = IsOnEntry ? " (initial and fee: notional at the entry price, without one at the mark)" : "";
        return $"initial notional / leverage, maintenance notional × tier rate − cum{fee}{entry}; "
            + $"{count} tier table{(count == 1 ? "" : "s")}";
    }

    private (double Initial, double Maintenance, string Cause) Of(Holding h)
    {
        if (Tables.Find(h.Instrument!) is not var (table, inCoins))
        {
            throw new InvalidInputException(
                "positions.instrument", h.Name, "has no tier table under this rulebook",
                "give one with --tiers FILE, or leave the position out");
        }
        var coins = h.Coins;
        var notional = inCoins ? coins : coins * h.Contract.Forward;
        var tier = table.TierOf(notional);
        if (tier < 0)
        {
            throw new InvalidInputException(
                "positions.quantity", Text(h.Quantity),
                $"of {h.Name} stands for {Text(notional)}, beyond its last tier", $"hold at most {Text(table.Limit)}");
        }
        var (leverage, remark) = Leverage(h, table, tier);
        // What one unit of notional is in the unit of the bucket.
        var coin = h.UnitRate * (h.Contract.IsInverse ? 1 : h.Contract.Forward);
        var rate = inCoins ? coin : coin / h.Contract.Forward;
        var entered = IsOnEntry ? notional * (h.AtEntry ?? 1) : notional;
        if (IsOnEntry) remark += h.AtEntry is null ? " at the mark (no entry price)" : $" of {entered:0.##} at entry";
        var fee = entered * (1 - Math.Sign(h.Quantity) / leverage) * TakerFee;
        var mmr = table.Tiers[tier].Maintenance;
        return (rate * (entered / leverage + fee), rate * (table.Maintenance(notional) + fee),
            $"{h.Name} tier {tier + 1}: 1/{Text(leverage)}{remark}, maintenance {Text(100 * mmr)}%");
    }

    // What the closing fee falls on, USD: a straight line, at the mark or at the entry price.
    private Band Charged(PathLeg leg) => IsOnEntry
        ? Band.Line(
            leg.NotionalAt(leg.Span.A) * leg.AtEntry(leg.Span.A), leg.NotionalAt(leg.Span.B) * leg.AtEntry(leg.Span.B))
        : leg.ForwardNotional;

    // Rates rise with size, so dollars × rate − cum is convex in the price, by coins too.
    private Band BoundOf(PathLeg leg)
    {
        var (table, inCoins) = Tables.Find(leg.Today.Instrument!)!.Value;
        var (a, b, middle) = (At(leg.Span.A), At(leg.Span.B), At(leg.Span.Middle));
        if (a.Tier < 0 || b.Tier < 0) return Band.Between(double.NegativeInfinity, double.PositiveInfinity);
        var (low, high) = (Math.Min(a.FeeShare, b.FeeShare), Math.Max(a.FeeShare, b.FeeShare));
        return Band.Convex(a.Usd, b.Usd, middle.Usd, middle.Slope * leg.Span.Half)
            + Band.Hull(low * Charged(leg), high * Charged(leg));

        (double Usd, double Slope, int Tier, double FeeShare) At(double x)
        {
            var (coins, forward) = (leg.CoinsAt(x), leg.ForwardAt(x));
            var notional = inCoins ? coins : coins * forward;
            var tier = table.TierOf(notional);
            if (tier < 0) return (0, 0, tier, 0);
            var (rate, cum) = (table.Tiers[tier].Maintenance, table.Cum(tier));
            // Dollars per unit of notional, and how it and the notional's dollars change with x.
            var dollars = leg.NotionalAt(x);
            var unit = dollars / notional;
            var fee = (1 - Math.Sign(leg.Today.Quantity) / Leverage(leg.Today, table, tier).Leverage) * TakerFee;
            var slope = rate * (leg.IsInDollars ? 0 : dollars / x) - (inCoins ? cum * unit / x : 0);
            return (unit * (notional * rate - cum), leg.Moves ? slope : 0, tier, fee);
        }
    }

    private static (double Leverage, string Remark) Leverage(Holding h, TierTable table, int tier)
    {
        var cap = table.Tiers[tier].Leverage;
        if (h.Leverage is not { } chosen) return (cap, "");
        if (chosen > table.Tiers[0].Leverage)
        {
            throw new InvalidInputException(
                $"leverage.{h.Name}", Text(chosen), "is more than the venue allows",
                $"choose at most {Text(table.Tiers[0].Leverage)}");
        }
        return chosen <= cap ? (chosen, " as chosen") : (cap, $" (chosen {Text(chosen)}, the tier's cap is less)");
    }

    private static string Text(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);
}
