namespace Counterpoise.Learning.Methods;

/// <summary>
/// Adaptive conformal inference (Gibbs and Candès, 2021) on the level: α_{t+1} = α_t + γ·(α − 1{loss &gt; Q(1 − α_t)}).
/// Run beside the tracker as a warning only: at 1 % the level falls to zero after breaches, and then the margin asked
/// for is infinite.
/// </summary>
/// <param name="Gamma">γ.</param>
/// <param name="Days">Days with a level above zero or not.</param>
/// <param name="InfiniteDays">Days on which the level was not above zero.</param>
/// <param name="Breaches">Losses above the quantile of the level.</param>
/// <param name="MeanMargin">Mean forecast over the finite days, a fraction of the price.</param>
public sealed record AdaptiveConformal(double Gamma, int Days, int InfiniteDays, int Breaches, double MeanMargin)
{
    /// <summary>Runs it over one tail.</summary>
    internal static AdaptiveConformal Run(
        LossTable losses, StandardisedQuantile standardised, ForecastSeries raw, double alpha, double gamma)
    {
        var sample = new ExpandingQuantile(standardised.Values);
        var level = alpha;
        var (added, from) = (0, losses.History.From);
        var (days, infinite, breaches, sum) = (0, 0, 0, 0.0);
        for (var t = 0; t < raw.Origins.Count; t++)
        {
            var over = raw.Origins[t] - losses.Hours - from;
            for (; added <= over; added++)
                if (!double.IsNaN(standardised.Values[added])) sample.Add(standardised.Values[added]);
            if (double.IsNaN(raw.Values[t]) || double.IsNaN(raw.Losses[t])) continue;
            days++;
            var isBreach = false;
            if (level <= 0) infinite++;
            else
            {
                var forecast = raw.Values[t] / standardised.At(raw.Origins[t]) * sample.At(1 - Math.Min(level, 1));
                isBreach = losses.At(raw.Origins[t], raw.Side, raw.Kind) > forecast;
                if (isBreach) breaches++;
                sum += forecast;
            }
            level += gamma * (alpha - (isBreach ? 1 : 0));
        }
        return new AdaptiveConformal(gamma, days, infinite, breaches, sum / Math.Max(days - infinite, 1));
    }
}
