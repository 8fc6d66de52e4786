using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// Calendar arbitrage between two expiries: at equal log-moneyness the later must have the larger total variance
/// (Gatheral, Jacquier 2014, lemma 2.1). The difference D = w₂ − w₁ of two hyperbolas is examined exactly, without a
/// grid: D″ = 0 is a quadratic equation, (b₂σ₂²)^⅔·((k − m₁)² + σ₁²) = (b₁σ₁²)^⅔·((k − m₂)² + σ₂²), so D′ is monotone
/// on at most three pieces and D has at most two minima, each bracketed.
/// </summary>
public static class Calendar
{
    /// <summary>Room for the minima of D and the ends of a range.</summary>
    internal const int Most = 4;

    /// <summary>The least of w₂ − w₁ over a range, and where; ±∞ is where a wing of the later is flatter.</summary>
    /// <param name="earlier">w₁.</param>
    /// <param name="later">w₂.</param>
    /// <param name="low">Lower end, or −∞.</param>
    /// <param name="high">Upper end, or +∞.</param>
    public static (double Least, double At) Least(
        in RawSvi earlier, in RawSvi later, double low = double.NegativeInfinity, double high = double.PositiveInfinity)
    {
        if (double.IsNegativeInfinity(low) && later.LeftSlope < earlier.LeftSlope)
            return (double.NegativeInfinity, low);
        if (double.IsPositiveInfinity(high) && later.RightSlope < earlier.RightSlope)
            return (double.NegativeInfinity, high);
        Span<double> at = stackalloc double[Most];
        var count = Minima(earlier, later, low, high, at);
        // Without a minimum D falls to its limit far out: look far out.
        var (least, place) = (double.PositiveInfinity, 0.0);
        if (count == 0) at[count++] = Math.Clamp(later.M, low, high);
        foreach (var k in at[..count])
        {
            var difference = later.Variance(k) - earlier.Variance(k);
            if (difference < least) (least, place) = (difference, k);
        }
        foreach (var (end, sign) in ((double, double)[])[(low, -1), (high, 1)])
        {
            if (double.IsFinite(end)) continue;
            var limit = Limit(later, sign) - Limit(earlier, sign);
            var parallel = sign < 0 ? later.LeftSlope - earlier.LeftSlope : later.RightSlope - earlier.RightSlope;
            if (parallel == 0 && limit < least) (least, place) = (limit, end);
        }
        return (least, place);
    }

    /// <summary>The local minima of D on a range, finite ends included.</summary>
    internal static int Minima(in RawSvi earlier, in RawSvi later, double low, double high, Span<double> at)
    {
        var count = 0;
        Span<double> bends = stackalloc double[2];
        var pieces = Bends(earlier, later, bends);
        var from = low;
        for (var i = 0; i <= pieces; i++)
        {
            var to = i < pieces ? Math.Clamp(bends[i], low, high) : high;
            if (to > from && Minimum(earlier, later, from, to) is { } k) at[count++] = k;
            from = Math.Max(from, to);
        }
        if (double.IsFinite(low) && Slope(earlier, later, low) > 0) at[count++] = low;
        if (double.IsFinite(high) && Slope(earlier, later, high) < 0 && count < Most) at[count++] = high;
        return count;
    }

    // w − slope·|k| far out: the constant of the asymptote.
    private static double Limit(in RawSvi svi, double sign) => svi.A - svi.B * (svi.Rho + sign) * svi.M;

    private static double Slope(in RawSvi earlier, in RawSvi later, double k) => later.Slope(k) - earlier.Slope(k);

    // D″ = 0, ascending.
    private static int Bends(in RawSvi earlier, in RawSvi later, Span<double> bends)
    {
        var p = Power(later.B * later.Sigma * later.Sigma);
        var q = Power(earlier.B * earlier.Sigma * earlier.Sigma);
        var (a, half) = (p - q, q * later.M - p * earlier.M);
        var c = p * (earlier.M * earlier.M + earlier.Sigma * earlier.Sigma)
            - q * (later.M * later.M + later.Sigma * later.Sigma);
        if (a == 0)
        {
            if (half == 0) return 0;
            bends[0] = -c / (2 * half);
            return 1;
        }
        var discriminant = half * half - a * c;
        if (!(discriminant > 0)) return 0;
        var larger = -half - (half < 0 ? -1 : 1) * Math.Sqrt(discriminant);
        var (x, y) = (larger / a, larger == 0 ? 0 : c / larger);
        (bends[0], bends[1]) = (Math.Min(x, y), Math.Max(x, y));
        return 2;
    }

    private static double Power(double x) => x > 0 ? Elementary.Pow(x, 2.0 / 3) : 0;

    // On a piece D′ is monotone: a minimum is a change from − to +.
    private static double? Minimum(in RawSvi earlier, in RawSvi later, double from, double to)
    {
        var reach = 1 + Math.Abs(earlier.M) + Math.Abs(later.M) + earlier.Sigma + later.Sigma;
        if (!Bracket(earlier, later, ref from, to, -reach, isLow: true)) return null;
        if (!Bracket(earlier, later, ref to, from, reach, isLow: false)) return null;
        for (var i = 0; i < 100; i++)
        {
            var middle = from + (to - from) / 2;
            if (middle <= from || middle >= to) break;
            if (Slope(earlier, later, middle) < 0) from = middle;
            else to = middle;
        }
        return from + (to - from) / 2;
    }

    // Moves an infinite end to where D′ has the sign of the limit there; false if it has the wrong one.
    private static bool Bracket(
        in RawSvi earlier, in RawSvi later, ref double end, double other, double reach, bool isLow)
    {
        if (double.IsFinite(end)) return isLow == Slope(earlier, later, end) < 0;
        var anchor = double.IsFinite(other) ? other : 0;
        for (var i = 0; i < 40; i++, reach *= 2)
        {
            end = anchor + reach;
            if (isLow == Slope(earlier, later, end) < 0) return true;
        }
        return false;
    }
}
