using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>A raw SVI curve through quotes, arbitrage not looked at.</summary>
/// <param name="Svi">Parameters.</param>
/// <param name="Error">Σweight·(√(w/T) − vol)².</param>
/// <param name="Passes">How often the quotes were summed.</param>
internal readonly record struct SviLeastSquares(RawSvi Svi, double Error, int Passes);

/// <summary>
/// Least squares of raw SVI by variable projection (Golub, Pereyra 1973; for SVI De Marco, Martini 2009): for given
/// centre and width the other three parameters are a linear problem, so only two are searched, by Levenberg-Marquardt
/// with the projected Jacobian of Kaufman (1975), on the problem linearised around the last curve
/// (<see cref="SviColumns.Linearise"/>) until curve and linearisation agree.
/// </summary>
internal static class SviFit
{
    /// <summary>Least width of the curved part, as a share of the quoted range.</summary>
    private const double NarrowestShare = 1e-3;

    /// <summary>Largest width, as a multiple of the quoted range: beyond it the curve is a parabola there.</summary>
    private const double WidestShare = 20;

    /// <summary>The centre stays within this multiple of the range beside it.</summary>
    private const double FarthestShare = 10;

    // Errors below this share of Σu·y² are rounding.
    private const double Exact = 1e-24;

    private const int MostSteps = 40;
    private const int MostLinearisations = 6;

    private static ReadOnlySpan<double> Centres => [0.5, 0.25, 0.75];

    private static ReadOnlySpan<double> Widths => [0.3, 0.1, 1];

    /// <summary>The best of a small grid of centres and widths: where the search begins.</summary>
    public static (double M, double Sigma) Start(in SviColumns columns)
    {
        var (low, range) = Range(columns);
        var best = (M: low + range / 2, Sigma: range);
        var least = double.PositiveInfinity;
        Span<double> sums = stackalloc double[SviSums.Count];
        foreach (var width in Widths)
        {
            foreach (var centre in Centres)
            {
                var (m, sigma) = (low + centre * range, width * range);
                SviSums.Sum(columns, m, sigma, sums);
                var error = SviProjection.Of(sums, sigma).Error;
                if (error < least) (best, least) = ((m, sigma), error);
            }
        }
        return best;
    }

    /// <summary>Fits from the start a grid gives.</summary>
    public static SviLeastSquares Fit(in SviColumns columns)
    {
        var (m, sigma) = Start(columns);
        return Fit(columns, m, sigma);
    }

    /// <summary>Fits from a centre and a width.</summary>
    public static SviLeastSquares Fit(in SviColumns columns, double m, double sigma)
    {
        var passes = 0;
        var best = Search(columns, ref m, ref sigma, 1e-4, ref passes);
        var error = columns.Linearise(best);
        for (var i = 0; i < MostLinearisations; i++)
        {
            var (nextM, nextSigma) = (m, sigma);
            var next = Search(columns, ref nextM, ref nextSigma, 1e-7, ref passes);
            var nextError = columns.Linearise(next);
            if (!(nextError < error)) break;
            var gain = error - nextError;
            (best, error, m, sigma) = (next, nextError, nextM, nextSigma);
            if (gain <= 1e-7 * error) break;
        }
        return new SviLeastSquares(best, error, passes);
    }

    /// <summary>Levenberg-Marquardt on centre and ln width.</summary>
    private static RawSvi Search(
        in SviColumns columns, ref double m, ref double sigma, double tolerance, ref int passes)
    {
        Span<double> sums = stackalloc double[SviSums.Count];
        var (low, range) = Range(columns);
        SviSums.Sum(columns, m, sigma, sums);
        passes++;
        var here = SviProjection.Of(sums, sigma);
        var damping = 1e-3;
        for (var step = 0; step < MostSteps; step++)
        {
            if (!here.Step(damping, out var dm, out var ds)) break;
            var newM = Math.Clamp(m + dm, low - FarthestShare * range, low + (1 + FarthestShare) * range);
            var newSigma = Math.Clamp(
                sigma * Elementary.Exp(Math.Clamp(ds, -2, 2)), NarrowestShare * range, WidestShare * range);
            SviSums.Sum(columns, newM, newSigma, sums);
            passes++;
            var there = SviProjection.Of(sums, newSigma);
            if (there.Error < here.Error)
            {
                var gain = here.Error - there.Error;
                (m, sigma, here) = (newM, newSigma, there);
                damping = Math.Max(damping * 0.1, 1e-12);
                if (gain <= tolerance * here.Error || there.Error <= Exact * sums[SviSums.Yy]) break;
            }
            else
            {
                if (damping > 1e6) break;
                damping *= 8;
            }
        }
        return here.Curve(m, sigma);
    }

    private static (double Low, double Range) Range(in SviColumns columns)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var k in columns.K[..columns.Count])
        {
            if (k < low) low = k;
            if (k > high) high = k;
        }
        return (low, Math.Max(high - low, 1e-6));
    }
}
