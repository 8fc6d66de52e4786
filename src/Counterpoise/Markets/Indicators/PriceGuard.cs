using System.Globalization;
using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>
/// Judges a price. One that leaps from the last accepted is held until the same source repeats it or another source
/// agrees; a spike of a single source is thus never used. A move that others confirm passes at once.
/// </summary>
public sealed class PriceGuard
{
    private double _last;
    private double _held;
    private double _other;
    private Instant _otherTime;

    /// <summary>A relative move between samples beyond this needs confirmation.</summary>
    public double Leap { get; init; } = 0.03;

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
        var isLeap = _last > 0 && Math.Abs(price / _last - 1) > Leap;
        if (isLeap && !Agrees(price, _held) && !(time - _otherTime <= OtherMaxAge && Agrees(price, _other)))
        {
            _held = price;
            var move = ((price / _last - 1) * 100).ToString("+0.#;-0.#", CultureInfo.InvariantCulture);
            return $"spike of a single source: {move} % in one sample";
        }
        (_last, _held) = (price, 0);
        return null;
    }

    private bool Agrees(double price, double other) => other > 0 && Math.Abs(price / other - 1) <= Agreement;
}
