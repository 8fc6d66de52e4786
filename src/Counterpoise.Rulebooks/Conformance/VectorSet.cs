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
public sealed record FileChecks(int Cases, IReadOnlyList<Check> Checks)
{
    /// <summary>Values that are shown beside ours and not judged.</summary>
    public IReadOnlyList<Compared> Compared { get; init; } = [];
}

/// <summary>What a set came to.</summary>
/// <param name="Name">Of the set.</param>
/// <param name="Files">Files read.</param>
/// <param name="Cases">Cases in them.</param>
/// <param name="CaseNoun">What a case is, in the plural.</param>
/// <param name="Checks">All comparisons, those of the counts included.</param>
public sealed record SetOutcome(string Name, int Files, int Cases, string CaseNoun, IReadOnlyList<Check> Checks)
{
    /// <summary>Values that are shown beside ours and not judged.</summary>
    public IReadOnlyList<Compared> Compared { get; init; } = [];

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
/// <param name="Check">Checks one file, by name and content, with the contents of <see cref="Inputs"/>.</param>
public sealed record VectorSet(
    string Name, string Pattern, string CaseNoun, int MinimumFiles, int MinimumCases,
    Func<string, ReadOnlyMemory<byte>, IReadOnlyList<ReadOnlyMemory<byte>>, FileChecks> Check)
{
    /// <summary>A set whose files hold all they need.</summary>
    public VectorSet(
        string name, string pattern, string caseNoun, int minimumFiles, int minimumCases,
        Func<string, ReadOnlyMemory<byte>, FileChecks> check)
        : this(name, pattern, caseNoun, minimumFiles, minimumCases, (file, content, _) => check(file, content))
    {
    }

    /// <summary>Lists of its JSON file that nothing checks yet; listed with the files that are not covered.</summary>
    public IReadOnlyList<string> NotCovered { get; init; } = [];

    /// <summary>Files every case is computed from, by path; they hold no cases.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>True if a path belongs to this set.</summary>
    public bool Covers(string path) => Inputs.Contains(path, StringComparer.Ordinal) || HoldsCases(path);

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
    public SetOutcome Run(IReadOnlyCollection<VectorFile> files)
    {
        var checks = new List<Check>();
        var compared = new List<Compared>();
        VectorFile[] own = [.. files.Where(f => HoldsCases(f.Path))];
        var cases = 0;
        foreach (var file in own)
        {
            var outcome = CheckOne(file, files);
            cases += outcome.Cases;
            checks.AddRange(outcome.Checks);
            compared.AddRange(outcome.Compared);
        }
        checks.Add(Conformance.Check.AtLeast(Pattern, "files", MinimumFiles, own.Length));
        checks.Add(Conformance.Check.AtLeast(Pattern, CaseNoun, MinimumCases, cases));
        return new SetOutcome(Name, own.Length, cases, CaseNoun, checks) { Compared = compared };
    }

    // Whatever a damaged file makes the readers or the evaluator throw is that file's failure, not ours.
    private FileChecks CheckOne(VectorFile file, IReadOnlyCollection<VectorFile> files)
    {
        try
        {
            return Check(file.Name, file.Read(), [.. Inputs.Select(path => Input(files, path))]);
        }
        catch (Exception e) when (e is InvalidInputException or ArithmeticException or ArgumentException)
        {
            return new FileChecks(0, [Conformance.Check.Unusable(file.Path, e.Message)]);
        }
    }

    private static ReadOnlyMemory<byte> Input(IReadOnlyCollection<VectorFile> files, string path) =>
        files.FirstOrDefault(f => string.Equals(f.Path, path, StringComparison.Ordinal))?.Read()
        ?? throw new InvalidInputException(path, null, "is missing", "fetch the vectors again");
}
