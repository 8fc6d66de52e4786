using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Models;

/// <summary>
/// Where E[min(F_T, K)]/√(FK) = 1/(2πi)·∫ e^{(p−½)x}·M(p)/(p(1 − p)) dp, x = ln F/K (Lewis 2000), is integrated: on the
/// hyperbola p = a − b·sin ω·cosh y + i·b·cos ω·sinh y (the sinh-acceleration of Boyarchenko and Levendorskii 2019),
/// y = (j + ½)·ζ, the upper half of it, twice the imaginary part. It crosses the real axis between the poles 0 and 1,
/// also for y moved by ±iω: 0.95 − 1.5·sin 0.6 = 0.10. In that strip the integrand is analytic, so the trapezoidal
/// rule is off by about e^{−2πω/ζ} = 4e-17 times its size along the edges of the strip.
/// <para>
/// The nodes are the same for all parameters. The contour for x below the divide is the mirror image, p → 1 − p̄.
/// </para>
/// </summary>
internal static class HestonContour
{
    /// <summary>Nodes at most: |p| reaches ¾·e²²·⁴ = 4e9.</summary>
    public const int Capacity = 448;

    /// <summary>π to the nearest double.</summary>
    public const double Pi = 3.141592653589793;

    private const double Step = 0.05;
    private const double Angle = 0.3;
    private const double Start = 0.95;
    private const double Size = 1.5;

    /// <summary>Re p.</summary>
    public static readonly double[] Real = new double[Capacity];

    /// <summary>Im p.</summary>
    public static readonly double[] Imaginary = new double[Capacity];

    /// <summary>Re ln w, w = ζ/π·(dp/dy)/(p(1 − p)).</summary>
    public static readonly double[] LogWeight = new double[Capacity];

    /// <summary>Im ln w.</summary>
    public static readonly double[] Phase = new double[Capacity];

    /// <summary>ln |p(1 − p)|: the most by which a factor of a derivative makes a node grow.</summary>
    public static readonly double[] Growth = new double[Capacity];

    static HestonContour()
    {
        var sine = LaneTrig<LanesScalar>.SinCos(LanesScalar.Of(Angle), out var cosine).Value * Size;
        var across = cosine.Value * Size;
        for (var j = 0; j < Capacity; j++)
        {
            var up = Elementary.Exp((j + 0.5) * Step);
            var (cosh, sinh) = (0.5 * (up + 1 / up), 0.5 * (up - 1 / up));
            var p = Of(Start - sine * cosh, across * sinh);
            var slope = Log(Of(-sine * sinh, across * cosh));
            var poles = Log(p * Of(1 - p.Re.Value, -p.Im.Value));
            Real[j] = p.Re.Value;
            Imaginary[j] = p.Im.Value;
            LogWeight[j] = slope.Re.Value - poles.Re.Value + Elementary.Log(Step / Pi);
            Phase[j] = slope.Im.Value - poles.Im.Value;
            Growth[j] = poles.Re.Value;
        }
    }

    private static LaneComplex<LanesScalar> Of(double re, double im) => new(LanesScalar.Of(re), LanesScalar.Of(im));

    private static LaneComplex<LanesScalar> Log(LaneComplex<LanesScalar> a) =>
        LaneComplex<LanesScalar>.LogOnePlus(Of(a.Re.Value - 1, a.Im.Value));
}
