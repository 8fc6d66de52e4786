using ArchUnitNET.Domain;

namespace Counterpoise.Architecture.Tests;

/// <summary>
/// An order of namespaces under a root: types may use their own namespace, those to its left, and the root itself.
/// Constants are inlined by the compiler, so a use of a mere constant is not seen.
/// </summary>
/// <param name="Root">The namespace above all of them.</param>
/// <param name="Order">Names of the folders, the most basic first.</param>
internal sealed record Layering(string Root, IReadOnlyList<string> Order)
{
    private const int Outside = -2;

    private const int Unlisted = -3;

    /// <summary>A line for each use that points to the right and each folder without a place in the order.</summary>
    public IReadOnlyList<string> Violations(IEnumerable<IType> types)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            var rank = Rank(type);
            if (rank == Outside) continue;
            if (rank == Unlisted) found.Add($"{type.Namespace.FullName} has no place in the order");
            foreach (var used in type.Dependencies.Select(d => d.Target))
            {
                if (rank < Rank(used)) found.Add($"{type.FullName} uses {used.FullName}");
            }
        }
        return [.. found];
    }

    /// <summary>−1 for the root itself, which everything may use.</summary>
    private int Rank(IType type)
    {
        var name = type.Namespace?.FullName ?? "";
        if (name == Root) return -1;
        if (!name.StartsWith(Root + ".", StringComparison.Ordinal)) return Outside;
        var folder = name[(Root.Length + 1)..].Split('.')[0];
        for (var i = 0; i < Order.Count; i++)
            if (Order[i] == folder) return i;
        return Unlisted;
    }
}
