namespace Counterpoise.Learning.Boosting;

/// <summary>A configuration that was tried, and what it gave on the tuning part.</summary>
/// <param name="Configuration">Configuration.</param>
/// <param name="FromHalves">
/// True if the tail's first values came from the other half of the warm-up, as they do now; false if from training
/// rows.
/// </param>
/// <param name="Day">
/// Change of the pinball loss (of the loss as a fraction of the price) against FHS, percent, mean over the four targets
/// of a day, 1,438 days from 08:00 UTC: boosted alone.
/// </param>
/// <param name="DayBlended">The same of the blend.</param>
/// <param name="Hourly">The same from all 34,570 hourly origins: boosted alone.</param>
/// <param name="HourlyBlended">The same of the blend.</param>
/// <param name="Short">Mean over the two targets of two hours, 35,010 hourly origins: boosted alone.</param>
/// <param name="ShortBlended">The same of the blend.</param>
public sealed record ConfigurationTrial(
    BoostingConfiguration Configuration, bool FromHalves, double Day, double DayBlended, double Hourly,
    double HourlyBlended, double Short, double ShortBlended);

/// <summary>
/// Every configuration that was tried, in order, on hourly BTC from 2017-08-17 to 2022-12-31. FHS is there the
/// expanding quantile of hourly z, no tracker on either. Nothing from 2023 on was read.
/// </summary>
public static class Configurations
{
    private static readonly string[] Calendar = ["vol level", "hour", "weekday"];

    private static readonly string[] Largest = ["largest move 7 d", "largest move 30 d"];

    private static readonly string[] Few = [.. Calendar, .. Largest];

