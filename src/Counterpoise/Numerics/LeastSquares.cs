namespace Counterpoise.Numerics;

/// <summary>Residuals r(p) whose squares are to be as small as they can be, with their derivatives.</summary>
internal interface IResiduals
{
    /// <summary>n, the number of parameters.</summary>
    int ParameterCount { get; }

    /// <summary>m, the number of residuals; it may be less than n.</summary>
    int Count { get; }

    /// <summary>Residuals and Jacobian at a point within the bounds.</summary>
    /// <param name="parameters">p, n numbers.</param>
    /// <param name="residuals">r(p), m numbers, to be filled.</param>
    /// <param name="jacobian">∂r_i/∂p_j at [i·n + j], to be filled.</param>
    /// <returns>False where the model has no value: the point is then treated as infinitely bad.</returns>
    bool Evaluate(ReadOnlySpan<double> parameters, Span<double> residuals, Span<double> jacobian);
}

/// <summary>Why a search ended.</summary>
internal enum SearchEnd
{
    /// <summary>The residuals are orthogonal to all they can be changed by: a stationary point.</summary>
    Stationary,

    /// <summary>The last steps changed no parameter, or the sum of squares, by more than the tolerance.</summary>
    Settled,

    /// <summary>The sum of squares is 0.</summary>
    Exact,

    /// <summary>The iterations ran out.</summary>
    Exhausted,

    /// <summary>The model has no value at the start.</summary>
    NoStart,
}

/// <summary>Where a search ended.</summary>
/// <param name="Parameters">p, n numbers.</param>
/// <param name="SumOfSquares">Σ r_i².</param>
/// <param name="Normal">JᵀJ at p, row-major n×n.</param>
/// <param name="Iterations">Steps tried.</param>
/// <param name="End">Why it ended.</param>
internal sealed record LeastSquaresFit(
    double[] Parameters, double SumOfSquares, double[] Normal, int Iterations, SearchEnd End);
