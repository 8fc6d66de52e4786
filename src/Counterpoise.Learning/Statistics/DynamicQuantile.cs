using MathNet.Numerics.LinearAlgebra;

namespace Counterpoise.Learning.Statistics;

/// <summary>
/// Dynamic-quantile test (Engle and Manganelli, 2004): Hit_t = 1{loss &gt; q_t} − α regressed on a constant, its own
/// lags and the forecast; DQ = Hit′X(X′X)⁻¹X′Hit/(α(1 − α)). With two or three dozen breaches its χ² is far off, so the
/// p-value is simulated: independent breaches of probability α on the same forecasts.
/// </summary>
public static class DynamicQuantile
{
    /// <summary>Lags of the hits.</summary>
    public const int Lags = 4;

    /// <summary>Simulated samples behind a p-value.</summary>
    public const int Samples = 1_999;

    private const int Columns = Lags + 2;

    /// <summary>The test.</summary>
    /// <param name="hits">Breaches in order of time.</param>
    /// <param name="forecasts">Of each window.</param>
    /// <param name="alpha">Expected frequency of breaches.</param>
    /// <param name="seed">Of the simulation.</param>
    public static TestResult Test(
        IReadOnlyList<bool> hits, IReadOnlyList<double> forecasts, double alpha, ulong seed = 1)
    {
        var standard = Standardised(forecasts);
        var places = new List<int>();
        for (var t = 0; t < hits.Count; t++) if (hits[t]) places.Add(t);
        var observed = Statistic(places, hits.Count, standard, alpha);
        var noise = new SplitMix(seed);
        var atLeast = 0;
        for (var s = 0; s < Samples; s++)
        {
            Draw(ref noise, hits.Count, alpha, places);
            if (Statistic(places, hits.Count, standard, alpha) >= observed) atLeast++;
        }
        return new TestResult(observed, (1.0 + atLeast) / (Samples + 1));
    }

    // The forecast's scale does not matter; near 0 and 1 it keeps the matrix well conditioned.
    private static double[] Standardised(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return [.. values.Select(v => deviation > 1e-12 * Math.Abs(mean) ? (v - mean) / deviation : 0)];
    }

    private static void Draw(ref SplitMix noise, int n, double alpha, List<int> places)
    {
        places.Clear();
        for (var t = 0; t < n; t++)
            if (noise.Uniform() < alpha) places.Add(t);
    }

    // Sums over all windows are those without a breach, corrected where one is: few places.
    private static double Statistic(List<int> places, int n, double[] x, double alpha)
    {
        var rows = n - Lags;
        var hit = new HashSet<int>(places);
        var cross = new double[Columns, Columns];
        var right = new double[Columns];
        double sum = 0, squares = 0;
        for (var t = Lags; t < n; t++)
        {
            sum += x[t];
            squares += x[t] * x[t];
        }
        // Columns: 1, lagged indicators 1 … Lags, forecast. Indicators 0/1 span the same space as hits less α.
        cross[0, 0] = rows;
        cross[0, Columns - 1] = cross[Columns - 1, 0] = sum;
        cross[Columns - 1, Columns - 1] = squares;
        right[0] = -alpha * rows;
        right[Columns - 1] = -alpha * sum;
        foreach (var place in places)
        {
            if (place >= Lags)
            {
                right[0] += 1;
                right[Columns - 1] += x[place];
            }
            for (var lag = 1; lag <= Lags; lag++)
            {
                var t = place + lag;
                if (t < Lags || t >= n) continue;
                cross[0, lag] += 1;
                cross[lag, 0] += 1;
                cross[lag, Columns - 1] += x[t];
                cross[Columns - 1, lag] += x[t];
                right[lag] += (hit.Contains(t) ? 1 : 0) - alpha;
                for (var other = 1; other <= Lags; other++)
                    if (hit.Contains(t - other)) cross[lag, other] += 1;
            }
        }
        return Quadratic(cross, right) / (alpha * (1 - alpha));
    }

    // b′A⁺b: a column that is constant, or a lag without a breach, adds nothing.
    private static double Quadratic(double[,] a, double[] b)
    {
        int[] kept = [.. Enumerable.Range(0, b.Length).Where(i => a[i, i] > 0)];
        var matrix = Matrix<double>.Build.Dense(kept.Length, kept.Length, (i, j) => a[kept[i], kept[j]]);
        var vector = Vector<double>.Build.Dense(kept.Length, i => b[kept[i]]);
        return vector.DotProduct(matrix.PseudoInverse() * vector);
    }
}
