using Counterpoise.Numerics;

namespace Counterpoise.Markets.Indicators;

/// <summary>
/// Exponentially weighted variance of log returns between equal steps, v = λ·v + (1 − λ)·r², divided by the sum of its
/// weights until they add up to 1 (house methodology, section 2: hourly, λ = 1 − 1/240). Between two steps the move
/// since the last counts as if the step ended now, where that makes the variance greater: a fall shows at once.
/// </summary>
/// <param name="lambda">λ, 0 to 1.</param>
public sealed class EwmaVol(double lambda)
{
    private double _sum;
    private double _weights;
    private double _last;

    /// <summary>Returns taken in.</summary>
    public int Count { get; private set; }

    /// <summary>Ends a step.</summary>
    /// <param name="price">At its end, positive.</param>
    public void Step(double price)
    {
        if (_last > 0)
        {
            var r = Elementary.Log(price / _last);
            _sum = lambda * _sum + (1 - lambda) * r * r;
            _weights = lambda * _weights + (1 - lambda);
            Count++;
        }
        _last = price;
    }

    /// <summary>Forgets the last price: the next step has no return (after an outage).</summary>
    public void Break() => _last = 0;

    /// <summary>Standard deviation of a step; NaN before the first return.</summary>
    public double PerStep => Math.Sqrt(_sum / _weights);

    /// <summary>The same with the move of the unfinished step.</summary>
    /// <param name="price">Now.</param>
    public double PerStepAt(double price)
    {
        if (!(_last > 0) || _weights == 0) return PerStep;
        var r = Elementary.Log(price / _last);
        var sum = lambda * _sum + (1 - lambda) * r * r;
        var weights = lambda * _weights + (1 - lambda);
        return Math.Sqrt(Math.Max(_sum / _weights, sum / weights));
    }

    /// <summary>The greater of the finished step's and one with a range of prices since.</summary>
    /// <param name="low">Least price of the unfinished step.</param>
    /// <param name="high">Greatest.</param>
    public double PerStepAt(double low, double high) => Math.Max(PerStepAt(low), PerStepAt(high));
}
