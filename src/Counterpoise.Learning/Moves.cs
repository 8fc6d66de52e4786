using Counterpoise.Markets.Candles;

namespace Counterpoise.Learning;

/// <summary>Who loses.</summary>
public enum Side
{
    /// <summary>A long, when the price falls.</summary>
    Long = 0,

    /// <summary>A short, when it rises.</summary>
    Short = 1,
}

/// <summary>Which loss of a window counts.</summary>
public enum LossKind
{
    /// <summary>At its end.</summary>
    Close = 0,

    /// <summary>At its worst moment.</summary>
    Excursion = 1,
}

/// <summary>
/// Losses over windows of so many hours that begin at a given hour, as fractions of the price then: the close of the
/// hour before, the last that is known. Nothing that opens before the window is in a loss, nothing after it either.
/// </summary>
public static class Moves
{
    /// <summary>True if the window and the hour before it have every candle.</summary>
    public static bool IsWhole(CandleHistory history, long origin, int hours) =>
        history.HasAll(origin - 1, origin + hours);

    /// <summary>The loss of one unit; positive is bad, and an excursion is never negative.</summary>
    /// <param name="history">Candles.</param>
    /// <param name="origin">First hour of the window; <see cref="IsWhole"/>.</param>
    /// <param name="hours">Its length.</param>
    /// <param name="side">Who holds it.</param>
    /// <param name="kind">Which loss.</param>
    public static double Loss(CandleHistory history, long origin, int hours, Side side, LossKind kind)
    {
        var start = history[origin - 1].Close;
        if (kind == LossKind.Close)
        {
            var move = history[origin + hours - 1].Close / start - 1;
            return side == Side.Long ? -move : move;
        }
        var worst = 0.0;
        for (var hour = origin; hour < origin + hours; hour++)
        {
            var candle = history[hour];
            worst = Math.Max(worst, side == Side.Long ? 1 - candle.Low / start : candle.High / start - 1);
        }
        return worst;
    }
}
