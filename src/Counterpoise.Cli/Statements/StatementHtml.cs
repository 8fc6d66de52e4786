namespace Counterpoise.Cli.Statements;
internal static class StatementHtml { public static string Page(IReadOnlyList<Outcome> outcomes, bool all) => ""; }
