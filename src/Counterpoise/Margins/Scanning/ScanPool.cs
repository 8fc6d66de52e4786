using Counterpoise.Units;

namespace Counterpoise.Margins.Scanning;

/// <summary>
/// Holdings whose profit and loss net before any sign-dependent step: an expiry's options (Derive) or everything on one
/// coin (Deribit).
/// </summary>
internal sealed class ScanPool
{
    private readonly double _gainDiscount = 1;
    private readonly double _lossDiscount = 1;

    public ScanPool(UnderlyingRules rules, IReadOnlyList<Holding> all, int[] rows)
    {
        Rules = rules;
        Rows = rows;
        Quantities = Array.ConvertAll(rows, row => all[row].Exposed);
        var first = all[rows[0]];
        IsInverse = first.Contract.IsInverse;
        UnitRate = first.UnitRate;
        UnitsPerDollar = first.CoinRate / first.Index;
        Years = first.Contract.Years;
        if (rules.Discount is { } discount && Array.TrueForAll(rows, row => all[row].IsOption))
        {
            _gainDiscount = discount.ForGain(Years, first.Rate);
            _lossDiscount = discount.ForLoss(Years, first.Rate);
        }
    }

    public UnderlyingRules Rules { get; }

    /// <summary>Indexes of its holdings.</summary>
    public int[] Rows { get; }

    /// <summary>Their signed quantities.</summary>
    public double[] Quantities { get; }

    public bool IsInverse { get; }

    public double Years { get; }

    /// <summary>Bucket units per dollar.</summary>
    public double UnitsPerDollar { get; }

    private double UnitRate { get; }

    /// <summary>
    /// P&amp;L after the static discounts, from value today and change: D·(today + change) − today.
    /// </summary>
    public double Discounted(double today, double change)
    {
        var discount = Discount(today + change);
        return discount == 1 ? change : discount * (today + change) - today;
    }

    /// <summary>Discount on the pool's value, by its sign; at zero the one for a gain.</summary>
    public double Discount(double value) => value >= 0 ? _gainDiscount : _lossDiscount;

    /// <summary>
    /// Everything homogeneous a cell does to this pool's P&amp;L x, as one factor: weight, −|x|, gain offset, and the
    /// unit. At x = 0 the branch of a gain.
    /// </summary>
    public double Factor(ScanCell cell, double x)
    {
        var factor = UnitRate * (IsInverse ? cell.InverseWeight : cell.Weight);
        if (cell.IsAbsolute) return x >= 0 ? -factor : factor;
        return x >= 0 && Rules.Gains is { } gains ? factor * gains.Factor : factor;
    }

    /// <summary>A weighted gain after the cap on what may offset other underlyings.</summary>
    public double Capped(double weighted) =>
        weighted > 0 && Rules.Gains is { } gains ? Math.Min(weighted, gains.CapUsd * UnitsPerDollar) : weighted;

    /// <summary>After the dampener and the clip.</summary>
    public double Dampened(ScanCell cell, double weighted)
    {
        var limit = cell.DampenerUsd * UnitsPerDollar / (IsInverse ? cell.InverseDampenerDivisor : 1);
        var damped = weighted - Math.Sign(weighted) * Math.Min(limit, Math.Abs(weighted));
        return cell.ClipsGains ? Math.Min(damped, 0) : damped;
    }

    /// <summary>Splits holdings into pools, in canonical order.</summary>
    public static ScanPool[] Split(Rulebook rulebook, IReadOnlyList<Holding> holdings, ReadOnlySpan<int> rows)
    {
        if (rows.Length == 1)
        {
            var alone = holdings[rows[0]];
            return alone.IsScanned ? [new ScanPool(UnitMargin.RulesOf(rulebook, alone), holdings, [rows[0]])] : [];
        }
        var groups = new SortedDictionary<(Currency, Instant, bool, bool), List<int>>();
        foreach (var row in rows)
        {
            var h = holdings[row];
            if (!h.IsScanned) continue;
            var perExpiry = rulebook.Pool == PoolRule.Expiry && h.IsOption;
            var key = (h.Base, perExpiry ? h.Expiry!.Value : default, perExpiry, h.Contract.IsInverse);
            if (!groups.TryGetValue(key, out var group)) groups[key] = group = [];
            group.Add(row);
        }
        return
        [
            .. groups.Values.Select(g =>
                new ScanPool(UnitMargin.RulesOf(rulebook, holdings[g[0]]), holdings, [.. g])),
        ];
    }
}
