namespace Counterpoise.Cli.Statements;

/// <summary>How a piece of text stands out on a terminal. In a pipe nothing does.</summary>
internal enum Tone
{
    Plain = 0,
    Strong = 1,
    Faint = 2,
    Good = 3,
    Bad = 4,
    Marked = 5,
}

/// <summary>Lines of text, with colour where the reader is a person at a terminal.</summary>
internal sealed class TextPage(TextWriter output, bool colour)
{
    public TextWriter Output { get; } = output;

    /// <summary>
    /// True for a terminal whose user has not said otherwise (https://no-color.org). A writer that is not the process's
    /// own stream is a test's or a file's.
    /// </summary>
    public static bool IsColourful(TextWriter output)
    {
        if (output is not StreamWriter { BaseStream: not (MemoryStream or FileStream) }) return false;
        if (Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 })
            return false;
        return Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
    }

    public void Line(string text = "", Tone tone = Tone.Plain) => Output.WriteLine(In(tone, text));

    /// <summary>A section's title and what its numbers mean.</summary>
    public void Title(string title, string remark = "")
    {
        Line();
        Line(remark.Length == 0 ? In(Tone.Strong, title) : $"{In(Tone.Strong, title)}  {In(Tone.Faint, remark)}");
    }

    /// <summary>A label and its text; several texts stand below each other.</summary>
    public void Field(string label, params IEnumerable<string> texts) => Field(label, Tone.Plain, texts);

    /// <summary>The same in a tone.</summary>
    public void Field(string label, Tone tone, params IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            Output.WriteLine($"{In(Tone.Faint, label.PadRight(11))} {In(tone, text)}");
            label = "";
        }
    }

    public string In(Tone tone, string text)
    {
        if (!colour || text.Length == 0) return text;
        return tone switch
        {
            Tone.Strong => $"\u001b[1m{text}\u001b[0m",
            Tone.Faint => $"\u001b[2m{text}\u001b[0m",
            Tone.Good => $"\u001b[34m{text}\u001b[0m",
            Tone.Bad => $"\u001b[33m{text}\u001b[0m",
            Tone.Marked => $"\u001b[7m{text}\u001b[0m",
            _ => text,
        };
    }
}
