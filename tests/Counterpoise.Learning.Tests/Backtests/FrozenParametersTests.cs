using Counterpoise.Learning.Backtests;

namespace Counterpoise.Learning.Tests.Backtests;

public sealed class FrozenParametersTests
{
    [Fact]
    public void The_parameters_are_those_the_sealed_part_was_evaluated_with() =>
        Assert.True(
            FrozenParameters.Hash == FrozenParameters.Frozen,
            $"{FrozenParameters.Hash}: changed parameters make the sealed part one more tuning part; say so");

    [Fact]
    public void Every_number_that_could_be_tuned_is_in_the_hash()
    {
        foreach (var word in (string[])["volatility", "tracker", "stressed", "maintenance", "BTC", "ETH", "learned"])
            Assert.Contains(word, FrozenParameters.Text, StringComparison.Ordinal);
    }
}
