namespace Counterpoise.Cli;

/// <summary>One line on a terminal that says how far long work has come; silent in a pipe, gone when done.</summary>
internal sealed class Progress(TextWriter error) : IDisposable
{
    private readonly bool _isShown =
        error is StreamWriter { BaseStream: not (MemoryStream or FileStream) } && !Console.IsErrorRedirected;

    private int _width;

    public void Say(string text)
    {
        if (!_isShown) return;
        error.Write($"\r{text.PadRight(_width)}");
        error.Flush();
        _width = text.Length;
    }

    public void Dispose()
    {
        if (_width == 0) return;
        error.Write($"\r{new string(' ', _width)}\r");
        error.Flush();
    }
}
