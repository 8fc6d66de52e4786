namespace Counterpoise.Pricing.Models;

/// <summary>
/// A lognormal forward that also jumps (Merton 1976): dF/F = σ·dW + (e^J − 1)·dN − λκ·dt, N a Poisson process, J
/// normal, κ = E[e^J − 1] = e^{μ + δ²/2} − 1, so that the forward is a martingale. All finite; jumps of mean 0 for the
/// price, κ = 0, have μ = −δ²/2.
/// </summary>
/// <param name="Vol">σ ≥ 0: volatility between jumps, annualised, 0.5 is 50 %.</param>
/// <param name="JumpIntensity">λ ≥ 0: jumps per year of 365 days.</param>
/// <param name="JumpMean">μ: mean of J, the log of the jump; −0.1 is about 10 % down.</param>
/// <param name="JumpVol">δ ≥ 0: standard deviation of J.</param>
public readonly record struct MertonParameters(double Vol, double JumpIntensity, double JumpMean, double JumpVol)
{
    /// <summary>
    /// √(σ² + λ(μ² + δ²)): the volatility that realised squared log returns add up to, annualised.
    /// </summary>
    public double TotalVol =>
        Math.Sqrt(Vol * Vol + JumpIntensity * (JumpMean * JumpMean + JumpVol * JumpVol));
}
