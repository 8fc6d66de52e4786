namespace Counterpoise.Architecture.Tests;

/// <summary>What breaks a rule, one line each.</summary>
internal static class Breaches
{
    /// <summary>Fails with every breach in full: xunit's own message for a collection shows five, cut short.</summary>
    public static void None(IEnumerable<string> breaches)
    {
        List<string> found = [.. breaches];
        if (found.Count > 0) Assert.Fail($"{found.Count} breaches:\n{string.Join('\n', found)}");
    }
}
