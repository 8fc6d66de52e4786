using Counterpoise.Learning.Boosting;
using Counterpoise.Learning.Methods;
using Counterpoise.Units;

namespace Counterpoise.Learning.Backtests;

/// <summary>Whether the learned forecast of one tail takes over from FHS, on the sealed part.</summary>
/// <param name="Asset">Coin.</param>
/// <param name="Side">Tail.</param>
/// <param name="Loss">Loss.</param>
/// <param name="Days">Days side by side.</param>
/// <param name="Decision">What the rule says.</param>
public sealed record PromotionVerdict(Currency Asset, Side Side, LossKind Loss, int Days, ChampionDecision Decision);

/// <summary>Days on which the CUSUM of breaches of a forecast alarmed.</summary>
/// <param name="Asset">Coin.</param>
/// <param name="Method">Method.</param>
/// <param name="Side">Tail.</param>
/// <param name="Loss">Loss.</param>
/// <param name="Alarms">First day of each alarm.</param>
public sealed record DriftAlarm(Currency Asset, Method Method, Side Side, LossKind Loss, IReadOnlyList<long> Alarms);

/// <summary>The methodology's governance, applied to what a backtest found.</summary>
public static class Governance
{
    /// <summary>Champion FHS, challenger learned: every tail for itself, by the rule's defaults.</summary>
    public static IReadOnlyList<PromotionVerdict> Promotions(BacktestReport report)
    {
        var rule = new ChampionRule();
        return
        [
            .. from c in report.Comparisons
               where c.Window == BacktestWindow.Sealed && c.LearnedOverFhs is not null
               let champion = Row(report, c, Method.Fhs)
               let challenger = Row(report, c, Method.Learned)
               select new PromotionVerdict(
                   c.Asset, c.Side, c.Loss, challenger.N,
                   rule.Decide(
                       challenger.N, Record(report, champion), Record(report, challenger), c.LearnedOverFhs!.Value.P)),
        ];
    }

    /// <summary>Alarms of every forecast: three times as many breaches as expected.</summary>
    public static IReadOnlyList<DriftAlarm> Alarms(BacktestReport report) =>
    [
        .. from s in report.Series
           where s.Object == BacktestObject.Forecast && s.Values.Method is Method.Fhs or Method.Learned
           select new DriftAlarm(s.Asset, s.Values.Method, s.Values.Side, s.Values.Kind, [.. AlarmsOf(s.Values)]),
    ];

    private static IEnumerable<long> AlarmsOf(ForecastSeries series)
    {
        var cusum = BreachCusum.Standard(DailyForecasts.Alpha);
        var was = false;
        for (var t = 0; t < series.Origins.Count; t++)
        {
            if (!RowEvaluation.IsIn(series, t, BacktestWindow.All)) continue;
            cusum.Add(series.Losses[t] > series.Values[t]);
            if (cusum.IsAlarm && !was) yield return series.Origins[t];
            was = cusum.IsAlarm;
        }
    }

    private static BacktestRow Row(BacktestReport report, MethodComparison tail, Method method) =>
        report.Rows.Single(r => r.Asset == tail.Asset && r.Method == method && r.Side == tail.Side
            && r.Loss == tail.Loss && r is { Object: BacktestObject.Forecast, Window: BacktestWindow.Sealed });

    // Pinball of the forecast, loss beyond what was charged.
    private static MethodRecord Record(BacktestReport report, BacktestRow forecast) => new(
        forecast.Pinball,
        report.Rows.Single(r => r.Asset == forecast.Asset && r.Method == forecast.Method && r.Side == forecast.Side
            && r.Loss == forecast.Loss && r.Horizon == forecast.Horizon
            && r is { Object: BacktestObject.Charged, Window: BacktestWindow.Sealed }).LossBeyondMargin);
}
