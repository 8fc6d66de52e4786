using System.IO.Compression;

namespace Counterpoise.Tests.Shared;

/// <summary>
/// Recorded data beside the repository (<c>../shared</c>, or <c>COUNTERPOISE_SHARED</c>). It is never copied in: where
/// it is absent the test says so loudly and is skipped.
/// </summary>
public static class SharedData
{
    /// <summary>The repository's root: the folder of Counterpoise.slnx.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder of the data, whether it exists or not.</summary>
    public static string Root { get; } =
        Environment.GetEnvironmentVariable("COUNTERPOISE_SHARED") is { Length: > 0 } root
            ? root
            : Path.GetFullPath(Path.Combine(Repository, "..", "shared"));

    /// <summary>A file's path; skips the test if there is none.</summary>
    /// <param name="path">Relative, with slashes: <c>market/deribit/…</c>.</param>
    /// <param name="cases">How many cases are skipped without it.</param>
    public static string File(string path, int cases)
    {
        var full = Path.Combine(Root, path);
        if (!System.IO.File.Exists(full))
            Assert.Skip($"{full} is not there (set COUNTERPOISE_SHARED): {cases} cases skipped");
        return full;
    }

    /// <summary>The text of a file, decompressed if its name ends with .gz.</summary>
    public static TextReader OpenText(string path, int cases)
    {
        Stream stream = System.IO.File.OpenRead(File(path, cases));
        if (path.EndsWith(".gz", StringComparison.Ordinal)) stream = new GZipStream(stream, CompressionMode.Decompress);
        return new StreamReader(stream);
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Counterpoise.slnx"))) return folder.FullName;
        throw new InvalidOperationException("Counterpoise.slnx was not found above " + AppContext.BaseDirectory);
    }
}
