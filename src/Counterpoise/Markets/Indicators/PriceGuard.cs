using System.Globalization;
using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>
/// Judges a price. One that leaps from the last accepted is held until the next sample of the same source leaps the
/// same way, or another source agrees: a spike that is gone with the next sample is never used, a fall that goes on is
/// late by one sample at most. The longer the last accepted price is ago the farther a price may be, with the root of
/// the time.
/// </summary>
public sealed class PriceGuard
{
    private const double MostLeap = 0.5;

    private double _last;
    private Instant _lastTime;
    private double _held;
    private double _other;
    private Instant _otherTime;

    /// <summary>A relative move within <see cref="Step"/> beyond this needs confirmation.</summary>
    public double Leap { get; init; } = 0.03;

    /// <summary>Time a leap is allowed for; t times as long allows √t times as much.</summary>
    public Duration Step { get; init; } = Duration.FromSeconds(60);

    /// <summary>Prices within this of each other agree, a fraction.</summary>
    public double Agreement { get; init; } = 0.015;

    /// <summary>An older price of the other source says nothing.</summary>
    public Duration OtherMaxAge { get; init; } = Duration.FromSeconds(120);

    /// <summary>The last accepted price; 0 before the first.</summary>
    public double Last => _last;

    /// <summary>A price of another source, to compare with.</summary>
    public void Other(Instant time, double price)
    {
        if (price > 0 && double.IsFinite(price)) (_other, _otherTime) = (price, time);
    }

    /// <summary>Why a price is refused; null if it is accepted.</summary>
    public string? Fault(Instant time, double price)
    {
        if (!(price > 0 && double.IsFinite(price))) return "not a price";
        if (IsLeap(time, price) && !(Leaps(price) == Leaps(_held) && _held > 0) && !IsConfirmed(time, price))
        {
            _held = price;
            var move = ((price / _last - 1) * 100).ToString("+0.#;-0.#", CultureInfo.InvariantCulture);
            return $"spike of a single source: {move} % in one sample";
        }
        (_last, _lastTime, _held) = (price, time, 0);
        return null;
    }

    private bool IsLeap(Instant time, double price)
    {
        if (_last == 0) return false;
        var steps = Math.Max(1, (time - _lastTime).Seconds / Step.Seconds);
        return Math.Abs(price / _last - 1) > Math.Min(MostLeap, Leap * Math.Sqrt(steps));
    }

    private bool IsConfirmed(Instant time, double price) =>
        time - _otherTime <= OtherMaxAge && _other > 0 && Math.Abs(price / _other - 1) <= Agreement;

    // Up or down from the last accepted.
    private int Leaps(double price) => Math.Sign(price - _last);
}
