using Counterpoise.Pricing.Surfaces;
using Counterpoise.Rulebooks.Deribit;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>
/// Recorded smiles fitted alone, against a slow search from many starts. Some smiles are best fitted with a wing
/// steeper than Lee allows, far along a valley of nearly equal curves, where the fit stops early; all expiries together
/// decide about those. Where the fit alone keeps Lee's bound, the slow search finds none better.
/// </summary>
public class FreeFitTests
{
    [Theory]
    [InlineData("demo_full_chain_20260822T153351Z", 1)]
    [InlineData("stress_20260204_20260207_all_snapshots", 16)]
    public void Only_with_a_wing_steeper_than_Lee_allows_is_there_a_better_fit(string file, int chains)
    {
        using var text = SharedData.OpenText($"market/deribit/{file}.csv.gz", chains);
        var options = new SurfaceFitOptions { Weights = QuoteWeights.Equal };
        var smiles = ChainCsv.ReadAll(text).SelectMany(m => SurfaceFit.Fit(m, options).Values)
            .SelectMany(s => s.Smiles).Where(s => s.Quotes.Count >= SurfaceFit.EnoughQuotes).ToArray();
        Assert.NotEmpty(smiles);
        var (worse, greatest) = (0, 0.0);
        foreach (var smile in smiles)
        {
            var slow = new SlowSvi(
                [.. smile.Quotes.Select(q => q.LogMoneyness)], [.. smile.Quotes.Select(q => q.Vol)], smile.Years);
            var ratio = slow.Error(smile.Alone) / slow.Least(smile.Alone);
            greatest = Math.Max(greatest, ratio);
            if (ratio <= 1.0001) continue;
            worse++;
            var steepest = Math.Max(smile.Alone.LeftSlope, smile.Alone.RightSlope);
            Assert.True(steepest > 2, $"{smile.Expiry}: {ratio} times the least error with {smile.Alone}");
            Assert.NotEqual(FitKind.Free, smile.Kind);
        }
        var told = $"{file}: {worse} of {smiles.Length} above 1.0001 times the least error, at most {greatest:0.0000}";
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        // Of twenty smiles at most two, and none by more than a fifth.
        Assert.True(10 * worse <= smiles.Length && greatest <= 1.2, told);
    }
}
