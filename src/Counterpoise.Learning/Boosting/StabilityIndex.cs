using Counterpoise.Numerics;

namespace Counterpoise.Learning.Boosting;

/// <summary>
/// Population stability index of an input, Σ (p − q)·ln(p/q) over bins with equal training counts and one for missing
/// values; p the recent share, q the training share. Above 0.2 the input has drifted (methodology section 11).
/// </summary>
public sealed class StabilityIndex
{
    /// <summary>Above it an input has drifted.</summary>
    public const double Alarm = 0.2;

    // An empty bin counts as this share, so that the logarithm is finite.
    private const double LeastShare = 1e-4;

    private readonly double[] _edges;
    private readonly double[] _shares;

    /// <summary>Takes the bins and shares of the training window.</summary>
    /// <param name="training">Values; NaN is missing.</param>
    /// <param name="bins">Bins.</param>
    public StabilityIndex(ReadOnlySpan<double> training, int bins = 10)
    {
        double[] sorted = [.. training];
        sorted = Array.FindAll(sorted, v => !double.IsNaN(v));
        Array.Sort(sorted);
        List<double> edges = [];
        for (var bin = 1; bin < bins && sorted.Length > 0; bin++)
        {
            var edge = sorted[(int)((long)bin * sorted.Length / bins)];
            // Equal values share a bin.
            if (edge > sorted[0] && (edges.Count == 0 || edge > edges[^1])) edges.Add(edge);
        }
        _edges = [.. edges];
        _shares = Shares(training);
    }

    /// <summary>The index of a recent window; NaN of nothing.</summary>
    public double Of(ReadOnlySpan<double> recent)
    {
        if (recent.IsEmpty) return double.NaN;
        var (shares, sum) = (Shares(recent), 0.0);
        for (var bin = 0; bin < shares.Length; bin++)
        {
            var (p, q) = (Math.Max(shares[bin], LeastShare), Math.Max(_shares[bin], LeastShare));
            sum += (p - q) * Elementary.Log(p / q);
        }
        return sum;
    }

    private double[] Shares(ReadOnlySpan<double> values)
    {
        var shares = new double[_edges.Length + 2];
        foreach (var value in values)
        {
            var at = Array.BinarySearch(_edges, value);
            // An edge belongs to the bin above it; missing values to the last.
            shares[double.IsNaN(value) ? shares.Length - 1 : at < 0 ? ~at : at + 1] += 1.0 / values.Length;
        }
        return shares;
    }
}
