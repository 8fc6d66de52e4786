namespace Counterpoise.Markets.Indicators;

/// <summary>
/// Mean of the last so many values; summed anew when it has gone round, so that rounding does not pile up.
/// </summary>
/// <param name="length">How many.</param>
public sealed class RollingMean(int length)
{
    private readonly double[] _values = new double[length];
    private double _sum;
    private int _next;
    private int _count;

    /// <summary>True once there are as many values as the length.</summary>
    public bool IsFull => _count == length;

    /// <summary>Their mean; NaN of none.</summary>
    public double Mean => _count == 0 ? double.NaN : _sum / _count;

    /// <summary>Adds one and drops the oldest.</summary>
    public void Add(double value)
    {
        _sum += value - _values[_next];
        _values[_next] = value;
        _next = (_next + 1) % length;
        _count = Math.Min(_count + 1, length);
        if (_next != 0) return;
        _sum = 0;
        foreach (var one in _values) _sum += one;
    }
}
