using Counterpoise.Markets.Candles;
using Counterpoise.Numerics;

namespace Counterpoise.Learning.Methods;

/// <summary>
/// Exponentially weighted volatility of hourly log returns: v_t = λ·v_{t−1} + (1 − λ)·r_t², started from the mean
/// square of the first returns. A return across missing hours counts as one. What is given for an hour was known when
/// it began.
/// </summary>
public sealed class HourlyVol
{
    /// <summary>λ of the fast volatility: a memory of ten days (house methodology, 2).</summary>
    public const double Fast = 1 - 1.0 / 240;

    /// <summary>λ of the slow one: a half-life of 30 days, 2^(−1/720).</summary>
    public const double Slow = 0.99903777;

    private const int Seed = 240;

    private readonly long _from;
    private readonly double[] _variances;

    /// <summary>The volatility of a history.</summary>
    /// <param name="history">Candles.</param>
    /// <param name="lambda">Weight of the past, 0 &lt; λ &lt; 1.</param>
    public HourlyVol(CandleHistory history, double lambda)
    {
        _from = history.From;
        _variances = new double[history.To - history.From + 1];
        Array.Fill(_variances, double.NaN);
        var (variance, returns, last) = (0.0, 0, double.NaN);
        for (var hour = history.From; hour < history.To; hour++)
        {
            if (history.Has(hour))
            {
                var close = history[hour].Close;
                if (!double.IsNaN(last))
                {
                    var r = Elementary.Log(close / last);
                    returns++;
                    variance = returns <= Seed
                        ? variance + (r * r - variance) / returns
                        : lambda * variance + (1 - lambda) * r * r;
                }
                last = close;
            }
            if (returns >= Seed) _variances[hour + 1 - _from] = variance;
        }
    }

    /// <summary>σ of ln S over so many hours from the beginning of an hour; NaN before there are 240 returns.</summary>
    public double At(long hour, double hours) => hour < _from || hour - _from >= _variances.Length
        ? double.NaN
        : Math.Sqrt(hours * _variances[hour - _from]);
}
