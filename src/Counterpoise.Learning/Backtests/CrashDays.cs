using Counterpoise.Learning.Methods;
using Counterpoise.Units;

namespace Counterpoise.Learning.Backtests;

/// <summary>
/// The blow-ups by name. A day of a backtest goes from 08:00 to 08:00 UTC: of those that a date lies in, the worst for
/// a long; where only a month is named, its worst.
/// </summary>
internal static class CrashDays
{
    private static readonly (string Name, int Year, int Month, int? Day)[] Named =
    [
        ("January 2018", 2018, 1, null),
        ("Black Thursday", 2020, 3, 12),
        ("China's mining ban", 2021, 5, 19),
        ("Celsius, Three Arrows", 2022, 6, null),
        ("FTX", 2022, 11, 8),
        ("Yen carry trade", 2024, 8, 5),
        ("Tariffs", 2025, 10, 10),
        ("5 February 2026", 2026, 2, 5),
        ("6 February 2026", 2026, 2, 6),
    ];

    /// <summary>Every blow-up under every method.</summary>
    public static IEnumerable<CrashDay> Of(
        Currency asset, AssetForecasts forecasts, IReadOnlyList<ForecastSeries> charged)
    {
        var seen = new HashSet<long>();
        foreach (var named in Named)
        {
            var origin = WorstOf(forecasts, named.Year, named.Month, named.Day);
            // Two dates may have had their worst in one and the same day.
            if (!seen.Add(origin)) continue;
            foreach (var series in charged)
            {
                if (series is not { Side: Side.Long, Kind: LossKind.Excursion, Hours: 24 }) continue;
                yield return Day(asset, series, named.Name, origin, forecasts.DayLosses);
            }
        }
    }

    private static CrashDay Day(
        Currency asset, ForecastSeries series, string name, long origin, LossTable losses)
    {
        var t = Array.IndexOf([.. series.Origins], origin);
        var loss = losses.At(origin, Side.Long, LossKind.Excursion);
        if (t < 0 || double.IsNaN(loss)) return new CrashDay(asset, series.Method, name, origin, CrashState.NoData);
        if (double.IsNaN(series.Values[t]))
            return new CrashDay(asset, series.Method, name, origin, CrashState.WarmUp) { Loss = loss };
        return new CrashDay(asset, series.Method, name, origin, CrashState.Judged)
        {
            MarginDayBefore = t > 0 && !double.IsNaN(series.Values[t - 1]) ? series.Values[t - 1] : null,
            Margin = series.Values[t],
            Loss = loss,
        };
    }

    private static long WorstOf(AssetForecasts forecasts, int year, int month, int? day)
    {
        var (from, to) = day is { } d
            ? (At(year, month, d) - 24, At(year, month, d))
            : (At(year, month, 1), At(year, month, DateTime.DaysInMonth(year, month)));
        var (worst, most) = (to, double.NegativeInfinity);
        for (var origin = from; origin <= to; origin += 24)
        {
            var loss = forecasts.DayLosses.At(origin, Side.Long, LossKind.Excursion);
            if (loss > most) (worst, most) = (origin, loss);
        }
        return worst;
    }

    private static long At(int year, int month, int day) =>
        Instant.FromUtc(year, month, day, 8).Nanoseconds / 3_600_000_000_000;
}
