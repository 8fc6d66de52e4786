namespace Counterpoise.Cli.Statements;
internal static class StatementJson { public static void Write(IReadOnlyList<Outcome> outcomes, TextWriter output) { } }
