using Counterpoise.Rulebooks.Conformance.Derive;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>The published cases beside the made-up ones.</summary>
public static partial class LawMarket
{
    public const int PublishedCases = 73;

    /// <summary>The published cases; skips the test where they are absent.</summary>
    public static IEnumerable<Account> Published()
    {
        var folder = Path.Combine(SharedData.Root, "vectors", "derive", "pmrm2");
        if (!Directory.Exists(folder))
            Assert.Skip($"{folder} is not there (set COUNTERPOISE_SHARED): {PublishedCases} cases skipped");
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var published = PmrmCase.Read(File.ReadAllBytes(path));
            yield return new Account(
                Path.GetFileName(path), published.Rulebook, published.Portfolio, published.Market);
        }
    }
}
