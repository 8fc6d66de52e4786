namespace Counterpoise.Cli.Statements;

/// <summary>Rulebooks by initial margin, as JSON: <c>docs/json.md</c>.</summary>
internal static class RankingJson
{
    public const string Format = "counterpoise-ranking/1";

    public static void Write(RulebookRanking ranking, TextWriter output) => JsonPage.Write(output, page =>
    {
        var json = page.Writer;
        json.WriteString("format", Format);
        json.WriteString("portfolio", ranking.Against.Margin.Portfolio);
        StatementJson.WriteMarket(json, ranking.Against.Market);
        json.WriteString("against", ranking.Against.Rulebook.Name);
        json.WriteBoolean("equitiesDiffer", ranking.EquitiesDiffer);
        page.Rows("rulebooks", ranking.Rows, (row, statement) =>
        {
            row.WriteStartObject();
            row.WriteString("name", statement.Rulebook.Name);
            row.WriteString("effective", statement.Rulebook.Effective);
            row.WriteString("label", StatementJson.LabelOf(statement.Rulebook.Label));
            JsonPage.Money(row, "initial", statement.Usd.Initial);
            JsonPage.Money(row, "maintenance", statement.Usd.Maintenance);
            if (ranking.Saved(statement) is { } saved) JsonPage.Money(row, "saved", saved);
            else row.WriteNull("saved");
            JsonPage.Money(row, "equity", statement.Usd.Equity);
            JsonPage.Texts(row, "leftOut", RulebookRanking.LeftOut(statement));
            row.WriteBoolean("translated", statement.Margin.IsTranslated);
            row.WriteEndObject();
        });
        page.Rows("notApplicable", ranking.NotApplicable, (row, evaluation) =>
        {
            row.WriteStartObject();
            row.WriteString("rulebook", evaluation.Rulebook.Name);
            row.WriteString("effective", evaluation.Rulebook.Effective);
            row.WriteString("reason", evaluation.Reason);
            row.WriteEndObject();
        });
    });
}
