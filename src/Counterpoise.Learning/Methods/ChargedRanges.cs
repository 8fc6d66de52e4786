namespace Counterpoise.Learning.Methods;

/// <summary>What is charged: the forecast of the worst moment of a day, anti-procyclical, between floor and cap,
/// falling and rising no faster than the rulebook allows.</summary>
internal static class ChargedRanges
{
    /// <summary>Expected frequency of breaches of the maintenance range.</summary>
    public const double MaintenanceAlpha = 0.001;

    /// <summary>The initial range of one side, a day each; the same against closes and worst moments.</summary>
    /// <param name="excursion">Forecasts of the worst moment.</param>
    /// <param name="stressed">Quantile of stressed months.</param>
    /// <param name="limits">Of the coin.</param>
    public static double[] Initial(ForecastSeries excursion, StressedMonths stressed, RangeLimits limits)
    {
        var charged = new double[excursion.Origins.Count];
        var last = double.NaN;
        for (var t = 0; t < charged.Length; t++)
        {
            charged[t] = double.NaN;
            if (double.IsNaN(excursion.Values[t])) continue;
            charged[t] = limits.Range(excursion.Values[t], stressed.At(excursion.Origins[t]));
            if (!double.IsNaN(last)) charged[t] = Math.Max(charged[t], last * (1 - limits.FallPerDay));
            last = charged[t];
        }
        return charged;
    }

    /// <summary>The maintenance range of one side, for windows of two hours.</summary>
    /// <param name="origins">First hours of the windows, ascending.</param>
    /// <param name="forecast">Of a day's worst moment on the slow volatility, at an hour; NaN while warming up.</param>
    /// <param name="stressed">Quantile of stressed months.</param>
    /// <param name="limits">Of the coin.</param>
    public static double[] Maintenance(
        IReadOnlyList<long> origins, Func<long, double> forecast, StressedMonths stressed, RangeLimits limits)
    {
        var charged = new double[origins.Count];
        for (var t = 0; t < charged.Length; t++)
        {
            charged[t] = double.NaN;
            var q = forecast(origins[t]);
            if (double.IsNaN(q)) continue;
            charged[t] = limits.Maintenance * limits.Range(q, stressed.At(origins[t]));
            // A day is so many windows back; the first day after the warm-up has none.
            var day = t - 24 / (int)(origins[1] - origins[0]);
            if (day < 0 || double.IsNaN(charged[day])) continue;
            charged[t] = Math.Clamp(
                charged[t], charged[day] * (1 - limits.FallPerDay), charged[day] * limits.RisePerDay);
        }
        return charged;
    }
}
