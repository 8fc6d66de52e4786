using Counterpoise.Learning.Boosting;
using Counterpoise.Markets.Candles;

namespace Counterpoise.Learning.Methods;

/// <summary>What trained models forecast for a coin, blended with filtered historical simulation.</summary>
public sealed class LearnedQuantiles
{
    private readonly BoostedForecast _forecast;
    private readonly IReadOnlyList<QuantileTarget> _targets;
    private readonly long _from;

    /// <summary>Forecasts of every hour.</summary>
    /// <param name="history">Candles the models were trained on, walking forward.</param>
    /// <param name="models">Models.</param>
    public LearnedQuantiles(CandleHistory history, ModelSet models)
    {
        (_targets, _from) = (models.Targets, history.From);
        var features = OriginFeatures.Of(history, []);
        var vol = new HourlyVol(history, HourlyVol.Fast);
        var losses = _targets.Select(t => t.Hours).Distinct().ToDictionary(h => h, h => new LossTable(history, h));
        double[][] fhs = [.. _targets.Select(t => Fhs(losses[t.Hours], vol, t, features.Count))];
        _forecast = BoostedForecast.Of(models, history, features, fhs);
    }

    /// <summary>Quantile of loss ÷ volatility of the window; NaN in the warm-up and for what has no model.</summary>
    public double At(Side side, LossKind kind, int hours, long origin)
    {
        for (var t = 0; t < _targets.Count; t++)
        {
            if (_targets[t].Side != side || _targets[t].Kind != kind || _targets[t].Hours != hours) continue;
            var index = origin - _from;
            return index >= 0 && index < _forecast.Blended[t].Length ? _forecast.Blended[t][index] : double.NaN;
        }
        return double.NaN;
    }

    /// <summary>Weight of the boosted forecast at each fit, by target.</summary>
    public IEnumerable<(QuantileTarget Target, IReadOnlyList<double> Weights)> Weights() =>
        _targets.Select((t, i) => (t, (IReadOnlyList<double>)_forecast.Weights[i]));

    private static double[] Fhs(LossTable losses, HourlyVol vol, QuantileTarget target, int count)
    {
        var from = losses.History.From;
        var quantile = new StandardisedQuantile(
            losses, hour => vol.At(hour, target.Hours), target.Side, target.Kind, target.Alpha);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = i < 24 * StandardisedQuantile.WarmUpDays || from + i > losses.History.To
                ? double.NaN
                : quantile.At(from + i);
        }
        return values;
    }
}
