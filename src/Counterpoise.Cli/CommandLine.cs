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
            return Usage(parsed, parsed.Errors[0].Message, error);
        if (MistypedOption(parsed) is { } mistyped) return Usage(parsed, $"Unrecognized option '{mistyped}'", error);
        try
        {
            return Invoke(parsed, output, error);
        }
        catch (UsageException e)
        {
            return Usage(parsed, e.Message, error);
        }
    }

    private static int Invoke(ParseResult parsed, TextWriter output, TextWriter error) =>
        parsed.Invoke(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });

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
            MarketCommand.Create(),
            SurfaceCommand.Create(),
            MarginCommand.Create(),
            BatchCommand.Create(),
            OrderCommand.Create(),
            ReleaseCommand.Create(),
            WhatIfCommand.Create(),
            WhyCommand.Create(),
            BacktestCommand.Create(),
            LiquidationCommand.Create(),
            StrategiesCommand.Create(),
            AccountCommand.Create(),
            ReconcileCommand.Create(),
            RulebooksCommand.Create(),
            SimmCommand.Create(),
            ReplayMarketCommand.Create(),
            ConformanceCommand.Create(),
        };
        root.SetAction(parsed => new HelpAction().Invoke(parsed));
        return root;
    }

    /// <summary>
    /// The parser takes an unknown option for an argument where a command has one: a file named --bid.
    /// </summary>
    private static string? MistypedOption(ParseResult parsed)
    {
        if (parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash)) return null;
        return parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens)
            .Select(t => t.Value).FirstOrDefault(t => t.StartsWith('-') && t.Length > 1);
    }

    private static int Usage(ParseResult parsed, string message, TextWriter error)
    {
        List<string> path = [];
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult command; at = at.Parent)
            path.Insert(0, command.Command.Name);
        error.WriteLine($"{Name}: {Failure.OneLine(message).TrimEnd('.')}; see {string.Join(' ', path)} --help");
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
