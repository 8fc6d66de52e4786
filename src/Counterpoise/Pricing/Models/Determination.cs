using System.Globalization;
using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Models;

/// <summary>
/// How well quotes determine the parameters of a model: first-order statistics of least squares (Seber and Wild,
/// Nonlinear Regression, 1989, §2.1.2). Covariance (SSE/(m − n))·(JᵀJ)⁻¹ over the n parameters that were free, m
/// quotes. It tells the scatter of the quotes about the model, not whether the model is true.
/// </summary>
public sealed class Determination
{
    // JᵀJ in doubles knows nothing below this share of its largest eigenvalue.
    private const double Blind = 1e-13;

    // Standard errors up to this share of the parameter, and correlations up to that, need no mention.
    private const double Close = 0.1;

    private const double Aligned = 0.95;

    private readonly double[] correlations;

    private Determination(
        IReadOnlyList<ParameterEstimate> parameters,
        int quotes,
        double[] correlations,
        double condition,
        string? verdict = null)
    {
        Parameters = parameters;
        Quotes = quotes;
        ConditionNumber = condition;
        this.correlations = correlations;
        Verdict = verdict ?? InWords();
    }

    /// <summary>The parameters, in the order of the model's record.</summary>
    public IReadOnlyList<ParameterEstimate> Parameters { get; }

    /// <summary>m, how many quotes were fitted.</summary>
    public int Quotes { get; }

    /// <summary>
    /// Largest over smallest eigenvalue of JᵀJ scaled to a unit diagonal, over the free parameters: 1 is perfect,
    /// +∞ where some combination of parameters has no effect on the quotes.
    /// </summary>
    public double ConditionNumber { get; }

    /// <summary>Whether every free parameter is known to better than its own size.</summary>
    public bool IsDetermined => Parameters.All(p => p.IsHeld || p.RelativeError <= 1);

    /// <summary>One line in words, e.g. "kappa and theta trade off: correlation 0.98, kappa known to ± 40 %".</summary>
    public string Verdict { get; }

    /// <summary>Correlation of the errors of two parameters, −1 to 1; NaN where one of them was held.</summary>
    public double Correlation(int first, int second) => correlations[first * Parameters.Count + second];

    /// <summary>The two parameters of which an error in one is most nearly made up for by the other.</summary>
    public (int First, int Second, double Correlation) MostCorrelated
    {
        get
        {
            var most = (First: 0, Second: 0, Correlation: 0.0);
            for (var i = 0; i < Parameters.Count; i++)
            {
                for (var j = i + 1; j < Parameters.Count; j++)
                {
                    var correlation = Correlation(i, j);
                    if (Math.Abs(correlation) > Math.Abs(most.Correlation)) most = (i, j, correlation);
                }
            }
            return most;
        }
    }

    /// <summary>Judges a fit.</summary>
    /// <param name="parameters">Name, value, size and whether held; standard errors are filled in here.</param>
    /// <param name="normal">JᵀJ of the weighted residuals at the fit, row-major, in the same order.</param>
    /// <param name="sumOfSquares">SSE of the same residuals.</param>
    /// <param name="quotes">m.</param>
    internal static Determination Of(
        IReadOnlyList<ParameterEstimate> parameters, ReadOnlySpan<double> normal, double sumOfSquares, int quotes)
    {
        var all = parameters.Count;
        var free = Enumerable.Range(0, all).Where(j => !parameters[j].IsHeld).ToArray();
        var n = free.Length;
        var scaled = new double[n * n];
        var dead = -1;
        for (var a = 0; a < n; a++)
        {
            var (j, square) = (free[a], normal[free[a] * all + free[a]]);
            if (!(square > 0 && double.IsFinite(square))) dead = j;
            for (var b = 0; b < n; b++)
            {
                var root = Math.Sqrt(square) * Math.Sqrt(normal[free[b] * all + free[b]]);
                scaled[a * n + b] = a == b ? 1 : normal[j * all + free[b]] / root;
            }
        }
        if (quotes <= n || dead >= 0)
        {
            return Undetermined(parameters, quotes, quotes <= n
                ? $"not determined: {Count(quotes, "quote")} for {Count(n, "parameter")}"
                : $"not determined: {parameters[dead].Name} has no effect on these quotes");
        }
        var vectors = new double[n * n];
        SymmetricEigen.Diagonalise(scaled, vectors, n);
        var (least, most) = (0, 0);
        for (var a = 1; a < n; a++)
        {
            if (scaled[a * n + a] < scaled[least * n + least]) least = a;
            if (scaled[a * n + a] > scaled[most * n + most]) most = a;
        }
        if (n > 0 && !(scaled[least * n + least] > Blind * scaled[most * n + most]))
        {
            var names = free.OrderByDescending(j => Math.Abs(vectors[Array.IndexOf(free, j) * n + least]))
                .Take(2).Order().Select(j => parameters[j].Name);
            return Undetermined(
                parameters, quotes, $"not determined: {string.Join(" and ", names)} move these quotes alike");
        }
        var condition = n == 0 ? 1 : scaled[most * n + most] / scaled[least * n + least];
        var covariance = Inverse(scaled, vectors, n);
        return Judged(parameters, free, normal, covariance, sumOfSquares / (quotes - n), quotes, condition);
    }

