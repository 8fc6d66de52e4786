namespace Counterpoise.Margins.Sensitivities;

/// <summary>
/// K_b = √(ΣΣ ρ f WS WS) per bucket, S_b = ΣWS kept within ±K_b, M = √(Σ K_b² + ΣΣ γ g S_b S_c), and its gradient.
/// ISDA SIMM 2.6 section 5.4 of the reference. Factors arrive sorted by bucket.
/// </summary>
internal sealed class NestedSum
{
    private readonly double[] _slopes;

    public NestedSum(ReadOnlySpan<double> weighted, int[] bucketOf, int buckets,
        Func<int, int, double> rho, Func<int, int, double> gamma)
    {
        BucketMargins = new double[buckets];
        _slopes = new double[weighted.Length];
        Span<double> sums = buckets <= 64 ? stackalloc double[buckets] : new double[buckets];
        sums.Clear();
        for (var k = 0; k < weighted.Length; k++) Own(weighted, bucketOf, rho, k, sums);
        for (var b = 0; b < buckets; b++) BucketMargins[b] = Math.Sqrt(Math.Max(BucketMargins[b], 0));
        Across(bucketOf, sums, gamma);
    }

    /// <summary>K_b.</summary>
    public double[] BucketMargins { get; }

    /// <summary>M.</summary>
    public double Margin { get; private set; }

    /// <summary>∂M/∂WS_k; Σ WS_k·slope = M. 0 where M is 0.</summary>
    public ReadOnlySpan<double> Slopes => _slopes;

    // The slope of K_b²/2 for now.
    private void Own(
        ReadOnlySpan<double> weighted, int[] bucketOf, Func<int, int, double> rho, int k, Span<double> sums)
    {
        var b = bucketOf[k];
        var row = 0.0;
        for (var l = 0; l < weighted.Length; l++)
            if (bucketOf[l] == b) row += (l == k ? 1 : rho(k, l)) * weighted[l];
        _slopes[k] = row;
        BucketMargins[b] += weighted[k] * row;
        sums[b] += weighted[k];
    }

    private void Across(int[] bucketOf, Span<double> sums, Func<int, int, double> gamma)
    {
        var k = BucketMargins;
        var others = new double[k.Length];
        var square = 0.0;
        for (var b = 0; b < k.Length; b++)
        {
            for (var c = 0; c < k.Length; c++)
                if (c != b) others[b] += gamma(b, c) * Math.Clamp(sums[c], -k[c], k[c]);
            square += k[b] * k[b] + Math.Clamp(sums[b], -k[b], k[b]) * others[b];
        }
        Margin = Math.Sqrt(Math.Max(square, 0));
        for (var i = 0; i < _slopes.Length; i++)
        {
            var b = bucketOf[i];
            var ofBucket = k[b] > 0 ? _slopes[i] / k[b] : 0;
            var ofSum = Math.Abs(sums[b]) <= k[b] ? 1 : Math.Sign(sums[b]) * ofBucket;
            _slopes[i] = Margin > 0 ? (_slopes[i] + ofSum * others[b]) / Margin : 0;
        }
    }
}
