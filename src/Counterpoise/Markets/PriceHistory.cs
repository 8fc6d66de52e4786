using System.Globalization;
using Counterpoise.Units;

namespace Counterpoise.Markets;

/// <summary>
/// Daily closes of one or several coins and, where known, of their volatility indices: one row a UTC day, none
/// missing.
/// </summary>
public sealed class PriceHistory
{
    /// <summary>A name such as <c>BTC_VOL</c> is the volatility index of BTC.</summary>
    public const string VolSuffix = "_VOL";

    private readonly SortedDictionary<Currency, double[]> _prices = [];
    private readonly SortedDictionary<Currency, double[]> _vols = [];

    /// <summary>Checks a history.</summary>
    /// <param name="days">UTC midnights, ascending, each the day after the one before.</param>
    /// <param name="columns">
    /// By coin (USD) or coin and <see cref="VolSuffix"/> (any unit), a value a day, &gt; 0.
    /// </param>
    /// <exception cref="InvalidInputException">
    /// A day is missing or twice, a value is not positive and finite, a column is no coin; names row and column.
    /// </exception>
    public PriceHistory(IReadOnlyList<Instant> days, IReadOnlyDictionary<string, IReadOnlyList<double>> columns)
    {
        Days = days;
        for (var row = 1; row < days.Count; row++) CheckDay(row);
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
        if (_prices.Count == 0)
            throw new InvalidInputException("history", null, "has no price of a coin", "add a column such as BTC");
        foreach (var coin in _vols.Keys)
        {
            if (!_prices.ContainsKey(coin))
                throw Fault(coin.Code + VolSuffix, null, $"is without a column {coin}", $"add the price of {coin}");
        }
    }

    /// <summary>UTC midnights; the close of a day is the last price before the next.</summary>
    public IReadOnlyList<Instant> Days { get; }

    /// <summary>The coins with prices, by code.</summary>
    public IReadOnlyCollection<Currency> Coins => _prices.Keys;

    /// <summary>Closes of a coin in USD, one a day.</summary>
    public IReadOnlyList<double> PricesOf(Currency coin) => _prices[coin];

    /// <summary>Closes of its volatility index; null if there is none.</summary>
    public IReadOnlyList<double>? VolsOf(Currency coin) => _vols.GetValueOrDefault(coin);

    /// <summary>A day as printed: <c>2020-03-12</c>.</summary>
    public static string NameOf(Instant day) =>
        day.ToUtcDateTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The days both have, with the columns of both.</summary>
    /// <exception cref="InvalidInputException">
    /// They have a column in common, or no day, or a day is missing in between.
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

    private void CheckDay(int row)
    {
        var days = (Days[row] - Days[row - 1]).Days;
        if (days == 1) return;
        var (before, day) = (NameOf(Days[row - 1]), NameOf(Days[row]));
        var problem = days == 0 ? "stands there twice"
            : days < 0 ? $"stands after {before}"
            : $"is not the day after {before}";
        var remedy = days <= 0
            ? "give each UTC day once, in order"
            : "fill the days between or cut the history: a return over several days is not one of a day";
        throw new InvalidInputException($"row {row + 1}, date", day, problem, remedy);
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
