using Counterpoise.Numerics;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Pricing.Models;

/// <summary>Heston's parameters fitted to the quotes of several expiries together.</summary>
/// <param name="Parameters">The best.</param>
/// <param name="SumOfSquares">Σweight·(model's implied volatility − quoted)².</param>
/// <param name="Rmse">Root mean square error of volatility, quotes counting alike; 0.01 is one point.</param>
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
        SmileTarget[] targets = [.. quoted.Select(e => new SmileTarget(e.Quotes, e.Years))];
        var from = start ?? Start(targets);
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
            Of(p), fit.SumOfSquares, Unweighted(targets, p), count, fit.Iterations,
            Determination.Of(estimates, fit.Normal, fit.SumOfSquares, count));
    }

    private static double Unweighted(SmileTarget[] targets, double[] parameters)
    {
        var count = targets.Sum(t => t.Count);
        var residuals = new double[count];
        new Residuals(targets).Evaluate(parameters, residuals, new double[count * HestonParameters.Count]);
        var (sum, at) = (0.0, 0);
        foreach (var target in targets)
        {
            var (rmse, _) = target.Unweighted(residuals.AsSpan(at, target.Count));
            sum += rmse * rmse * target.Count;
            at += target.Count;
        }
        return Math.Sqrt(sum / count);
    }

    private static HestonParameters Of(ReadOnlySpan<double> p) => new(p[0], p[1], p[2], p[3], p[4]);

    private static HestonParameters Start(ReadOnlySpan<SmileTarget> targets)
    {
        var (near, far) = (targets[0].AtTheMoney, targets[^1].AtTheMoney);
        return new HestonParameters(near * near, 2, far * far, 1, -0.2);
    }

    private readonly struct Residuals(SmileTarget[] targets) : IResiduals
    {
        public int ParameterCount => HestonParameters.Count;

        public int Count => targets.Sum(t => t.Count);

        public bool Evaluate(ReadOnlySpan<double> parameters, Span<double> residuals, Span<double> jacobian)
        {
            var heston = Of(parameters);
            foreach (var target in targets)
            {
                var (count, width) = (target.Count, target.Count * HestonParameters.Count);
                if (!Evaluate(target, heston, residuals[..count], jacobian[..width])) return false;
                residuals = residuals[count..];
                jacobian = jacobian[width..];
            }
            return true;
        }

        private static bool Evaluate(
            SmileTarget target, in HestonParameters heston, Span<double> residuals, Span<double> jacobian)
        {
            const int count = HestonParameters.Count;
            var slice = new HestonSlice(1, target.Years, target.Sign, target.Strike);
            BatchHeston.PriceAndGradient(slice, heston, residuals, jacobian);
            for (var i = 0; i < target.Count; i++)
            {
                if (!double.IsFinite(residuals[i])) return false;
                (residuals[i], var slope) = target.OfPrice(i, residuals[i]);
                for (var j = 0; j < count; j++) jacobian[i * count + j] *= slope;
            }
            return true;
        }
    }
}
