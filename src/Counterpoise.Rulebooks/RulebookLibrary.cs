using System.Reflection;
using Counterpoise.Margins;

namespace Counterpoise.Rulebooks;

/// <summary>The rulebooks that ship with this assembly, read once on first use.</summary>
public static class RulebookLibrary
{
    private const string Prefix = "rulebooks/";

    private static readonly Lazy<IReadOnlyList<Rulebook>> Shipped = new(ReadAll);

    /// <summary>Every shipped version, by name, newest first.</summary>
    public static IReadOnlyList<Rulebook> Versions => Shipped.Value;

    /// <summary>The newest version of each name.</summary>
    public static IReadOnlyList<Rulebook> All => [.. Versions.DistinctBy(r => r.Name)];

    /// <summary>A rulebook by <c>name</c> (newest version) or <c>name/date</c>.</summary>
    /// <exception cref="InvalidInputException">There is none of that name, or not of that date.</exception>
    public static Rulebook Find(string name)
    {
        foreach (var rulebook in Versions)
        {
            if (string.Equals(rulebook.Name, name, StringComparison.Ordinal)
                || string.Equals($"{rulebook.Name}/{rulebook.Effective}", name, StringComparison.Ordinal))
            {
                return rulebook;
            }
        }
        if (DatesOf(name) is { Length: > 0 } dates)
        {
            throw new InvalidInputException(
                "rulebook", name, "is of no date that ships", $"use {string.Join(" or ", dates)}");
        }
        throw new InvalidInputException(
            "rulebook", name, "is not known",
            $"use one of {string.Join(", ", All.Select(r => r.Name))}, or a .json file");
    }

    /// <summary>
    /// The versions, as <c>name/date</c>, of a rulebook that is asked for by a date; none if its name is not known.
    /// Some write <c>name@date</c>.
    /// </summary>
    public static string[] DatesOf(string name)
    {
        var end = name.AsSpan().IndexOfAny('/', '@');
        var known = end < 0 ? name : name[..end];
        return [.. Versions.Where(r => r.Name == known).Select(r => $"{r.Name}/{r.Effective}")];
    }

    private static IReadOnlyList<Rulebook> ReadAll()
    {
        var assembly = typeof(RulebookLibrary).Assembly;
        var read = new List<Rulebook>();
        foreach (var resource in assembly.GetManifestResourceNames())
            if (resource.StartsWith(Prefix, StringComparison.Ordinal)) read.Add(Read(assembly, resource));
        return
        [
            .. read.OrderBy(r => r.Name, StringComparer.Ordinal)
                .ThenByDescending(r => r.Effective, StringComparer.Ordinal),
        ];
    }

    private static Rulebook Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return RulebookJson.Read(bytes);
    }
}
