using Counterpoise.Learning.Methods;
using Counterpoise.Learning.Statistics;
using Counterpoise.Markets.Candles;

namespace Counterpoise.Learning.Backtests;

/// <summary>A coin to be judged.</summary>
/// <param name="History">Candles.</param>
/// <param name="Limits">Floor, cap, speeds.</param>
/// <param name="Learned">Boosted quantiles; null: the learned method is left out.</param>
public sealed record BacktestAsset(CandleHistory History, RangeLimits Limits, LearnedQuantiles? Learned = null);

/// <summary>What was judged and how it did.</summary>
public sealed record BacktestReport
{
    /// <summary>Every line.</summary>
    public required IReadOnlyList<BacktestRow> Rows { get; init; }

    /// <summary>Every series behind them: forecasts, charges, losses.</summary>
    public required IReadOnlyList<JudgedSeries> Series { get; init; }

    /// <summary>Breaches by year.</summary>
    public required IReadOnlyList<YearZone> Years { get; init; }

    /// <summary>Days of blow-ups.</summary>
    public required IReadOnlyList<CrashDay> Crashes { get; init; }

    /// <summary>Windows with a missing hour: in no test.</summary>
    public required IReadOnlyList<OutageWindow> Outages { get; init; }

    /// <summary>Online corrections, with adaptive conformal inference beside them.</summary>
    public required IReadOnlyList<CorrectionReport> Corrections { get; init; }

    /// <summary>Whose forecasts cost less.</summary>
    public required IReadOnlyList<MethodComparison> Comparisons { get; init; }

    /// <summary>The same test from every hour of the day.</summary>
    public required IReadOnlyList<OriginSensitivity> Sensitivities { get; init; }

    /// <summary>Tests of expected shortfall.</summary>
    public required IReadOnlyList<ShortfallRow> Shortfalls { get; init; }
}

/// <summary>A series and what it is.</summary>
/// <param name="Asset">Of which coin.</param>
/// <param name="Object">Forecast or charge.</param>
/// <param name="Values">The series.</param>
public sealed record JudgedSeries(Units.Currency Asset, BacktestObject Object, ForecastSeries Values);

/// <summary>Walk-forward backtests: at every origin only what was known before it.</summary>
public static class Backtest
{
    private static readonly BacktestWindow[] Windows =
        [BacktestWindow.Tuning, BacktestWindow.Sealed, BacktestWindow.All];

    /// <summary>Runs all methods over all coins.</summary>
    /// <param name="assets">Coins.</param>
    /// <param name="methods">Which methods.</param>
    /// <param name="progress">Told a line when a part is done; null: nobody.</param>
    /// <exception cref="InvalidInputException">A history is shorter than the warm-up.</exception>
    public static BacktestReport Run(
        IReadOnlyList<BacktestAsset> assets, IReadOnlyList<Method> methods, Action<string>? progress = null)
    {
        // Refused before any work, and here, where the caller sees the error itself.
        AssetForecasts[] forecasts =
            [.. assets.Select(a => new AssetForecasts(a.History, a.Limits, methods, a.Learned))];
        var parts = new AssetBacktest[assets.Count];
        Parallel.For(0, assets.Count, i =>
        {
            parts[i] = AssetBacktest.Run(forecasts[i]);
            progress?.Invoke($"{assets[i].History.Coin} done");
        });
        return new BacktestReport
        {
            Rows = WithHolm([.. parts.SelectMany(p => p.Rows)]),
            Series = [.. parts.SelectMany(p => p.Series)],
            Years = [.. parts.SelectMany(p => p.Years)],
            Crashes = [.. parts.SelectMany(p => p.Crashes)],
            Outages = [.. parts.SelectMany(p => p.Outages)],
            Corrections = [.. parts.SelectMany(p => p.Corrections)],
            Comparisons = [.. parts.SelectMany(p => p.Comparisons)],
            Sensitivities = [.. parts.SelectMany(p => p.Sensitivities)],
            Shortfalls = [.. parts.SelectMany(p => p.Shortfalls)],
        };
    }

    /// <summary>The lines of a series, one a part of the history.</summary>
    internal static IEnumerable<BacktestRow> Lines(JudgedSeries judged) =>
        Windows.Select(w => RowEvaluation.Of(
            judged.Asset, judged.Values, judged.Object, w,
            judged.Values.Hours == 2 ? ChargedRanges.MaintenanceAlpha : DailyForecasts.Alpha));

    // A family is all lines of one kind over one part of the history: forecasts of a day by each of the three tests,
    // charges by the one-sided one, the maintenance range by itself.
    private static BacktestRow[] WithHolm(BacktestRow[] rows)
    {
        foreach (var family in rows.Select((row, i) => (row, i)).Where(r => r.row.N > 0)
            .GroupBy(r => (r.row.Object, r.row.Horizon, r.row.Window)).ToArray())
        {
            var members = family.ToArray();
            Func<BacktestRow, double>[] tests = family.Key.Object == BacktestObject.Forecast
                ? [r => r.KupiecP!.Value, r => r.ChristoffersenP!.Value, r => r.DqP!.Value]
                : [r => r.TooManyP];
            var rejected = new bool[members.Length];
            foreach (var test in tests)
            {
                var one = Holm.Rejected([.. members.Select(m => test(m.row))], 0.05);
                for (var i = 0; i < rejected.Length; i++) rejected[i] |= one[i];
            }
            for (var i = 0; i < rejected.Length; i++)
                rows[members[i].i] = members[i].row with { HolmRejected = rejected[i] };
        }
        return rows;
    }
}
