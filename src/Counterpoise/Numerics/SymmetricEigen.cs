namespace Counterpoise.Numerics;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix (Jacobi 1846, cyclic rotations).</summary>
internal static class SymmetricEigen
{
    private const int Sweeps = 30;

    /// <summary>Diagonalises in place: A = V·diag(λ)·Vᵀ.</summary>
    /// <param name="matrix">A, row-major n×n; its diagonal holds the eigenvalues λ afterwards, in no order.</param>
    /// <param name="vectors">V, row-major n×n, to be filled: column j belongs to eigenvalue j.</param>
    /// <param name="n">The order.</param>
    public static void Diagonalise(Span<double> matrix, Span<double> vectors, int n)
    {
        vectors.Clear();
        for (var j = 0; j < n; j++) vectors[j * n + j] = 1;
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var off = 0.0;
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++) off += Math.Abs(matrix[p * n + q]);
            if (off == 0) return;
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++) Rotate(matrix, vectors, n, p, q);
        }
    }

    // Annihilates A_pq (Golub and Van Loan, Matrix Computations, §8.5.2).
    private static void Rotate(Span<double> matrix, Span<double> vectors, int n, int p, int q)
    {
        var entry = matrix[p * n + q];
        if (entry == 0) return;
        var tau = (matrix[q * n + q] - matrix[p * n + p]) / (2 * entry);
        var t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau));
        var c = 1 / Math.Sqrt(1 + t * t);
        var s = t * c;
        for (var i = 0; i < n; i++)
        {
            var (a, b) = (matrix[i * n + p], matrix[i * n + q]);
            matrix[i * n + p] = c * a - s * b;
            matrix[i * n + q] = s * a + c * b;
        }
        for (var i = 0; i < n; i++)
        {
            var (a, b) = (matrix[p * n + i], matrix[q * n + i]);
            matrix[p * n + i] = c * a - s * b;
            matrix[q * n + i] = s * a + c * b;
            (a, b) = (vectors[i * n + p], vectors[i * n + q]);
            vectors[i * n + p] = c * a - s * b;
            vectors[i * n + q] = s * a + c * b;
        }
        matrix[p * n + q] = matrix[q * n + p] = 0;
    }
}
