namespace Counterpoise.Learning.Boosting;

/// <summary>
/// The quantile of all values so far: the smallest with at least α of them at or below it. A value is added in
/// logarithmic time.
/// </summary>
public sealed class ExpandingQuantile(double alpha)
{
    private readonly PriorityQueue<double, double> _below = new();
    private readonly PriorityQueue<double, double> _above = new();

    /// <summary>Values so far.</summary>
    public int Count => _below.Count + _above.Count;

    /// <summary>The quantile; NaN of nothing.</summary>
    public double Value => _below.Count > 0 ? _below.Peek() : double.NaN;

    /// <summary>Adds a value.</summary>
    public void Add(double x)
    {
        if (_below.Count > 0 && x > _below.Peek()) _above.Enqueue(x, x);
        else _below.Enqueue(x, -x);
        // A hair less, so that 0.99·100 is 99 and not 100.
        var rank = Math.Max(1, (int)Math.Ceiling(alpha * Count - 1e-9));
        while (_below.Count > rank)
        {
            var top = _below.Dequeue();
            _above.Enqueue(top, top);
        }
        while (_below.Count < rank)
        {
            var bottom = _above.Dequeue();
            _below.Enqueue(bottom, -bottom);
        }
    }
}
