using System.Globalization;
using Counterpoise.Units;

namespace Counterpoise.Markets.Indicators;

/// <summary>
/// One indicator as a state machine: accepted observations and rejections go in, a reading comes out at any instant.
/// Its score is s = clamp((x − median)/(q95 − median) − 1, 0, 1) over the hours of the year before (house methodology,
/// section 10), with x mirrored where small values are the dangerous ones.
/// </summary>
/// <param name="terms">What is fixed.</param>
public sealed class Indicator(IndicatorTerms terms)
{
    /// <summary>Hours of a year.</summary>
    public const int YearHours = 365 * 24;

    private const double Tail = 0.95;
    private const double Held = 0.5;
    private const long HourNanoseconds = 3_600_000_000_000;

    private readonly SortedWindow _year = new(YearHours);
    private readonly WorstWindow _worst = new(terms.RisesWithRisk, terms.Memory);
    private double? _last;
    private Instant _lastTime;
    private string? _reason;
    private Instant _rejectedSince;
    private Instant? _goodSince;
    private double _spike;
    private (long Hour, double Value)? _pending;

    /// <summary>What is fixed.</summary>
    public IndicatorTerms Terms => terms;

    /// <summary>True from a year of accepted history on: there is a score.</summary>
    public bool HasYear => _year.Span >= YearHours - 1;

    /// <summary>
    /// Takes an observation. One that is not a finite number, is not possible, leaps alone, or is earlier than the last
    /// accepted is rejected.
    /// </summary>
    /// <returns>The reading after it.</returns>
    public IndicatorReading Observe(Instant time, double value)
    {
        if (!double.IsFinite(value)) return Reject(time, "not a number");
        if (_last is not null && time < _lastTime) return Reject(time, "earlier than the one before");
        if (value < terms.Possible.Least || value > terms.Possible.Most)
            return Reject(time, string.Create(CultureInfo.InvariantCulture, $"not possible: {value:G4}"));
        if (_last is not null && Leaps(value) is var leap and not 0 && leap != Leaps(_spike))
        {
            _spike = value;
            var times = (value / _last.Value).ToString("0.##", CultureInfo.InvariantCulture);
            return Reject(time, $"spike: {times} times the one before");
        }
        _spike = 0;
        if (_reason is not null)
        {
            _goodSince ??= time;
            if (time - _goodSince.Value < terms.ClearAfter) return At(time);
        }
        _reason = null;
        (_last, _lastTime) = (value, time);
        _worst.Add(time, value);
        var hour = time.Nanoseconds / HourNanoseconds;
        // An hour's value is the last accepted in it; it joins the year when the hour is over.
        if (_pending is { } pending && pending.Hour < hour) _year.Add(pending.Hour, pending.Value);
        _pending = (hour, value);
        return At(time);
    }

    /// <summary>Refuses an observation.</summary>
    /// <param name="time">When it came.</param>
    /// <param name="reason">Why, as printed.</param>
    /// <returns>The reading after it.</returns>
    public IndicatorReading Reject(Instant time, string reason)
    {
        if (_reason is null) _rejectedSince = time;
        (_reason, _goodSince) = (reason, null);
        return At(time);
    }

    /// <summary>The reading at an instant not before the last observation.</summary>
    public IndicatorReading At(Instant time)
    {
        if (_last is not { } last)
        {
            var none = _reason is null ? IndicatorQuality.NoHistory : IndicatorQuality.Rejected;
            return new IndicatorReading(null, default, none, _reason, null);
        }
        var age = time - _lastTime;
        if (age < default(Duration)) age = default;
        var isStale = age > terms.MaxAge;
        var quality = _reason is not null ? IndicatorQuality.Rejected
            : isStale ? IndicatorQuality.Stale
            : IndicatorQuality.Fresh;
        var value = last;
        var since = _reason is not null
            ? time - _rejectedSince
            : new Duration(age.Nanoseconds - terms.MaxAge.Nanoseconds);
        var isHeld = quality != IndicatorQuality.Fresh && since < terms.Grace;
        if (quality != IndicatorQuality.Fresh && !isHeld && _worst.Worst is { } worst) value = terms.Worse(last, worst);
        return new IndicatorReading(value, age, quality, _reason, Score(value))
        {
            Confidence = quality == IndicatorQuality.Fresh ? 1 : isHeld ? Held : 0,
        };
    }

    /// <summary>The p-quantile of the hours of the year before; null with less than a year.</summary>
    public double? Quantile(double p) => HasYear ? _year.Quantile(p) : null;

    // +1: up, −1: down, 0: no leap from the last accepted, or nothing to leap from.
    private int Leaps(double value)
    {
        if (_last is not > 0 || !(value > 0)) return 0;
        return value / _last.Value > terms.Leap ? 1 : _last.Value / value > terms.Leap ? -1 : 0;
    }

    private double? Score(double value)
    {
        if (!HasYear) return null;
        var median = _year.Quantile(0.5);
        var tail = terms.RisesWithRisk ? _year.Quantile(Tail) - median : median - _year.Quantile(1 - Tail);
        var excess = terms.RisesWithRisk ? value - median : median - value;
        // A year without any change: whatever is beyond it is beyond all of it.
        if (!(tail > 0)) return excess > 0 ? 1 : 0;
        return Math.Clamp(excess / tail - 1, 0, 1);
    }
}
