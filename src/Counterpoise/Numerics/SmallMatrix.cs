namespace Counterpoise.Numerics;

/// <summary>Small dense matrices, row by row.</summary>
internal static class SmallMatrix
{
    /// <summary>Inverse of a symmetric positive definite matrix by Cholesky; false if it is not one.</summary>
    public static bool Invert(ReadOnlySpan<double> matrix, Span<double> inverse, int n)
    {
        Span<double> lower = stackalloc double[n * n];
        if (!Cholesky(matrix, lower, n)) return false;
        for (var column = 0; column < n; column++)
        {
            // L·y = e, then Lᵀ·x = y, in place.
            for (var r = 0; r < n; r++)
            {
                var sum = r == column ? 1.0 : 0;
                for (var c = 0; c < r; c++) sum -= lower[r * n + c] * inverse[c * n + column];
                inverse[r * n + column] = sum / lower[r * n + r];
            }
            for (var r = n - 1; r >= 0; r--)
            {
                var sum = inverse[r * n + column];
                for (var c = r + 1; c < n; c++) sum -= lower[c * n + r] * inverse[c * n + column];
                inverse[r * n + column] = sum / lower[r * n + r];
            }
        }
        return true;
    }

    /// <summary>Solves L·Lᵀ·x = b in place.</summary>
    public static void Solve(ReadOnlySpan<double> lower, Span<double> x, int n)
    {
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c < r; c++) x[r] -= lower[r * n + c] * x[c];
            x[r] /= lower[r * n + r];
        }
        for (var r = n - 1; r >= 0; r--)
        {
            for (var c = r + 1; c < n; c++) x[r] -= lower[c * n + r] * x[c];
            x[r] /= lower[r * n + r];
        }
    }

    /// <summary>L with L·Lᵀ = M; false if M is not positive definite.</summary>
    public static bool Cholesky(ReadOnlySpan<double> matrix, Span<double> lower, int n)
    {
        lower.Clear();
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c <= r; c++)
            {
                var sum = matrix[r * n + c];
                for (var i = 0; i < c; i++) sum -= lower[r * n + i] * lower[c * n + i];
                if (r == c)
                {
                    if (!(sum > 0)) return false;
                    lower[r * n + r] = Math.Sqrt(sum);
                }
                else
                {
                    lower[r * n + c] = sum / lower[c * n + c];
                }
            }
        }
        return true;
    }
}
