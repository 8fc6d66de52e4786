using Counterpoise.Numerics;
using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>
/// A number that rises at once and falls by at most a share a day (house methodology, section 3: 5 % a day), so that a
/// lull within a storm gives nothing back.
/// </summary>
/// <param name="shareADay">Most it falls in a day, a fraction below 1.</param>
public sealed class FallLimit(double shareADay)
{
    private double _level;
    private Instant _time;

    /// <summary>The limited number after the last observation; 0 before the first.</summary>
    public double Level => _level;

    /// <summary>Takes the number of an instant; instants ascend.</summary>
    public double Observe(Instant time, double value)
    {
        var days = Math.Max(0, (time - _time).Days);
        var least = _level == 0 ? 0 : _level * Elementary.Exp(days * Elementary.Log(1 - shareADay));
        (_level, _time) = (Math.Max(value, least), time);
        return _level;
    }
}
