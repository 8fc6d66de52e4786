namespace Counterpoise.Cli.Statements;
internal static class StatementSvg { public static string Picture(IReadOnlyList<Outcome> outcomes) => ""; }
