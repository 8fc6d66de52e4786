using Counterpoise.Learning.Backtests;
using Counterpoise.Learning.Methods;
using Counterpoise.Markets;
using Counterpoise.Markets.Candles;

namespace Counterpoise.Learning;

/// <summary>
/// Dynamic parameters of a coin from its history: what the backtest judges, at the hour after the last candle.
/// </summary>
public static class Calibration
{
    private const int Hours = 24;

    /// <summary>Scan ranges, volatility and volume.</summary>
    /// <param name="history">Candles; at least the warm-up of 500 days and a day.</param>
    /// <param name="limits">Floor, cap, speeds.</param>
    /// <param name="method">How the range is forecast.</param>
    /// <param name="learned">For the learned method.</param>
    /// <exception cref="InvalidInputException">The history is too short.</exception>
    public static RiskParameters Of(
        CandleHistory history, RangeLimits limits, Method method, LearnedQuantiles? learned = null)
    {
        if (history.To - history.From < Hours * (StandardisedQuantile.WarmUpDays + 2))
        {
            throw new InvalidInputException(
                "history", $"{(history.To - history.From) / Hours} days", "is too short to forecast a tail from",
                $"give at least {StandardisedQuantile.WarmUpDays + 2} days");
        }
        var forecasts = new AssetForecasts(history, limits, [method], learned);
        ForecastSeries Series(Side side) => forecasts.Forecasts()
            .Single(f => f.Side == side && f.Kind == LossKind.Excursion);
        var (longs, shorts) = (Series(Side.Long), Series(Side.Short));
        var (down, up) = (forecasts.RangesAt(longs, history.To), forecasts.RangesAt(shorts, history.To));
        return new RiskParameters
        {
            ScanDown = new Observed(down.Initial),
            ScanUp = new Observed(up.Initial),
            MaintenanceScanDown = new Observed(down.Maintenance),
            MaintenanceScanUp = new Observed(up.Maintenance),
            DailyVol = new Observed(forecasts.Vol(history.To)),
            DailyVolume = new Observed(Math.Min(MeanVolume(history, 5), MeanVolume(history, 30))),
        };
    }

    // Coins a day over the last days; hours without a candle traded nothing.
    private static double MeanVolume(CandleHistory history, int days)
    {
        var sum = 0.0;
        for (var hour = history.To - Hours * days; hour < history.To; hour++)
            if (history.Has(hour)) sum += history[hour].Volume;
        return sum / days;
    }
}
