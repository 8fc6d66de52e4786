using System.Globalization;
using Counterpoise.Units;

namespace Counterpoise.Markets;

/// <summary>
/// Daily closes of one or several coins and, where known, of their volatility indices: one row a UTC day. A day or
/// two may be missing, see <see cref="Missing"/>.
/// </summary>
public sealed class PriceHistory
{
    /// <summary>A name such as <c>BTC_VOL</c> is the volatility index of BTC.</summary>
    public const string VolSuffix = "_VOL";

    /// <summary>
    /// Most days that may be missing one after another; of all days at most a hundredth may (one in any case). A longer
    /// gap may hide just the days that matter.
    /// </summary>
    public const int MostMissingInARow = 3;

    private readonly SortedDictionary<Currency, double[]> _prices = [];
    private readonly SortedDictionary<Currency, double[]> _vols = [];

    /// <summary>Checks a history.</summary>
    /// <param name="days">UTC midnights, ascending.</param>
    /// <param name="columns">
    /// By coin (USD) or coin and <see cref="VolSuffix"/> (any unit), a value a day, &gt; 0.
    /// </param>
    /// <exception cref="InvalidInputException">
    /// A day is there twice, too many are missing, a value is not positive and finite, a column is no coin; names row
    /// and column.
    /// </exception>
    public PriceHistory(IReadOnlyList<Instant> days, IReadOnlyDictionary<string, IReadOnlyList<double>> columns)
    {
        Days = days;
        List<Instant> missing = [];
        for (var row = 1; row < days.Count; row++) CheckDay(row, missing);
        Missing = missing;
        if (missing.Count > Math.Max(1, days.Count / 100))
        {
            throw new InvalidInputException(
                "history", $"{missing.Count} days",
                $"are missing of {days.Count + missing.Count}, more than a hundredth", "fill them or cut the history");
        }
        foreach (var (name, values) in columns)
        {
            if (values.Count != days.Count)
                throw Fault(name, $"{values.Count} values", $"has not one for each of {days.Count} days", "fill it");
            for (var row = 0; row < values.Count; row++) CheckValue(name, row, values[row]);
            var isVol = name.EndsWith(VolSuffix, StringComparison.Ordinal);
            if (!Currency.TryParse(isVol ? name[..^VolSuffix.Length] : name, out var coin))
                throw Fault(name, null, "is no coin", "name columns BTC, ETH, ..., or BTC_VOL for a volatility index");
            (isVol ? _vols : _prices)[coin] = [.. values];
        }
    }

    /// <summary>UTC midnights; the close of a day is the last price before the next.</summary>
    public IReadOnlyList<Instant> Days { get; }

    /// <summary>Days between the first and the last that no row has, ascending.</summary>
    public IReadOnlyList<Instant> Missing { get; }

    /// <summary>True if a row is the day after the row before it: their return is one of a day.</summary>
    public bool FollowsADay(int row) => row > 0 && (Days[row] - Days[row - 1]).Days == 1;

    /// <summary>The coins with prices, by code.</summary>
    public IReadOnlyCollection<Currency> Coins => _prices.Keys;

    /// <summary>Closes of a coin in USD, one a day.</summary>
    public IReadOnlyList<double> PricesOf(Currency coin) => _prices[coin];

    /// <summary>Closes of its volatility index; null if there is none.</summary>
    public IReadOnlyList<double>? VolsOf(Currency coin) => _vols.GetValueOrDefault(coin);

    /// <summary>A day as printed: <c>2020-03-12</c>.</summary>
    public static string NameOf(Instant day) =>
        day.ToUtcDateTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Says nothing if there are prices, and one for every volatility index.</summary>
    /// <exception cref="InvalidInputException">A price is missing: this is a part of a history.</exception>
    public void CheckWhole()
    {
        foreach (var coin in _vols.Keys)
        {
            if (!_prices.ContainsKey(coin))
                throw Fault(coin.Code + VolSuffix, null, $"is without a column {coin}", $"add the price of {coin}");
        }
        if (_prices.Count == 0)
            throw new InvalidInputException("history", null, "has no price of a coin", "add a column such as BTC");
    }

    /// <summary>The days both have, with the columns of both.</summary>
    /// <exception cref="InvalidInputException">
    /// They have a column in common, or no day, or too many days are missing in between.
    /// </exception>
    public PriceHistory With(PriceHistory other)
    {
        var mine = Columns().ToDictionary();
        foreach (var (name, _) in other.Columns())
            if (mine.ContainsKey(name)) throw Fault(name, null, "is there twice", "name each column in one file only");
        var theirs = new Dictionary<Instant, int>();
        for (var row = 0; row < other.Days.Count; row++) theirs[other.Days[row]] = row;
        int[] rows = [.. Enumerable.Range(0, Days.Count).Where(row => theirs.ContainsKey(Days[row]))];
        if (rows.Length == 0)
            throw new InvalidInputException("history", null, "has no day that all its files have", "use other files");
        var columns = new Dictionary<string, IReadOnlyList<double>>();
        foreach (var (name, values) in mine) columns[name] = Array.ConvertAll(rows, row => values[row]);
        foreach (var (name, values) in other.Columns())
            columns[name] = Array.ConvertAll(rows, row => values[theirs[Days[row]]]);
        return new PriceHistory(Array.ConvertAll(rows, row => Days[row]), columns);
    }

    private IEnumerable<KeyValuePair<string, double[]>> Columns() =>
    [
        .. _prices.Select(p => KeyValuePair.Create(p.Key.Code, p.Value)),
        .. _vols.Select(p => KeyValuePair.Create(p.Key.Code + VolSuffix, p.Value)),
    ];

    private void CheckDay(int row, List<Instant> missing)
    {
        var days = (Days[row] - Days[row - 1]).Days;
        if (days is >= 1 and <= MostMissingInARow + 1)
        {
            for (var day = 1; day < days; day++) missing.Add(Days[row - 1] + Duration.FromDays(day));
            return;
        }
        var before = NameOf(Days[row - 1]);
        var (problem, remedy) = days switch
        {
            0 => ("stands there twice", "give each UTC day once, in order"),
            < 0 => ($"stands after {before}", "give each UTC day once, in order"),
            _ => (
                $"is {days:0} days after {before}",
                $"fill the days between or cut the history: at most {MostMissingInARow} may be missing in a row"),
        };
        throw new InvalidInputException($"row {row + 1}, date", NameOf(Days[row]), problem, remedy);
    }

    private void CheckValue(string name, int row, double value)
    {
        if (value > 0 && double.IsFinite(value)) return;
        throw new InvalidInputException(
            $"row {row + 1} ({NameOf(Days[row])}), column {name}", value.ToString("R", CultureInfo.InvariantCulture),
            "is not a positive number", "correct it or cut the history");
    }

    private static InvalidInputException Fault(string column, string? value, string problem, string remedy) =>
        new($"column {column}", value, problem, remedy);
}
