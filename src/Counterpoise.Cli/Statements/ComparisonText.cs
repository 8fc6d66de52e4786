using Counterpoise.Margins;
using Counterpoise.Units;

namespace Counterpoise.Cli.Statements;

/// <summary>A rulebook that was asked for and what became of it: a statement, or the reason there is none.</summary>
/// <param name="Rulebook">The rules.</param>
/// <param name="Statement">Null if they cannot apply.</param>
/// <param name="Reason">Why not; else null.</param>
internal sealed record Evaluation(Rulebook Rulebook, Statement? Statement, string? Reason)
{
    /// <summary>What the evaluation took: here and now, compiling code included, or at its fastest.</summary>
    public double Milliseconds { get; init; }

    /// <summary>True if it was measured over and over, and the time is the fastest.</summary>
    public bool IsTimed { get; init; }
}

/// <summary>
/// Several rulebooks side by side, in dollars at the index: a few as columns with every cause, many as rows.
/// </summary>
internal static class ComparisonText
{
    /// <summary>More rulebooks than this are rows, and their statements are not printed.</summary>
    public const int MostColumns = 5;

    public static void Write(IReadOnlyList<Evaluation> evaluations, TextPage page)
    {
        var shown = evaluations.Select(o => o.Statement).OfType<Statement>().ToArray();
        page.Line($"{evaluations.Count} RULEBOOKS SIDE BY SIDE", Tone.Strong);
        if (shown.Length > 0) StatementText.WriteMarket(shown[0], page);
        if (evaluations.Count > MostColumns) WriteRows(evaluations, page);
        else if (shown.Length > 0) WriteTable(shown, page);
        foreach (var evaluation in evaluations)
        {
            if (evaluation.Reason is { } reason)
                page.Line($"  {evaluation.Rulebook.Name}: not applicable: {reason}", Tone.Bad);
        }
        foreach (var statement in shown)
            if (statement.Margin.LeftOut.Count > 0) page.Line($"  left out: {LeftOutBalances.Of(statement.Margin)}");
        WriteTimes([.. evaluations.Where(e => e.IsTimed)], page);
        page.Line();
        if (evaluations.Count > MostColumns)
        {
            page.Line(
                $"--rulebook NAME explains one; up to {MostColumns} stand side by side with every cause", Tone.Faint);
        }
    }

    private static void WriteTimes(IReadOnlyList<Evaluation> timed, TextPage page)
    {
        if (timed.Count == 0) return;
        page.Line();
        var grid = new TextGrid("lr");
        grid.Head("time, fastest of many rounds", "ms");
        foreach (var evaluation in timed)
            grid.Add([evaluation.Rulebook.Name, Figures.Number(evaluation.Milliseconds, 3)]);
        Evaluation[] together = [.. timed.Where(e => !EvaluationTimes.IsApart(e.Rulebook))];
        var apart = timed.Count > together.Length ? ", strategy-based and historical ones apart" : "";
        grid.Add(
            Tone.Strong,
            [$"{together.Length} together{apart}", Figures.Number(together.Sum(e => e.Milliseconds), 3)]);
        grid.Write(page);
    }

    private static void WriteRows(IReadOnlyList<Evaluation> evaluations, TextPage page)
    {
        page.Line();
        var grid = new TextGrid("lllrrrrrr");
        grid.Head(
            "rulebook", "in force", "label", "alone, USD", "offset, USD", "of alone", "initial, USD",
            "maintenance, USD", "excess over initial");
        foreach (var evaluation in evaluations)
        {
            var rulebook = evaluation.Rulebook;
            TextCell[] names =
            [
                new(rulebook.Name, Tone.Strong), rulebook.Effective, Statement.NameOf(rulebook.Label),
            ];
            if (evaluation.Statement?.Usd is not { } usd)
            {
                grid.Add([.. names, "-", "-", "-", "-", "-", new TextCell("see below", Tone.Bad)]);
                continue;
            }
            var share = usd.Gross.Nanos == 0
                ? "-"
                : Figures.Percent(usd.Offset.ToDouble() / usd.Gross.ToDouble());
            grid.Add(
                [.. names, Figures.Money(usd.Gross, usd.Decimals), Figures.Signed(-usd.Offset, usd.Decimals), share,
                    new(Figures.Money(usd.Initial, usd.Decimals), Tone.Strong),
                    new(Figures.Money(usd.Maintenance, usd.Decimals), Tone.Strong),
                    new(Figures.Money(usd.InitialExcess, usd.Decimals),
                        usd.InitialExcess.Nanos < 0 ? Tone.Bad : Tone.Plain)]);
        }
        grid.Write(page);
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
