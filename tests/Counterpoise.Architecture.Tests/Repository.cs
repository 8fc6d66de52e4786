using Counterpoise.Tests.Shared;

namespace Counterpoise.Architecture.Tests;

/// <summary>The checkout the tests run in: its text files.</summary>
internal static class Repository
{
    private static readonly string[] Untracked = [".git", ".vs", ".idea", "artifacts", "bin", "obj", "node_modules"];

    private static readonly string[] Sources =
    [
        ".cs", ".md", ".sh", ".json", ".props", ".csproj", ".slnx", ".txt", ".yml", ".ts", ".html", ".svg", ".csv", "",
    ];

    public static string Root => SharedData.Repository;

    /// <summary>Market data and venue vectors, which live beside the checkout; null where they are absent.</summary>
    public static string? Shared { get; } =
        Directory.Exists(SharedData.Root) ? Path.GetFullPath(SharedData.Root) : null;

    /// <summary>Every text file of ours, as a path from the root with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> With(string extension) =>
        Files.Where(f => f.EndsWith(extension, StringComparison.Ordinal));

    public static string Full(string path) => Path.Combine(Root, path);

    public static string Text(string path) => File.ReadAllText(Full(path));

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (Sources.Contains(Path.GetExtension(file), StringComparer.Ordinal))
                yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        }
        foreach (var below in Directory.EnumerateDirectories(folder))
        {
            if (Untracked.Contains(Path.GetFileName(below), StringComparer.Ordinal)) continue;
            foreach (var file in Walk(below)) yield return file;
        }
    }
}
