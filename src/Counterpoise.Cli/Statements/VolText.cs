using Counterpoise.Margins;
using Counterpoise.Pricing;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>The volatilities of one bucket's options, and what choosing others does to its requirements.</summary>
internal static class VolText
{
    private const string None = "\u2013";

    public static void Write(Rulebook rulebook, BucketVolAmounts vols, TextPage page, bool all)
    {
        var rows = vols.Vols.Rows;
        if (rows.Count == 0) return;
        page.Title("VOLATILITIES", $"in %, differences in vol points; effects on what is required in {vols.Vols.Unit}");
        foreach (var line in Remarks(rulebook)) page.Line($"  {line}", Tone.Faint);
        var grid = new TextGrid("lrrrrrrrrrr");
        grid.Head("", "", "", "", "", "fitted", "model", "quote \u2192 fitted", "", "fitted \u2192 hybrid", "");
        grid.Head(
            "option", "bid", "ask", "quote", "fitted", "\u2212 quote", "correction", "initial", "maintenance",
            "initial", "maintenance");
        var shown = Shown(vols, all);
        foreach (var i in shown) grid.Add(In(Cells(vols, i)));
        int[] rest = [.. Enumerable.Range(0, rows.Count).Except(shown)];
        if (rest.Length > 0) grid.Add(In(RestCells(vols, rest)));
        grid.Add(Tone.Strong, In(TotalCells(vols)));
        grid.Write(page);
        WriteLevels(rulebook, vols, page);

        static TextCell[] In(string[] cells) => Array.ConvertAll(cells, c => new TextCell(c));
    }

    /// <summary>What is used, what only shown, and in which order effects are taken.</summary>
    public static IEnumerable<string> Remarks(Rulebook rulebook)
    {
        yield return $"used here: {rulebook.Vols.Describe()}; the other vols as if";
        if (rulebook.Vols.Smile == SmileRule.StickyMoneyness)
            yield return "quotes are sticky in strike: the step to fitted contains the smile's move with spot too";
        yield return VolExplanation.Order;
    }

    /// <summary>Rows shown one by one: those with the greatest effects, in canonical order.</summary>
    public static int[] Shown(BucketVolAmounts vols, bool all) =>
    [
        .. Enumerable.Range(0, vols.Vols.Rows.Count)
            .OrderByDescending(i => Size(vols.ToFitted[i]) + Size(vols.ToHybrid[i])).ThenBy(i => i)
            .Take(all ? int.MaxValue : StatementText.PositionLimit).Order(),
    ];

    /// <summary>One option.</summary>
    public static string[] Cells(BucketVolAmounts vols, int i)
    {
        var row = vols.Vols.Rows[i];
        return
        [
            row.Holding.Name, Percent(row.BidVol), Percent(row.AskVol), Percent(row.QuoteVol), Percent(row.FittedVol),
            Points(row.FittedVol - row.QuoteVol), Points(row.HybridVol - row.FittedVol),
            .. row.FittedVol is null ? [None, None] : Signed(vols.ToFitted[i], vols.Decimals),
            .. row.HybridVol is null ? [None, None] : Signed(vols.ToHybrid[i], vols.Decimals),
        ];
    }

    /// <summary>The sum of options that are not shown.</summary>
    public static string[] RestCells(BucketVolAmounts vols, int[] rest) =>
    [
        $"... and {rest.Length:N0} more", "", "", "", "", "", "", .. Signed(Sum(vols.ToFitted, rest), vols.Decimals),
        .. HasModel(vols) ? Signed(Sum(vols.ToHybrid, rest), vols.Decimals) : [None, None],
    ];

    /// <summary>The differences of the requirements, which all rows add up to.</summary>
    public static string[] TotalCells(BucketVolAmounts vols) =>
    [
        "total", "", "", "", "", "", "", .. Signed(vols.Surface - vols.Chain, vols.Decimals),
        .. HasModel(vols) ? Signed(vols.Hybrid - vols.Surface, vols.Decimals) : [None, None],
    ];

    // Each level is the one before plus the total above.
    private static void WriteLevels(Rulebook rulebook, BucketVolAmounts vols, TextPage page)
    {
        var grid = new TextGrid("lrrl");
        grid.Head("required by vols", "initial", "maintenance", "");
        foreach (var (kind, name, level) in new[]
        {
            (VolKind.Chain, "quotes", vols.Chain), (VolKind.Surface, "fitted", vols.Surface),
            (VolKind.Hybrid, "hybrid", vols.Hybrid),
        })
        {
            if (kind == VolKind.Hybrid && !HasModel(vols)) continue;
            var isUsed = rulebook.Vols.Vols == kind;
            grid.Add(
                isUsed ? Tone.Strong : Tone.Plain, name, Figures.Money(level.Initial, vols.Decimals),
                Figures.Money(level.Maintenance, vols.Decimals), isUsed ? "this statement" : "as if");
        }
        grid.Write(page);
    }

    private static bool HasModel(BucketVolAmounts vols) => vols.Vols.Rows.Any(r => r.HybridVol is not null);

    private static Int128 Size(AmountPair pair) => Int128.Abs(pair.Initial.Nanos) + Int128.Abs(pair.Maintenance.Nanos);

    private static AmountPair Sum(IReadOnlyList<AmountPair> effects, int[] rows)
    {
        var zero = Amount.Zero(effects[0].Initial.Currency);
        return new(
            rows.Aggregate(zero, (sum, i) => sum + effects[i].Initial),
            rows.Aggregate(zero, (sum, i) => sum + effects[i].Maintenance));
    }

    private static string[] Signed(AmountPair pair, int decimals) =>
        [Figures.Signed(pair.Initial, decimals), Figures.Signed(pair.Maintenance, decimals)];

    private static string Percent(double? vol) => vol is { } v ? Figures.Number(v * 100, 2) : None;

    private static string Points(double? difference)
    {
        if (difference is not { } d) return None;
        var text = Figures.Number(d * 100, 2);
        return d > 0 && text.AsSpan().IndexOfAnyInRange('1', '9') >= 0 ? "+" + text : text;
    }
}
