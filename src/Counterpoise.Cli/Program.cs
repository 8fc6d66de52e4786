using System.Text;

namespace Counterpoise.Cli;

/// <summary>The entry: streams in, exit code out. Everything else is in <see cref="CommandLine"/>.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        // Not Console.Out: that reads the terminal's description and asks for the locale's encoding first.
        // Not disposed: Run has flushed them, and a second attempt on a full device could only throw.
        return Run(args, Writer(Console.OpenStandardOutput()), Writer(Console.OpenStandardError()));
    }

    /// <summary>The same with streams of the caller's choice.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            var code = CommandLine.Run(args, output, error);
            output.Flush();
            error.Flush();
            return code;
        }
        catch (Exception exception)
        {
            return Report(exception, output, error);
        }
    }

    // Either stream may be the one that failed: what was said so far is written if it can be.
    private static int Report(Exception exception, TextWriter output, TextWriter error)
    {
        try
        {
            if (exception is InvalidInputException) output.Flush();
            var code = Failure.Report(exception, error);
            error.Flush();
            return code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ExitCode.BadInput;
        }
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false), bufferSize: 16 * 1024);
}
