using System.Text;

namespace Counterpoise.Cli;

/// <summary>The entry: streams in, exit code out. Everything else is in <see cref="CommandLine"/>.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        // Not Console.Out: that reads the terminal's description and asks for the locale's encoding first.
        using var output = Writer(Console.OpenStandardOutput());
        using var error = Writer(Console.OpenStandardError());
        return Run(args, output, error);
    }

    /// <summary>The same with streams of the caller's choice.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            return CommandLine.Run(args, output, error);
        }
        catch (Exception exception)
        {
            return Failure.Report(exception, error);
        }
        finally
        {
            output.Flush();
            error.Flush();
        }
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false), bufferSize: 16 * 1024);
}
