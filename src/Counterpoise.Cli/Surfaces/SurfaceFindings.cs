using Counterpoise.Cli.Statements;
using Counterpoise.Instruments;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Surfaces;

/// <summary>A fitted coin in words: arbitrage, what was repaired and at what cost, what was left out.</summary>
internal static class SurfaceFindings
{
    public static void Write(CoinFit coin, SurfaceFitOptions options, TextPage page)
    {
        page.Title("ARBITRAGE");
        page.Line("  " + Butterflies(coin), coin.LeastDensity!.LeastDensity >= 0 ? Tone.Plain : Tone.Bad);
        var isOrdered = coin.LeastCalendar is not { LeastCalendar: < 0 };
        page.Line("  " + Calendars(coin, options), isOrdered ? Tone.Plain : Tone.Bad);
        page.Title("REPAIRED", "RMSE counts quotes alike, the fit weighs them: so the cost can be negative");
        WriteRepairs(coin, options, page);
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

    private static void WriteRepairs(CoinFit coin, SurfaceFitOptions options, TextPage page)
    {
        if (coin.Count(FitKind.Free) == coin.Surface.Smiles.Count)
        {
            page.Line("  nothing: the least squares of each expiry alone are free of arbitrage");
            return;
        }
        var table = new TextGrid("lnlnnl");
        table.Head("expiry", "alone bp", "", "fitted bp", "cost bp", "alone it had");
        for (var i = 0; i < coin.Surface.Smiles.Count; i++)
        {
            var smile = coin.Surface.Smiles[i];
            if (smile.Kind == FitKind.Free) continue;
            table.Add(
                SurfaceText.Name(smile), SurfaceText.Points(smile.FreeRmse), "→", SurfaceText.Points(smile.Rmse),
                SurfaceText.Points(smile.Rmse - smile.FreeRmse), Flaws(coin, i, options));
        }
        table.Write(page);
    }

    /// <summary>The arbitrage an expiry would have had if it and the one before were fitted alone.</summary>
    public static string Flaws(CoinFit coin, int index, SurfaceFitOptions options)
    {
        var smile = coin.Surface.Smiles[index];
        if (smile.Kind == FitKind.FromSurface)
            return $"fewer than {SurfaceFit.EnoughQuotes} quotes: leans on the surface of all expiries";
        var flaws = new List<string>();
        var (density, at) = Butterfly.Least(smile.Alone);
        if (!(density >= 0)) flaws.Add($"g = {Density(density)} at k = {SurfaceText.Place(at)}");
        var slope = Math.Max(smile.Alone.LeftSlope, smile.Alone.RightSlope);
        if (slope > Butterfly.MostSlope) flaws.Add($"a wing of slope {Figures.Number(slope, 2)}");
        if (index > 0 && Crossing(coin, index, options) is { } crossing) flaws.Add(crossing);
        return flaws.Count > 0 ? string.Join("; ", flaws) : "nothing: it made room for its neighbours";
    }

    private static string? Crossing(CoinFit coin, int index, SurfaceFitOptions options)
    {
        var (earlier, later) = (coin.Surface.Smiles[index - 1], coin.Surface.Smiles[index]);
        var (low, high) = options.Calendar == CalendarRange.Everywhere
            ? (double.NegativeInfinity, double.PositiveInfinity)
            : (coin.Surface.Smiles.Min(s => s.Quotes[0].LogMoneyness),
                coin.Surface.Smiles.Max(s => s.Quotes[^1].LogMoneyness));
        var (gap, at) = Calendar.Least(earlier.Alone, later.Alone, low, high);
        if (gap >= 0) return null;
        var name = SurfaceText.Name(earlier);
        return double.IsFinite(at)
            ? $"less variance than {name} at k = {SurfaceText.Place(at)}"
            : $"a {(at < 0 ? "left" : "right")} wing flatter than {name}'s";
    }

    // Below −∞ there is no number: total variance itself is not positive.
    private static string Density(double density) =>
        double.IsFinite(density) ? Figures.Number(density, 4) : "-∞ (no variance)";

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
