using Counterpoise.Learning.Methods;
using Counterpoise.Units;

namespace Counterpoise.Learning.Backtests;

/// <summary>The blow-ups by name. Where a month is named, its worst day for a long, from 08:00 to 08:00 UTC.</summary>
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
        ("Tariffs, 10 October", 2025, 10, 10),
        ("February 2026", 2026, 2, 5),
        ("February 2026, next day", 2026, 2, 6),
    ];

    /// <summary>Every blow-up under every method.</summary>
    public static IEnumerable<CrashDay> Of(
        Currency asset, AssetForecasts forecasts, IReadOnlyList<ForecastSeries> charged)
    {
        foreach (var named in Named)
        {
            var origin = named.Day is { } day
                ? At(named.Year, named.Month, day)
                : Worst(forecasts, named.Year, named.Month);
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

    private static long Worst(AssetForecasts forecasts, int year, int month)
    {
        var (worst, most) = (At(year, month, 1), double.NegativeInfinity);
        for (var day = 1; day <= DateTime.DaysInMonth(year, month); day++)
        {
            var loss = forecasts.DayLosses.At(At(year, month, day), Side.Long, LossKind.Excursion);
            if (loss > most) (worst, most) = (At(year, month, day), loss);
        }
        return worst;
    }

    private static long At(int year, int month, int day) =>
        Instant.FromUtc(year, month, day, 8).Nanoseconds / 3_600_000_000_000;
}
