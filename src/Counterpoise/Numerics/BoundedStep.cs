namespace Counterpoise.Numerics;

/// <summary>One damped Gauss-Newton step that stays within bounds.</summary>
internal static class BoundedStep
{
    /// <summary>
    /// p + h with (JᵀJ + μD)h = −Jᵀr over the parameters that are free. Where that leaves the bounds, the parameter
    /// is set to its bound and the others are solved for again, given that: at most n rounds.
    /// </summary>
    /// <param name="state">The point, its gradient and normal matrix.</param>
    /// <param name="scale">D.</param>
    /// <param name="damping">μ.</param>
    /// <param name="lower">Lower bounds.</param>
    /// <param name="upper">Upper bounds.</param>
    /// <param name="target">p + h, to be filled.</param>
    /// <returns>
    /// The reduction of the sum of squares that the linearised residuals promise; NaN where none could be solved for.
    /// </returns>
    public static double Take(
        LevenbergMarquardt.State state,
        ReadOnlySpan<double> scale,
        double damping,
        ReadOnlySpan<double> lower,
        ReadOnlySpan<double> upper,
        Span<double> target)
    {
        var n = scale.Length;
        Span<double> step = stackalloc double[n];
        Span<bool> fixedAt = stackalloc bool[n];
        Span<double> matrix = stackalloc double[n * n];
        Span<double> right = stackalloc double[n];
        step.Clear();
        for (var j = 0; j < n; j++)
        {
            // A parameter without effect stays where it is.
            fixedAt[j] = scale[j] == 0 || state.IsHeld(j, state.Gradient[j], lower, upper);
        }
        for (var round = 0; round <= n; round++)
        {
            SetUp(state, scale, damping, step, fixedAt, matrix, right);
            if (!Cholesky(matrix, right)) return double.NaN;
            var left = false;
            for (var j = 0; j < n; j++)
            {
                if (fixedAt[j]) continue;
                // Solved in units of √D.
                step[j] = right[j] / Math.Sqrt(scale[j]);
                var (down, up) = (lower[j] - state.Parameters[j], upper[j] - state.Parameters[j]);
                if (step[j] >= down && step[j] <= up) continue;
                step[j] = step[j] < down ? down : up;
                fixedAt[j] = left = true;
            }
            if (!left) break;
        }
        for (var j = 0; j < n; j++)
            target[j] = Math.Min(Math.Max(state.Parameters[j] + step[j], lower[j]), upper[j]);
        return Predicted(state, step);
    }

    // The free rows; a fixed one becomes the identity, and its step moves to the right-hand side.
    private static void SetUp(
        LevenbergMarquardt.State state,
        ReadOnlySpan<double> scale,
        double damping,
        ReadOnlySpan<double> step,
        ReadOnlySpan<bool> fixedAt,
        Span<double> matrix,
        Span<double> right)
    {
        var n = scale.Length;
        for (var j = 0; j < n; j++)
        {
            var root = Math.Sqrt(scale[j]);
            var sum = -state.Gradient[j];
            for (var l = 0; l < n; l++)
            {
                var entry = state.Normal[j * n + l];
                if (fixedAt[l]) sum -= entry * step[l];
                var free = !fixedAt[j] && !fixedAt[l];
                matrix[j * n + l] = free ? entry / (root * Math.Sqrt(scale[l])) : 0;
            }
            matrix[j * n + j] = fixedAt[j] ? 1 : matrix[j * n + j] + damping;
            right[j] = fixedAt[j] ? 0 : sum / root;
        }
    }

    // Solves in place; false where the matrix is not positive definite.
    private static bool Cholesky(Span<double> matrix, Span<double> right)
    {
        var n = right.Length;
        for (var j = 0; j < n; j++)
        {
            for (var l = 0; l <= j; l++)
            {
                var sum = matrix[j * n + l];
                for (var i = 0; i < l; i++) sum -= matrix[j * n + i] * matrix[l * n + i];
                if (l < j) matrix[j * n + l] = sum / matrix[l * n + l];
                else if (sum > 0) matrix[j * n + j] = Math.Sqrt(sum);
                else return false;
            }
        }
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < j; i++) right[j] -= matrix[j * n + i] * right[i];
            right[j] /= matrix[j * n + j];
        }
        for (var j = n - 1; j >= 0; j--)
        {
            for (var i = j + 1; i < n; i++) right[j] -= matrix[i * n + j] * right[i];
            right[j] /= matrix[j * n + j];
        }
        return true;
    }

    // |r|² − |r + Jh|² = −h·(2Jᵀr + JᵀJh).
    private static double Predicted(LevenbergMarquardt.State state, ReadOnlySpan<double> step)
    {
        var n = step.Length;
        var reduction = 0.0;
        for (var j = 0; j < n; j++)
        {
            var image = 2 * state.Gradient[j];
            for (var l = 0; l < n; l++) image += state.Normal[j * n + l] * step[l];
            reduction -= step[j] * image;
        }
        return reduction;
    }
}
