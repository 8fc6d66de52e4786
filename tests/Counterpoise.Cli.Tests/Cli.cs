namespace Counterpoise.Cli.Tests;

/// <summary>What one run of the command line said.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error);

/// <summary>The command line in this process, and a folder for its files.</summary>
internal sealed class Cli : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("counterpoise-cli-").FullName;

    public static Outcome Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Program.Run(args, output, error);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <summary>Words separated by blanks.</summary>
    public static Outcome Say(string line) => Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }

    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
