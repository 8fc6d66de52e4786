using Counterpoise.Learning.Methods;
using Counterpoise.Learning.Statistics;
using Counterpoise.Units;

namespace Counterpoise.Learning.Backtests;

/// <summary>
/// FHS without correction from each hour of the day. The 24 tests overlap: none counts as one, and the interval of
/// their mean comes from a bootstrap over blocks of days.
/// </summary>
internal static class HourSensitivity
{
    private const int Hours = 24;
    private const int Block = 5;
    private const int Samples = 1_000;

    /// <summary>By tail and loss.</summary>
    public static IEnumerable<OriginSensitivity> Of(Currency asset, AssetForecasts forecasts) =>
        from side in Enum.GetValues<Side>()
        from kind in Enum.GetValues<LossKind>()
        select Of(asset, forecasts, side, kind);

    private static OriginSensitivity Of(Currency asset, AssetForecasts forecasts, Side side, LossKind kind)
    {
        var quantile = forecasts.Quantile(side, kind);
        var breaches = new int[Hours];
        var (hits, counted) = (new List<int>(), new List<int>());
        foreach (var day in forecasts.Daily.Origins)
        {
            if (!forecasts.Daily.IsReady(day)) continue;
            var (hit, count) = (0, 0);
            for (var h = 0; h < Hours; h++)
            {
                var loss = forecasts.DayLosses.At(day + h, side, kind);
                if (double.IsNaN(loss)) continue;
                count++;
                if (loss <= quantile.At(day + h) * forecasts.Vol(day + h)) continue;
                hit++;
                breaches[h]++;
            }
            hits.Add(hit);
            counted.Add(count);
        }
        var (low, high) = Interval(hits, counted);
        return new OriginSensitivity(
            asset, side, kind, hits.Count, breaches, 1 - (double)hits.Sum() / counted.Sum(), low, high);
    }

    private static (double Low, double High) Interval(List<int> hits, List<int> counted)
    {
        var noise = new SplitMix(1);
        var drawn = new double[Samples];
        for (var s = 0; s < Samples; s++)
        {
            var (hit, count) = (0, 0);
            for (var taken = 0; taken < hits.Count;)
            {
                var start = noise.Below(hits.Count);
                for (var i = 0; i < Block && taken < hits.Count; i++, taken++)
                {
                    hit += hits[(start + i) % hits.Count];
                    count += counted[(start + i) % hits.Count];
                }
            }
            drawn[s] = 1 - (double)hit / count;
        }
        Array.Sort(drawn);
        return (drawn[Samples / 40], drawn[Samples - 1 - Samples / 40]);
    }
}
