using Counterpoise.Instruments;
using Counterpoise.Markets;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Deribit;

/// <summary>
/// Reads recorded Deribit option chains: csv with a header row, comma-separated, unquoted, an empty field where there
/// is no value. Two layouts are known by their column names: the full one (<c>timestamp, underlying,
/// implied_volatility, futures_price, futures_instrument_name …</c>) and the slim one (<c>snapshot_utc,
/// underlying_price, mark_iv …</c>). Option prices are in coin, <c>underlying</c> is the forward of the expiry in USD,
/// volatility is a fraction. The rules for index, forwards, dated futures and perpetual are those of
/// <see cref="BookSummary"/>; <c>docs/formats.md</c> states them.
/// </summary>
public static class ChainCsv
{
    private const string Source = "Deribit chain (csv)";

    /// <summary>The market of one snapshot.</summary>
    /// <param name="csv">Decompressed text.</param>
    /// <param name="snapshot">Which of several snapshots, by its exact time; null if the text has only one.</param>
    /// <param name="name">What to call the market; null: <c>Deribit</c> and the time.</param>
    /// <exception cref="InvalidInputException">
    /// A column is missing, a row is malformed (row, as line number, and column are named), or the snapshot is not
    /// there or not chosen.
    /// </exception>
    public static Market Read(TextReader csv, Instant? snapshot = null, string? name = null)
    {
        var snapshots = ReadRows(csv, snapshot);
        if (snapshot is { } chosen)
        {
            return snapshots.Chosen is { } rows
                ? Build(chosen, rows, name)
                : throw new InvalidInputException(
                    "snapshot", chosen.ToString(), "is not in the file", "choose one of: " + List(snapshots.Times));
        }
        return snapshots.ByTime.Count == 1
            ? Build(snapshots.ByTime.Keys.First(), snapshots.ByTime.Values.First(), name)
            : throw new InvalidInputException(
                "snapshot", null, $"is not chosen and the file has {snapshots.ByTime.Count}",
                "choose one of: " + List(snapshots.Times));
    }

    /// <summary>The markets of all snapshots, by time.</summary>
    /// <param name="csv">Decompressed text.</param>
    /// <exception cref="InvalidInputException">As for <see cref="Read"/>.</exception>
    public static IReadOnlyList<Market> ReadAll(TextReader csv) =>
        [.. ReadRows(csv, null).ByTime.OrderBy(s => s.Key).Select(s => Build(s.Key, s.Value, null))];

    private static Market Build(Instant time, ChainSnapshot snapshot, string? name) =>
        ChainMarket.Build(name ?? $"Deribit {time}", Source, time, snapshot.Rows);

    private static string List(IEnumerable<Instant> times) => string.Join(", ", times.Order());

    private static ChainSnapshots ReadRows(TextReader csv, Instant? only)
    {
        var columns = ChainColumns.Read(csv.ReadLine());
        var snapshots = new ChainSnapshots(only);
        for (var number = 2; csv.ReadLine() is { } line; number++)
        {
            if (line.Length > 0) snapshots.Add(new ChainLine(columns, line, number));
        }
        return snapshots.Times.Count > 0
            ? snapshots
            : throw new InvalidInputException("row 2", null, "is missing", "use a chain with at least one instrument");
    }

    private sealed class ChainSnapshot
    {
        private readonly HashSet<Instrument> _seen = [];

        public List<ChainRow> Rows { get; } = [];

        public void Add(ChainRow row, ChainLine line)
        {
            if (!_seen.Add(row.Instrument)) throw line.Error("instrument_name", "appears twice", "keep one row of it");
            Rows.Add(row);
        }
    }

    private sealed class ChainSnapshots(Instant? only)
    {
        private string _lastText = "";
        private Instant _lastTime;

        public HashSet<Instant> Times { get; } = [];

        public Dictionary<Instant, ChainSnapshot> ByTime { get; } = [];

        public ChainSnapshot? Chosen => only is { } time ? ByTime.GetValueOrDefault(time) : null;

        public void Add(ChainLine line)
        {
            var text = line.Required(ChainColumns.Time);
            if (!string.Equals(text, _lastText, StringComparison.Ordinal))
            {
                if (!Instant.TryParse(text, out _lastTime))
                    throw line.Error(ChainColumns.Time, "is not an instant", "use ISO 8601, e.g. 2026-08-22T15:33:51Z");
                _lastText = text;
                Times.Add(_lastTime);
            }
            if (only is { } time && time != _lastTime) return;
            if (!ByTime.TryGetValue(_lastTime, out var snapshot)) ByTime.Add(_lastTime, snapshot = new ChainSnapshot());
            snapshot.Add(line.Row(), line);
        }
    }
}
