using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Counterpoise.Cli.Commands;

namespace Counterpoise.Cli;

/// <summary>The commands, and what happens to a command line that names none of them rightly.</summary>
internal static class CommandLine
{
    private const string Name = "counterpoise";

    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var root = Root();
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not (HelpAction or VersionAction))
            return Usage(parsed, error);
        return parsed.Invoke(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    /// <summary>One line per command: this is where a new one is added.</summary>
    private static Command Root()
    {
        // A RootCommand would call itself after the program's file.
        var root = new Command(Name, "Computes, explains and compares margin for crypto-derivatives portfolios.")
        {
            new HelpOption(),
            new VersionOption { Action = new VersionAction() },
            PriceCommand.Create(),
            ImpliedVolCommand.Create(),
            ConformanceCommand.Create(),
        };
        root.SetAction(parsed => new HelpAction().Invoke(parsed));
        return root;
    }

    private static int Usage(ParseResult parsed, TextWriter error)
    {
        // A mistyped word or value also makes what depends on it look missing: the cause comes first.
        var cause = parsed.Errors.MinBy(e => e.SymbolResult is CommandResult && !parsed.UnmatchedTokens.Any() ? 1 : 0)!;
        var message = Failure.OneLine(cause.Message).TrimEnd('.');
        List<string> path = [];
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult command; at = at.Parent)
            path.Insert(0, command.Command.Name);
        error.WriteLine($"counterpoise: {message}; see {string.Join(' ', path)} --help");
        return ExitCode.Usage;
    }

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"counterpoise {Version}");
            return ExitCode.Done;
        }
    }
}
