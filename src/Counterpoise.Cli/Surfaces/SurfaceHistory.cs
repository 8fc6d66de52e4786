using Counterpoise.Cli.Statements;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Surfaces;

/// <summary>Many fitted markets for people: a line per snapshot and coin, and totals.</summary>
internal static class SurfaceHistory
{
    public static void Write(IReadOnlyList<MarketFit> markets, TextPage page)
    {
        var table = new TextGrid("llrrrrrrrrrrr");
        table.Head(
            "time", "coin", "expiries", "free", "repaired", "leaning", "quotes", "rmse bp", "max bp", "inside %",
            "least g", "least gap", "ms");
        foreach (var market in markets)
        {
            foreach (var coin in market.Coins) table.Add(Row(market, coin));
            foreach (var (coin, message) in market.Faults) table.Add(Tone.Bad, $"{market.Time}", $"{coin} {message}");
        }
        table.Write(page, indent: "");
        page.Line();
        WriteTotals(SurfaceTotals.Of(markets), page);
    }

    private static TextCell[] Row(MarketFit market, CoinFit coin)
    {
        var (time, code) = ($"{market.Time}", coin.Surface.Base.Code);
        if (coin.Surface.Smiles.Count == 0) return [time, $"{code} nothing to fit"];
        return
        [
            time, code, Count(coin.Surface.Smiles.Count), Count(coin.Count(FitKind.Free)),
            Count(coin.Count(FitKind.Repaired)), Count(coin.Count(FitKind.FromSurface)), Count(coin.Quotes),
            SurfaceText.Points(coin.MedianRmse), SurfaceText.Points(coin.MaxRmse),
            SurfaceText.Share(coin.Inside, coin.Quotes), Figures.Number(coin.LeastDensity!.LeastDensity, 4),
            SurfaceText.Gap(coin.LeastCalendar?.LeastCalendar ?? double.NaN), Figures.Number(coin.Milliseconds, 1),
        ];
    }

    private static void WriteTotals(SurfaceTotals totals, TextPage page)
    {
        page.Line(
            $"{Count(totals.Snapshots)} snapshots on {Count(totals.Days)} days, {Count(totals.Surfaces)} surfaces, "
            + $"{Count(totals.Expiries)} expiries: {Count(totals.Free)} free, {Count(totals.Repaired)} repaired, "
            + $"{Count(totals.Leaning)} leaning on the surface");
        page.Line(
            $"{Count(totals.Quotes)} quotes used, {SurfaceText.Share(totals.Inside, totals.Quotes)} % of them fitted "
            + "between bid and ask");
        page.Line(
            $"{Count(totals.LeftOut)} options left out (in the money, one-sided or far); "
            + $"{Count(totals.NotFitted)} expiries not fitted (too near, or not quoted)");
        page.Line(
            $"RMSE of an expiry: median {SurfaceText.Points(totals.MedianRmse)} bp, 99 % ≤ "
            + $"{SurfaceText.Points(totals.NearlyAllRmse)} bp, max {SurfaceText.Points(totals.MaxRmse)} bp");
        page.Line(
            $"time of a surface: median {Figures.Number(totals.MedianMilliseconds, 1)} ms, max "
            + $"{Figures.Number(totals.MaxMilliseconds, 1)} ms");
        page.Line(
            $"{Count(totals.Violations)} violations, {Count(totals.Faults)} exceptions",
            totals.IsClean ? Tone.Good : Tone.Bad);
    }

    private static string Count(int value) => Figures.Number(value, 0);
}
