using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Models;

/// <summary>What the exponent of one expiry needs of the parameters.</summary>
internal readonly struct HestonTerms
{
    // From c of this many deviations on the integrand is a normal one until it is negligible: at |p| = 1/(σT), where
    // it ceases to be one, it is about e^{−½·0.8·12²}.
    private const double Narrow = 12;

    // How far, in tangents, the contour that bends away may still be used.
    private const double Slack = 0.8;

    // Below it no price changes any more, and σ² would be 0.
    private const double LeastSigma = 1e-100;

    public HestonTerms(in HestonParameters parameters, double years)
    {
        (V0, Kappa, Theta, Sigma, Rho) = parameters;
        Sigma = Math.Max(Sigma, LeastSigma);
        Years = years;
        Variance = Sigma * Sigma;
        RhoSigma = Rho * Sigma;
        Across = Variance * (1 - Rho) * (1 + Rho);
        Divide = DivideOf(parameters.TotalVariance(years));
    }

    public double V0 { get; }

    public double Kappa { get; }

    public double Theta { get; }

    public double Sigma { get; }

    public double Rho { get; }

    public double Years { get; }

    /// <summary>σ².</summary>
    public double Variance { get; }

    /// <summary>ρσ.</summary>
    public double RhoSigma { get; }

    /// <summary>σ²(1 − ρ²).</summary>
    public double Across { get; }

    /// <summary>
    /// The ln F/K at which the contour changes sides. For large p the exponent goes as c·p·(−ρ ± i√(1 − ρ²)),
    /// c = (v₀ + κθT)/σ: against e^{px} the integrand decays to the left of the imaginary direction where x is above
    /// ρc, to the right below. Within 0.8·√(1 − ρ²)·c of it the integrand decays on either side: the divide is moved
    /// so far towards 0, where it is for a normal integrand.
    /// </summary>
    public double Divide { get; }

    /// <summary>Whether options of this expiry have time value to be integrated.</summary>
    public static bool Hold(in HestonParameters parameters, double forward, double years) =>
        Ordinary(forward) && years < double.PositiveInfinity
        && parameters.TotalVariance(years) is > 0 and < double.PositiveInfinity;

    /// <summary>Whether a forward or strike is one.</summary>
    public static bool Ordinary(double price) => price is >= OrdinaryRange.Smallest and <= OrdinaryRange.Largest;

    private double DivideOf(double totalVariance)
    {
        var c = (V0 + Kappa * Theta * Years) / Sigma;
        if (c > Narrow * Math.Sqrt(totalVariance)) return 0;
        var distance = Math.Max(0, Math.Abs(Rho) - Slack * Math.Sqrt((1 - Rho) * (1 + Rho))) * c;
        return Rho < 0 ? -distance : distance;
    }
}
