using Counterpoise.Numerics;

namespace Counterpoise.Learning.Boosting;

/// <summary>A cause of a change of the boosted forecast.</summary>
/// <param name="Name">A feature, <c>sigma</c>, <c>tail</c> (the step to the target's level) or <c>refit</c>.</param>
/// <param name="Change">Of the log of the forecast: 0.1 is +10.5 %.</param>
public readonly record struct ChangeCause(string Name, double Change);

/// <summary>Why the boosted forecast of a loss (a fraction of the price) changed between two origins.</summary>
/// <param name="Before">Forecast at the first: σ·quantile of z.</param>
/// <param name="After">At the second.</param>
/// <param name="Causes">Largest first. They sum to ln(after ÷ before).</param>
public sealed record ForecastChange(double Before, double After, IReadOnlyList<ChangeCause> Causes)
{
    /// <summary>Takes a change apart.</summary>
    /// <param name="models">Models.</param>
    /// <param name="forecast">Their forecasts.</param>
    /// <param name="features">Features of the origins.</param>
    /// <param name="target">Which target.</param>
    /// <param name="from">First origin − the history's first hour; not in the warm-up, with features.</param>
    /// <param name="to">Second origin.</param>
    public static ForecastChange Between(
        ModelSet models, BoostedForecast forecast, OriginFeatures features, int target, int from, int to)
    {
        var hours = models.Targets[target].Hours;
        var (old, oldBase) = Parts(models, features, target, from);
        var (now, nowBase) = Parts(models, features, target, to);
        List<ChangeCause> causes =
        [
            new("sigma", Elementary.Log(features.Sigma(to, hours) / features.Sigma(from, hours))),
            new("tail", Elementary.Log(forecast.Tails[target][to] / forecast.Tails[target][from])),
            new("refit", nowBase - oldBase),
        ];
        for (var i = 0; i < old.Length; i++) causes.Add(new ChangeCause(features.Names[i], now[i] - old[i]));
        causes.RemoveAll(c => c.Change == 0);
        causes.Sort((a, b) => Math.Abs(b.Change).CompareTo(Math.Abs(a.Change)));
        return new ForecastChange(
            forecast.Boosted[target][from] * features.Sigma(from, hours),
            forecast.Boosted[target][to] * features.Sigma(to, hours), causes);
    }

    private static (double[] Values, double Base) Parts(
        ModelSet models, OriginFeatures features, int target, int index)
    {
        var (values, mean, seeds) = (new double[features.Columns], 0.0, models.Configuration.Seeds.Count);
        for (var seed = 0; seed < seeds; seed++)
        {
            var model = models.Model(models.FitAt(index), target, seed);
            mean += model.Intercept + Contributions.Add(model.Trees, features.Row(index), values);
        }
        for (var i = 0; i < values.Length; i++) values[i] /= seeds;
        return (values, mean / seeds);
    }
}
