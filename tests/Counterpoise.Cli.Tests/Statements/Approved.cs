using Counterpoise.Tests.Shared;

namespace Counterpoise.Cli.Tests.Statements;

/// <summary>
/// Output that a person has looked at. UPDATE_GOLDEN=1 rewrites the files; the diff is then to be read.
/// </summary>
internal static class Approved
{
    public static void Matches(string name, string output) =>
        MatchesFile($"tests/Counterpoise.Cli.Tests/Statements/Approved/{name}", output);

    /// <summary>The same for a file anywhere in the repository.</summary>
    public static void MatchesFile(string name, string output)
    {
        var path = Path.Combine(SharedData.Repository, name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(path, output);
        Assert.True(File.Exists(path), $"{name} is not approved yet: run with UPDATE_GOLDEN=1 and read it");
        Assert.Equal(File.ReadAllText(path), output);
    }
}
