namespace Counterpoise.Cli;

/// <summary>The one place where an exception becomes a line on standard error and an exit code.</summary>
internal static class Failure
{
    public static int Report(Exception exception, TextWriter error)
    {
        var (code, text) = Describe(exception);
        error.WriteLine($"counterpoise: {OneLine(text)}");
        if (code == ExitCode.Internal && Environment.GetEnvironmentVariable("COUNTERPOISE_DEBUG") == "1")
            error.WriteLine(exception);
        return code;
    }

    public static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();

    private static (int Code, string Text) Describe(Exception exception) => exception switch
    {
        InvalidInputException => (ExitCode.BadInput, exception.Message),
        IOException or UnauthorizedAccessException => (ExitCode.BadInput, exception.Message),
        _ => (
            ExitCode.Internal,
            $"internal error: {exception.GetType().Name}: {exception.Message.TrimEnd('.')}; please report it with the "
                + "command and its files (COUNTERPOISE_DEBUG=1 shows where)"),
    };
}
