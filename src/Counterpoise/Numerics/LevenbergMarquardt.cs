namespace Counterpoise.Numerics;

/// <summary>
/// Nonlinear least squares within bounds, for few parameters and any number of residuals. Levenberg 1944,
/// Marquardt 1963: the step solves (JᵀJ + μD)h = −Jᵀr. D is the largest diagonal of JᵀJ seen so far (Moré 1978, §6:
/// the result does not depend on the units of the parameters), μ follows the gain ratio (Nielsen 1999: Damping
/// parameter in Marquardt's method, eq. 2.5), and a parameter at a bound that pulls outwards is held there while the
/// others move (projection). Deterministic; the same bits everywhere if the residuals are.
/// </summary>
internal static class LevenbergMarquardt
{
    // Relative to each parameter: below this a step is rounding.
    private const double StepTolerance = 1e-12;

    private const double CosineTolerance = 1e-12;

    private const double ReductionTolerance = 1e-15;

    private const double FirstDamping = 1e-3;

    private const double LastDamping = 1e12;

    /// <summary>The nearest minimum downhill from a start.</summary>
    /// <param name="problem">Residuals and Jacobian.</param>
    /// <param name="start">n numbers; those outside the bounds are brought to them.</param>
    /// <param name="lower">n lower bounds, −∞ for none.</param>
    /// <param name="upper">n upper bounds, +∞ for none.</param>
    /// <param name="iterations">At most so many steps.</param>
    public static LeastSquaresFit Minimise<T>(
        T problem,
        ReadOnlySpan<double> start,
        ReadOnlySpan<double> lower,
        ReadOnlySpan<double> upper,
        int iterations = 200)
        where T : IResiduals
    {
        var (n, m) = (problem.ParameterCount, problem.Count);
        var state = new State(n, m);
        var trial = new State(n, m);
        for (var j = 0; j < n; j++) state.Parameters[j] = Math.Min(Math.Max(start[j], lower[j]), upper[j]);
        if (!state.Evaluate(problem)) return state.Result(0, SearchEnd.NoStart);
        var scale = new double[n];
        var (damping, growth) = (FirstDamping, 2.0);
        for (var tried = 0; ; tried++)
        {
            if (state.SumOfSquares == 0) return state.Result(tried, SearchEnd.Exact);
            if (state.LargestCosine(lower, upper) <= CosineTolerance)
                return state.Result(tried, SearchEnd.Stationary);
            if (tried == iterations) return state.Result(tried, SearchEnd.Exhausted);
            for (var j = 0; j < n; j++) scale[j] = Math.Max(scale[j], state.Normal[j * n + j]);
            var predicted = BoundedStep.Take(state, scale, damping, lower, upper, trial.Parameters);
            if (predicted >= 0 && state.IsWithinStep(trial.Parameters, StepTolerance))
                return state.Result(tried, SearchEnd.Settled);
            var better = predicted > 0 && trial.Evaluate(problem) && trial.SumOfSquares < state.SumOfSquares;
            if (better)
            {
                var gain = state.SumOfSquares - trial.SumOfSquares;
                var settled = Math.Max(gain, predicted) <= ReductionTolerance * state.SumOfSquares;
                var odd = 2 * (gain / predicted) - 1;
                damping *= Math.Max(1.0 / 3, 1 - odd * odd * odd);
                growth = 2;
                (state, trial) = (trial, state);
                if (settled) return state.Result(tried + 1, SearchEnd.Settled);
                continue;
            }
            damping *= growth;
            growth *= 2;
            // Not even a vanishing step downhill helps: the sum of squares is flat to its rounding.
            if (!(damping < LastDamping)) return state.Result(tried + 1, SearchEnd.Settled);
        }
    }

    /// <summary>A point with its residuals and normal equations.</summary>
    internal sealed class State(int n, int m)
    {
        private readonly double[] residuals = new double[m];
        private readonly double[] jacobian = new double[m * n];

        public double[] Parameters { get; } = new double[n];

        /// <summary>JᵀJ, row-major.</summary>
        public double[] Normal { get; } = new double[n * n];

        /// <summary>Jᵀr, half the gradient of the sum of squares.</summary>
        public double[] Gradient { get; } = new double[n];

        public double SumOfSquares { get; private set; }

        public bool Evaluate<T>(T problem)
            where T : IResiduals
        {
            SumOfSquares = double.PositiveInfinity;
            if (!problem.Evaluate(Parameters, residuals, jacobian)) return false;
            Array.Clear(Normal);
            Array.Clear(Gradient);
            var sum = 0.0;
            for (var i = 0; i < m; i++)
            {
                var row = jacobian.AsSpan(i * n, n);
                var r = residuals[i];
                sum += r * r;
                for (var j = 0; j < n; j++)
                {
                    Gradient[j] += row[j] * r;
                    for (var l = 0; l <= j; l++) Normal[j * n + l] += row[j] * row[l];
                }
            }
            for (var j = 0; j < n; j++)
            {
                for (var l = 0; l < j; l++) Normal[l * n + j] = Normal[j * n + l];
                if (!double.IsFinite(Normal[j * n + j])) return false;
            }
            SumOfSquares = sum;
            return double.IsFinite(sum);
        }

        /// <summary>The largest cosine between the residuals and a column of J whose parameter may move.</summary>
        public double LargestCosine(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
        {
            var largest = 0.0;
            for (var j = 0; j < n; j++)
            {
                var square = Normal[j * n + j];
                if (square == 0 || IsHeld(j, Gradient[j], lower, upper)) continue;
                largest = Math.Max(largest, Math.Abs(Gradient[j]) / Math.Sqrt(square * SumOfSquares));
            }
            return largest;
        }

        /// <summary>Whether a parameter stands at a bound and downhill lies beyond it.</summary>
        public bool IsHeld(int j, double slope, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper) =>
            (Parameters[j] <= lower[j] && slope > 0) || (Parameters[j] >= upper[j] && slope < 0);

        public bool IsWithinStep(ReadOnlySpan<double> other, double tolerance)
        {
            for (var j = 0; j < n; j++)
            {
                var size = Math.Abs(Parameters[j]) + tolerance;
                if (Math.Abs(other[j] - Parameters[j]) > tolerance * size) return false;
            }
            return true;
        }

        public LeastSquaresFit Result(int iterations, SearchEnd end) =>
            new([.. Parameters], SumOfSquares, [.. Normal], iterations, end);
    }
}
