namespace Counterpoise.Tests.Pricing;

/// <summary>Where the repository and the shared vectors lie.</summary>
public static class Repository
{
    /// <summary>The folder that holds Counterpoise.slnx, found upwards of the test binary.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of shared vectors: COUNTERPOISE_SHARED, or ../shared next to the repository.</summary>
    public static string Shared { get; } =
        Environment.GetEnvironmentVariable("COUNTERPOISE_SHARED") ?? Path.Combine(Root, "..", "shared");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Counterpoise.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("No Counterpoise.slnx above the test binary.");
    }
}
