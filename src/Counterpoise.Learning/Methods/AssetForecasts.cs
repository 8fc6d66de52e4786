using Counterpoise.Markets.Candles;

namespace Counterpoise.Learning.Methods;

/// <summary>Everything forecast and charged for one coin.</summary>
internal sealed class AssetForecasts
{
    private const int Day = 24;

    private static readonly Side[] Sides = [Side.Long, Side.Short];
    private static readonly LossKind[] Kinds = [LossKind.Close, LossKind.Excursion];

    private readonly HourlyVol _fast;
    private readonly HourlyVol _slow;
    private readonly LearnedQuantiles? _learned;
    private readonly Dictionary<Side, StressedMonths> _stressed;
    private readonly Dictionary<(Side, LossKind), StandardisedQuantile> _quantiles;

    /// <summary>Everything of a coin.</summary>
    /// <exception cref="InvalidInputException">The history is shorter than the warm-up.</exception>
    public AssetForecasts(CandleHistory history, RangeLimits limits, IReadOnlyList<Method> methods,
        LearnedQuantiles? learned)
    {
        Check(history);
        (History, Limits, _learned) = (history, limits, learned);
        Methods = [.. methods.Where(m => m != Method.Learned || learned is not null)];
        (_fast, _slow) = (new HourlyVol(history, HourlyVol.Fast), new HourlyVol(history, HourlyVol.Slow));
        DayLosses = new LossTable(history, Day);
        WindowLosses = new LossTable(history, 2);
        Daily = new DailyForecasts(DayLosses, _fast);
        _stressed = Sides.ToDictionary(
            s => s, s => new StressedMonths(DayLosses, s, LossKind.Excursion, 1 - DailyForecasts.Alpha));
        _quantiles = [];
        foreach (var side in Sides)
            foreach (var kind in Kinds) _quantiles[(side, kind)] = Daily.Fhs(side, kind);
    }

    // Two days beyond the warm-up: one to judge, and one before it to limit how fast a range falls.
    private static void Check(CandleHistory history)
    {
        const int least = StandardisedQuantile.WarmUpDays + 2;
        var days = (history.To - history.From) / Day;
        if (days >= least) return;
        throw new InvalidInputException(
            $"history of {history.Coin}", $"{days} days", "is too short to forecast a tail from",
            $"give at least {least} days");
    }

    /// <summary>Candles.</summary>
    public CandleHistory History { get; }

    /// <summary>Of the coin.</summary>
    public RangeLimits Limits { get; }

    /// <summary>What is run: the learned one only where it has been trained.</summary>
    public IReadOnlyList<Method> Methods { get; }

    /// <summary>Losses of a day.</summary>
    public LossTable DayLosses { get; }

    /// <summary>Losses of two hours.</summary>
    public LossTable WindowLosses { get; }

    /// <summary>Forecasts of a day's loss.</summary>
    public DailyForecasts Daily { get; }

    /// <summary>Volatility of a day, known at an hour.</summary>
    public double Vol(long hour) => _fast.At(hour, Day);

    /// <summary>k of FHS.</summary>
    public StandardisedQuantile Quantile(Side side, LossKind kind) => _quantiles[(side, kind)];

    /// <summary>Forecasts of a day's loss: every method, tail and loss.</summary>
    public IEnumerable<ForecastSeries> Forecasts() =>
        from method in Methods
        from side in Sides
        from kind in Kinds
        select Daily.Of(method, side, kind, Standardised(method, side, kind));

    /// <summary>What is charged for a day, against closes and worst moments.</summary>
    /// <param name="excursion">Forecast of the worst moment.</param>
    public IEnumerable<ForecastSeries> Charged(ForecastSeries excursion)
    {
        var charged = ChargedRanges.Initial(excursion, _stressed[excursion.Side], Limits);
        foreach (var kind in Kinds)
        {
            yield return excursion with
            {
                Kind = kind,
                Losses = [.. excursion.Origins.Select(o => DayLosses.At(o, excursion.Side, kind))],
                Values = charged,
                Correction = null,
            };
        }
    }

