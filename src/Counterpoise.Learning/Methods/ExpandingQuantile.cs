namespace Counterpoise.Learning.Methods;

/// <summary>
/// Quantiles of a growing sample, exact, each in log n: a tree of counts over the ranks of all values that will come.
/// Ranks say in which place a value is counted, never what it is: a quantile depends on the values added alone.
/// </summary>
internal sealed class ExpandingQuantile
{
    private readonly double[] _sorted;
    private readonly int[] _counts;
    private readonly double[] _sums;
    private readonly int _top;
    private double _sum;

    /// <summary>An empty sample.</summary>
    /// <param name="values">All that may be added.</param>
    public ExpandingQuantile(IEnumerable<double> values)
    {
        _sorted = [.. values.Where(v => !double.IsNaN(v)).Order()];
        _counts = new int[_sorted.Length + 1];
        _sums = new double[_sorted.Length + 1];
        _top = 1;
        while (_top * 2 <= _sorted.Length) _top *= 2;
    }

    /// <summary>Values added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(double value)
    {
        var place = Array.BinarySearch(_sorted, value);
        if (place < 0) throw new ArgumentOutOfRangeException(nameof(value), value, "not one of the values");
        for (var i = place + 1; i <= _sorted.Length; i += i & -i)
        {
            _counts[i]++;
            _sums[i] += value;
        }
        Count++;
        _sum += value;
    }

    /// <summary>
    /// The ⌈p·(n + 1)⌉-th smallest: exceeded with probability at most 1 − p by the next of an exchangeable sample
    /// (Vovk, Gammerman and Shafer, 2005). The largest where there are too few for that.
    /// </summary>
    public double At(double p)
    {
        var rank = Math.Min((int)Math.Ceiling(p * (Count + 1) - 1e-9), Count);
        var place = 0;
        for (var step = _top; step > 0; step /= 2)
        {
            if (place + step > _sorted.Length || _counts[place + step] >= rank) continue;
            place += step;
            rank -= _counts[place];
        }
        return _sorted[place];
    }

    /// <summary>Mean of the values above one of them; that one where there is none.</summary>
    public double MeanAbove(double value)
    {
        var last = Array.BinarySearch(_sorted, value);
        while (last + 1 < _sorted.Length && _sorted[last + 1] == value) last++;
        var (count, sum) = (0, 0.0);
        for (var i = last + 1; i > 0; i &= i - 1)
        {
            count += _counts[i];
            sum += _sums[i];
        }
        return Count > count ? (_sum - sum) / (Count - count) : value;
    }
}
