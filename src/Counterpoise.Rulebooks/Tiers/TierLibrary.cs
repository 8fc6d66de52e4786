using System.Reflection;
using Counterpoise.Json;
using Counterpoise.Margins.Charges;
using Counterpoise.Rulebooks.Charges;

namespace Counterpoise.Rulebooks.Tiers;

/// <summary>
/// The tier tables that several rulebooks share, read once on first use: <c>Parameters/tiers/NAME.json</c>, with the
/// date of the tables in the name.
/// </summary>
public static class TierLibrary
{
    private const string Prefix = "parameters/tiers/";
    private const string Suffix = ".json";

    private static readonly Lazy<IReadOnlyDictionary<string, TierTables>> Shipped = new(ReadAll);

    /// <summary>Their names, in order.</summary>
    public static IEnumerable<string> Names => Shipped.Value.Keys.Order(StringComparer.Ordinal);

    /// <summary>The tables of a name; null if there are none.</summary>
    public static TierTables? Find(string name) => Shipped.Value.GetValueOrDefault(name);

    private static Dictionary<string, TierTables> ReadAll()
    {
        var assembly = typeof(TierLibrary).Assembly;
        var tables = new Dictionary<string, TierTables>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (resource.StartsWith(Prefix, StringComparison.Ordinal))
                tables.Add(resource[Prefix.Length..^Suffix.Length], Read(assembly, resource));
        }
        return tables;
    }

    private static TierTables Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return JsonText.Read(
            bytes, root => TierTablesJson.ReadTables(root.Fields(["sources", "tables"]).Required("tables")));
    }
}
