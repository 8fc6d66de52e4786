namespace Counterpoise.Rulebooks.Conformance;

/// <summary>What a run over a folder of vectors came to.</summary>
/// <param name="Sets">One per set, in their fixed order.</param>
/// <param name="Uncovered">Files, and lists of files, that no set covers, by path.</param>
public sealed record ConformanceReport(IReadOnlyList<SetOutcome> Sets, IReadOnlyList<UncoveredFile> Uncovered)
{
    /// <summary>Every set there is.</summary>
    public static IReadOnlyList<VectorSet> AllSets { get; } =
    [
        DeriveSet.Pmrm2, .. DeriveStandardSets.All, .. PricingSets.All, .. CalibrationSets.All, .. OnChainSets.All,
        SimmSet.Rates, LeanSet.Margins, TierSet.Binance, LiquidationPriceSet.Venues,
    ];

    /// <summary>Checks that hold.</summary>
    public int Passed => Sets.Sum(s => s.Passed);

    /// <summary>Checks that do not, those of the counts included.</summary>
    public int Failed => Sets.Sum(s => s.Checks.Count - s.Passed);

    /// <summary>Runs the sets of a name, or all of them, over the files of a folder.</summary>
    /// <param name="files">All files, in any order.</param>
    /// <param name="name">A set or a group of sets; null: all, and whatever is not covered is listed.</param>
    /// <exception cref="InvalidInputException">There is no set of that name.</exception>
    public static ConformanceReport Run(IReadOnlyList<VectorFile> files, string? name)
    {
        VectorFile[] sorted = [.. files.OrderBy(f => f.Path, StringComparer.Ordinal)];
        VectorSet[] chosen = [.. AllSets.Where(s => name is null || s.IsNamed(name))];
        if (chosen.Length == 0)
        {
            throw new InvalidInputException(
                "--set", name, "is not a set", $"use one of {string.Join(", ", AllSets.Select(s => s.Name))}");
        }
        List<SetOutcome> outcomes = [.. chosen.Select(s => s.Run(sorted))];
        var uncovered = new List<UncoveredFile>();
        var damaged = new List<Check>();
        foreach (var file in sorted)
        {
            if (name is not null || IsText(file)) continue;
            try
            {
                if (AllSets.FirstOrDefault(s => s.Covers(file.Path)) is not { } set)
                    uncovered.Add(UncoveredFile.Read(file));
                else if (set.NotCovered.Count > 0) uncovered.AddRange(UncoveredFile.PartsOf(file, set.NotCovered));
            }
            catch (InvalidInputException e)
            {
                damaged.Add(Check.Unusable(file.Path, e.Message));
            }
        }
        if (damaged.Count > 0) outcomes.Add(new SetOutcome("damaged files", damaged.Count, 0, "cases", damaged));
        return new ConformanceReport(outcomes, uncovered);
    }

    // Pages that describe the vectors.
    private static bool IsText(VectorFile file) => file.Name.EndsWith(".md", StringComparison.Ordinal);
}
