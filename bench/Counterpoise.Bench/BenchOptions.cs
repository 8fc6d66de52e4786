namespace Counterpoise.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    private const int Rounds = 41;
    private const int QuickRounds = 11;
    private const int Passes = 3;

    /// <summary>One pass of 11 rounds instead of three of 41.</summary>
    public bool Quick { get; init; }

    /// <summary>Where the figures go as JSON; null: nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>Only workloads whose name contains this; null: all.</summary>
    public string? Only { get; init; }

    /// <summary>Whether a workload is to be measured.</summary>
    public bool Chooses(string workload) =>
        Only is null || workload.Contains(Only, StringComparison.OrdinalIgnoreCase);

    /// <summary>Rounds per workload and pass.</summary>
    public int RoundCount => Quick ? QuickRounds : Rounds;

    /// <summary>
    /// How often all workloads are gone through: a neighbour on the host who slows one pass down may be gone in the
    /// next.
    /// </summary>
    public int PassCount => Quick ? 1 : Passes;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">An option is unknown or lacks its value.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new BenchOptions();
        for (var at = 0; at < args.Count; at++)
        {
            options = args[at] switch
            {
                "--quick" => options with { Quick = true },
                "--json" => options with { Json = Writable(Value(args, ref at)) },
                "--only" => options with { Only = Value(args, ref at) },
                _ => throw new ArgumentException(
                    $"unknown option \"{args[at]}\"; options are --quick, --json FILE, --only TEXT"),
            };
        }
        return options;
    }

    // Found out before the minutes of measuring.
    private static string Writable(string path) =>
        Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) && !Directory.Exists(path)
            ? path
            : throw new ArgumentException($"\"{path}\" is not a file in a folder that exists");

    private static string Value(IReadOnlyList<string> args, ref int at) =>
        at + 1 < args.Count ? args[++at] : throw new ArgumentException($"{args[at]} needs a value");
}
