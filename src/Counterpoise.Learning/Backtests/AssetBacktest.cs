using Counterpoise.Learning.Methods;
using Counterpoise.Units;

namespace Counterpoise.Learning.Backtests;

/// <summary>One coin's part of a report.</summary>
internal sealed class AssetBacktest
{
    private static readonly double[] Gammas = [0.005, 0.02];

    private readonly AssetForecasts _forecasts;
    private readonly Currency _asset;
    private readonly ForecastSeries[] _daily;
    private readonly ForecastSeries[] _charged;

    private AssetBacktest(AssetForecasts forecasts)
    {
        (_asset, _forecasts) = (forecasts.History.Coin, forecasts);
        _daily = [.. _forecasts.Forecasts()];
        ForecastSeries[] excursions = [.. _daily.Where(f => f.Kind == LossKind.Excursion)];
        _charged = [.. excursions.SelectMany(_forecasts.Charged)];
        Series =
        [
            .. _daily.Select(f => new JudgedSeries(_asset, BacktestObject.Forecast, f)),
            .. _charged.Select(f => new JudgedSeries(_asset, BacktestObject.Charged, f)),
            .. excursions.Select(f => new JudgedSeries(_asset, BacktestObject.Charged, _forecasts.Maintenance(f))),
        ];
    }

    public IReadOnlyList<JudgedSeries> Series { get; }

    public IReadOnlyList<BacktestRow> Rows { get; private set; } = [];

    public IReadOnlyList<YearZone> Years => [.. _daily.SelectMany(Zones)];

    public IReadOnlyList<CrashDay> Crashes => [.. CrashDays.Of(_asset, _forecasts, _charged)];

    public IReadOnlyList<OutageWindow> Outages =>
    [
        .. from origin in _forecasts.Daily.Origins
           where !Moves.IsWhole(_forecasts.History, origin, 24)
           select OutageAt(origin),
    ];

    public IReadOnlyList<CorrectionReport> Corrections =>
    [
        .. from f in _daily
           where f.Correction is not null
           select new CorrectionReport(
               _asset, f.Method, f.Side, f.Kind, f.Correction!, Conformal(f),
               f.Kind == LossKind.Excursion ? [.. _forecasts.Clamped(f)] : []),
    ];

    public IReadOnlyList<MethodComparison> Comparisons { get; private set; } = [];

    public IReadOnlyList<OriginSensitivity> Sensitivities { get; private set; } = [];

    public IReadOnlyList<ShortfallRow> Shortfalls { get; private set; } = [];

    public static AssetBacktest Run(AssetForecasts forecasts)
    {
        var run = new AssetBacktest(forecasts);
        run.Rows = [.. run.Series.AsParallel().AsOrdered().SelectMany(Backtest.Lines)];
        run.Comparisons = [.. Comparison.Of(run._asset, run._daily)];
        if (run._forecasts.Methods.Contains(Method.Fhs))
        {
            run.Sensitivities = [.. HourSensitivity.Of(run._asset, run._forecasts)];
            run.Shortfalls = [.. ShortfallBacktest.Of(run._asset, run._forecasts)];
        }
        return run;
    }

    private IEnumerable<YearZone> Zones(ForecastSeries series) =>
        from t in Enumerable.Range(0, series.Origins.Count)
        where RowEvaluation.IsIn(series, t, BacktestWindow.All)
        let year = Instant.FromUnixSeconds(series.Origins[t] * 3_600).ToUtcDateTime().Year
        group series.Losses[t] > series.Values[t] by year into hits
        select new YearZone(
            _asset, series.Method, series.Side, series.Kind, hits.Key, hits.Count(), hits.Count(h => h));

    private OutageWindow OutageAt(long origin)
    {
        var history = _forecasts.History;
        var last = origin - 1;
        while (last >= history.From && !history.Has(last)) last--;
        var start = last >= history.From ? history[last].Close : double.NaN;
        var (missing, low, high) = (0, start, start);
        for (var hour = origin; hour < origin + 24; hour++)
        {
            if (!history.Has(hour))
            {
                missing++;
                continue;
            }
            low = Math.Min(low, history[hour].Low);
            high = Math.Max(high, history[hour].High);
        }
        return new OutageWindow(_asset, origin, missing, 1 - low / start, high / start - 1);
    }

    private AdaptiveConformal[] Conformal(ForecastSeries corrected)
    {
        if (corrected.Method != Method.Fhs) return [];
        var raw = corrected with
        {
            Values = [.. corrected.Values.Select((v, t) => v / corrected.Correction!.Scales[t])],
        };
        return Array.ConvertAll(Gammas, g => AdaptiveConformal.Run(
            _forecasts.DayLosses, _forecasts.Quantile(raw.Side, raw.Kind), raw, DailyForecasts.Alpha, g));
    }
}
