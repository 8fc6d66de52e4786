namespace Counterpoise.Learning.Methods;

/// <summary>A series of forecasts with the tracker's scale on each, one step per window that is over.</summary>
internal static class OnlineCorrected
{
    /// <summary>Corrects forecasts.</summary>
    /// <param name="raw">Before correction.</param>
    /// <param name="alpha">Frequency of breaches aimed at.</param>
    /// <param name="step">η.</param>
    public static ForecastSeries Of(ForecastSeries raw, double alpha, double step)
    {
        var tracker = new ScaleTracker(alpha, step);
        var n = raw.Origins.Count;
        var (values, scales) = (new double[n], new double[n]);
        var atBound = new List<long>();
        for (var t = 0; t < n; t++)
        {
            scales[t] = tracker.Scale;
            values[t] = raw.Values[t] * scales[t];
            if (double.IsNaN(values[t]) || double.IsNaN(raw.Losses[t])) continue;
            tracker.Observe(raw.Losses[t] > values[t]);
            if (tracker.IsAtBound) atBound.Add(raw.Origins[t]);
        }
        return raw with
        {
            Values = values,
            Correction = new OnlineCorrection(scales, tracker.Bound, atBound, tracker.Scale),
        };
    }
}
