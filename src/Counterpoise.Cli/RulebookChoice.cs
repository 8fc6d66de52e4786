using System.CommandLine;
using Counterpoise.Margins;
using Counterpoise.Rulebooks;
using Counterpoise.Rulebooks.Tiers;

namespace Counterpoise.Cli;

/// <summary>The rulebooks named on a command line: shipped ones by name, others by file.</summary>
internal static class RulebookChoice
{
    /// <summary>Used where none is named.</summary>
    public const string Default = "deribit-pm";

    public static Option<string[]> Option() => new("--rulebook", "-r")
    {
        Description = $"names, name/date or .json files, separated by commas, or all; default {Default}",
        HelpName = "A,B,...",
    };

    /// <summary>The newest of every name; those made from a history come last.</summary>
    private static IReadOnlyList<Rulebook> All => [.. RulebookLibrary.All, .. HistoryFiles.Rulebooks];

    /// <summary>The option for tiers of the user's own.</summary>
    public static Option<string?> Tiers() => new("--tiers")
    {
        Description = "tier tables (csv) for rulebooks by tier, before their own",
        HelpName = "FILE",
    };

    /// <summary>The rulebooks with the tables of a file; null: as they are.</summary>
    /// <exception cref="InvalidInputException">It cannot be used, or no rulebook chosen takes tiers.</exception>
    public static IReadOnlyList<Rulebook> WithTiers(IReadOnlyList<Rulebook> books, string? file)
    {
        if (file is null) return books;
        if (!books.Any(TierFile.IsTiered))
        {
            throw new InvalidInputException(
                "--tiers", file, "is of no use to the rulebooks chosen", "choose one by tier, e.g. binance-usdm");
        }
        var tables = TierFile.Read(file, InputFile.ReadBytes(file));
        return [.. books.Select(b => TierFile.Apply(b, file, tables))];
    }

    /// <summary>In the order named, each once.</summary>
    /// <exception cref="InvalidInputException">A name is unknown or a file cannot be used.</exception>
    public static IReadOnlyList<Rulebook> Read(string[]? names)
    {
        string[] wanted = [.. (names ?? []).SelectMany(n => n.Split(',', StringSplitOptions.TrimEntries))];
        if (wanted.Length == 0) wanted = [Default];
        List<Rulebook> found = [];
        foreach (var name in wanted)
        {
            IReadOnlyList<Rulebook> named = name == "all" ? All : [Find(name)];
            foreach (var rulebook in named)
                if (!found.Any(f => f.Name == rulebook.Name && f.Effective == rulebook.Effective)) found.Add(rulebook);
        }
        return found;
    }

    /// <summary>Those of the names that are files.</summary>
    public static IEnumerable<string> Files(string[]? names) =>
        (names ?? []).SelectMany(n => n.Split(',', StringSplitOptions.TrimEntries)).Where(IsFile);

    /// <summary>One rulebook.</summary>
    /// <exception cref="InvalidInputException">It is unknown or its file cannot be used.</exception>
    public static Rulebook Find(string name)
    {
        if (IsFile(name)) return FromFile(name);
        if (HistoryFiles.Rulebooks.FirstOrDefault(r => r.Name == name) is { } historical) return historical;
        try
        {
            return RulebookLibrary.Find(name);
        }
        catch (InvalidInputException e) when (RulebookLibrary.DatesOf(name).Length == 0)
        {
            var names = string.Join(" or ", HistoryFiles.Rulebooks.Select(r => r.Name));
            throw new InvalidInputException(e.Field, e.Value, e.Problem, $"{e.Remedy}; with --history also {names}");
        }
    }

    // A file says what it likes: it must not pass for the rulebook that ships under the same name.
    private static Rulebook FromFile(string path)
    {
        var rulebook = InputFile.Read(path, RulebookJson.Read);
        return rulebook with
        {
            Name = Path.GetFileName(path),
            Title = $"{rulebook.Title}, from file {path}",
            LabelReason = $"stated by the file itself, not checked here: {rulebook.LabelReason}",
        };
    }

    private static bool IsFile(string name) =>
        name.EndsWith(".json", StringComparison.Ordinal) || name.EndsWith(".json.gz", StringComparison.Ordinal);
}
