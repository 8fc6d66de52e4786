using System.Text;

namespace Counterpoise.Cli;

/// <summary>
/// Files we write: whole or not at all. The text goes to a temporary file beside the target, which then takes its name
/// in one step; <c>-</c> is standard output.
/// </summary>
internal static class OutputFile
{
    /// <summary>Writes text in UTF-8.</summary>
    /// <exception cref="InvalidInputException">
    /// The target cannot be written; what was there before is untouched.
    /// </exception>
    public static void Write(string path, string text, TextWriter output)
    {
        if (path == "-") output.Write(text);
        else Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Writes what an action writes; nothing stays if it throws.</summary>
    /// <exception cref="InvalidInputException">
    /// The target cannot be written; what was there before is untouched.
    /// </exception>
    public static void Write(string path, Action<Stream> content)
    {
        if (Directory.Exists(path)) throw new InvalidInputException(path, null, "is a folder", "name a file");
        try
        {
            // A device or pipe has no whole content to replace, and renaming over it would delete it.
            if (File.Exists(path) && !IsRegular(path)) WriteTo(path, FileMode.Open, content);
            else Replace(path, content);
        }
        catch (DirectoryNotFoundException)
        {
            throw new InvalidInputException(path, null, "is in a folder that does not exist", "make the folder first");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(path, null, "cannot be written", $"the system says: {e.Message}");
        }
    }

    private static void Replace(string path, Action<Stream> content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.part");
        try
        {
            WriteTo(temporary, FileMode.Create, content);
            if (File.Exists(path) && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void WriteTo(string path, FileMode mode, Action<Stream> content)
    {
        using var file = new FileStream(path, mode, FileAccess.Write);
        content(file);
        file.Flush();
    }

    private static bool IsRegular(string path)
    {
        var full = Path.GetFullPath(path);
        return !full.StartsWith("/dev/", StringComparison.Ordinal)
            && !full.StartsWith("/proc/", StringComparison.Ordinal);
    }
}
