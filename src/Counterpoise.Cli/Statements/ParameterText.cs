using Counterpoise.Margins.Dynamic;

namespace Counterpoise.Cli.Statements;

/// <summary>The parameters of a dynamic rulebook: what came from the market, what fell back, what is static.</summary>
internal static class ParameterText
{
    private const int Width = 114;

    public static void Write(Statement statement, TextPage page)
    {
        if (statement.Rulebook.Dynamic is not { } rules) return;
        page.Title("DYNAMIC PARAMETERS", "from the market, within floor and cap; what cannot be used falls back");
        var grid = new TextGrid("llrlll");
        grid.Head("coin", "parameter", "value", "", "age", "");
        foreach (var p in statement.Margin.Parameters)
        {
            var tone = p.Origin == ParameterOrigin.Fallback ? Tone.Bad : Tone.Plain;
            grid.Add(
                tone, p.Coin, p.Name, ValueOf(p), UnitOf(p),
                p.Age is { } age ? Figures.Short(age.Seconds, 6) + " s" : "", Because(p));
        }
        grid.Write(page);
        page.Title("STATIC PARAMETERS", "they change by proposal; of each class of coins: rulebooks show "
            + statement.Rulebook.Name);
        foreach (var line in Filled(StaticParameters.Of(rules).Select(p => $"{p.Name} {p.Value}")))
            page.Line("  " + line, Tone.Faint);
    }

    // As many on a line as it holds.
    private static IEnumerable<string> Filled(IEnumerable<string> parts)
    {
        var line = "";
        foreach (var part in parts)
        {
            if (line.Length > 0 && line.Length + part.Length > Width)
            {
                yield return line;
                line = "";
            }
            line += (line.Length > 0 ? "; " : "") + part;
        }
        yield return line;
    }

    /// <summary>Why it is that value.</summary>
    public static string Because(ParameterUse p) => p.Origin switch
    {
        ParameterOrigin.Market => "market",
        ParameterOrigin.Fallback => $"static, {p.Reason}",
        _ => $"market {Figures.Short(p.Observed!.Value * Scale(p), 6)}{UnitOf(p)}, {p.Reason}",
    };

    private static string ValueOf(ParameterUse p) =>
        p.Unit == "no netting" ? "none" : Figures.Short(p.Value * Scale(p), 6);

    private static string UnitOf(ParameterUse p) => p.Unit switch
    {
        "fraction" => " %",
        "no netting" or "ratio" or "correlation" or "0 to 1" => "",
        _ => $" {p.Unit}",
    };

    private static double Scale(ParameterUse p) => p.Unit == "fraction" ? 100 : 1;
}
