namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>
/// Every recorded chain: 232 days, and sixteen snapshots of the days of 2026-02-04 to 07, the steepest fall recorded.
/// </summary>
public class RecordedChainTests
{
    public static TheoryData<string, int> Files()
    {
        var data = new TheoryData<string, int>();
        foreach (var (file, chains) in ChainCounts.Files) data.Add(file, chains);
        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_chain_has_a_surface_without_arbitrage(string file, int chains)
    {
        var counts = ChainCounts.Of(file, chains);
        TestContext.Current.TestOutputHelper?.WriteLine($"{file}: {counts}");
        Assert.Equal(chains, counts.Chains);
        Assert.True(
            counts.Wrong.Count == 0,
            $"{counts.Wrong.Count} of {counts.Smiles}: {string.Join('\n', counts.Wrong.Take(20))}");
        // Kinds are three, and a file without any need of repair would show nothing.
        Assert.Equal(counts.Smiles, counts.Free + counts.Repaired + counts.Leaning);
        Assert.True(counts.Aside > 0, "no unconstrained fit has arbitrage");
    }
}
