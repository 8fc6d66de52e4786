namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// Raw SVI (Gatheral 2004): total implied variance w(k) = a + b·(ρ·(k − m) + √((k − m)² + σ²)), k = ln(K/F),
/// w = vol²·T. A hyperbola: linear wings of slope b(ρ ± 1), curved over a width σ around m.
/// </summary>
/// <param name="A">Level a, total variance.</param>
/// <param name="B">b ≥ 0: half the sum of the slopes of the wings.</param>
/// <param name="Rho">ρ in [−1, 1]: rotation.</param>
/// <param name="M">m: shift in log-moneyness.</param>
/// <param name="Sigma">σ > 0: width of the curved part in log-moneyness.</param>
public readonly record struct RawSvi(double A, double B, double Rho, double M, double Sigma)
{
    /// <summary>Total variance at a log-moneyness.</summary>
    public double Variance(double k)
    {
        var d = k - M;
        return A + B * (Rho * d + Math.Sqrt(d * d + Sigma * Sigma));
    }

    /// <summary>w′(k).</summary>
    public double Slope(double k)
    {
        var d = k - M;
        return B * (Rho + d / Math.Sqrt(d * d + Sigma * Sigma));
    }

    /// <summary>w″(k), not negative.</summary>
    public double Curvature(double k)
    {
        var d = k - M;
        var root2 = d * d + Sigma * Sigma;
        return B * Sigma * Sigma / (root2 * Math.Sqrt(root2));
    }

    /// <summary>The least total variance, a + b·σ·√(1 − ρ²), at k = m − ρσ/√(1 − ρ²).</summary>
    public double LeastVariance => A + B * Sigma * Math.Sqrt(Math.Max(0, (1 - Rho) * (1 + Rho)));

    /// <summary>Slope of the left wing, b(1 − ρ), per unit of −k.</summary>
    public double LeftSlope => B * (1 - Rho);

    /// <summary>Slope of the right wing, b(1 + ρ).</summary>
    public double RightSlope => B * (1 + Rho);
}
