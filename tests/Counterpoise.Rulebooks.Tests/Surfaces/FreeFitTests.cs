using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Rulebooks.Tests.Surfaces;

/// <summary>
/// Recorded smiles fitted alone, against a slow search from many starts. Some smiles are best fitted with a wing
/// steeper than Lee allows, far along a valley of nearly equal curves, where the fit stops early; all expiries together
/// decide about those. Where the fit alone keeps Lee's bound, the slow search finds none better.
/// </summary>
public class FreeFitTests
{
    public static TheoryData<string, int> Files()
    {
        var data = new TheoryData<string, int>();
        foreach (var (file, chains) in FreeFit.Files) data.Add(file, chains);
        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Only_with_a_wing_steeper_than_Lee_allows_is_there_a_better_fit(string file, int chains)
    {
        var fits = FreeFit.Of(file, chains);
        Assert.NotEmpty(fits);
        var worse = fits.Where(f => f.IsWorse).ToArray();
        Assert.All(worse, f =>
        {
            Assert.True(f.Steepest > 2, $"{f.Smile.Expiry}: {f.Ratio} times the least error with {f.Smile.Alone}");
            Assert.Equal(FitKind.Repaired, f.Smile.Kind);
        });
        var greatest = fits.Max(f => f.Ratio);
        var told = $"{file}: {worse.Length} of {fits.Length} above 1.0001 times the least error, at most {greatest}";
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        // Of twenty smiles at most two, and none by more than a fifth.
        Assert.True(10 * worse.Length <= fits.Length && greatest <= 1.2, told);
    }
}
