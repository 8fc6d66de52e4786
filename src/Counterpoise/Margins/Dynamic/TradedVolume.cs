namespace Counterpoise.Margins.Dynamic;

/// <summary>What the market trades a day.</summary>
/// <param name="Coins">As observed; 0: not known.</param>
/// <param name="FloorUsd">It is taken as at least this, USD.</param>
public readonly record struct TradedVolume(double Coins, double FloorUsd)
{
    /// <summary>ADV, coins.</summary>
    /// <param name="index">USD price of a coin.</param>
    public double At(double index) => Math.Max(Coins, FloorUsd / index);
}

/// <summary>
/// Tenors vega is kept in. An expiry between two of them counts with both, by linear weights in time, so that nothing
/// jumps when an expiry passes a tenor; within an expiry vega nets in full.
/// </summary>
/// <param name="days">Days, ascending.</param>
public sealed class VegaTenors(IReadOnlyList<double> days)
{
    /// <summary>How many.</summary>
    public int Count => days.Count;

    /// <summary>As printed, e.g. <c>30 d</c>.</summary>
    public string Name(int tenor) => $"{days[tenor]:0.##} d";

    /// <summary>All of them, as printed.</summary>
    public string Names => string.Join(", ", days.Select((_, i) => Name(i)));

    /// <summary>The lower of the two tenors a time counts with, and the weight of the upper one.</summary>
    /// <param name="toExpiry">Days to expiry.</param>
    public (int Lower, double Upper) Split(double toExpiry)
    {
        if (toExpiry <= days[0]) return (0, 0);
        for (var i = 1; i < days.Count; i++)
            if (toExpiry < days[i]) return (i - 1, (toExpiry - days[i - 1]) / (days[i] - days[i - 1]));
        return (days.Count - 1, 0);
    }

    /// <summary>Adds amounts of holdings to their tenors.</summary>
    /// <param name="holdings">All rows.</param>
    /// <param name="amounts">By row; only options are looked at.</param>
    internal double[] Sum(IReadOnlyList<Holding> holdings, ReadOnlySpan<double> amounts)
    {
        var sums = new double[Count];
        for (var i = 0; i < amounts.Length; i++)
        {
            if (!holdings[i].IsOption) continue;
            var (lower, upper) = Split(holdings[i].Contract.Seconds / 86_400);
            sums[lower] += (1 - upper) * amounts[i];
            if (upper > 0) sums[lower + 1] += upper * amounts[i];
        }
        return sums;
    }

    /// <summary>What a holding takes of numbers that belong to tenors.</summary>
    internal double Mean(Holding holding, ReadOnlySpan<double> byTenor)
    {
        var (lower, upper) = Split(holding.Contract.Seconds / 86_400);
        return (1 - upper) * byTenor[lower] + (upper > 0 ? upper * byTenor[lower + 1] : 0);
    }
}
