using Counterpoise.Learning.Methods;
using Counterpoise.Learning.Statistics;
using Counterpoise.Units;

namespace Counterpoise.Learning.Backtests;

/// <summary>Pinball losses side by side.</summary>
internal static class Comparison
{
    /// <summary>By tail, loss and part of the history.</summary>
    public static IEnumerable<MethodComparison> Of(Currency asset, IReadOnlyList<ForecastSeries> series)
    {
        foreach (var tail in series.GroupBy(s => (s.Side, s.Kind)))
        {
            foreach (var window in Enum.GetValues<BacktestWindow>())
            {
                ForecastSeries[] methods = [.. tail];
                int[] at =
                [
                    .. Enumerable.Range(0, methods[0].Origins.Count)
                        .Where(t => methods.All(m => RowEvaluation.IsIn(m, t, window))),
                ];
                if (at.Length < 2 || methods.Length < 2) continue;
                double[][] costs = [.. methods.Select(m => Array.ConvertAll(at, t => Cost(m, t)))];
                double[]? CostsOf(Method method)
                {
                    var i = Array.FindIndex(methods, m => m.Method == method);
                    return i < 0 ? null : costs[i];
                }
                yield return new MethodComparison(
                    asset, tail.Key.Side, tail.Key.Kind, window, [.. methods.Select(m => m.Method)],
                    [.. costs.Select(c => c.Average())], ForecastComparison.ConfidenceSetOf(costs, 0.9),
                    CostsOf(Method.Fhs) is { } fhs && CostsOf(Method.Learned) is { } learned
                        ? ForecastComparison.DieboldMariano(fhs, learned)
                        : null);
            }
        }
    }

    private static double Cost(ForecastSeries series, int t) =>
        ForecastComparison.Pinball(series.Losses[t], series.Values[t], DailyForecasts.Alpha);
}
