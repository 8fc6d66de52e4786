namespace Counterpoise.Rulebooks.Conformance;

/// <summary>A file of vectors: its path relative to their folder, with slashes, and how to get its bytes.</summary>
/// <param name="Path">For example <c>pricing/derive_svi.csv</c>.</param>
/// <param name="Read">Its content; throws <see cref="InvalidInputException"/> if it cannot be read.</param>
public sealed record VectorFile(string Path, Func<ReadOnlyMemory<byte>> Read)
{
    /// <summary>The last part of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>What a file came to.</summary>
/// <param name="Cases">How many cases it holds, in the set's own unit.</param>
/// <param name="Checks">All comparisons.</param>
public sealed record FileChecks(int Cases, IReadOnlyList<Check> Checks);

/// <summary>What a set came to.</summary>
/// <param name="Name">Of the set.</param>
/// <param name="Files">Files read.</param>
/// <param name="Cases">Cases in them.</param>
/// <param name="CaseNoun">What a case is, in the plural.</param>
/// <param name="Checks">All comparisons, those of the counts included.</param>
public sealed record SetOutcome(string Name, int Files, int Cases, string CaseNoun, IReadOnlyList<Check> Checks)
{
    /// <summary>Checks that hold.</summary>
    public int Passed => Checks.Count(c => c.Passed);

    /// <summary>Checks that do not.</summary>
    public IEnumerable<Check> Failures => Checks.Where(c => !c.Passed);

    /// <summary>The worst error of all comparisons of numbers; null if there are none.</summary>
    public double? WorstError => Checks.Max(c => c.Error);
}

/// <summary>Published cases of one kind and how to check them.</summary>
/// <param name="Name">As chosen on the command line; the part before the slash is its group.</param>
/// <param name="Pattern">Paths of its files; may hold one <c>*</c>.</param>
/// <param name="CaseNoun">What is counted as a case, in the plural.</param>
/// <param name="MinimumFiles">Fewer files are a failure: a case that was deleted must not pass.</param>
/// <param name="MinimumCases">The same for cases.</param>
/// <param name="Check">Checks one file.</param>
public sealed record VectorSet(
    string Name, string Pattern, string CaseNoun, int MinimumFiles, int MinimumCases,
    Func<string, ReadOnlyMemory<byte>, FileChecks> Check)
{
    /// <summary>The file its cases are computed with; null where each file has its own parameters.</summary>
    public string? Parameters { get; init; }

    /// <summary>Checks one file with <see cref="Parameters"/>, in place of <see cref="Check"/>.</summary>
    public Func<string, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, FileChecks>? CheckWith { get; init; }

    /// <summary>True if a path belongs to this set.</summary>
    public bool Covers(string path) => HoldsCases(path) || string.Equals(path, Parameters, StringComparison.Ordinal);

    private bool HoldsCases(string path)
    {
        var star = Pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0) return string.Equals(Pattern, path, StringComparison.Ordinal);
        return path.Length >= Pattern.Length - 1
            && path.StartsWith(Pattern[..star], StringComparison.Ordinal)
            && path.EndsWith(Pattern[(star + 1)..], StringComparison.Ordinal);
    }

    /// <summary>True if a name means this set or its group.</summary>
    public bool IsNamed(string name) =>
        string.Equals(Name, name, StringComparison.Ordinal) || Name.StartsWith(name + "/", StringComparison.Ordinal);

    /// <summary>Checks those of <paramref name="files"/> that belong to this set.</summary>
    public SetOutcome Run(IEnumerable<VectorFile> files)
    {
        VectorFile[] own = [.. files.Where(f => Covers(f.Path))];
        var parameters = Parameters is null ? null : Array.Find(own, f => !HoldsCases(f.Path));
        var checks = new List<Check>();
        int count = 0, cases = 0;
        foreach (var file in own.Where(f => HoldsCases(f.Path)))
        {
            count++;
            var outcome = CheckOne(file, parameters);
            cases += outcome.Cases;
            checks.AddRange(outcome.Checks);
        }
        checks.Add(Conformance.Check.AtLeast(Pattern, "files", MinimumFiles, count));
        checks.Add(Conformance.Check.AtLeast(Pattern, CaseNoun, MinimumCases, cases));
        return new SetOutcome(Name, count, cases, CaseNoun, checks);
    }

    // Whatever a damaged file makes the readers or the evaluator throw is that file's failure, not ours.
    private FileChecks CheckOne(VectorFile file, VectorFile? parameters)
    {
        try
        {
            if (CheckWith is null) return Check(file.Name, file.Read());
            return parameters is not null
                ? CheckWith(file.Name, file.Read(), parameters.Read())
                : throw new InvalidInputException(Parameters!, null, "is missing", "fetch it again");
        }
        catch (Exception e) when (e is InvalidInputException or ArithmeticException or ArgumentException)
        {
            return new FileChecks(0, [Conformance.Check.Unusable(file.Path, e.Message)]);
        }
    }
}
