using Counterpoise.Units;

namespace Counterpoise.Markets.Candles;

/// <summary>One hour of trading.</summary>
/// <param name="Open">First price, USD.</param>
/// <param name="High">Highest, USD.</param>
/// <param name="Low">Lowest, USD.</param>
/// <param name="Close">Last, USD.</param>
/// <param name="Volume">Traded, coins.</param>
public readonly record struct Candle(double Open, double High, double Low, double Close, double Volume);

/// <summary>Hours without a candle between the first and the last: the venue was out.</summary>
/// <param name="From">First missing hour, hours since 1970.</param>
/// <param name="To">First hour after it, hours since 1970.</param>
public readonly record struct Outage(long From, long To)
{
    /// <summary>How long, hours.</summary>
    public long Hours => To - From;
}

/// <summary>
/// Hourly candles of a coin on one venue, oldest first. Hours are counted since 1970-01-01 00:00 UTC.
/// </summary>
public sealed class CandleHistory
{
    private readonly Candle[] _candles;
    private readonly bool[] _present;

    /// <summary>Checks candles.</summary>
    /// <param name="coin">Of what.</param>
    /// <param name="hours">When each opens, ascending.</param>
    /// <param name="candles">One an hour.</param>
    /// <exception cref="InvalidInputException">
    /// An hour is there twice or out of order; a price is not positive and finite, or outside low and high; a volume is
    /// negative. Names the row.
    /// </exception>
    public CandleHistory(Currency coin, IReadOnlyList<long> hours, IReadOnlyList<Candle> candles)
    {
        if (hours.Count == 0) throw new InvalidInputException("history", null, "has no candle", "use a file with rows");
        Coin = coin;
        From = hours[0];
        To = hours[^1] + 1;
        var length = To - From;
        if (length > MostHours)
        {
            throw new InvalidInputException(
                "history", NameOf(hours[^1]), $"is more than {MostHours / 8766} years after the first row",
                "check the times");
        }
        (_candles, _present) = (new Candle[length], new bool[length]);
        List<Outage> outages = [];
        for (var row = 0; row < hours.Count; row++)
        {
            if (row > 0 && hours[row] <= hours[row - 1])
            {
                throw Fault(
                    row, "open_time_utc", NameOf(hours[row]), "is not later than the row before", "sort the file");
            }
            Check(row, candles[row]);
            if (row > 0 && hours[row] > hours[row - 1] + 1) outages.Add(new Outage(hours[row - 1] + 1, hours[row]));
            (_candles[hours[row] - From], _present[hours[row] - From]) = (candles[row], true);
        }
        Outages = outages;
        Count = hours.Count;
    }

    /// <summary>Longest span, hours: a century.</summary>
    public const long MostHours = 876_600;

    /// <summary>Of what.</summary>
    public Currency Coin { get; }

    /// <summary>First hour.</summary>
    public long From { get; }

    /// <summary>The hour after the last.</summary>
    public long To { get; }

    /// <summary>Candles there are.</summary>
    public int Count { get; }

    /// <summary>Hours missing in between, ascending.</summary>
    public IReadOnlyList<Outage> Outages { get; }

    /// <summary>True if there is a candle that opens then.</summary>
    public bool Has(long hour) => hour >= From && hour < To && _present[hour - From];

    /// <summary>True if every hour of [from, to) has a candle.</summary>
    public bool HasAll(long from, long to)
    {
        for (var hour = from; hour < to; hour++)
            if (!Has(hour)) return false;
        return true;
    }

    /// <summary>The candle that opens then; only where <see cref="Has"/>.</summary>
    public Candle this[long hour] => Has(hour)
        ? _candles[hour - From]
        : throw new ArgumentOutOfRangeException(nameof(hour), NameOf(hour), "no candle");

    /// <summary>The same up to an hour: what was known when it began.</summary>
    /// <param name="to">First hour left out.</param>
    public CandleHistory Before(long to)
    {
        long[] hours = [.. Hours().Where(h => h < to)];
        return new CandleHistory(Coin, hours, Array.ConvertAll(hours, h => this[h]));
    }

    /// <summary>Hours with a candle, ascending.</summary>
    public IEnumerable<long> Hours()
    {
        for (var hour = From; hour < To; hour++)
            if (_present[hour - From]) yield return hour;
    }

    /// <summary>An hour as printed: <c>2020-03-12 08:00</c>.</summary>
    public static string NameOf(long hour) =>
        Instant.FromUnixSeconds(hour * 3_600).ToUtcDateTime()
            .ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static void Check(int row, Candle c)
    {
        CheckPrice(row, "open", c.Open);
        CheckPrice(row, "high", c.High);
        CheckPrice(row, "low", c.Low);
        CheckPrice(row, "close", c.Close);
        if (!(c.Volume >= 0 && double.IsFinite(c.Volume)))
            throw Fault(row, "volume", $"{c.Volume}", "is not a number ≥ 0", "correct or remove the row");
        if (c.High < Math.Max(c.Open, c.Close) || c.Low > Math.Min(c.Open, c.Close))
            throw Fault(row, "low to high", $"{c.Low} to {c.High}", "does not hold open and close", "correct the row");
    }

    private static void CheckPrice(int row, string column, double price)
    {
        if (!(price is >= MarketJson.MinPrice and <= MarketJson.MaxPrice))
            throw Fault(row, column, $"{price}", "is no price", "correct or remove the row");
    }

    private static InvalidInputException Fault(int row, string column, string value, string problem, string remedy) =>
        new($"row {row + 1}, {column}", value, problem, remedy);
}
