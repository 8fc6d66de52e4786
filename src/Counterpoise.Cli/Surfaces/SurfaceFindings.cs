using Counterpoise.Cli.Statements;
using Counterpoise.Instruments;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Surfaces;

/// <summary>What to know of a fitted coin, in words: arbitrage, what was repaired at what cost, what was left out.</summary>
internal static class SurfaceFindings
{
    public static void Write(CoinFit coin, SurfaceFitOptions options, TextPage page)
    {
        page.Title("ARBITRAGE");
        page.Line("  " + Butterflies(coin), coin.LeastDensity!.LeastDensity >= 0 ? Tone.Plain : Tone.Bad);
        page.Line("  " + Calendars(coin, options), coin.LeastCalendar is { LeastCalendar: < 0 } ? Tone.Bad : Tone.Plain);
        page.Title("REPAIRED");
        WriteRepairs(coin, page);
        page.Title("LEFT OUT");
        WriteLeftOut(coin, options, page);
    }

    /// <summary>Butterfly arbitrage in one line.</summary>
    public static string Butterflies(CoinFit coin)
    {
        var worst = coin.LeastDensity!;
        var at = $"{Figures.Number(worst.LeastDensity, 4)} on |k| ≤ {Butterfly.Reach:0} "
            + $"(least: {SurfaceText.Name(worst)} at k = {SurfaceText.Place(worst.LeastDensityAt)})";
        return worst.LeastDensity >= 0
            ? $"no butterfly arbitrage: g ≥ {at}; slopes of wings ≤ {Figures.Number(coin.MostSlope, 4)} (Lee: 2)"
            : $"BUTTERFLY ARBITRAGE: g = {at}";
    }

    /// <summary>Calendar arbitrage in one line.</summary>
    public static string Calendars(CoinFit coin, SurfaceFitOptions options)
    {
        if (coin.LeastCalendar is not { } worst) return "no calendar arbitrage: there is one expiry";
        var where = options.Calendar == CalendarRange.Everywhere ? "at any strike" : "over the quoted strikes";
        var at = $"{SurfaceText.Gap(worst.LeastCalendar)} "
            + $"(least: {SurfaceText.Name(worst)} at k = {SurfaceText.Place(worst.LeastCalendarAt)})";
        return worst.LeastCalendar >= 0
            ? $"no calendar arbitrage {where}: total variance exceeds that of the expiry before by ≥ {at}"
            : $"CALENDAR ARBITRAGE {where}: total variance less that of the expiry before = {at}";
    }

    private static void WriteRepairs(CoinFit coin, TextPage page)
    {
        SmileFit[] moved = [.. coin.Surface.Smiles.Where(s => s.Kind != FitKind.Free)];
        if (moved.Length == 0)
        {
            page.Line("  nothing: least squares of each expiry alone are free of arbitrage");
            return;
        }
        foreach (var smile in moved)
        {
            var cost = (smile.Rmse - smile.FreeRmse) * 1e4;
            var sign = cost < 0 ? "" : "+";
            var why = smile.Kind == FitKind.Repaired
                ? "fitted with its neighbours under constraints"
                : $"fewer than {SurfaceFit.EnoughQuotes} quotes: leans on the surface of all expiries";
            page.Line(
                $"  {SurfaceText.Name(smile),-8} {why}; RMSE {SurfaceText.Points(smile.FreeRmse)} → "
                + $"{SurfaceText.Points(smile.Rmse)} bp ({sign}{Figures.Number(cost, 1)})");
        }
    }

    private static void WriteLeftOut(CoinFit coin, SurfaceFitOptions options, TextPage page)
    {
        var sum = coin.Reasons.Aggregate((a, b) => a + b);
        page.Line(
            $"  {Options(sum.InTheMoney)} in the money: the other right of the strike is taken; {sum.OneSided} without "
            + $"bid or ask; {sum.Far} beyond {Figures.Short(options.Width, 2)} standard deviations"
            + (sum.NoVol > 0 ? $"; {sum.NoVol} without volatility" : "")
            + (coin.Twins > 0 ? $"; {coin.Twins} dollar-settled twins" : ""));
        foreach (var expiry in coin.Unfitted)
        {
            page.Line(
                $"  {DeribitSymbol.PrintExpiry(expiry.Expiry),-8} {Options(expiry.Options)}: the expiry "
                + $"{expiry.Reason} ({Figures.Number(expiry.Days * 24, 1)} h)");
        }
    }

    private static string Options(int count) => SurfaceText.Many(count, "option", "options");
}
