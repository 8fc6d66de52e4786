using Counterpoise.Rulebooks.Conformance;

namespace Counterpoise.Cli;

/// <summary>A folder of vectors: its files by their path below it.</summary>
internal static class VectorFolder
{
    /// <summary>All files but hidden ones; none is read yet.</summary>
    /// <exception cref="InvalidInputException">There is no such folder, or it has no files.</exception>
    public static IReadOnlyList<VectorFile> Files(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw File.Exists(folder)
                ? new InvalidInputException(folder, null, "is not a folder", "name the folder of the vectors")
                : new InvalidInputException(folder, null, "does not exist", "name the folder of the vectors");
        }
        VectorFile[] files =
        [
            .. from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
               let name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')
               where !name.Split('/').Any(part => part.StartsWith('.'))
               select new VectorFile(name, () => InputFile.ReadBytes(path)),
        ];
        return files.Length > 0
            ? files
            : throw new InvalidInputException(folder, null, "has no files", "name the folder of the vectors");
    }
}
