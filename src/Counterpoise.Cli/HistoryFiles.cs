using Counterpoise.Margins;
using Counterpoise.Margins.Historical;
using Counterpoise.Margins.Scanning;
using Counterpoise.Markets;

namespace Counterpoise.Cli;

/// <summary>The price history that the historical rulebooks are made from, file by file.</summary>
internal static class HistoryFiles
{
    /// <summary>The two historical rulebooks, without a history: evaluating them is refused.</summary>
    public static IReadOnlyList<Rulebook> Rulebooks { get; } =
    [
        HistoricalRulebook.WithoutHistory(ReducerKind.ExpectedShortfall),
        HistoricalRulebook.WithoutHistory(ReducerKind.ValueAtRisk),
    ];

    /// <summary>The files named, without the names of their series.</summary>
    public static IEnumerable<string> Paths(string[]? named) => (named ?? []).Select(n => Split(n).Path);

    /// <summary>The rulebooks with the history in those that are made from one.</summary>
    /// <exception cref="InvalidInputException">A file cannot be used.</exception>
    /// <exception cref="UsageException">No rulebook here is made from a history.</exception>
    public static IReadOnlyList<Rulebook> Apply(
        IReadOnlyList<Rulebook> rulebooks, string[] named, Func<ReducerKind, HistoricalOptions> options)
    {
        if (!rulebooks.Any(r => Rulebooks.Contains(r)))
            throw new UsageException("--history is for --rulebook historical-var, historical-es or all");
        var history = Read(named);
        return
        [
            .. rulebooks.Select(r => Rulebooks.Contains(r)
                ? HistoricalRulebook.Build(history, options(r.InitialReducer.Kind))
                : r),
        ];
    }

    private static PriceHistory Read(string[] named)
    {
        PriceHistory? history = null;
        foreach (var name in named)
        {
            var (series, path) = Split(name);
            var read = InputFile.Read(path, bytes => PriceHistoryCsv.Read(bytes, series));
            history = history?.With(read) ?? read;
        }
        return history!;
    }

    // A path may have an equals sign of its own: then what stands before it is no name of a coin.
    private static (string? Series, string Path) Split(string named)
    {
        var at = named.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && named.AsSpan(0, at).IndexOfAny("/.\\") < 0 ? (named[..at], named[(at + 1)..]) : (null, named);
    }
}
