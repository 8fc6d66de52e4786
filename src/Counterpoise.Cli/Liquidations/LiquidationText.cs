using Counterpoise.Cli.Statements;
using Counterpoise.Margins.Liquidations;

namespace Counterpoise.Cli.Liquidations;

/// <summary>Liquidation prices in text.</summary>
internal static class LiquidationText
{
    public static void Write(IReadOnlyList<LiquidationPage> pages, TextWriter output)
    {
        var page = new TextPage(output, TextPage.IsColourful(output));
        for (var i = 0; i < pages.Count; i++)
        {
            if (i > 0) page.Line();
            Write(pages[i], page);
        }
    }

    private static void Write(LiquidationPage found, TextPage page)
    {
        page.Line($"Liquidation prices of {found.Held.Portfolio.Name}", Tone.Strong);
        StatementText.WriteMarket(found.Held.Market, page);
        StatementText.WriteRulebook(found.Held.Market, found.Rulebook, page);
        StatementText.WriteLabel(found.Rulebook, page);
        page.Field("not known", found.Rulebook.Unknown);
        page.Field("path", LiquidationPage.Path);
        if (found.Reason is { } reason)
        {
            page.Field("not applicable", Tone.Bad, reason);
            return;
        }
        found.LeftOut.Write(page);
        if (found.Paths.Count == 0) page.Field("moves", "nothing: no position or collateral follows a coin");
        if (found.Paths.Count == 0) return;
        WritePrices(found, page);
        foreach (var path in found.Paths) WriteDetail(path, page);
    }

    private static void WritePrices(LiquidationPage found, TextPage page)
    {
        page.Title("PRICES", "first tick at which equity is below maintenance margin; bankruptcy: below nothing");
        var grid = new TextGrid("llrrrrrrr");
        grid.Head("bucket", "coin", "index", "liquidated at", "away", "in \u03C3", "bankrupt at", "away", "how");
        foreach (var path in found.Paths)
        {
            grid.Add(Row(path, "down", path.Liquidation.Down, path.Bankruptcy.Down));
            grid.Add(Row(path, "up", path.Liquidation.Up, path.Bankruptcy.Up));
        }
        grid.Write(page);
    }

    private static TextCell[] Row(
        LiquidationPath path, string side, LiquidationSide liquidation, LiquidationSide bankruptcy)
    {
        string Price(LiquidationSide at) => LiquidationPage.Name(path, at, side == "up");
        return
        [
            path.Bucket.Code, $"{path.Coin} {side}", side == "down" ? LiquidationPage.Price(path, path.Today) : "",
            new TextCell(
                Price(liquidation), liquidation.Outcome == LiquidationOutcome.AlreadyBelow ? Tone.Bad : Tone.Strong),
            Away(LiquidationPage.Distance(path, liquidation)),
            LiquidationPage.Sigmas(path, liquidation) is { } sigmas ? Figures.Number(Math.Abs(sigmas), 2) : "\u2013",
            Price(bankruptcy), Away(LiquidationPage.Distance(path, bankruptcy)),
            path.SampledBecause is null ? "certified" : "sampled",
        ];
    }

    private static string Away(double? distance) => distance is { } d ? Figures.Percent(d, 2) : "\u2013";

    private static void WriteDetail(LiquidationPath path, TextPage page)
    {
        string Price(double price) => LiquidationPage.Price(path, price);
        page.Title($"{path.Coin} IN {path.Bucket}", $"tick {path.Grid.Tick} USD");
        var safe = path.Liquidation.Safe.Count == 0
            ? "no price of the range"
            : string.Join(", ", path.Liquidation.Safe.Select(s => $"{Price(s.From)} to {Price(s.To)}"));
        page.Field("safe", $"{safe} (looked at {Price(path.Range.From)} to {Price(path.Range.To)})");
        if (path.RangeEnds is { } ends) page.Field("range ends", ends);
        page.Field(
            "proof",
            path.SampledBecause is { } why
                ? $"sampled every basis point, {path.Evaluations:N0} prices: {why}"
                : "every interval is bounded; the ticks at each edge are evaluated");
        page.Field("joint", Joint(path));
    }

    private static string Joint(LiquidationPath path)
    {
        if (path.Moves is not { } moves) return "no implied volatility of the coin in the market to measure it by";
        var how = $"\u03C3 of the money {Figures.Percent(moves.DailyVol * Math.Sqrt(365), 1)} a year, vol of vol "
            + $"{Figures.Percent(moves.VolOfVol, 1)} a day, correlation {moves.Correlation:0.##}";
        if (path.Joint is not { } joint)
            return $"nothing within {LiquidationPath.FarthestJoint:0} daily \u03C3 ({how})";
        return $"{Figures.Number(joint.Sigmas, 3)} daily \u03C3 away: {path.Coin} at {Figures.Price(joint.Price)} "
            + $"({Figures.Percent(joint.Price / path.Today - 1, 2)}) with vols \u00D7 {joint.VolFactor:0.####} ({how})";
    }
}