    /// <summary>
    /// The one in use: least hourly loss. The ones around it differ by less than the noise of fifteen tail days.
    /// Retrained every 180 days: no worse than 90 and half the time.
    /// </summary>
    public static BoostingConfiguration Chosen { get; } = Of("chosen", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
    {
        Excluded = Few,
        RetrainDays = 180,
        IsSigmaWeighted = true,
        LevelSpread = 1.4,
    };

    /// <summary>
    /// All, in the order they were tried; the chosen one last. The others were measured with a σ started from the first
    /// return instead of the mean of 240, which moved no figure of the chosen one by more than 0.2.
    /// </summary>
    public static IReadOnlyList<ConfigurationTrial> Tried { get; } =
    [
        new(Of("level 0.99", 0.99, 0.999, 40, 4, 200, 0.03, 500), false, 2, 0.35, -0.98, -1.3, -13.75, -12.7),
        new(Of("level 0.95", 0.95, 0.99, 40, 4, 200, 0.03, 500), false, -3.43, -2.83, -4.53, -3.58, -18.15, -17.05),
        new(Of("level 0.90", 0.9, 0.97, 40, 4, 200, 0.03, 500), false, -3.6, -2.53, -4.38, -3.2, -16.85, -15.15),
        new(Of("level 0.80", 0.8, 0.9, 40, 4, 200, 0.03, 500), false, -2.33, -1.25, -2.3, -1.48, -14.05, -12.2),
        new(Of("level 0.93", 0.93, 0.98, 40, 4, 200, 0.03, 500), false, -3.65, -2.58, -4.23, -3.26, -17.89, -16.76),
        new(Of("rate 0.06", 0.93, 0.98, 40, 4, 200, 0.06, 500), false, -3.33, -2.86, -4.62, -3.45, -18.89, -17.08),
        new(Of("100 trees", 0.93, 0.98, 100, 4, 200, 0.03, 500), false, -2.84, -2.53, -4.45, -3.29, -19.12, -17.85),
        new(Of("ridge 100", 0.93, 0.98, 40, 4, 200, 0.03, 100), false, -4.33, -3.17, -4.88, -3.66, -18.22, -17.06),
        new(Of("8 leaves", 0.93, 0.98, 40, 8, 200, 0.03, 500), false, -3.49, -2.46, -4.13, -3.05, -18, -16.5),
        new(Of("stumps", 0.93, 0.98, 80, 2, 200, 0.03, 500), false, -3.29, -2.75, -4.39, -3.14, -17.62, -16.67),
        new(
            Of("600 rows a leaf", 0.93, 0.98, 40, 4, 600, 0.06, 500),
            false, -2.63, -2.04, -4.46, -3.05, -18.11, -16.44),
        new(
            Of("with the level of volatility", 0.93, 0.98, 40, 4, 200, 0.03, 100) with { Excluded = [] },
            false, -3.77, -2.63, -4.38, -3.4, -18.78, -17.32),
        new(
            Of("no calendar", 0.93, 0.98, 40, 4, 200, 0.03, 100) with { Excluded = Calendar },
            false, -4.76, -3.52, -5.43, -4.14, -18.3, -17.05),
        new(
            Of("volatilities, ranges and weekday", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = ["vol level", "hour", "volume 24 h", "volume 1 h", "move 24 h", "move 6 h",
                "move 1 h", "drawdown 72 h", "run-up 72 h", "|move| 1 h", .. Largest] },
            false, -3.85, -2.61, -4.5, -3.47, -16.72, -14.33),
        new(
            Of("ridge 100, level 0.95", 0.95, 0.99, 40, 4, 200, 0.03, 100),
            false, -3.79, -2.35, -4.91, -3.32, -18.81, -17.2),
        new(
            Of("ridge 100, level 0.90", 0.9, 0.97, 40, 4, 200, 0.03, 100),
            false, -4.87, -3.21, -5.07, -3.5, -17.5, -16.38),
        new(
            Of("retrained every 180 days", 0.93, 0.98, 40, 4, 200, 0.03, 100) with { RetrainDays = 180 },
            false, -4.01, -4.42, -5.07, -4.77, -18.17, -16.94),
        new(
            Of("every 10th origin", 0.93, 0.98, 40, 4, 200, 0.03, 100) with { Stride = 10 },
            false, -4.08, -3.12, -4.88, -3.59, -16.27, -14.24),
        new(
            Of("500 rows a leaf", 0.93, 0.98, 40, 4, 500, 0.04, 100),
            false, -3.74, -2.61, -4.77, -2.96, -17.97, -16.25),
        new(Of("ridge 0", 0.93, 0.98, 40, 4, 200, 0.03, 0), false, -4.77, -3.28, -5.29, -3.82, -18.46, -16.63),
        new(
            Of("every 10th origin, 100 rows a leaf", 0.93, 0.98, 40, 4, 100, 0.03, 50) with { Stride = 10 },
            false, -5.17, -3.81, -5.35, -3.93, -15.6, -13.3),
        new(
            Of("no calendar, weight from all forecasts", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Calendar, InnerShare = 1 },
            false, -4.76, -3.56, -5.43, -4.46, -18.3, -18.03),
        new(
            Of("the same, level 0.90", 0.9, 0.97, 40, 4, 200, 0.03, 100) with { Excluded = Calendar, InnerShare = 1 },
            false, -4.52, -3.46, -5.06, -4.34, -17.61, -17.02),
        new(
            Of("the same, rate 0.05", 0.93, 0.98, 40, 4, 200, 0.05, 100) with { Excluded = Calendar, InnerShare = 1 },
            false, -3.46, -2.88, -5.07, -4.31, -18.72, -18.43),
        new(
            Of("the same, no signed moves", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = [.. Calendar, "move 24 h", "move 6 h", "move 1 h", "drawdown 72 h", "run-up 72 h"],
                InnerShare = 1 },
            false, -3.21, -2.52, -4.11, -3.62, -17.23, -16.75),
        new(
            Of("the same, no volume", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = [.. Calendar, "volume 24 h", "volume 1 h"], InnerShare = 1 },
            false, -4.74, -3.74, -5.12, -4.32, -17.76, -17.22),
        new(
            Of("the same, every 180 days", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Calendar, RetrainDays = 180, InnerShare = 1 },
            false, -4.83, -4.39, -5.81, -5.32, -18.3, -17.89),
        new(
            Of("the same, no largest moves", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Few, InnerShare = 1 },
            false, -5.09, -4.08, -5.69, -5.02, -18.06, -17.75),
        new(
            Of("the same, no 180-day volatility", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = [.. Calendar, "vol 180 d"], InnerShare = 1 },
            false, -4.41, -3.67, -5.2, -4.4, -17.8, -17.55),
        new(
            Of("the same, 100 rows a leaf", 0.93, 0.98, 40, 4, 100, 0.03, 100) with
            { Excluded = Calendar, InnerShare = 1 },
            false, -4.01, -2.98, -5.09, -3.97, -18.52, -18.04),
        new(
            Of("180 days, no largest moves", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Few, RetrainDays = 180, InnerShare = 1 },
            false, -5.08, -4.6, -5.99, -5.61, -18.2, -17.71),
        new(
            Of("the same, rows weighted by sigma", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Few, RetrainDays = 180, InnerShare = 1, IsSigmaWeighted = true },
            false, -5.43, -4.44, -6.41, -5.89, -16.65, -16.19),
        new(
            Of("the same, a level per seed", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Few, RetrainDays = 180, InnerShare = 1, LevelSpread = 1.4 },
            false, -5.29, -4.54, -6.16, -5.51, -18.33, -17.7),
        new(
            Of("both", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Few, RetrainDays = 180, InnerShare = 1, IsSigmaWeighted = true, LevelSpread = 1.4 },
            false, -5.63, -4.67, -6.4, -5.83, -17.46, -17.07),
        new(
            Of("60 trees, rate 0.02", 0.93, 0.98, 60, 4, 200, 0.02, 100) with
            { Excluded = Few, RetrainDays = 180, InnerShare = 1 },
            false, -4.8, -4.07, -5.87, -5.26, -18.2, -17.89),
        new(
            Of("25 trees", 0.93, 0.98, 25, 4, 200, 0.03, 100) with
            { Excluded = Few, RetrainDays = 180, InnerShare = 1 },
            false, -4.92, -4, -5.53, -4.98, -17.2, -16.74),
        new(
            Of("both, weight from the last fifth", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Few, RetrainDays = 180, IsSigmaWeighted = true, LevelSpread = 1.4 },
            false, -5.63, -5.42, -6.4, -5.94, -17.46, -16.6),
        new(
            Of("both, 100 rows a leaf, ridge 50", 0.93, 0.98, 40, 4, 100, 0.03, 50) with
            { Excluded = Few, RetrainDays = 180, InnerShare = 1, IsSigmaWeighted = true, LevelSpread = 1.4 },
            false, -5.44, -4.39, -5.87, -5.26, -16.91, -16.73),
        new(
            Of("both, every 90 days", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Few, InnerShare = 1, IsSigmaWeighted = true, LevelSpread = 1.4 },
            false, -5.51, -4.45, -6.05, -5.45, -18.16, -17.52),
        new(
            Of("both, spread 1.8", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Few, RetrainDays = 180, InnerShare = 1, IsSigmaWeighted = true, LevelSpread = 1.8 },
            false, -5.68, -4.89, -6.06, -5.64, -17.66, -17.26),
        new(
            Of("both, every 3rd origin, 300 rows a leaf", 0.93, 0.98, 40, 4, 300, 0.03, 150) with
            { Excluded = Few, RetrainDays = 180, InnerShare = 1, IsSigmaWeighted = true, LevelSpread = 1.4,
                Stride = 3 },
            false, -5.79, -4.78, -6.53, -5.92, -16.08, -15.46),
        new(
            Of("every 90 days, halves", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Few, IsSigmaWeighted = true, LevelSpread = 1.4 },
            true, -5.45, -5.15, -6.8, -6.02, -18.07, -16.49),
        new(
            Of("weight from all forecasts, halves", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Few, RetrainDays = 180, InnerShare = 1, IsSigmaWeighted = true, LevelSpread = 1.4 },
            true, -5.61, -4.67, -7.18, -6.57, -17.24, -16.48),
        new(
            Of("one level, halves", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Few, RetrainDays = 180, IsSigmaWeighted = true, LevelSpread = 1 },
            true, -5.31, -4.48, -7.1, -5.96, -16.28, -14.76),
        new(
            Of("rows not weighted, halves", 0.93, 0.98, 40, 4, 200, 0.03, 100) with
            { Excluded = Few, RetrainDays = 180, IsSigmaWeighted = false, LevelSpread = 1.4 },
            true, -5.61, -4.66, -6.97, -6.04, -17.65, -16.01),
        new(
            Of("24 trees, rate 0.05, halves", 0.93, 0.98, 24, 4, 200, 0.05, 100) with
            { Excluded = Few, RetrainDays = 180, IsSigmaWeighted = true, LevelSpread = 1.4 },
            true, -5.49, -4.99, -7.16, -6.31, -17.04, -15.1),
        // The only indicator with a year of history before 2023: |funding| may only raise the forecast.
        new(
            Chosen with { Name = "chosen, with Binance funding and its size" },
            true, -5.41, -4.61, -7.25, -6.5, -17.17, -15.63),
        new(Chosen, true, -5.71, -4.87, -7.29, -6.5, -17.19, -15.65),
    ];

    private static BoostingConfiguration Of(
        string name, double level, double shortLevel, int trees, int leaves, int rows, double rate, double ridge) =>
        new()
        {
            Name = name,
            Day = new FitShape(level, trees, leaves, rows, rate, ridge),
            Short = new FitShape(shortLevel, trees, leaves, rows, rate, ridge),
            Excluded = ["vol level"],
        };
}