    /// <summary>The maintenance range, for windows of two hours: the same forecast on the slow volatility.</summary>
    /// <param name="excursion">Forecast of a day's worst moment.</param>
    public ForecastSeries Maintenance(ForecastSeries excursion)
    {
        long[] origins = [.. WindowLosses.Origins()];
        var series = excursion with
        {
            Hours = WindowLosses.Hours,
            Origins = origins,
            Losses = [.. origins.Select(o => WindowLosses.At(o, excursion.Side, LossKind.Excursion))],
            Correction = null,
        };
        var forecast = excursion.Method == Method.Learned ? LearnedAt(series) : OnSlowVol(excursion);
        return series with
        {
            Values = ChargedRanges.Maintenance(origins, forecast, _stressed[excursion.Side], Limits),
        };
    }

    // The boosted quantile of two hours, corrected online once a window, as the day's worst moment it stands for. In
    // the warm-up NaN.
    private Func<long, double> LearnedAt(ForecastSeries windows)
    {
        double Raw(long origin) => Daily.IsReady(origin)
            ? _learned!.At(windows.Side, LossKind.Excursion, windows.Hours, origin) * _fast.At(origin, windows.Hours)
            : double.NaN;
        var raw = windows with { Values = [.. windows.Origins.Select(Raw)] };
        var corrected = OnlineCorrected.Of(raw, ChargedRanges.MaintenanceAlpha, ScaleTracker.DefaultStep);
        var places = new Dictionary<long, int>();
        for (var t = 0; t < windows.Origins.Count; t++) places[windows.Origins[t]] = t;
        return hour => places.TryGetValue(hour, out var t)
            ? corrected.Values[t] / Limits.Maintenance
            : Raw(hour) * corrected.Correction!.Next / Limits.Maintenance;
    }

    /// <summary>Days on which floor or cap decide the charge.</summary>
    public IEnumerable<long> Clamped(ForecastSeries excursion) =>
        from t in Enumerable.Range(0, excursion.Origins.Count)
        where !double.IsNaN(excursion.Values[t])
        where Limits.IsClamped(excursion.Values[t], _stressed[excursion.Side].At(excursion.Origins[t]))
        select excursion.Origins[t];

    /// <summary>What is known when an hour begins: the forecast of a day's worst moment, and what it makes of a range.
    /// </summary>
    /// <param name="series">Forecasts of the worst moment, by day.</param>
    /// <param name="hour">Not before the last day of them.</param>
    public (double Initial, double Maintenance) RangesAt(ForecastSeries series, long hour)
    {
        var stressed = _stressed[series.Side].At(hour);
        var charged = ChargedRanges.Initial(series, _stressed[series.Side], Limits);
        var now = Limits.Range(ForecastAt(series, hour, _fast), stressed);
        var initial = Math.Max(now, charged[^1] * (1 - Limits.FallPerDay));
        var maintenance = Maintenance(series);
        var forecast = series.Method == Method.Learned
            ? LearnedAt(maintenance)(hour)
            : ForecastAt(series, hour, _slow);
        var slow = Limits.Maintenance * Limits.Range(forecast, stressed);
        var day = maintenance.Values[^12];
        return (initial, Math.Clamp(slow, day * (1 - Limits.FallPerDay), day * Limits.RisePerDay));
    }

    private double ForecastAt(ForecastSeries series, long hour, HourlyVol vol) => series.Method switch
    {
        Method.Static => series.Values[^1],
        Method.Stress => _stressed[series.Side].At(hour),
        Method.Ewma => DailyForecasts.NormalQuantile(series.Kind) * vol.At(hour, Day),
        _ => Standardised(series.Method, series.Side, series.Kind)!(hour) * vol.At(hour, Day)
            * series.Correction!.Next,
    };

    private Func<long, double>? Standardised(Method method, Side side, LossKind kind) => method switch
    {
        Method.Fhs => _quantiles[(side, kind)].At,
        // Where nothing is learned yet, FHS stands in.
        Method.Learned => origin => _learned!.At(side, kind, Day, origin) is var k && double.IsNaN(k)
            ? _quantiles[(side, kind)].At(origin)
            : k,
        _ => null,
    };

    // The last daily forecast per unit of volatility, on the slow volatility of the hour.
    private Func<long, double> OnSlowVol(ForecastSeries excursion)
    {
        var days = excursion.Origins;
        return hour =>
        {
            var t = (int)Math.Min((hour - days[0]) / Day, days.Count - 1);
            if (hour < days[0] || double.IsNaN(excursion.Values[t])) return double.NaN;
            var isOnVol = excursion.Method is Method.Ewma or Method.Fhs or Method.Learned;
            return isOnVol ? excursion.Values[t] / Vol(days[t]) * _slow.At(hour, Day) : excursion.Values[t];
        };
    }
}
