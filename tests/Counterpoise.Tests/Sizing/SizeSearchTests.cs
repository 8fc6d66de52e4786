using Counterpoise.Margins.Sizing;

namespace Counterpoise.Tests.Sizing;

/// <summary>Ranges of sizes that fit, their ends to the lot.</summary>
public sealed class SizeSearchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_003)]
    [InlineData(999_999_999_999)]
    public void A_limit_is_found_to_the_lot(long limit) =>
        Assert.Equal([new SizeRange(1, limit)], SizeSearch.Find(size => size <= limit, 1_000_000_000_000));

    [Fact]
    public void Nothing_fits_or_everything_does()
    {
        Assert.Empty(SizeSearch.Find(_ => false, 1_000_000));
        Assert.Equal([new SizeRange(1, 1_000_000)], SizeSearch.Find(_ => true, 1_000_000));
        Assert.Equal([new SizeRange(1, 1)], SizeSearch.Find(_ => true, 1));
        Assert.Equal([new SizeRange(1, long.MaxValue)], SizeSearch.Find(_ => true, long.MaxValue));
    }

    [Fact]
    public void What_starts_to_fit_later_and_fits_again_is_seen()
    {
        SizeRange[] ranges = [new(150, 1_234), new(5_000, 777_777), new(3_000_001, 10_000_000)];
        Assert.Equal(
            ranges, SizeSearch.Find(size => Array.Exists(ranges, r => size >= r.From && size <= r.To), 10_000_000));
    }

    [Fact]
    public void A_size_named_besides_is_looked_at()
    {
        // A hedge that fits only where it closes the position: between two steps of the scan.
        Assert.Empty(SizeSearch.Find(size => size is >= 100_100 and <= 100_110, 1_000_000));
        Assert.Equal(
            [new SizeRange(100_100, 100_110)],
            SizeSearch.Find(size => size is >= 100_100 and <= 100_110, 1_000_000, 100_105, 0, -4, 2_000_000));
    }

    [Fact]
    public void Up_to_16_every_size_is_looked_at()
    {
        var random = new Random(16);
        for (var round = 0; round < 2_000; round++)
        {
            var bits = random.Next(1 << 16);
            var most = random.Next(1, 17);
            var ranges = SizeSearch.Find(Fits, most);
            Assert.Equal(
                Enumerable.Range(1, most).Where(size => Fits(size)).Select(size => (long)size),
                ranges.SelectMany(r => Sizes(r)));
            Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.True(pair.First.To + 1 < pair.Second.From));

            bool Fits(long size) => (bits >> ((int)size - 1) & 1) != 0;
        }
    }

    private static IEnumerable<long> Sizes(SizeRange range)
    {
        for (var size = range.From; size <= range.To; size++) yield return size;
    }
}
