using Counterpoise.Learning.Methods;
using Counterpoise.Learning.Statistics;
using Counterpoise.Markets.Candles;
using Counterpoise.Numerics;

namespace Counterpoise.Learning.Boosting;

/// <summary>
/// Forecasts of a model set, in units of σ, one an hourly origin. Models are fitted at a level with enough tail points;
/// the step to the target's level is the expanding quantile of z ÷ model over the origins whose window is over
/// (Velthoen and others, gradient boosting for extreme quantile regression, 2023, with an empirical tail). Those are
/// forecasts made walking forward; in the warm-up each half is forecast from the other.
/// </summary>
public sealed class BoostedForecast
{
    private BoostedForecast(double[][] boosted, double[][] blended, double[][] weights, double[][] tails) =>
        (Boosted, Blended, Weights, Tails) = (boosted, blended, weights, tails);

    /// <summary>By target, by origin − the history's first: the boosted quantile of z; NaN in the warm-up.</summary>
    public IReadOnlyList<double[]> Boosted { get; }

    /// <summary>
    /// By target and origin: (1 − w)·FHS + w·boosted, FHS alone where an origin has no features. NaN in the warm-up or
    /// where FHS has none.
    /// </summary>
    public IReadOnlyList<double[]> Blended { get; }

    /// <summary>By target and fit: w.</summary>
    public IReadOnlyList<double[]> Weights { get; }

    /// <summary>By target and origin: the factor from the models' level to the target's.</summary>
    public IReadOnlyList<double[]> Tails { get; }

    /// <summary>What is left without models (no native library, no cache): FHS alone, nothing boosted.</summary>
    /// <param name="fhs">By target and origin: the FHS quantile of z.</param>
    public static BoostedForecast FallBack(IReadOnlyList<double[]> fhs)
    {
        double[][] nothing = [.. fhs.Select(q => Array.ConvertAll(q, _ => double.NaN))];
        return new BoostedForecast(nothing, [.. fhs], [.. fhs.Select(_ => Array.Empty<double>())], nothing);
    }

    /// <summary>Forecasts every origin, on all cores.</summary>
    /// <param name="models">Models.</param>
    /// <param name="history">Candles they were trained on.</param>
    /// <param name="features">Features of its origins.</param>
    /// <param name="fhs">By target and origin: the FHS quantile of z; NaN where there is none.</param>
    public static BoostedForecast Of(
        ModelSet models, CandleHistory history, OriginFeatures features, IReadOnlyList<double[]> fhs)
    {
        var count = models.Targets.Count;
        var (boosted, blended) = (new double[count][], new double[count][]);
        var (weights, tails) = (new double[count][], new double[count][]);
        Parallel.For(0, count, t =>
        {
            var z = models.Targets[t].Standardised(history, features);
            (boosted[t], tails[t]) = Forecast(models, features, t, z);
            weights[t] = [.. Enumerable.Range(0, models.Fits.Count).Select(
                fit => Weight(models, features, t, fit, z, boosted[t], fhs[t]))];
            blended[t] = new double[features.Count];
            for (var index = 0; index < features.Count; index++)
            {
                var fit = models.FitAt(index);
                blended[t][index] = fit < 0 ? double.NaN : Mix(fhs[t][index], boosted[t][index], weights[t][fit]);
            }
        });
        return new BoostedForecast(boosted, blended, weights, tails);
    }

    private static double Mix(double fhs, double boosted, double weight) =>
        double.IsNaN(boosted) ? fhs : (1 - weight) * fhs + weight * boosted;

    private static (double[] Boosted, double[] Tails) Forecast(
        ModelSet models, OriginFeatures features, int target, double[] z)
    {
        var (boosted, tails, ratios) =
            (new double[features.Count], new double[features.Count], new double[features.Count]);
        for (var index = 0; index < features.Count; index++)
        {
            var fit = models.FitAt(index) is >= 0 and var at ? at : models.OtherHalf(index);
            boosted[index] = features.HasRow(index)
                ? Elementary.Exp(models.Score(fit, target, features.Row(index))) : double.NaN;
            ratios[index] = z[index] / boosted[index];
        }
        var sample = new ExpandingQuantile(ratios);
        for (var index = 0; index < features.Count; index++)
        {
            var over = index - models.Targets[target].Hours;
            if (over >= 0 && !double.IsNaN(ratios[over])) sample.Add(ratios[over]);
            var isReady = models.FitAt(index) >= 0 && sample.Count > 0;
            tails[index] = isReady ? sample.At(models.Targets[target].Alpha) : double.NaN;
            boosted[index] *= tails[index];
        }
        return (boosted, tails);
    }

    /// <summary>The weight with the least pinball loss on the end of the training window, forecast forward.</summary>
    private static double Weight(
        ModelSet models, OriginFeatures features, int target, int fit, double[] z, double[] boosted, double[] fhs)
    {
        var (configuration, quantity) = (models.Configuration, models.Targets[target]);
        var to = models.Fits[fit] - configuration.Embargo - quantity.Hours;
        var from = Math.Max(models.Fits[0], (int)((1 - configuration.InnerShare) * models.Fits[fit]));
        if (from > to) return configuration.FirstWeight;
        var (best, least) = (configuration.FirstWeight, double.PositiveInfinity);
        foreach (var weight in configuration.Weights)
        {
            var sum = 0.0;
            for (var index = from; index <= to; index++)
            {
                var q = Mix(fhs[index], boosted[index], weight);
                var loss = ForecastComparison.Pinball(z[index], q, 1 - quantity.Alpha)
                    * features.Sigma(index, quantity.Hours);
                if (!double.IsNaN(loss)) sum += loss;
            }
            if (sum < least) (best, least) = (weight, sum);
        }
        return best;
    }
}
