using Counterpoise.Numerics;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Pricing.Models;

/// <summary>SABR's α, ν and ρ fitted to the quotes of one expiry, β held.</summary>
/// <param name="Parameters">The best.</param>
/// <param name="Rmse">Root mean square error of volatility, quotes counting alike; 0.01 is one point.</param>
/// <param name="MaxError">The largest such error.</param>
/// <param name="Iterations">Steps of the search.</param>
/// <param name="Determination">How well the quotes determine the parameters, given β.</param>
public sealed record SabrCalibration(
    SabrParameters Parameters, double Rmse, double MaxError, int Iterations, Determination Determination)
{
    private const int MostIterations = 100;

    /// <summary>Fits errors of Hagan's volatility, times the square roots of the weights.</summary>
    /// <param name="quotes">Of one expiry.</param>
    /// <param name="forward">F > 0: for β below 1 α depends on its unit.</param>
    /// <param name="years">T > 0.</param>
    /// <param name="beta">Held: one smile does not tell α from β. 0 to 1.</param>
    /// <returns>Null if there is no quote, or the formula has no value.</returns>
    public static SabrCalibration? Fit(
        IReadOnlyList<SmileQuote> quotes, double forward, double years, double beta = 1)
    {
        if (quotes.Count == 0 || !(years > 0) || !(forward > 0) || beta is not (>= 0 and <= 1)) return null;
        var problem = new Residuals(quotes, forward, years, beta);
        var level = problem.AtTheMoney * Elementary.Pow(forward, 1 - beta);
        var fit = LevenbergMarquardt.Minimise(
            problem, [level, 0.5 / Math.Sqrt(Math.Max(years, 0.01)), 0], [1e-3 * level, 0, -0.999],
            [10 * level, 100 / Math.Sqrt(years), 0.999], MostIterations);
        if (fit.End == SearchEnd.NoStart) return null;
        var p = fit.Parameters;
        var residuals = new double[quotes.Count];
        problem.Evaluate(p, residuals, new double[3 * quotes.Count]);
        var (rmse, most) = problem.Unweighted(residuals);
        return new SabrCalibration(
            new SabrParameters(p[0], beta, p[1], p[2]), rmse, most, fit.Iterations,
            Determination.Of(
                [
                    new("alpha", p[0], double.NaN, p[0]),
                    new("nu", p[1], double.NaN, p[1], p[1] == 0),
                    new("rho", p[2], double.NaN, 1, Math.Abs(p[2]) >= 0.999),
                ],
                fit.Normal, fit.SumOfSquares, quotes.Count));
    }

    private sealed class Residuals(IReadOnlyList<SmileQuote> quotes, double forward, double years, double beta)
        : IResiduals
    {
        private readonly SmileTarget _target = new(quotes, years);

        public int ParameterCount => 3;

        public int Count => _target.Count;

        public double AtTheMoney => _target.AtTheMoney;

        public (double Rmse, double Most) Unweighted(ReadOnlySpan<double> residuals) => _target.Unweighted(residuals);

        public bool Evaluate(ReadOnlySpan<double> parameters, Span<double> residuals, Span<double> jacobian)
        {
            for (var i = 0; i < Count; i++)
            {
                residuals[i] = _target.Error(i, Vol(i, parameters[0], parameters[1], parameters[2]));
                if (!double.IsFinite(residuals[i])) return false;
                for (var j = 0; j < 3; j++)
                {
                    // The formula is smooth: central differences are good to nine digits.
                    var step = 1e-5 * (j == 2 ? 1 : Math.Max(parameters[j], 1e-3));
                    jacobian[3 * i + j] = (Moved(i, parameters, j, step) - Moved(i, parameters, j, -step))
                        * _target.Scale(i) / (2 * step);
                }
            }
            return true;
        }

        private double Moved(int i, ReadOnlySpan<double> p, int j, double step) => Vol(
            i, p[0] + (j == 0 ? step : 0), Math.Abs(p[1] + (j == 1 ? step : 0)), p[2] + (j == 2 ? step : 0));

        private double Vol(int i, double alpha, double nu, double rho) =>
            Sabr.Vol(forward, forward * _target.Strike[i], new SabrParameters(alpha, beta, nu, rho), years);
    }
}
