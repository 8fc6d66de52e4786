using Counterpoise.Markets;

namespace Counterpoise.Cli;

/// <summary>The market a command runs against: the one named, or the sample nearest to the portfolio.</summary>
/// <param name="Market">Its content.</param>
/// <param name="Path">Where it was read.</param>
/// <param name="IsDefault">True if nobody named it, which must be said.</param>
internal sealed record MarketFile(Market Market, string Path, bool IsDefault)
{
    private static readonly string[] Names = ["market.json", "market.json.gz"];

    /// <summary>Reads it.</summary>
    /// <param name="path">As named on the command line; null: look for a sample.</param>
    /// <param name="portfolio">The portfolio's file, beside which a sample is looked for first.</param>
    /// <exception cref="InvalidInputException">There is none, or it cannot be used.</exception>
    public static MarketFile Read(string? path, string portfolio)
    {
        var found = path ?? Find(portfolio)
            ?? throw new InvalidInputException(
                "--market", null,
                "is missing, and there is no market.json beside the portfolio nor a samples folder with one",
                "name a market file");
        return new MarketFile(InputFile.Read(found, MarketJson.Read), found, path is null);
    }

    /// <summary>A line that says which market nobody asked for is used.</summary>
    public string Remark => $"--market not given: using {Path}";

    private static string? Find(string portfolio) =>
        Folders(portfolio).SelectMany(f => Names.Select(n => System.IO.Path.Combine(f, n))).FirstOrDefault(File.Exists);

    // Beside the portfolio, then the samples of where we are, then those of the checkout we were built in.
    private static IEnumerable<string> Folders(string portfolio)
    {
        if (portfolio != "-")
        {
            var folder = System.IO.Path.GetDirectoryName(portfolio) is { Length: > 0 } named ? named : ".";
            yield return folder;
            yield return System.IO.Path.Combine(folder, "samples");
        }
        yield return "samples";
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Counterpoise.slnx")))
                yield return System.IO.Path.Combine(at.FullName, "samples");
    }
}
