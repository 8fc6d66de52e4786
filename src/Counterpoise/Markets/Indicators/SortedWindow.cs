namespace Counterpoise.Markets.Indicators;

/// <summary>
/// Values of the last so many hours, one an hour, kept sorted: quantiles are exact, by linear interpolation between the
/// order statistics at (n − 1)·p.
/// </summary>
/// <param name="hours">Length of the window.</param>
public sealed class SortedWindow(int hours)
{
    private readonly Queue<(long Hour, double Value)> _byAge = new();
    private double[] _sorted = new double[16];
    private long _first = long.MaxValue;

    /// <summary>Values in the window.</summary>
    public int Count => _byAge.Count;

    /// <summary>Hours from the first value ever to the last.</summary>
    public long Span { get; private set; }

    /// <summary>Adds the value of an hour later than those before; others are ignored.</summary>
    /// <param name="hour">Hours since 1970.</param>
    /// <param name="value">A number, not NaN.</param>
    public void Add(long hour, double value)
    {
        if (_first == long.MaxValue) _first = hour;
        else if (hour <= _first + Span) return;
        Span = hour - _first;
        while (_byAge.TryPeek(out var oldest) && oldest.Hour <= hour - hours)
        {
            var gone = Array.BinarySearch(_sorted, 0, Count, oldest.Value);
            Array.Copy(_sorted, gone + 1, _sorted, gone, Count - gone - 1);
            _byAge.Dequeue();
        }
        if (Count == _sorted.Length) Array.Resize(ref _sorted, 2 * Count);
        var at = Array.BinarySearch(_sorted, 0, Count, value);
        if (at < 0) at = ~at;
        Array.Copy(_sorted, at, _sorted, at + 1, Count - at);
        _sorted[at] = value;
        _byAge.Enqueue((hour, value));
    }

    /// <summary>The p-quantile, 0 ≤ p ≤ 1; NaN of an empty window.</summary>
    public double Quantile(double p)
    {
        if (Count == 0) return double.NaN;
        var at = p * (Count - 1);
        var below = Math.Min((int)at, Count - 1);
        var above = Math.Min(below + 1, Count - 1);
        return _sorted[below] + (at - below) * (_sorted[above] - _sorted[below]);
    }
}
