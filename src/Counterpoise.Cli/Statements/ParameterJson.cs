using Counterpoise.Margins.Dynamic;

namespace Counterpoise.Cli.Statements;

/// <summary>The parameters of a dynamic rulebook as JSON: <c>docs/json.md</c>.</summary>
internal static class ParameterJson
{
    public static void Write(JsonPage page, Statement statement)
    {
        if (statement.Rulebook.Dynamic is not { } rules) return;
        page.Rows("dynamicParameters", statement.Margin.Parameters, (row, p) =>
        {
            row.WriteStartObject();
            row.WriteString("of", p.Coin);
            row.WriteString("name", p.Name);
            row.WriteNumber("value", p.Value);
            row.WriteString("unit", p.Unit);
            row.WriteString("origin", WordOf(p.Origin));
            if (p.Age is { } age) JsonPage.Number(row, "ageSeconds", age.Seconds);
            if (p.Observed is { } observed) row.WriteNumber("observed", observed);
            if (p.Reason.Length > 0) row.WriteString("reason", p.Reason);
            row.WriteEndObject();
        });
        page.Rows("staticParameters", StaticParameters.Of(rules), (row, p) =>
        {
            row.WriteStartObject();
            row.WriteString("name", p.Name);
            row.WriteString("value", p.Value);
            row.WriteEndObject();
        });
    }

    private static string WordOf(ParameterOrigin origin) => origin switch
    {
        ParameterOrigin.Market => "market",
        ParameterOrigin.Floor => "floor",
        ParameterOrigin.Cap => "cap",
        _ => "fallback",
    };
}
