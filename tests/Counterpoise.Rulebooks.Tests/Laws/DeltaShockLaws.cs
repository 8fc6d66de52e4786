using Counterpoise.Instruments;
using static Counterpoise.Rulebooks.Tests.Laws.LawMarket;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>Deribit's delta shock: long options may reduce the delta charged, never turn it.</summary>
public sealed class DeltaShockLaws
{
    private const double Threshold = 200;

    [Theory]
    [InlineData(-1_500, 0, 1)]
    [InlineData(-1_500, 1_000, 1)]
    [InlineData(-1_500, 9_000, 0)]
    [InlineData(1_500, 9_000, 1)]
    [InlineData(1_500, -1_000, 1)]
    [InlineData(0, 5_000, 0)]
    [InlineData(0, -5_000, 1)]
    public void Long_options_reduce_and_never_flip(int perpetual, int calls, int charged)
    {
        var account = Account(
            "deribit-pm",
            Hold(Perpetual(Btc, true), perpetual * 100_000.0),
            Hold(Option(Btc, true, 2, 105_000, OptionRight.Call), calls));
        var bucket = account.Margin.Buckets.Single();
        double Delta(bool longOptions) =>
            bucket.Holdings.Where(h => (h.IsOption && h.Quantity > 0) == longOptions).Sum(h => h.Delta);
        var (options, rest) = (Delta(longOptions: true), Delta(longOptions: false));
        var delta = rest < 0
            ? Math.Min(rest + Math.Max(options, 0), 0)
            : Math.Max(rest + Math.Min(options, 0), 0);
        var size = Math.Abs(delta);
        var expected = size * Math.Min(0.1, 5e-5 * Math.Max(size - Threshold, 0));
        var got = bucket.Initial.Composition.Single(l => l.Name == "delta shock").Exact;
        Assert.Equal(expected, got, 1e-9);
        Assert.Equal(charged == 1, got > 0);
    }
}