    private static Determination Judged(
        IReadOnlyList<ParameterEstimate> parameters,
        int[] free,
        ReadOnlySpan<double> normal,
        double[] covariance,
        double variance,
        int quotes,
        double condition)
    {
        var (all, n) = (parameters.Count, free.Length);
        var estimates = parameters.Select(p => p with { StandardError = double.NaN }).ToArray();
        var matrix = new double[all * all];
        Array.Fill(matrix, double.NaN);
        for (var a = 0; a < n; a++)
        {
            var j = free[a];
            var error = Math.Sqrt(variance * covariance[a * n + a] / normal[j * all + j]);
            estimates[j] = estimates[j] with { StandardError = error };
            for (var b = 0; b < n; b++)
            {
                matrix[j * all + free[b]] = a == b ? 1
                    : covariance[a * n + b] / Math.Sqrt(covariance[a * n + a] * covariance[b * n + b]);
            }
        }
        return new(estimates, quotes, matrix, condition);
    }

    private static Determination Undetermined(
        IReadOnlyList<ParameterEstimate> parameters, int quotes, string verdict)
    {
        var estimates = parameters
            .Select(p => p with { StandardError = p.IsHeld ? double.NaN : double.PositiveInfinity }).ToArray();
        var unknown = new double[estimates.Length * estimates.Length];
        Array.Fill(unknown, double.NaN);
        return new(estimates, quotes, unknown, double.PositiveInfinity, verdict);
    }

    private string InWords()
    {
        var worst = Parameters.Where(p => !p.IsHeld).MaxBy(p => p.RelativeError);
        if (worst is null) return "nothing left to determine: every parameter is held";
        var (first, second, correlation) = MostCorrelated;
        var pair = string.Create(
            CultureInfo.InvariantCulture,
            $"{Parameters[first].Name} and {Parameters[second].Name} trade off: correlation {correlation:0.00}");
        var known = Known(worst);
        var aligned = Math.Abs(correlation) >= Aligned;
        var verdict = worst.RelativeError switch
        {
            <= Close => $"well determined: {known} at worst",
            <= 1 when aligned => $"{pair}, {known}",
            <= 1 => known,
            _ when aligned => $"not determined: {known}; {pair}",
            _ => $"not determined: {known}",
        };
        var held = string.Join(", ", Parameters.Where(p => p.IsHeld).Select(
            p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} = {p.Value:0.####}")));
        return held.Length == 0 ? verdict : $"{verdict}, given {held}";
    }

    private static string Known(ParameterEstimate p) => p.Size == Math.Abs(p.Value)
        ? string.Create(CultureInfo.InvariantCulture, $"{p.Name} known to ± {TwoDigits(100 * p.RelativeError)} %")
        : string.Create(CultureInfo.InvariantCulture, $"{p.Name} known to ± {TwoDigits(p.StandardError)}");

    private static string TwoDigits(double number) =>
        number.ToString(number is >= 10 and < 1e6 ? "0" : "G2", CultureInfo.InvariantCulture);

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    // VΛ⁻¹Vᵀ.
    private static double[] Inverse(double[] values, double[] vectors, int n)
    {
        var inverse = new double[n * n];
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < n; b++)
            {
                var sum = 0.0;
                for (var e = 0; e < n; e++)
                    sum += vectors[a * n + e] * vectors[b * n + e] / values[e * n + e];
                inverse[a * n + b] = sum;
            }
        }
        return inverse;
    }
}
