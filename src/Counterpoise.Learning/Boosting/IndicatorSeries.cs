namespace Counterpoise.Learning.Boosting;

/// <summary>
/// An indicator beside the price: implied volatility, funding, basis. It is joined as of an origin: the last value
/// known before it. There is none (NaN, never filled in) in the first year after the first value, nor when it is stale.
/// </summary>
public sealed class IndicatorSeries
{
    /// <summary>History a value needs before it, hours: a year.</summary>
    public const long Year = 8_766;

    private readonly long[] _times;
    private readonly double[] _values;

    /// <summary>Checks a series.</summary>
    /// <param name="name">Name in explanations.</param>
    /// <param name="sign">1 if the forecast may only rise with it, −1 if only fall, 0 if either.</param>
    /// <param name="times">From which hour each value was known, hours since 1970, ascending.</param>
    /// <param name="values">One a time; NaN is missing.</param>
    /// <param name="stale">Hours after which a value no longer counts.</param>
    /// <exception cref="InvalidInputException">Lengths differ or times do not ascend.</exception>
    public IndicatorSeries(string name, int sign, long[] times, double[] values, long stale)
    {
        if (times.Length != values.Length)
        {
            throw new InvalidInputException(
                $"indicator {name}", $"{values.Length}", $"is not one value for each of {times.Length} times",
                "give as many values as times");
        }
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] <= times[i - 1])
            {
                throw new InvalidInputException(
                    $"indicator {name}, time {i + 1}", $"{times[i]}", "is not later than the one before",
                    "sort the series");
            }
        }
        (Name, Sign, _times, _values, Stale) = (name, sign, times, values, stale);
    }

    /// <summary>Name in explanations.</summary>
    public string Name { get; }

    /// <summary>1 if the forecast may only rise with it, −1 if only fall, 0 if either.</summary>
    public int Sign { get; }

    /// <summary>Hours after which a value no longer counts.</summary>
    public long Stale { get; }

    internal ReadOnlySpan<long> Times => _times;

    internal ReadOnlySpan<double> Values => _values;

    /// <summary>The value known before an hour; NaN without a year of history, or where stale.</summary>
    public double Before(long hour)
    {
        var at = Array.BinarySearch(_times, hour);
        at = (at < 0 ? ~at : at) - 1;
        return at >= 0 && hour - _times[0] >= Year && hour - _times[at] <= Stale ? _values[at] : double.NaN;
    }
}
