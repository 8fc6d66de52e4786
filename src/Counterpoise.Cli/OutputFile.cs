using System.Text;

namespace Counterpoise.Cli;

/// <summary>
/// Files we write: whole or not at all. The text goes to a temporary file beside the target, which then takes its name
/// in one step; <c>-</c> is standard output.
/// </summary>
internal static class OutputFile
{
    /// <summary>
    /// Looks at every target before the first is written, so that a command that cannot finish writes nothing.
    /// </summary>
    /// <param name="targets">What will be written; null: not asked for.</param>
    /// <param name="inputs">What is read.</param>
    /// <exception cref="InvalidInputException">
    /// A target is an input, stands twice, is a folder, or its folder does not exist.
    /// </exception>
    public static void Check(IEnumerable<string?> targets, IEnumerable<string> inputs)
    {
        var read = inputs.Where(i => i != "-").Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            if (target is null or "-") continue;
            var full = Path.GetFullPath(target);
            if (read.Contains(full))
                throw new InvalidInputException(target, null, "is also read by this command", "name another file");
            if (!written.Add(full))
                throw new InvalidInputException(target, null, "is written twice", "name two different files");
            if (Directory.Exists(full)) throw new InvalidInputException(target, null, "is a folder", "name a file");
            if (!Directory.Exists(Path.GetDirectoryName(full))) throw NoFolder(target);
        }
    }

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
            throw NoFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(path, null, "cannot be written", $"the system says: {e.Message}");
        }
    }

    private static InvalidInputException NoFolder(string path) =>
        new(path, null, "is in a folder that does not exist", "make the folder first");

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
