namespace Counterpoise.Tests.Shared;

/// <summary>
/// A second opinion on static arbitrage, sharing no code with the product: raw SVI and its derivatives written anew,
/// on grids ten times finer than those a fit looks at. Answers with what it found, nothing if nothing.
/// </summary>
internal readonly record struct ArbitrageCheck(double A, double B, double Rho, double M, double Sigma)
{
    // A fit looks at 64 and 41 points.
    private const int Curved = 750;
    private const int Even = 6_001;
    private const int CalendarPoints = 411;
    private const double Reach = 3;
    private const double Farthest = 100;

    /// <summary>What is wrong with one expiry: parameters, least variance, Lee's bounds, g.</summary>
    public List<string> Butterfly()
    {
        var found = new List<string>();
        var sound = A + B + Rho + M + Sigma is var sum && double.IsFinite(sum) && B >= 0 && Sigma > 0;
        if (!sound || !(Math.Abs(Rho) <= 1)) return [$"{this} is no curve"];
        var least = A + B * Sigma * Math.Sqrt(1 - Rho * Rho);
        if (!(least > 0)) found.Add($"{this}: the least variance is {least:g3}");
        if (!(B * (1 + Rho) <= 2)) found.Add($"{this}: the right wing has slope {B * (1 + Rho):g5}");
        if (!(B * (1 - Rho) <= 2)) found.Add($"{this}: the left wing has slope {B * (1 - Rho):g5}");
        var (worst, at, count) = (double.PositiveInfinity, double.NaN, 0);
        foreach (var k in Strikes())
        {
            var g = Density(k);
            if (g >= 0) continue;
            count++;
            if (!(g < worst)) continue;
            (worst, at) = (g, k);
        }
        if (count > 0) found.Add($"{this}: g < 0 at {count} points, {worst:g4} at k = {at:g5}");
        return found;
    }

    /// <summary>Where this later expiry has less total variance than an earlier one.</summary>
    /// <param name="earlier">The earlier.</param>
    /// <param name="low">Lower end of the range, −∞ for everywhere.</param>
    /// <param name="high">Upper end, +∞ for everywhere.</param>
    public List<string> Calendar(ArbitrageCheck earlier, double low, double high)
    {
        var found = new List<string>();
        if (double.IsInfinity(low) && !(B * (1 - Rho) >= earlier.B * (1 - earlier.Rho)))
            found.Add($"{this}: its left wing is flatter than that of {earlier}");
        if (double.IsInfinity(high) && !(B * (1 + Rho) >= earlier.B * (1 + earlier.Rho)))
            found.Add($"{this}: its right wing is flatter than that of {earlier}");
        var (from, to) = (Math.Max(low, -Farthest), Math.Min(high, Farthest));
        var (worst, at, count) = (0.0, double.NaN, 0);
        foreach (var k in Between(from, to).Concat(earlier.Between(from, to)))
        {
            var difference = Variance(k) - earlier.Variance(k);
            if (difference >= 0) continue;
            count++;
            if (!(difference < worst)) continue;
            (worst, at) = (difference, k);
        }
        if (count > 0) found.Add($"{this} is below {earlier} at {count} points, by {-worst:g4} at k = {at:g5}");
        return found;
    }

    /// <summary>Everything wrong with expiries, ascending.</summary>
    public static List<string> All(IReadOnlyList<ArbitrageCheck> curves, double low, double high)
    {
        var found = new List<string>();
        for (var i = 0; i < curves.Count; i++)
        {
            found.AddRange(curves[i].Butterfly());
            if (i > 0) found.AddRange(curves[i].Calendar(curves[i - 1], low, high));
        }
        return found;
    }

    /// <summary>Durrleman's g(k), from w, w′ and w″.</summary>
    public double Density(double k)
    {
        var x = k - M;
        var r = Math.Sqrt(x * x + Sigma * Sigma);
        var w = Variance(k);
        var w1 = B * Rho + B * x / r;
        var w2 = B * (Sigma / r) * (Sigma / r) / r;
        var first = 1 - k * w1 / (2 * w);
        return first * first - w1 * w1 / 4 * (1 / w + 0.25) + w2 / 2;
    }

    /// <summary>w(k).</summary>
    public double Variance(double k) => A + B * (Rho * (k - M) + Math.Sqrt((k - M) * (k - M) + Sigma * Sigma));

    private IEnumerable<double> Strikes()
    {
        for (var i = 0; i < Even; i++) yield return -Reach + 2 * Reach * i / (Even - 1);
        var (from, to) = (Math.Asinh((-Reach - M) / Sigma), Math.Asinh((Reach - M) / Sigma));
        for (var i = 0; i < Curved; i++) yield return M + Sigma * Math.Sinh(from + (to - from) * i / (Curved - 1));
    }

    private IEnumerable<double> Between(double low, double high)
    {
        var (from, to) = (Math.Asinh((low - M) / Sigma), Math.Asinh((high - M) / Sigma));
        for (var i = 0; i < CalendarPoints; i++)
        {
            yield return Math.Clamp(M + Sigma * Math.Sinh(from + (to - from) * i / (CalendarPoints - 1)), low, high);
            yield return low + (high - low) * i / (CalendarPoints - 1);
        }
    }
}
