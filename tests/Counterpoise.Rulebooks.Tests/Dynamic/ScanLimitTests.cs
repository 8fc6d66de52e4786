using Counterpoise.Markets.Indicators;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Dynamic;

public sealed class ScanLimitTests
{
    [Theory]
    [InlineData("BTC")]
    [InlineData("ETH")]
    [InlineData("SOL")]
    [InlineData("BCH")]
    [InlineData("PEPE")]
    public void Forecasts_are_held_between_the_limits_of_the_rulebook(string code)
    {
        var coin = Currency.Parse(code);
        var scan = RulebookLibrary.Find("counterpoise").RulesFor(coin, isInverse: false).Dynamic!.Scan;
        Assert.Equal((scan.Floor, scan.Cap), (ScanLimits.Of(coin).Floor, ScanLimits.Of(coin).Cap));
    }
}
