using Counterpoise.Numerics;
using MathNet.Numerics.Distributions;

namespace Counterpoise.Learning.Statistics;

/// <summary>Whose forecasts cost less.</summary>
public static class ForecastComparison
{
    /// <summary>
    /// Pinball loss of a quantile forecast (Koenker and Bassett, 1978): (1 − α)·(loss − q) above it, α·(q − loss)
    /// below.
    /// </summary>
    /// <param name="loss">What happened.</param>
    /// <param name="forecast">q, exceeded with probability α.</param>
    /// <param name="alpha">E.g. 0.01.</param>
    public static double Pinball(double loss, double forecast, double alpha) =>
        loss > forecast ? (1 - alpha) * (loss - forecast) : alpha * (forecast - loss);

    /// <summary>
    /// Diebold and Mariano (1995) with the correction of Harvey, Leybourne and Newbold (1997): mean of d over its
    /// standard error, autocovariances to lag ⌊n^⅓⌋ with Bartlett weights; Student's t with n − 1 degrees.
    /// </summary>
    /// <param name="first">Costs of one, a window each.</param>
    /// <param name="second">Of the other.</param>
    /// <returns>The statistic, positive if the first costs more, and P: how likely one as large by chance (one-sided).
    /// </returns>
    public static TestResult DieboldMariano(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var n = first.Count;
        var d = new double[n];
        for (var t = 0; t < n; t++) d[t] = first[t] - second[t];
        var mean = d.Average();
        var lags = (int)Math.Floor(Elementary.Pow(n, 1.0 / 3) + 1e-9);
        var variance = 0.0;
        for (var lag = 0; lag <= lags; lag++)
        {
            var sum = 0.0;
            for (var t = lag; t < n; t++) sum += (d[t] - mean) * (d[t - lag] - mean);
            variance += (lag == 0 ? 1 : 2 * (1 - lag / (lags + 1.0))) * sum / n;
        }
        if (variance <= 0) return new TestResult(0, 1);
        var statistic = mean / Math.Sqrt(variance / n) * Math.Sqrt((n - 1.0) / n);
        return new TestResult(statistic, 1 - StudentT.CDF(0, 1, n - 1, statistic));
    }

    /// <summary>
    /// Model confidence set (Hansen, Lunde and Nason, 2011), T_max with a moving-block bootstrap: models leave one by
    /// one, the dearest first, until equal predictive ability is no longer rejected.
    /// </summary>
    /// <param name="costs">By model, a window each.</param>
    /// <param name="confidence">E.g. 0.9.</param>
    /// <param name="block">Length of a block, windows.</param>
    /// <param name="seed">Of the bootstrap.</param>
    /// <returns>By model: its p-value; it lies in the set if that is at least 1 − confidence.</returns>
    public static ConfidenceSet ConfidenceSetOf(
        IReadOnlyList<IReadOnlyList<double>> costs, double confidence, int block = 10, ulong seed = 1)
    {
        const int samples = 1_000;
        var (models, n) = (costs.Count, costs[0].Count);
        var means = costs.Select(c => c.Average()).ToArray();
        var resampled = new double[samples][];
        var noise = new SplitMix(seed);
        for (var s = 0; s < samples; s++)
        {
            var sums = new double[models];
            for (var taken = 0; taken < n;)
            {
                var start = noise.Below(n);
                for (var i = 0; i < block && taken < n; i++, taken++)
                    for (var m = 0; m < models; m++) sums[m] += costs[m][(start + i) % n];
            }
            resampled[s] = Array.ConvertAll(sums, x => x / n);
        }
        var p = new double[models];
        var left = Enumerable.Range(0, models).ToList();
        var largest = 0.0;
        while (left.Count > 1)
        {
            var (worst, value) = Eliminate(left, means, resampled);
            p[worst] = largest = Math.Max(largest, value);
            left.Remove(worst);
        }
        p[left[0]] = 1;
        return new ConfidenceSet(p, Array.ConvertAll(p, v => v >= 1 - confidence));
    }

    private static (int Worst, double P) Eliminate(List<int> left, double[] means, double[][] resampled)
    {
        var average = left.Average(m => means[m]);
        var deviations = left.ConvertAll(m => Math.Sqrt(resampled.Average(s =>
        {
            var centred = s[m] - left.Average(o => s[o]) - (means[m] - average);
            return centred * centred;
        })));
        double T(double gap, int i) => deviations[i] > 0 ? gap / deviations[i] : 0;
        var (worst, most) = (0, double.NegativeInfinity);
        for (var i = 0; i < left.Count; i++)
        {
            var t = T(means[left[i]] - average, i);
            if (t > most) (worst, most) = (i, t);
        }
        var above = resampled.Count(s =>
        {
            var centre = left.Average(o => s[o]);
            var highest = double.NegativeInfinity;
            for (var i = 0; i < left.Count; i++)
                highest = Math.Max(highest, T(s[left[i]] - centre - (means[left[i]] - average), i));
            return highest >= most;
        });
        return (left[worst], (double)above / resampled.Length);
    }
}

/// <summary>Which models cannot be told from the best.</summary>
/// <param name="P">By model.</param>
/// <param name="IsIn">By model.</param>
public sealed record ConfidenceSet(IReadOnlyList<double> P, IReadOnlyList<bool> IsIn);
