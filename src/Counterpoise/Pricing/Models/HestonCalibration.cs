using Counterpoise.Numerics;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Pricing.Models;

/// <summary>Heston's parameters fitted to the quotes of several expiries together.</summary>
/// <param name="Parameters">The best.</param>
/// <param name="SumOfSquares">Σweight·(model's implied volatility − quoted)².</param>
/// <param name="Rmse">Root of its mean, volatility: 0.01 is one point.</param>
/// <param name="Quotes">How many quotes.</param>
/// <param name="Iterations">Steps of the search.</param>
/// <param name="Determination">How well the quotes determine the parameters.</param>
public sealed record HestonCalibration(
    HestonParameters Parameters, double SumOfSquares, double Rmse, int Quotes, int Iterations,
    Determination Determination)
{
    private const int MostIterations = 100;

    private static readonly double[] Lower = [1e-6, 1e-3, 1e-6, 1e-3, -0.999];

    private static readonly double[] Upper = [9, 50, 9, 20, 0.999];

    private static readonly string[] Names = ["v0", "kappa", "theta", "vol-of-vol", "rho"];

    /// <summary>
    /// Fits errors of implied volatility by Levenberg-Marquardt with the analytic gradient of
    /// <see cref="BatchHeston.PriceAndGradient"/>, from a start that reads the levels off the first and last expiry.
    /// </summary>
    /// <param name="expiries">Those without a quote do not count.</param>
    /// <param name="start">Where to begin instead; brought within bounds.</param>
    /// <returns>Null if there is no quote at all, or none the model can price.</returns>
    public static HestonCalibration? Fit(IReadOnlyList<ExpiryQuotes> expiries, HestonParameters? start = null)
    {
        ExpiryQuotes[] quoted = [.. expiries.Where(e => e.Quotes.Count > 0)];
        if (quoted.Length == 0) return null;
        var from = start ?? Start(quoted);
        HestonTarget[] targets = [.. quoted.Select(e => new HestonTarget(e))];
        var fit = LevenbergMarquardt.Minimise(
            new Residuals(targets), [from.V0, from.Kappa, from.Theta, from.VolOfVol, from.Rho], Lower, Upper,
            MostIterations);
        if (fit.End == SearchEnd.NoStart) return null;
        var count = targets.Sum(t => t.Count);
        var p = fit.Parameters;
        var estimates = new ParameterEstimate[p.Length];
        for (var j = 0; j < p.Length; j++)
        {
            estimates[j] = new ParameterEstimate(
                Names[j], p[j], double.NaN, j == 4 ? 1 : p[j], p[j] <= Lower[j] || p[j] >= Upper[j]);
        }
        return new HestonCalibration(
            Of(p), fit.SumOfSquares, Math.Sqrt(fit.SumOfSquares / count), count, fit.Iterations,
            Determination.Of(estimates, fit.Normal, fit.SumOfSquares, count));
    }

    private static HestonParameters Of(ReadOnlySpan<double> p) => new(p[0], p[1], p[2], p[3], p[4]);

    private static HestonParameters Start(ReadOnlySpan<ExpiryQuotes> quoted)
    {
        var (near, far) = (AtTheMoney(quoted[0]), AtTheMoney(quoted[^1]));
        return new HestonParameters(near * near, 2, far * far, 1, -0.2);
    }

    private static double AtTheMoney(ExpiryQuotes expiry) =>
        expiry.Quotes.MinBy(q => Math.Abs(q.LogMoneyness))!.Vol;

    private readonly struct Residuals(HestonTarget[] targets) : IResiduals
    {
        public int ParameterCount => HestonParameters.Count;

        public int Count => targets.Sum(t => t.Count);

        public bool Evaluate(ReadOnlySpan<double> parameters, Span<double> residuals, Span<double> jacobian)
        {
            var heston = Of(parameters);
            foreach (var target in targets)
            {
                var width = target.Count * HestonParameters.Count;
                if (!target.Evaluate(heston, residuals[..target.Count], jacobian[..width])) return false;
                residuals = residuals[target.Count..];
                jacobian = jacobian[width..];
            }
            return true;
        }
    }
}
