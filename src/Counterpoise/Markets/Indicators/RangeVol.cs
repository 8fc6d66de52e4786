using Counterpoise.Markets.Candles;
using Counterpoise.Numerics;

namespace Counterpoise.Markets.Indicators;

/// <summary>
/// Volatility from the ranges of the last hours, per hour. Parkinson (1980): v = Σ ln²(H/L)/(4·ln 2·n). Garman and
/// Klass (1980): v = Σ (½·ln²(H/L) − (2·ln 2 − 1)·ln²(C/O))/n. Both see a swing that ends where it began.
/// </summary>
/// <param name="hours">Hours they look back.</param>
public sealed class RangeVol(int hours)
{
    private const double Ln2 = 0.693147180559945309417;

    private readonly RollingMean _ranges = new(hours);
    private readonly RollingMean _bodies = new(hours);

    /// <summary>True once the window is full.</summary>
    public bool IsFull => _ranges.IsFull;

    /// <summary>Parkinson's, standard deviation of ln S over an hour.</summary>
    public double Parkinson => Math.Sqrt(_ranges.Mean / (4 * Ln2));

    /// <summary>Garman and Klass's, of an hour.</summary>
    public double GarmanKlass => Math.Sqrt(Math.Max(0, _ranges.Mean / 2 - (2 * Ln2 - 1) * _bodies.Mean));

    /// <summary>Takes an hour.</summary>
    public void Step(Candle candle)
    {
        var range = Elementary.Log(candle.High / candle.Low);
        var body = Elementary.Log(candle.Close / candle.Open);
        _ranges.Add(range * range);
        _bodies.Add(body * body);
    }
}
