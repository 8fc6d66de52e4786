using Counterpoise.Learning.Methods;
using Counterpoise.Learning.Statistics;
using Counterpoise.Units;

namespace Counterpoise.Learning.Backtests;

/// <summary>Expected shortfall at 97.5 % by FHS, uncorrected, and the test of it.</summary>
internal static class ShortfallBacktest
{
    private const double Alpha = 0.025;

    /// <summary>By tail, loss and part of the history.</summary>
    public static IEnumerable<ShortfallRow> Of(Currency asset, AssetForecasts forecasts)
    {
        foreach (var side in Enum.GetValues<Side>())
        {
            foreach (var kind in Enum.GetValues<LossKind>())
            {
                var quantile = forecasts.Daily.Fhs(side, kind, 1 - Alpha);
                var vol = forecasts.Daily.Of(Method.Ewma, side, kind);
                foreach (var window in Enum.GetValues<BacktestWindow>())
                {
                    int[] at =
                    [
                        .. Enumerable.Range(0, vol.Origins.Count).Where(t => RowEvaluation.IsIn(vol, t, window)),
                    ];
                    if (at.Length > 0) yield return Row(asset, forecasts, quantile, vol, at, window);
                }
            }
        }
    }

    private static ShortfallRow Row(
        Currency asset, AssetForecasts forecasts, StandardisedQuantile quantile, ForecastSeries days, int[] at,
        BacktestWindow window)
    {
        double Scaled(int t, Func<long, double> of) => of(days.Origins[t]) * forecasts.Vol(days.Origins[t]);
        // The law a right forecast would have: the past losses beyond the quantile, at the start of the sample.
        var start = days.Origins[at[0]];
        var (from, level, mean) = (forecasts.History.From, quantile.At(start), quantile.MeanAbove(start));
        double[] beyond =
        [
            .. quantile.Values.Take((int)(start - from) - forecasts.DayLosses.Hours + 1)
                .Where(z => z > level).Select(z => z / mean),
        ];
        var result = ExpectedShortfallTest.Test(
            Array.ConvertAll(at, t => days.Losses[t]), Array.ConvertAll(at, t => Scaled(t, quantile.At)),
            Array.ConvertAll(at, t => Scaled(t, quantile.MeanAbove)), beyond, Alpha);
        return new ShortfallRow(asset, days.Side, days.Kind, window, at.Length, result);
    }
}
