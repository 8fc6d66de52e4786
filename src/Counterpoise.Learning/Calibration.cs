using Counterpoise.Learning.Methods;
using Counterpoise.Markets;
using Counterpoise.Markets.Candles;
using Counterpoise.Markets.Indicators;
using Counterpoise.Units;

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
        var forecasts = new AssetForecasts(history, limits, [method], learned);
        ForecastSeries[] excursions = [.. forecasts.Forecasts().Where(f => f.Kind == LossKind.Excursion)];
        var longs = excursions.Single(f => f.Side == Side.Long);
        var shorts = excursions.Single(f => f.Side == Side.Short);
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

    /// <summary>What was known before, with what was found, each of an age.</summary>
    /// <param name="known">Spreads, depth and the like stay.</param>
    /// <param name="found">Of <see cref="Of"/>.</param>
    /// <param name="age">From the end of the history to the market's instant.</param>
    public static RiskParameters Into(RiskParameters known, RiskParameters found, Duration age)
    {
        Observed? Aged(Observed? value) => value is { } v ? v with { Age = age } : null;
        return known with
        {
            ScanDown = Aged(found.ScanDown),
            ScanUp = Aged(found.ScanUp),
            MaintenanceScanDown = Aged(found.MaintenanceScanDown),
            MaintenanceScanUp = Aged(found.MaintenanceScanUp),
            DailyVol = Aged(found.DailyVol),
            DailyVolume = Aged(found.DailyVolume),
        };
    }

    /// <summary>How two coins moved together.</summary>
    /// <param name="first">Candles of one.</param>
    /// <param name="second">Of the other.</param>
    /// <param name="age">From the end of the shorter history to the market's instant.</param>
    public static CoinCorrelation Correlation(CandleHistory first, CandleHistory second, Duration age)
    {
        var gauge = new CorrelationGauge();
        foreach (var hour in first.Hours())
            if (second.Has(hour)) gauge.Step(hour, first[hour].Close, second[hour].Close);
        return gauge.Of(first.Coin, second.Coin, age);
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
