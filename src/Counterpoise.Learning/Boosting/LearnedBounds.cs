using Counterpoise.Numerics;

namespace Counterpoise.Learning.Boosting;

/// <summary>What decided a bounded parameter.</summary>
public enum BoundKind
{
    /// <summary>The forecast itself.</summary>
    None = 0,

    /// <summary>The least that is allowed.</summary>
    Floor = 1,

    /// <summary>The most that is allowed.</summary>
    Cap = 2,

    /// <summary>The speed up.</summary>
    Rise = 3,

    /// <summary>The speed down.</summary>
    Fall = 4,
}

/// <summary>A parameter after its bounds.</summary>
/// <param name="Value">In the unit of the forecast.</param>
/// <param name="Bound">What decided it.</param>
/// <param name="IsFallback">True if there was no learned forecast and FHS stood in.</param>
public readonly record struct BoundedValue(double Value, BoundKind Bound, bool IsFallback);

/// <summary>Where learning may move a parameter: inside [floor, cap], and not faster than a speed.</summary>
/// <param name="Floor">Least, in the unit of the forecast.</param>
/// <param name="Cap">Most.</param>
/// <param name="Rise">Largest factor a day, e.g. 1.25; infinity is no limit.</param>
/// <param name="Fall">Largest fall a day as a fraction, e.g. 0.05.</param>
public sealed record LearnedBounds(double Floor, double Cap, double Rise, double Fall)
{
    /// <summary>The next value.</summary>
    /// <param name="previous">The value so far; NaN if there is none: then no speed applies.</param>
    /// <param name="learned">The learned forecast; NaN if missing or stale.</param>
    /// <param name="fallback">What stands in for it: FHS.</param>
    /// <param name="days">Since the value so far.</param>
    public BoundedValue Next(double previous, double learned, double fallback, double days)
    {
        var isFallback = !double.IsFinite(learned);
        var (value, bound) = (isFallback ? fallback : learned, BoundKind.None);
        if (!double.IsNaN(previous))
        {
            var most = double.IsPositiveInfinity(Rise) ? Rise : previous * Elementary.Pow(Rise, days);
            var least = previous * Elementary.Pow(1 - Fall, days);
            if (value > most) (value, bound) = (most, BoundKind.Rise);
            if (value < least) (value, bound) = (least, BoundKind.Fall);
        }
        if (value > Cap) (value, bound) = (Cap, BoundKind.Cap);
        // Of no number at all the most careful one is left.
        if (double.IsNaN(value)) (value, bound) = (Cap, BoundKind.Cap);
        if (value < Floor) (value, bound) = (Floor, BoundKind.Floor);
        return new BoundedValue(value, bound, isFallback);
    }
}
