using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Counterpoise.Learning.Statistics;

/// <summary>Tests of how often and when a forecast quantile is exceeded.</summary>
public static class Coverage
{
    /// <summary>
    /// Kupiec (1995), proportion of failures: LR = −2·ln[((1 − p)^(T−x)·p^x)/((1 − x/T)^(T−x)·(x/T)^x)] ~ χ²(1).
    /// </summary>
    /// <param name="n">Windows.</param>
    /// <param name="breaches">Losses above the forecast.</param>
    /// <param name="alpha">Expected frequency, e.g. 0.01.</param>
    /// <returns>LR and its two-sided p-value.</returns>
    public static TestResult Kupiec(int n, int breaches, double alpha)
    {
        var ratio = -2 * (LogLikelihood(n - breaches, breaches, alpha)
            - LogLikelihood(n - breaches, breaches, (double)breaches / n));
        return Chi(Math.Max(ratio, 0), 1);
    }

    /// <summary>
    /// Christoffersen (1998), independence: a first-order Markov chain of breaches against a constant frequency,
    /// LR_ind ~ χ²(1).
    /// </summary>
    /// <param name="hits">Breaches in order of time.</param>
    public static TestResult Independence(IReadOnlyList<bool> hits)
    {
        Span<int> pairs = stackalloc int[4];
        for (var t = 1; t < hits.Count; t++) pairs[(hits[t - 1] ? 2 : 0) + (hits[t] ? 1 : 0)]++;
        return Independence(pairs[0], pairs[1], pairs[2], pairs[3]);
    }

    /// <summary>The same from counts of transitions: n01 is from no breach to breach.</summary>
    public static TestResult Independence(int n00, int n01, int n10, int n11)
    {
        var all = (double)(n01 + n11) / Math.Max(n00 + n01 + n10 + n11, 1);
        var (after0, after1) = ((double)n01 / Math.Max(n00 + n01, 1), (double)n11 / Math.Max(n10 + n11, 1));
        var ratio = -2 * (LogLikelihood(n00 + n10, n01 + n11, all)
            - LogLikelihood(n00, n01, after0) - LogLikelihood(n10, n11, after1));
        return Chi(Math.Max(ratio, 0), 1);
    }

    /// <summary>Christoffersen's conditional coverage: LR_cc = LR_uc + LR_ind ~ χ²(2).</summary>
    public static TestResult Conditional(IReadOnlyList<bool> hits, double alpha)
    {
        var breaches = hits.Count(h => h);
        return Chi(Kupiec(hits.Count, breaches, alpha).Statistic + Independence(hits).Statistic, 2);
    }

    /// <summary>Exact interval of the frequency of what did not breach (Clopper and Pearson, 1934).</summary>
    /// <param name="n">Windows.</param>
    /// <param name="breaches">Losses above the forecast.</param>
    /// <param name="confidence">Two-sided, e.g. 0.95.</param>
    public static (double Low, double High) CoverageInterval(int n, int breaches, double confidence)
    {
        var (covered, tail) = (n - breaches, (1 - confidence) / 2);
        var low = covered == 0 ? 0 : Beta.InvCDF(covered, breaches + 1, tail);
        var high = breaches == 0 ? 1 : Beta.InvCDF(covered + 1, breaches, 1 - tail);
        return (low, high);
    }

    /// <summary>P(X ≥ x) of X ~ binomial(n, α): small if there are too many breaches.</summary>
    public static double TooMany(int n, int breaches, double alpha) =>
        breaches == 0 ? 1 : SpecialFunctions.BetaRegularized(breaches, n - breaches + 1, alpha);

    internal static TestResult Chi(double statistic, int freedom) =>
        new(statistic, 1 - ChiSquared.CDF(freedom, statistic));

    private static double LogLikelihood(int misses, int hits, double p)
    {
        // 0·ln 0 = 0.
        var sum = 0.0;
        if (misses > 0) sum += misses * SpecialFunctions.Log1p(-p);
        if (hits > 0) sum += hits * Logarithm(p);
        return sum;
    }

    private static double Logarithm(double p) => SpecialFunctions.Log1p(p - 1);
}

/// <summary>A statistic and the probability of one as large if the forecast is right.</summary>
/// <param name="Statistic">As its formula says.</param>
/// <param name="P">0 to 1.</param>
public readonly record struct TestResult(double Statistic, double P);
