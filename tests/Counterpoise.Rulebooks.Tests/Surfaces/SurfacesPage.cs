using Counterpoise.Rulebooks.Tests.Pages;

namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>docs/numerics/surfaces.md.</summary>
internal static class SurfacesPage
{
    public static void Prints(string table, IEnumerable<string> lines) =>
        PageTable.Prints("docs/numerics/surfaces.md", table, lines);
}
