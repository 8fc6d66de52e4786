using Counterpoise.Learning.Methods;
using Counterpoise.Learning.Statistics;
using Counterpoise.Units;

namespace Counterpoise.Learning.Backtests;

/// <summary>From a series of forecasts to its lines.</summary>
internal static class RowEvaluation
{
    /// <summary>First hour of the sealed part: 2023-01-01 00:00 UTC.</summary>
    public static readonly long Sealed = Instant.FromUtc(2023, 1, 1).Nanoseconds / 3_600_000_000_000;

    /// <summary>One line.</summary>
    public static BacktestRow Of(
        Currency asset, ForecastSeries series, BacktestObject judged, BacktestWindow window, double alpha)
    {
        int[] at = [.. Enumerable.Range(0, series.Origins.Count).Where(t => IsIn(series, t, window))];
        bool[] hits = Array.ConvertAll(at, t => series.Losses[t] > series.Values[t]);
        double[] values = Array.ConvertAll(at, t => series.Values[t]);
        var breaches = hits.Count(h => h);
        var (low, high) = at.Length == 0
            ? (double.NaN, double.NaN)
            : Coverage.CoverageInterval(at.Length, breaches, 0.95);
        var isForecast = judged == BacktestObject.Forecast && at.Length > 0;
        double Rise(int days) => WorstRise(series, at, 24 / series.Hours * days);
        return new BacktestRow
        {
            Asset = asset,
            Method = series.Method,
            Object = judged,
            Side = series.Side,
            Horizon = series.Hours,
            Loss = series.Kind,
            Window = window,
            Alpha = alpha,
            N = at.Length,
            Breaches = breaches,
            CiLow = low,
            CiHigh = high,
            KupiecP = isForecast ? Coverage.Kupiec(at.Length, breaches, alpha).P : null,
            ChristoffersenP = isForecast ? Coverage.Conditional(hits, alpha).P : null,
            DqP = isForecast ? DynamicQuantile.Test(hits, values, alpha).P : null,
            TooManyP = at.Length == 0 ? double.NaN : Coverage.TooMany(at.Length, breaches, alpha),
            Pinball = Mean(at, t => ForecastComparison.Pinball(series.Losses[t], series.Values[t], alpha)),
            MeanMargin = Mean(at, t => series.Values[t]),
            PeakToTrough = at.Length == 0 ? double.NaN : values.Max() / values.Min(),
            Worst1d = Rise(1),
            Worst5d = Rise(5),
            Worst20d = Rise(20),
            Worst30d = Rise(30),
            LossBeyondMargin = at.Sum(t => Math.Max(series.Losses[t] - series.Values[t], 0)),
            BreachOrigins = [.. at.Where(t => series.Losses[t] > series.Values[t]).Select(t => series.Origins[t])],
        };
    }

    /// <summary>True if a window counts: it is whole, warmed up, and of this part.</summary>
    public static bool IsIn(ForecastSeries series, int t, BacktestWindow window)
    {
        if (double.IsNaN(series.Losses[t]) || double.IsNaN(series.Values[t])) return false;
        return window == BacktestWindow.All || window == BacktestWindow.Sealed == series.Origins[t] >= Sealed;
    }

    // Between values so many windows apart; what a missing window lies between does not count.
    private static double WorstRise(ForecastSeries series, int[] at, int steps)
    {
        var worst = double.NaN;
        foreach (var t in at)
        {
            if (t < steps || t - steps < at[0] || double.IsNaN(series.Values[t - steps])) continue;
            var rise = series.Values[t] / series.Values[t - steps];
            if (!(rise <= worst)) worst = rise;
        }
        return worst;
    }

    private static double Mean(int[] at, Func<int, double> of) => at.Length == 0 ? double.NaN : at.Average(of);
}
