namespace Counterpoise.Tests.Pricing.HighPrecision;

/// <summary>
/// Black-76 in 77 digits on the same doubles, straight from the textbook formulas: the judge of the kernels.
/// </summary>
public sealed class Black76Reference
{
    public Black76Reference(double forward, double strike, double vol, double years, double discount)
    {
        BigFloat f = forward, k = strike, sigma = vol, t = years, d = discount;
        var rootYears = BigMath.Sqrt(t);
        TotalVol = sigma * rootYears;
        LogMoneyness = BigMath.Log(f / k);
        D1 = (LogMoneyness / TotalVol) + TotalVol.ScaledBy(-1);
        D2 = D1 - TotalVol;
        var bell1 = BigMath.Exp((D1 * D1).ScaledBy(-1) * -1);
        var bell2 = bell1 * f / k;
        (Above1, Below1) = Integrals(D1, bell1);
        (Above2, Below2) = Integrals(D2, bell2);
        Density = bell1 / BigMath.SqrtTwoPi;
        var rate = -BigMath.Log(d) / t;
        var decay = -(d * f * Density * sigma / (2 * rootYears));
        var vega = d * f * Density * rootYears;
        var common = new Side(
            0, 0, d * Density / (f * TotalVol), vega, decay, 0, -(d * Density * D2 / sigma), vega * D1 * D2 / sigma);
        var call = d * ((f * Below1) - (k * Below2));
        var put = d * ((k * Above2) - (f * Above1));
        Call = common with { Price = call, Delta = d * Below1, Theta = decay + (rate * call), Rho = -(t * call) };
        Put = common with { Price = put, Delta = -(d * Above1), Theta = decay + (rate * put), Rho = -(t * put) };
    }

    public sealed record Side(
        BigFloat Price,
        BigFloat Delta,
        BigFloat Gamma,
        BigFloat Vega,
        BigFloat Theta,
        BigFloat Rho,
        BigFloat Vanna,
        BigFloat Volga);

    public Side Call { get; }

    public Side Put { get; }

    public BigFloat TotalVol { get; }

    public BigFloat LogMoneyness { get; }

    public BigFloat D1 { get; }

    public BigFloat D2 { get; }

    /// <summary>φ(d₁).</summary>
    public BigFloat Density { get; }

    /// <summary>Φ(−d₁) and Φ(d₁), Φ(−d₂) and Φ(d₂).</summary>
    public BigFloat Above1 { get; }

    public BigFloat Below1 { get; }

    public BigFloat Above2 { get; }

    public BigFloat Below2 { get; }

    private static (BigFloat Above, BigFloat Below) Integrals(BigFloat d, BigFloat bell)
    {
        var tail = bell * BigMath.ScaledTail(BigFloat.Abs(d));
        return d.Sign > 0 ? (tail, 1 - tail) : (1 - tail, tail);
    }
}
