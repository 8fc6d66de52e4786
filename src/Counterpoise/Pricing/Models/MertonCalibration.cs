using Counterpoise.Numerics;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Pricing.Models;

/// <summary>Merton's parameters fitted to the quotes of one expiry.</summary>
/// <param name="Parameters">The best of two searches.</param>
/// <param name="Rmse">Root mean square error of implied volatility, quotes counting alike; 0.01 is one point.</param>
/// <param name="MaxError">The largest such error.</param>
/// <param name="Iterations">Steps of the search.</param>
/// <param name="Determination">How well the quotes determine the parameters.</param>
public sealed record MertonCalibration(
    MertonParameters Parameters, double Rmse, double MaxError, int Iterations, Determination Determination)
{
    private const int MostIterations = 80;

    // Jumps to be expected until expiry, at most: more of them are a diffusion.
    private const double MostJumps = 20;

    private static readonly string[] Names = ["vol", "intensity", "jump-mean", "jump-vol"];

    /// <summary>
    /// Fits errors of implied volatility, times the square roots of the weights, by Levenberg-Marquardt: from a start
    /// with few large jumps and one with many small ones, since the two are different valleys.
    /// </summary>
    /// <param name="quotes">Of one expiry.</param>
    /// <param name="years">T > 0.</param>
    /// <returns>Null if there is no quote, or none the model can price.</returns>
    public static MertonCalibration? Fit(IReadOnlyList<SmileQuote> quotes, double years)
    {
        if (quotes.Count == 0 || !(years > 0)) return null;
        var target = new SmileTarget(quotes, years);
        var residuals = new MertonResiduals(target);
        var atm = target.AtTheMoney;
        var deviation = atm * Math.Sqrt(years);
        double[] lower = [0.05 * atm, 1e-3 / years, -2, 1e-3 * deviation];
        double[] upper = [2 * atm, MostJumps / years, 2, 2];
        LeastSquaresFit? best = null;
        foreach (var (jumps, size) in ((double, double)[])[(0.1, 3), (1, 1)])
        {
            var fit = LevenbergMarquardt.Minimise(
                residuals, [0.8 * atm, jumps / years, 0, size * deviation], lower, upper, MostIterations);
            if (fit.End == SearchEnd.NoStart) continue;
            if (best is null || fit.SumOfSquares < best.SumOfSquares) best = fit;
        }
        return best is null ? null : Of(best, residuals, target, lower, upper);
    }

    private static MertonCalibration Of(
        LeastSquaresFit fit, MertonResiduals problem, SmileTarget target, double[] lower, double[] upper)
    {
        var p = fit.Parameters;
        var residuals = new double[target.Count];
        problem.Evaluate(p, residuals, new double[target.Count * p.Length]);
        var (rmse, most) = target.Unweighted(residuals);
        var estimates = new ParameterEstimate[p.Length];
        for (var j = 0; j < p.Length; j++)
        {
            // A mean jump is judged by the size of jumps.
            var size = j == 2 ? Math.Abs(p[2]) + p[3] : p[j];
            estimates[j] = new(Names[j], p[j], double.NaN, size, p[j] <= lower[j] || p[j] >= upper[j]);
        }
        return new MertonCalibration(
            new MertonParameters(p[0], p[1], p[2], p[3]), rmse, most, fit.Iterations,
            Determination.Of(estimates, fit.Normal, fit.SumOfSquares, target.Count));
    }
}
