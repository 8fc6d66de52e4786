namespace Counterpoise.Cli.Statements;

/// <summary>Rulebooks by initial margin, as text.</summary>
internal static class RankingText
{
    public static void Write(RulebookRanking ranking, TextPage page)
    {
        var against = ranking.Against;
        page.Line($"{Figures.Counted(ranking.Rows.Count, "RULEBOOK", "RULEBOOKS")}, CHEAPEST FIRST", Tone.Strong);
        StatementText.WriteMarket(against, page);
        page.Field(
            "saved",
            $"initial margin less than under {against.Rulebook.Name}"
            + $"{(ranking.IsAgainstNamed ? "" : ", the dearest that counts most of what is held")}; "
            + "not comparable where other balances are left out");
        page.Line();
        var grid = new TextGrid("lllrrrrr");
        grid.Head(
            "rulebook", "in force", "label", "initial, USD", "maintenance, USD", "saved, USD", "saved", "equity, USD");
        foreach (var row in ranking.Rows)
        {
            var (usd, saved) = (row.Usd, ranking.Saved(row));
            var share = saved is { } less && against.Usd.Initial.Nanos != 0
                ? Figures.Percent(less.ToDouble() / against.Usd.Initial.ToDouble())
                : "-";
            grid.Add(
            [
                new(row.Rulebook.Name, Tone.Strong), row.Rulebook.Effective, row.LabelName,
                new(Figures.Money(usd.Initial, usd.Decimals), Tone.Strong),
                Figures.Money(usd.Maintenance, usd.Decimals),
                saved is { } amount ? Figures.Signed(amount, usd.Decimals) : "not comparable", share,
                Figures.Money(usd.Equity, usd.Decimals),
            ]);
        }
        grid.Write(page);
        page.Line();
        if (ranking.EquitiesDiffer)
        {
            page.Line(
                "equity differs: rulebooks count other balances and option values, so excess is not compared",
                Tone.Bad);
        }
        foreach (var row in ranking.Rows)
        {
            if (RulebookRanking.LeftOut(row) is { Count: > 0 } left)
                page.Line($"  {row.Rulebook.Name} leaves out {string.Join(", ", left)}");
            if (row.Margin.IsTranslated)
                page.Line($"  {row.Rulebook.Name} evaluates coin-settled contracts as their linear twins");
        }
        page.Line(
            "requirements are only as good as their labels: rulebooks show NAME says what is not known", Tone.Faint);
        if (ranking.NotApplicable.Count == 0) return;
        page.Line(
            $"not applicable: {string.Join(", ", ranking.NotApplicable.Select(e => e.Rulebook.Name))}; "
            + "margin without --sort says why", Tone.Faint);
    }
}
