using System.Globalization;
using System.Numerics;

namespace Counterpoise.Units;

/// <summary>
/// A point in time: nanoseconds since 1970-01-01T00:00:00Z. It always arrives as an argument; the library has no clock.
/// <c>default</c> is the epoch.
/// </summary>
public readonly record struct Instant(long Nanoseconds) :
    IComparable<Instant>,
    ISubtractionOperators<Instant, Instant, Duration>,
    IAdditionOperators<Instant, Duration, Instant>
{
    /// <summary>From whole milliseconds since the epoch, as venues send them.</summary>
    public static Instant FromUnixMilliseconds(long milliseconds) => new(checked(milliseconds * 1_000_000));

    /// <summary>From whole seconds since the epoch.</summary>
    public static Instant FromUnixSeconds(long seconds) => new(checked(seconds * 1_000_000_000));

    /// <summary>A UTC date and hour.</summary>
    public static Instant FromUtc(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        FromUnixSeconds(new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).ToUnixTimeSeconds());

    /// <summary>Reads ISO 8601; without an offset it is UTC.</summary>
    public static bool TryParse(string? text, out Instant instant)
    {
        instant = default;
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (text is null || text.Length < 10 || !char.IsAsciiDigit(text[0])
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out var value)
            || value.Year is < 1970 or > 2261)
        {
            return false;
        }
        instant = new Instant(checked((value.UtcTicks - DateTime.UnixEpoch.Ticks) * 100));
        return true;
    }

    /// <summary>The UTC calendar view of this instant (100 ns resolution).</summary>
    public DateTime ToUtcDateTime() => DateTime.UnixEpoch.AddTicks(Nanoseconds / 100);

    /// <inheritdoc />
    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <inheritdoc />
    public static Duration operator -(Instant left, Instant right) =>
        new(checked(left.Nanoseconds - right.Nanoseconds));

    /// <inheritdoc />
    public static Instant operator +(Instant left, Duration right) =>
        new(checked(left.Nanoseconds + right.Nanoseconds));

    /// <summary>Earlier than.</summary>
    public static bool operator <(Instant left, Instant right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(Instant left, Instant right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>ISO 8601 in UTC, e.g. <c>2026-09-25T08:00:00Z</c>, with a fraction only where there is one.</summary>
    public override string ToString() =>
        ToUtcDateTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + "Z";
}

/// <summary>
/// A signed length of time in nanoseconds. A year is 365 days, as on every venue here. <c>default</c> is zero.
/// </summary>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    /// <summary>Seconds in a year of 365 days.</summary>
    public const double SecondsPerYear = 365.0 * 86_400.0;

    /// <summary>From seconds, to the nearest nanosecond.</summary>
    public static Duration FromSeconds(double seconds) => new(checked((long)Math.Round(seconds * 1e9)));

    /// <summary>From days, to the nearest nanosecond.</summary>
    public static Duration FromDays(double days) => FromSeconds(days * 86_400.0);

    /// <summary>In seconds.</summary>
    public double Seconds => Nanoseconds / 1e9;

    /// <summary>In days.</summary>
    public double Days => Seconds / 86_400.0;

    /// <summary>In years of 365 days.</summary>
    public double Years => Seconds / SecondsPerYear;

    /// <inheritdoc />
    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Shorter than.</summary>
    public static bool operator <(Duration left, Duration right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Longer than.</summary>
    public static bool operator >(Duration left, Duration right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Not longer than.</summary>
    public static bool operator <=(Duration left, Duration right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Not shorter than.</summary>
    public static bool operator >=(Duration left, Duration right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>Days, e.g. <c>33.7 d</c>.</summary>
    public override string ToString() => $"{Days:0.####} d";
}
