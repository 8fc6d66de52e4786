using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// Raw SVI in the parameters a constrained fit moves: level l = a + bσ, tilt c = bρ, slope b, centre m, s = ln σ.
/// In them w = l + c·d + b·h, d = k − m, h = √(d² + σ²) − σ, stays well scaled where σ is large and raw a and b are
/// not.
/// </summary>
internal readonly record struct SviPoint(double Level, double Tilt, double Slope, double Centre, double LogWidth)
{
    /// <summary>Parameters.</summary>
    public const int Count = 5;

    public static SviPoint Of(in RawSvi svi) =>
        new(svi.A + svi.B * svi.Sigma, svi.B * svi.Rho, svi.B, svi.M, Elementary.Log(svi.Sigma));

    public RawSvi Curve()
    {
        var sigma = Elementary.Exp(LogWidth);
        return new RawSvi(Level - Slope * sigma, Slope, Slope > 0 ? Tilt / Slope : 0, Centre, sigma);
    }

    public SviPoint Plus(ReadOnlySpan<double> step) =>
        new(Level + step[0], Tilt + step[1], Slope + step[2], Centre + step[3], LogWidth + step[4]);

    /// <summary>Gradient of w(k).</summary>
    public static void VarianceGradient(in RawSvi svi, double k, Span<double> gradient)
    {
        var d = k - svi.M;
        var root = Math.Sqrt(d * d + svi.Sigma * svi.Sigma);
        gradient[0] = 1;
        gradient[1] = d;
        gradient[2] = root - svi.Sigma;
        gradient[3] = -svi.B * (svi.Rho + d / root);
        gradient[4] = -svi.B * svi.Sigma * (1 - svi.Sigma / root);
    }

    /// <summary>Gradient of Durrleman's g(k).</summary>
    public static void DensityGradient(in RawSvi svi, double k, Span<double> gradient)
    {
        var d = k - svi.M;
        var sigma2 = svi.Sigma * svi.Sigma;
        var square = d * d + sigma2;
        var root = Math.Sqrt(square);
        var cube = square * root;
        var q = d / root;
        var (w, slope) = (svi.Variance(k), svi.B * (svi.Rho + q));
        var first = 1 - k * slope / (2 * w);
        var ofVariance = (first * k * slope + 0.25 * slope * slope) / (w * w);
        var ofSlope = -first * k / w - 0.5 * slope * (1 / w + 0.25);
        VarianceGradient(svi, k, gradient);
        for (var i = 0; i < Count; i++) gradient[i] *= ofVariance;
        gradient[1] += ofSlope;
        gradient[2] += ofSlope * q + 0.5 * sigma2 / cube;
        gradient[3] += -ofSlope * svi.B * sigma2 / cube + 1.5 * svi.B * sigma2 * d / (cube * square);
        gradient[4] += -ofSlope * svi.B * d * sigma2 / cube
            + 0.5 * svi.B * sigma2 * (2 - 3 * sigma2 / square) / cube;
    }
}
