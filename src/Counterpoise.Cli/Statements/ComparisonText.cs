using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>A rulebook that was asked for and what became of it: a statement, or the reason there is none.</summary>
internal sealed record Evaluation(Rulebook Rulebook, Statement? Statement, string? Reason);

/// <summary>Several rulebooks side by side, in dollars at the index.</summary>
internal static class ComparisonText
{
    public static void Write(IReadOnlyList<Evaluation> evaluations, TextPage page)
    {
        var shown = evaluations.Select(o => o.Statement).OfType<Statement>().ToArray();
        page.Line($"{evaluations.Count} RULEBOOKS SIDE BY SIDE", Tone.Strong);
        if (shown.Length > 0) StatementText.WriteMarket(shown[0], page);
        if (shown.Length > 0) WriteTable(shown, page);
        foreach (var evaluation in evaluations)
        {
            if (evaluation.Reason is { } reason)
                page.Line($"  {evaluation.Rulebook.Name}: not applicable: {reason}", Tone.Bad);
        }
        page.Line();
    }

    private static void WriteTable(Statement[] shown, TextPage page)
    {
        page.Line();
        var grid = new TextGrid("l" + new string('r', shown.Length));
        grid.Head(["USD at the index", .. shown.Select(s => new TextCell(s.Rulebook.Name, Tone.Strong))]);
        grid.Head(["in force", .. shown.Select(s => new TextCell(s.Rulebook.Effective))]);
        grid.Head(["label", .. shown.Select(s => new TextCell(s.LabelName))]);
        Row("  positions alone", u => u.Gross);
        foreach (var cause in Causes.All)
        {
            if (shown.All(s => s.Usd.OffsetBy(cause).Nanos == 0)) continue;
            Row($"\u2212 {cause.Name()} offset", u => -u.OffsetBy(cause), isChange: true);
        }
        if (shown.Any(s => s.Usd.AddOns.Nanos != 0)) Row("+ add-ons", u => u.AddOns, isChange: true);
        Row("= initial", u => u.Initial, Tone.Strong);
        Row("  maintenance", u => u.Maintenance, Tone.Strong);
        Row("  equity", u => u.Equity);
        Row("  excess over initial", u => u.InitialExcess);
        Row("  excess over maintenance", u => u.MaintenanceExcess);
        grid.Add(
            ["  offset share of gross", .. shown.Select(s => new TextCell(s.Usd.Gross.Nanos == 0
                ? "-"
                : Figures.Percent(s.Usd.Offset.ToDouble() / s.Usd.Gross.ToDouble())))]);
        grid.Write(page);

        void Row(string name, Func<UsdTotals, Amount> value, Tone tone = Tone.Plain, bool isChange = false) =>
            grid.Add(tone, [name, .. shown.Select(s => Value(value(s.Usd), s.Usd.Decimals, isChange))]);

        static TextCell Value(Amount amount, int decimals, bool isChange) => new(
            isChange ? Figures.Signed(amount, decimals) : Figures.Money(amount, decimals),
            !isChange && amount.Nanos < 0 ? Tone.Bad : Tone.Plain);
    }
}
