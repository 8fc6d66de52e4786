using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// Butterfly arbitrage of a total variance curve: Durrleman's function (Gatheral, Jacquier 2014, eq. 2.1)
/// g(k) = (1 − k·w′/(2w))² − (w′²/4)·(1/w + ¼) + w″/2. The density of the price at expiry is g times something
/// positive, so g ≥ 0 everywhere means no butterfly costs less than nothing. Far out g tends to ¼ − slope²/16, so
/// there it is Lee's bound: slopes of at most 2.
/// </summary>
public static class Butterfly
{
    /// <summary>g is looked at for |k| up to this: strikes of a twentieth to twenty times the forward.</summary>
    public const double Reach = 3;

    /// <summary>Slope of a wing at most (Lee 2004).</summary>
    public const double MostSlope = 2;

    private const int GridPoints = 64;

    // Distances from the vertex, in widths of the bottom, at which a curve close to zero variance is looked at too.
    private static ReadOnlySpan<double> Around => [-4, -2, -1, -0.5, -0.25, 0, 0.25, 0.5, 1, 2, 4];

    /// <summary>g(k); NaN where total variance is not positive.</summary>
    public static double Density(in RawSvi svi, double k)
    {
        var d = k - svi.M;
        var square = d * d + svi.Sigma * svi.Sigma;
        var root = Math.Sqrt(square);
        var w = svi.A + svi.B * (svi.Rho * d + root);
        if (!(w > 0)) return double.NaN;
        var slope = svi.B * (svi.Rho + d / root);
        var curvature = svi.B * svi.Sigma * svi.Sigma / (square * root);
        var inverse = 1 / w;
        var first = 1 - 0.5 * k * slope * inverse;
        return first * first - 0.25 * slope * slope * (inverse + 0.25) + 0.5 * curvature;
    }

    /// <summary>
    /// The least g over |k| ≤ <see cref="Reach"/>, and where. −∞ where total variance is not positive. The grid is
    /// even in asinh((k − m)/σ), the scale on which the curve bends, with points around the vertex besides; the least
    /// of it is refined.
    /// </summary>
    public static (double Least, double At) Least(in RawSvi svi)
    {
        Span<double> at = stackalloc double[Most];
        Span<double> density = stackalloc double[Most];
        var count = Minima(svi, double.PositiveInfinity, at, density);
        var best = 0;
        for (var i = 1; i < count; i++) if (density[i] < density[best]) best = i;
        return (density[best], at[best]);
    }

    /// <summary>Room for the minima of g.</summary>
    internal const int Most = GridPoints + 11;

    /// <summary>The local minima of g with a value below a limit, ends included.</summary>
    /// <returns>How many; at least one if the limit is +∞.</returns>
    internal static int Minima(in RawSvi svi, double limit, Span<double> at, Span<double> density)
    {
        if (!(svi.LeastVariance > 0))
        {
            (at[0], density[0]) = (Vertex(svi), double.NegativeInfinity);
            return 1;
        }
        Span<double> k = stackalloc double[Most];
        Span<double> g = stackalloc double[Most];
        Grid(svi, k);
        for (var i = 0; i < Most; i++) g[i] = Density(svi, k[i]);
        var count = 0;
        for (var i = 0; i < Most; i++)
        {
            var (before, after) = (Math.Max(i - 1, 0), Math.Min(i + 1, Most - 1));
            // Points around a vertex near an end coincide with it: the neighbour is the next that differs.
            while (after < Most - 1 && k[after] <= k[i]) after++;
            // Of equal neighbours the first counts.
            if (!(g[i] <= g[after] && (g[i] < g[before] || i == 0))) continue;
            // A dip between grid points can be deeper than they show, but not by the height of its sides.
            var depth = Math.Max(g[before], g[after]) - g[i];
            if (!(g[i] - depth < limit)) continue;
            var (place, value) = Refine(svi, k[before], k[i], k[after], g[i]);
            if (!(value < limit)) continue;
            (at[count], density[count]) = (place, value);
            count++;
        }
        return count;
    }

    private static double Vertex(in RawSvi svi)
    {
        var cosine = Math.Sqrt(Math.Max((1 - svi.Rho) * (1 + svi.Rho), 1e-12));
        return Math.Clamp(svi.M - svi.Rho * svi.Sigma / cosine, -Reach, Reach);
    }

    private static void Grid(in RawSvi svi, Span<double> k)
    {
        var sigma = Math.Max(svi.Sigma, 1e-9);
        var (from, to) = (Asinh((-Reach - svi.M) / sigma), Asinh((Reach - svi.M) / sigma));
        var step = Elementary.Exp((to - from) / (GridPoints - 1));
        var growth = Elementary.Exp(from);
        for (var i = 0; i < GridPoints; i++, growth *= step) k[i] = svi.M + sigma * 0.5 * (growth - 1 / growth);
        (k[0], k[GridPoints - 1]) = (-Reach, Reach);
        var vertex = Vertex(svi);
        var width = Math.Sqrt(2 * svi.LeastVariance / Math.Max(svi.Curvature(vertex), 1e-12));
        for (var i = 0; i < Around.Length; i++)
            k[GridPoints + i] = Math.Clamp(vertex + Around[i] * width, -Reach, Reach);
        k.Sort();
    }

    private static double Asinh(double x)
    {
        var log = Elementary.Log(Math.Abs(x) + Math.Sqrt(x * x + 1));
        return x < 0 ? -log : log;
    }

    // Golden section within the neighbours.
    private static (double At, double Value) Refine(in RawSvi svi, double low, double middle, double high, double best)
    {
        const double golden = 0.3819660112501051;
        var at = middle;
        for (var i = 0; i < 24; i++)
        {
            var right = high - at > at - low;
            var probe = right ? at + golden * (high - at) : at - golden * (at - low);
            var value = Density(svi, probe);
            if (value < best)
            {
                if (right) low = at; else high = at;
                (at, best) = (probe, value);
            }
            else if (right)
            {
                high = probe;
            }
            else
            {
                low = probe;
            }
        }
        return (at, best);
    }
}
