using MathNet.Numerics.Distributions;

namespace Counterpoise.Learning.Methods;

/// <summary>Forecasts of the 99 % quantile of a day's loss, before floor, buffer, cap and speed limit.</summary>
internal sealed class DailyForecasts
{
    /// <summary>Expected frequency of breaches.</summary>
    public const double Alpha = 0.01;

    private readonly LossTable _losses;
    private readonly HourlyVol _vol;
    private readonly long _ready;

    public DailyForecasts(LossTable losses, HourlyVol vol)
    {
        (_losses, _vol) = (losses, vol);
        Origins = [.. losses.Origins()];
        _ready = losses.History.From + 24L * StandardisedQuantile.WarmUpDays;
    }

    /// <summary>08:00 UTC, every day.</summary>
    public IReadOnlyList<long> Origins { get; }

    /// <summary>True if a method has warmed up.</summary>
    public bool IsReady(long origin) => origin >= _ready;

    /// <summary>One tail by one method.</summary>
    /// <param name="method">How.</param>
    /// <param name="side">Which tail.</param>
    /// <param name="kind">Which loss.</param>
    /// <param name="learned">Boosted and blended quantile of loss ÷ volatility by origin, for the learned one.</param>
    public ForecastSeries Of(Method method, Side side, LossKind kind, Func<long, double>? learned = null) =>
        method switch
        {
            Method.Static => Plain(method, side, kind, Constant(side, kind)),
            Method.Ewma => Plain(method, side, kind, origin => NormalQuantile(kind) * _vol.At(origin, 24)),
            Method.Stress => Plain(method, side, kind, new StressedMonths(_losses, side, kind, 1 - Alpha).At),
            Method.Fhs => Corrected(method, side, kind, Fhs(side, kind).At),
            _ => Corrected(method, side, kind, learned ?? throw new ArgumentNullException(nameof(learned))),
        };

    /// <summary>k: the quantile of past standardised losses.</summary>
    public StandardisedQuantile Fhs(Side side, LossKind kind, double level = 1 - Alpha) =>
        new(_losses, hour => _vol.At(hour, 24), side, kind, level);

    /// <summary>
    /// 2.326 for closes; for the worst moment of a Brownian day, by the reflection principle, P(worst &gt; x) =
    /// 2·P(close &gt; x): 2.576.
    /// </summary>
    public static double NormalQuantile(LossKind kind) =>
        Normal.InvCDF(0, 1, kind == LossKind.Close ? 1 - Alpha : 1 - Alpha / 2);

    private Func<long, double> Constant(Side side, LossKind kind)
    {
        var quantile = new StandardisedQuantile(_losses, static _ => 1, side, kind, 1 - Alpha);
        return _ => quantile.At(_ready);
    }

    private ForecastSeries Plain(Method method, Side side, LossKind kind, Func<long, double> forecast) =>
        new(method, side, kind)
        {
            Hours = _losses.Hours,
            Origins = Origins,
            Losses = [.. Origins.Select(o => _losses.At(o, side, kind))],
            Values = [.. Origins.Select(o => IsReady(o) ? forecast(o) : double.NaN)],
        };

    private ForecastSeries Corrected(Method method, Side side, LossKind kind, Func<long, double> standardised)
    {
        var raw = Plain(method, side, kind, o => standardised(o) * _vol.At(o, 24));
        return OnlineCorrected.Of(raw, Alpha, ScaleTracker.DefaultStep);
    }
}
