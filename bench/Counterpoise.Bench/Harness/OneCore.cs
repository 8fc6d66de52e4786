using System.Diagnostics;
using System.Numerics;

namespace Counterpoise.Bench.Harness;

/// <summary>
/// Keeps the measuring thread, and the child it starts, on one core: they take turns, so they share its caches, its
/// clock and its other load. The runtime's own threads stay free.
/// </summary>
internal static class OneCore
{
    /// <summary>Stays on the last core allowed; does nothing where the system cannot.</summary>
    public static void Stay()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var self = Process.GetCurrentProcess();
        var allowed = (ulong)self.ProcessorAffinity;
        self.ProcessorAffinity = (nint)(1UL << BitOperations.Log2(allowed));
    }
}
