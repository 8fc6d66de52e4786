using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Kernels;

/// <summary>
/// The total volatility s = σ√T at which an out-of-the-money option is worth a given share b of its smaller leg:
/// b(s) = Φ(−near) − e^{|x|}·Φ(−far), near = |x|/s − s/2, far = |x|/s + s/2, b′(s) = φ(near),
/// b″/b′ = q = (x²/s² − s²/4)/s.
/// Low shares are solved on ln b, high ones on ln(1 − b); both are concave in s, so that Newton's iterates started
/// from a proven bound on the outer side approach the root without crossing it. Halley's step speeds this up; a
/// bracket guards it. Reference: Manaster and Koehler 1982 (monotone start); Jäckel, "Let's be rational", 2017.
/// </summary>
internal static class TotalVol
{
    private const int MostIterations = 64;
    private const double LnTwo = 0.6931471805599453;

    // The steps are cubic: one below this leaves an error far below an ulp.
    private const double LastStep = 1e-7;

    private const double Smallest = 1e-300;

    /// <summary>
    /// A total volatility s, and there s·∂ln(share)/∂s: by how much more the share moves than the volatility.
    /// </summary>
    public readonly record struct Root(double Value, double Elasticity);

    /// <summary>
    /// s with ln b(s) = logShare, for b ≤ ½ (also where b underflows) and distance = |x|.
    /// Start: b ≤ s/√(2π) and b ≤ ½·e^{−near²/2} (near ≥ 0) bound s from below.
    /// </summary>
    public static Root FromTimeValue(DoubleDouble distance, double logShare)
    {
        var w = Math.Sqrt(Math.Max(-2 * (logShare + LnTwo), 0));
        var wing = 2 * distance.Hi / (w + Math.Sqrt((w * w) + (2 * distance.Hi)));
        var money = ScaledTail.SqrtTwoPi * Elementary.Exp(logShare);
        var start = Math.Max(Math.Max(money, distance.Hi > 0 ? wing : 0), Smallest);
        return Iterate(distance, logShare, start, rising: true);
    }

    /// <summary>
    /// s with ln(1 − b(s)) = logShare, for b ≥ ½.
    /// Start: 1 − b ≤ e^{−near²/2} bounds s from above by w + √(w² + 2|x|), w = √(−2·logShare).
    /// </summary>
    public static Root FromHeadroom(DoubleDouble distance, double logShare)
    {
        var w = Math.Sqrt(Math.Max(-2 * logShare, 0));
        var start = w + Math.Sqrt((w * w) + (2 * distance.Hi));
        return Iterate(distance, logShare, Math.Max(start, Smallest), rising: false);
    }

    private static Root Iterate(DoubleDouble distance, double logShare, double start, bool rising)
    {
        var low = 0.0;
        var high = double.PositiveInfinity;
        var s = start;
        var elasticity = 0.0;
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var (log, slope, curvature) = rising ? LogTimeValue(distance, s) : LogHeadroom(distance, s);
            var excess = log - logShare;
            elasticity = Math.Abs(slope) * s;
            if (excess < 0 == rising)
            {
                low = s;
            }
            else
            {
                high = s;
            }

            // Halley: Δ = n/(1 + ½·n·f″/f′), n = −f/f′, f″/f′ = q − f′.
            var newton = -excess / slope;
            var halley = newton / Math.Clamp(1 + (0.5 * newton * (curvature - slope)), 0.5, 2);
            var next = s + halley;
            if (next > low && next < high)
            {
                var moved = Math.Abs(next - s);
                s = next;
                if (moved <= LastStep * s)
                {
                    break;
                }
            }
            else if (Math.Abs(halley) <= 1e-15 * s || !(low < high) || double.IsNaN(next))
            {
                break;
            }
            else
            {
                s = double.IsInfinity(high) ? 2 * s : 0.5 * (low + high);
            }
        }

        return new(s, elasticity);
    }

    // ln b, its slope φ(near)/b and q. With b = e^{−near²/2}·g the slope is 1/(g·√(2π)): nothing underflows.
    private static (double Log, double Slope, double Curvature) LogTimeValue(DoubleDouble distance, double s)
    {
        var h = distance / new DoubleDouble(s);
        var t = 0.5 * s;
        var near = h - new DoubleDouble(t);
        var far = h.Hi + t;
        var exponent = -0.5 * (near * near).Hi;
        var curvature = near.Hi * far / s;
        if (t >= 0.5 && near.Hi < 0)
        {
            var tails = ScaledTail.Of(-near.Hi) + ScaledTail.Of(far);
            var share = Math.FusedMultiplyAdd(-Elementary.Exp(exponent), tails, 1);
            return (Elementary.Log(share), ScaledTail.InverseSqrtTwoPi * Elementary.Exp(exponent) / share, curvature);
        }

        var difference = t < 0.5
            ? ScaledTail.Difference(h.Hi, t)
            : ScaledTail.Of(near.Hi) - ScaledTail.Of(far);
        return (exponent + Elementary.Log(difference), ScaledTail.InverseSqrtTwoPi / difference, curvature);
    }

    // ln(1 − b) = −near²/2 + ln(R(−near) + R(far)), its slope and q.
    private static (double Log, double Slope, double Curvature) LogHeadroom(DoubleDouble distance, double s)
    {
        var h = distance / new DoubleDouble(s);
        var t = 0.5 * s;
        var near = h - new DoubleDouble(t);
        var far = h.Hi + t;
        var tails = ScaledTail.Reflected(-near.Hi) + ScaledTail.Of(far);
        return (
            (-0.5 * (near * near).Hi) + Elementary.Log(tails),
            -ScaledTail.InverseSqrtTwoPi / tails,
            near.Hi * far / s);
    }
}
