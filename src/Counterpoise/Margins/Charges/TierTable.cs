using System.Globalization;

namespace Counterpoise.Margins.Charges;

/// <summary>One tier of a venue's table of position sizes.</summary>
/// <param name="Floor">Where it begins, notional.</param>
/// <param name="Cap">Where it ends, notional; belongs to the tier.</param>
/// <param name="Maintenance">Maintenance rate inside it, 0 to 1.</param>
/// <param name="Leverage">Highest leverage, ≥ 1.</param>
public readonly record struct MarginTier(double Floor, double Cap, double Maintenance, double Leverage);

/// <summary>
/// Tiers of one contract: maintenance = notional × rate − cum, with cum_n = cum_{n−1} + floor_n·(rate_n − rate_{n−1}),
/// so that it is continuous (Binance, Bybit, OKX and Hyperliquid tier pages). Notional, caps and cum are in the quote
/// currency for linear contracts, in coins for coin-settled ones.
/// </summary>
public sealed class TierTable
{
    private readonly double[] _cums;

    /// <summary>A table.</summary>
    /// <param name="name">Of the contract, for errors.</param>
    /// <param name="tiers">Ascending, without gaps, beginning at 0.</param>
    /// <exception cref="InvalidInputException">The tiers are no such table.</exception>
    public TierTable(string name, IReadOnlyList<MarginTier> tiers)
    {
        if (tiers.Count == 0) throw new InvalidInputException(name, null, "has no tiers", "give at least one");
        _cums = new double[tiers.Count];
        for (var i = 0; i < tiers.Count; i++)
        {
            Check($"{name}, tier {i + 1}", tiers[i], i > 0 ? tiers[i - 1] : null);
            if (i > 0)
                _cums[i] = _cums[i - 1] + tiers[i].Floor * (tiers[i].Maintenance - tiers[i - 1].Maintenance);
        }
        Tiers = tiers;
    }

    /// <summary>Ascending.</summary>
    public IReadOnlyList<MarginTier> Tiers { get; }

    /// <summary>Most a position may stand for, notional.</summary>
    public double Limit => Tiers[^1].Cap;

    /// <summary>Taken off notional × rate in a tier, notional units.</summary>
    public double Cum(int tier) => _cums[tier];

    /// <summary>The tier of a notional, by index; −1 beyond the last.</summary>
    public int TierOf(double notional)
    {
        for (var i = 0; i < Tiers.Count; i++)
            if (notional <= Tiers[i].Cap) return i;
        return -1;
    }

    /// <summary>Maintenance margin of a notional within the limit, notional units.</summary>
    public double Maintenance(double notional)
    {
        var tier = TierOf(notional);
        return notional * Tiers[tier].Maintenance - _cums[tier];
    }

    private static void Check(string at, MarginTier tier, MarginTier? before)
    {
        InvalidInputException Error(string field, double value, string problem, string remedy) =>
            new($"{at}, {field}", value.ToString("R", CultureInfo.InvariantCulture), problem, remedy);
        if (!(tier.Maintenance is > 0 and <= 1))
            throw Error("maintenance rate", tier.Maintenance, "is not a rate above 0 up to 1", "use e.g. 0.005");
        if (!(tier.Leverage is >= 1 and <= 1_000))
            throw Error("leverage", tier.Leverage, "is not between 1 and 1000", "use e.g. 100");
        if (1 / tier.Leverage < tier.Maintenance)
            throw Error("leverage", tier.Leverage, "needs less than the maintenance rate", "lower one of them");
        if (!(tier.Floor >= 0 && double.IsFinite(tier.Floor)))
            throw Error("floor", tier.Floor, "is not a number ≥ 0", "state where the tier begins");
        if (!(tier.Cap > tier.Floor && double.IsFinite(tier.Cap)))
            throw Error("cap", tier.Cap, "is not above the floor", "state where the tier ends");
        var end = before?.Cap ?? 0;
        if (tier.Floor != end)
        {
            var what = tier.Floor > end ? "leaves a gap" : "overlaps the tier before it";
            throw Error("floor", tier.Floor, what, $"let it begin at {end:R}, where the tier before it ends");
        }
        if (before is { } b && tier.Maintenance < b.Maintenance)
            throw Error("maintenance rate", tier.Maintenance, "falls with size", "list the tiers by size");
        if (before is { } c && tier.Leverage > c.Leverage)
            throw Error("leverage", tier.Leverage, "rises with size", "list the tiers by size");
    }
}
