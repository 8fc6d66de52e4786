using Counterpoise.Numerics;

namespace Counterpoise.Margins.Historical;

/// <summary>
/// Exponentially weighted volatility: σ²_t = λ·σ²_{t−1} + (1 − λ)·r²_{t−1}, from returns known before day t, started
/// from the mean square of the first returns. Filtered historical simulation (Barone-Adesi, Giannopoulos and Vosper,
/// 1999; Hull and White, 1998): r′_t = r_t·max(σ_T, floor)/σ_t.
/// </summary>
internal static class EwmaFilter
{
    /// <summary>ln(P_t/P_{t−1}) for the rows t that are given.</summary>
    public static double[] LogReturns(IReadOnlyList<double> prices, int[] rows) =>
        Array.ConvertAll(rows, t => Elementary.Log(prices[t] / prices[t - 1]));

    /// <summary>
    /// σ of every return from <paramref name="seed"/> on, and behind the last the forecast for the day after it.
    /// </summary>
    public static double[] Vols(double[] returns, int seed, double lambda)
    {
        var variance = 0.0;
        for (var t = 0; t < seed; t++) variance += returns[t] * returns[t];
        variance /= seed;
        var vols = new double[returns.Length - seed + 1];
        for (var i = 0; i < vols.Length; i++)
        {
            vols[i] = Math.Sqrt(variance);
            if (i == vols.Length - 1) break;
            var r = returns[seed + i];
            variance = lambda * variance + (1 - lambda) * r * r;
        }
        return vols;
    }

    /// <summary>The filtered returns, one for each return from <paramref name="seed"/> on.</summary>
    public static double[] Filtered(double[] returns, int seed, double lambda, double? floorLambda)
    {
        var vols = Vols(returns, seed, lambda);
        var today = vols[^1];
        if (floorLambda is { } floor) today = Math.Max(today, Vols(returns, seed, floor)[^1]);
        var filtered = new double[returns.Length - seed];
        for (var i = 0; i < filtered.Length; i++) filtered[i] = returns[seed + i] * (today / vols[i]);
        return filtered;
    }
}
