using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Tests.Shared;

/// <summary>
/// Least squares of raw SVI as one would write it without care for speed: Levenberg-Marquardt on a, b, ρ, m and ln σ
/// themselves and on the error in volatility itself, from many starts, within the bounds a fit has. Nothing is
/// projected out and nothing is linearised, so that it shares no shortcut with the product.
/// </summary>
internal sealed class SlowSvi(double[] k, double[] vol, double years)
{
    private const int Parameters = 5;
    private const int Starts = 40;
    private const int MostSteps = 300;

    private readonly double _range = k.Max() - k.Min();

    /// <summary>Σ(√(w/T) − vol)².</summary>
    public double Error(RawSvi svi) => Error(Of(svi));

    private double Error(double[] p) => k.Select((x, i) => Math.Pow(Vol(p, x) - vol[i], 2)).Sum();

    /// <summary>The least error from starts spread over the parameters and from curves given.</summary>
    public double Least(params ReadOnlySpan<RawSvi> starts)
    {
        var least = double.PositiveInfinity;
        foreach (var svi in starts) least = Math.Min(least, Descend(Of(svi)));
        for (var i = 1; i <= Starts; i++) least = Math.Min(least, Descend(Start(i)));
        return least;
    }

    private static double[] Of(RawSvi svi) => [svi.A, svi.B, svi.Rho, svi.M, Math.Log(svi.Sigma)];

    // Around the quotes, and at the money as high as they are.
    private double[] Start(int i)
    {
        var middle = vol.Average() * vol.Average() * years;
        var sigma = _range * Math.Pow(10, Spread(i, 2, -1.5, 0.5));
        var svi = new RawSvi(
            0, middle / _range * Math.Pow(10, Spread(i, 3, -1, 0.7)), Spread(i, 5, -0.9, 0.9),
            k.Min() + _range * Spread(i, 7, -0.2, 1.2), sigma);
        return Of(svi with { A = middle - svi.Variance(0) is var a && a + svi.LeastVariance > 0 ? a : middle });
    }

    // Halton's sequence: the digits of i in a prime base, mirrored at the point, cover a range evenly.
    private static double Spread(int i, int prime, double low, double high)
    {
        var (mirrored, digit) = (0.0, 1.0 / prime);
        for (; i > 0; i /= prime, digit /= prime) mirrored += digit * (i % prime);
        return low + (high - low) * mirrored;
    }

    private double Descend(double[] p)
    {
        p = Bounded(p);
        var (error, damping) = (Error(p), 1e-2);
        for (var step = 0; step < MostSteps && damping < 1e12; step++)
        {
            var next = Bounded(Step(p, damping));
            var there = Error(next);
            if (there < error)
            {
                var gain = error - there;
                (p, error, damping) = (next, there, Math.Max(damping / 5, 1e-12));
                if (gain <= 1e-12 * error) break;
            }
            else
            {
                damping *= 4;
            }
        }
        return error;
    }

    private double[] Step(double[] p, double damping)
    {
        var (square, gradient) = (new double[Parameters, Parameters], new double[Parameters]);
        for (var q = 0; q < k.Length; q++)
        {
            var (x, sigma) = (k[q] - p[3], Math.Exp(p[4]));
            var root = Math.Sqrt(x * x + sigma * sigma);
            var model = Vol(p, k[q]);
            // A curve at no variance has no slope in volatility: such a quote does not steer.
            var scale = model > 0 ? 1 / (2 * model * years) : 0;
            double[] row =
            [
                scale, scale * (p[2] * x + root), scale * p[1] * x, -scale * p[1] * (p[2] + x / root),
                scale * p[1] * sigma * sigma / root,
            ];
            for (var i = 0; i < Parameters; i++)
            {
                gradient[i] += row[i] * (model - vol[q]);
                for (var j = 0; j < Parameters; j++) square[i, j] += row[i] * row[j];
            }
        }
        for (var i = 0; i < Parameters; i++) square[i, i] = square[i, i] * (1 + damping) + 1e-300;
        Solve(square, gradient);
        return [.. p.Select((value, i) => value - gradient[i])];
    }

    // Gauss with the greatest pivot; the solution replaces the right side.
    private static void Solve(double[,] a, double[] b)
    {
        for (var c = 0; c < Parameters; c++)
        {
            var pivot = c;
            for (var r = c + 1; r < Parameters; r++) if (Math.Abs(a[r, c]) > Math.Abs(a[pivot, c])) pivot = r;
            for (var j = 0; j < Parameters; j++) (a[c, j], a[pivot, j]) = (a[pivot, j], a[c, j]);
            (b[c], b[pivot]) = (b[pivot], b[c]);
            for (var r = c + 1; r < Parameters; r++)
            {
                var factor = a[r, c] / a[c, c];
                for (var j = c; j < Parameters; j++) a[r, j] -= factor * a[c, j];
                b[r] -= factor * b[c];
            }
        }
        for (var c = Parameters - 1; c >= 0; c--)
        {
            for (var j = c + 1; j < Parameters; j++) b[c] -= a[c, j] * b[j];
            b[c] /= a[c, c];
        }
    }

    // The bounds SviFit states: |ρ|, the width and the centre in ranges of the quotes.
    private double[] Bounded(double[] p)
    {
        const double most = SviProjection.MostRho;
        if (!p.All(double.IsFinite)) return [0, 0, 0, k.Min(), Math.Log(_range)];
        return
        [
            p[0], Math.Max(p[1], 0), Math.Clamp(p[2], -most, most),
            Math.Clamp(p[3], k.Min() - 10 * _range, k.Max() + 10 * _range),
            Math.Clamp(p[4], Math.Log(1e-3 * _range), Math.Log(20 * _range)),
        ];
    }

    private double Vol(double[] p, double at)
    {
        var (x, sigma) = (at - p[3], Math.Exp(p[4]));
        return Math.Sqrt(Math.Max(p[0] + p[1] * (p[2] * x + Math.Sqrt(x * x + sigma * sigma)), 0) / years);
    }
}
