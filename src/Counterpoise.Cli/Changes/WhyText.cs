using Counterpoise.Cli.Statements;
using Counterpoise.Margins.Changes;
using Counterpoise.Units;

namespace Counterpoise.Cli.Changes;

/// <summary>Why margin changed, in text.</summary>
internal static class WhyText
{
    public static readonly ChangeCause[] Causes = Enum.GetValues<ChangeCause>();

    public static void Write(IReadOnlyList<MarginChange> changes, TextWriter output)
    {
        var page = new TextPage(output, TextPage.IsColourful(output));
        for (var i = 0; i < changes.Count; i++)
        {
            if (i > 0) page.Line();
            Write(changes[i], page);
        }
    }

    /// <summary>A cause as printed.</summary>
    public static string NameOf(ChangeCause cause) => cause switch
    {
        ChangeCause.Parameters => "parameters",
        ChangeCause.Time => "time",
        ChangeCause.Prices => "prices",
        ChangeCause.Volatility => "volatility",
        ChangeCause.Collateral => "collateral",
        _ => "trades",
    };

    private static void Write(MarginChange change, TextPage page)
    {
        var (before, after) = (change.InputBefore, change.InputAfter);
        page.Line("WHY MARGIN CHANGED", Tone.Strong);
        page.Field("before", before.Portfolio.Name);
        StatementText.WriteMarket(before.Market, page);
        StatementText.WriteRulebook(before.Market, before.Rulebook, page);
        LeftOutBalances.Of(before.Rulebook, before.Portfolio).Write(page);
        page.Field("after", after.Portfolio.Name);
        StatementText.WriteMarket(after.Market, page);
        StatementText.WriteRulebook(after.Market, after.Rulebook, page);
        LeftOutBalances.Of(after.Rulebook, after.Portfolio).Write(page);
        StatementText.WriteLabel(after.Rulebook, page);
        page.Field(
            "order",
            string.Join(" > ", Causes.Select(NameOf))
            + ": each is evaluated with those before it; what two cause together falls to the later one");
        foreach (var cause in Causes) page.Field(NameOf(cause), ChangeFacts.Of(change, cause));
        var buckets = ChangeTable.Buckets(change, null).ToArray();
        if (buckets.Length != 1 || buckets[0].Unit != Currency.Usd.Code)
            Write(ChangeTable.Usd(change, null), "ALL MARGIN CURRENCIES", "USD at the index", page);
        foreach (var bucket in buckets)
        {
            if (bucket.IsIdle) page.Title(bucket.Unit, $"equity {Equity(bucket)}, nothing required: no change");
            else Write(bucket, bucket.Unit, "", page);
        }
        page.Line();
        page.Line("a requirement that rises is a +; every printed column adds up exactly.", Tone.Faint);
    }

    private static string Equity(ChangeTable table) =>
        Figures.Money(table.Columns[(int)ChangeMeasure.Equity].Parts.After, table.Decimals);

    private static void Write(ChangeTable table, string title, string remark, TextPage page)
    {
        page.Title(title, remark);
        var grid = new TextGrid("lrrrrr");
        grid.Head("", "initial", "maintenance", "equity", "excess init.", "excess maint.");
        grid.Add(["before", .. Cells(p => Figures.Money(p.Before, table.Decimals))]);
        foreach (var cause in Causes)
        {
            var isNothing = table.Columns.All(c => c.Parts[cause].Nanos == 0);
            grid.Add(
                isNothing ? Tone.Faint : Tone.Plain,
                [NameOf(cause), .. Cells(p => Figures.Signed(p[cause], table.Decimals))]);
        }
        grid.Rule();
        grid.Add(Tone.Strong, ["after", .. Cells(p => Figures.Money(p.After, table.Decimals))]);
        grid.Add(["change", .. Cells(p => Figures.Signed(p.Change, table.Decimals))]);
        grid.Write(page);

        IEnumerable<TextCell> Cells(Func<ChangeParts, string> text) =>
            table.Columns.Select(c => new TextCell(text(c.Parts)));
    }
}
