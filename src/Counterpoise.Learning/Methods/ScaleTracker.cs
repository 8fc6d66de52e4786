using Counterpoise.Numerics;

namespace Counterpoise.Learning.Methods;

/// <summary>
/// Online correction of a forecast: a quantile tracker on the logarithm of its scale,
/// ln c ← clip(ln c + η·(1{loss &gt; c·q} − α), ln least, ln most), once per window that is over. In log scale a step
/// is a relative one, and no run of luck asks for an infinite margin (house methodology, 11).
/// </summary>
public sealed class ScaleTracker
{
    private readonly double _alpha;
    private readonly double _step;
    private readonly double _least;
    private readonly double _most;
    private double _log;

    /// <summary>A tracker at 1.</summary>
    /// <param name="alpha">Frequency of breaches aimed at, e.g. 0.01.</param>
    /// <param name="step">η.</param>
    /// <param name="least">Smallest scale.</param>
    /// <param name="most">Largest scale.</param>
    public ScaleTracker(double alpha, double step = DefaultStep, double least = 0.5, double most = 3)
    {
        (_alpha, _step) = (alpha, step);
        (_least, _most) = (Elementary.Log(least), Elementary.Log(most));
    }

    /// <summary>η of the methodology.</summary>
    public const double DefaultStep = 0.05;

    /// <summary>c.</summary>
    public double Scale => Elementary.Exp(_log);

    /// <summary>True if the last step was cut off at a bound: the guarantee is void there.</summary>
    public bool IsAtBound { get; private set; }

    /// <summary>Windows seen.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// |frequency of breaches − α| is at most this over the windows seen: (range + η)/(η·T), range = ln most − ln
    /// least.
    /// </summary>
    public double Bound => (_most - _least + _step) / (_step * Count);

    /// <summary>One window is over.</summary>
    /// <param name="isBreach">Its loss was above the corrected forecast.</param>
    public void Observe(bool isBreach)
    {
        var next = _log + _step * ((isBreach ? 1 : 0) - _alpha);
        _log = Math.Clamp(next, _least, _most);
        IsAtBound = _log != next;
        Count++;
    }
}
