using Counterpoise.Numerics;

namespace Counterpoise.Pricing.Surfaces;

/// <summary>
/// SSVI (Gatheral, Jacquier 2014, eq. 4.1): with θ the total variance at the money,
/// w(k, θ) = θ/2·(1 + ρφk + √((φk + ρ)² + 1 − ρ²)), φ(θ) = η/(θ^γ·(1 + θ)^{1 − γ}).
/// With 0 &lt; γ ≤ ½ and η·(1 + |ρ|) ≤ 2 no θ has butterfly arbitrage, and no two have calendar arbitrage if θ grows
/// with time (their corollary 4.1 and remark 4.4).
/// </summary>
/// <param name="Rho">ρ in (−1, 1): skew.</param>
/// <param name="Eta">η > 0: curvature.</param>
/// <param name="Gamma">γ in (0, ½]: how curvature falls with θ.</param>
public readonly record struct Ssvi(double Rho, double Eta, double Gamma)
{
    /// <summary>η·(1 + |ρ|) stays below 2 by this share.</summary>
    private const double Inside = 0.999;

    /// <summary>True if no slice of it admits arbitrage.</summary>
    public bool IsFree => Math.Abs(Rho) < 1 && Eta > 0 && Gamma is > 0 and <= 0.5 && Eta * (1 + Math.Abs(Rho)) <= 2;

    /// <summary>φ(θ).</summary>
    public double Curvature(double theta) =>
        Eta / (Elementary.Pow(theta, Gamma) * Elementary.Pow(1 + theta, 1 - Gamma));

    /// <summary>One expiry of it.</summary>
    /// <param name="theta">θ > 0, total variance at the money.</param>
    public RawSvi Slice(double theta)
    {
        var phi = Curvature(theta);
        var square = (1 - Rho) * (1 + Rho);
        return new RawSvi(theta / 2 * square, theta * phi / 2, Rho, -Rho / phi, Math.Sqrt(square) / phi);
    }

    /// <summary>
    /// Fits ρ, η, γ and every θ to quotes: mean squared volatility errors, each expiry counting once. θ is kept
    /// growing. Search over the three a coordinate at a time, over each θ by Newton's method.
    /// </summary>
    /// <param name="slices">By expiry.</param>
    /// <param name="theta">Receives θ by expiry.</param>
    internal static Ssvi Fit(IReadOnlyList<JointSlice> slices, Span<double> theta)
    {
        for (var i = 0; i < theta.Length; i++) theta[i] = slices[i].AtTheMoney;
        Grow(theta);
        var best = new Ssvi(-0.2, 1, 0.4);
        var error = Error(best, slices, theta);
        for (var round = 0; round < 12; round++)
        {
            var before = error;
            best = Search(best, slices, theta, ref error);
            for (var i = 0; i < theta.Length; i++) theta[i] = BestTheta(best, slices[i], theta[i]);
            Grow(theta);
            error = Error(best, slices, theta);
            if (Math.Abs(before - error) <= 1e-4 * error) break;
        }
        return best;
    }

    /// <summary>θ of quotes under these parameters.</summary>
    internal static double BestTheta(Ssvi ssvi, JointSlice slice, double theta)
    {
        const double step = 1e-4;
        for (var i = 0; i < 6; i++)
        {
            var here = slice.MeanSquare(ssvi.Slice(theta));
            var up = slice.MeanSquare(ssvi.Slice(theta * (1 + step)));
            var down = slice.MeanSquare(ssvi.Slice(theta * (1 - step)));
            var (slope, bend) = ((up - down) / (2 * step), (up - 2 * here + down) / (step * step));
            if (!(bend > 0)) break;
            var move = Math.Clamp(-slope / bend, -0.3, 0.3);
            theta *= 1 + move;
            if (Math.Abs(move) < 1e-6) break;
        }
        return theta;
    }

    /// <summary>Makes θ grow by at least a little from one expiry to the next.</summary>
    internal static void Grow(Span<double> theta)
    {
        for (var i = 1; i < theta.Length; i++) theta[i] = Math.Max(theta[i], theta[i - 1] * 1.0005);
    }

    private static double Error(Ssvi ssvi, IReadOnlyList<JointSlice> slices, ReadOnlySpan<double> theta)
    {
        var sum = 0.0;
        for (var i = 0; i < theta.Length; i++) sum += slices[i].MeanSquare(ssvi.Slice(theta[i]));
        return sum;
    }

    // Coordinates in turn, with a step that grows on success: three parameters, smooth, far from any end but η's.
    private static Ssvi Search(
        Ssvi from, IReadOnlyList<JointSlice> slices, ReadOnlySpan<double> theta, ref double error)
    {
        Span<double> steps = [0.1, 0.2, 0.05];
        for (var sweep = 0; sweep < 60; sweep++)
        {
            var largest = 0.0;
            for (var i = 0; i < 3; i++)
            {
                var improved = false;
                foreach (var sign in (ReadOnlySpan<double>)[1, -1])
                {
                    var trial = Bounded(from, i, sign * steps[i]);
                    var there = Error(trial, slices, theta);
                    if (!(there < error)) continue;
                    (from, error, improved) = (trial, there, true);
                    break;
                }
                steps[i] *= improved ? 1.6 : 0.4;
                largest = Math.Max(largest, steps[i]);
            }
            if (largest < 1e-4) break;
        }
        return from;
    }

    private static Ssvi Bounded(Ssvi s, int parameter, double move)
    {
        var rho = Math.Clamp(s.Rho + (parameter == 0 ? move : 0), -0.95, 0.95);
        var eta = s.Eta * (parameter == 1 ? 1 + move : 1);
        var gamma = Math.Clamp(s.Gamma + (parameter == 2 ? move : 0), 0.01, 0.5);
        return new Ssvi(rho, Math.Clamp(eta, 1e-3, Inside * 2 / (1 + Math.Abs(rho))), gamma);
    }
}
