using Counterpoise.Units;
using CsCheck;

namespace Counterpoise.Tests.Units;

public sealed class InstantTests
{
    // To 100 ns: the resolution of text.
    private static readonly Gen<Instant> Instants =
        Gen.Long[0, 92_000_000_000_000_000].Select(t => new Instant(t * 100));

    [Fact]
    public void An_instant_printed_and_parsed_is_itself() =>
        Instants.Sample(i => Instant.TryParse(i.ToString(), out var back) && back == i);

    [Fact]
    public void Difference_and_sum_are_inverse() =>
        Gen.Select(Instants, Instants).Sample((a, b) => a + (b - a) == b && (a < b) == (b - a > default(Duration)));

    [Fact]
    public void Text_and_calendar_agree()
    {
        Assert.Equal("2026-09-25T08:00:00Z", Instant.FromUtc(2026, 9, 25, 8).ToString());
        Assert.Equal(1_790_323_200_000_000_000, Instant.FromUtc(2026, 9, 25, 8).Nanoseconds);
        Assert.Equal(Instant.FromUnixSeconds(5), Instant.FromUnixMilliseconds(5_000));
        Assert.Equal("1970-01-01T00:00:00Z", default(Instant).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2026-02-30")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("2262-06-01")]
    public void Other_text_is_no_instant(string? text) => Assert.False(Instant.TryParse(text, out _));

    [Fact]
    public void Beyond_the_last_instant_is_an_overflow()
    {
        Assert.Throws<OverflowException>(() => new Instant(long.MaxValue) + new Duration(1));
        Assert.Throws<OverflowException>(() => Instant.FromUnixMilliseconds(long.MaxValue));
        Assert.Throws<OverflowException>(() => new Instant(long.MinValue) - new Instant(1));
        Assert.Throws<OverflowException>(() => Duration.FromSeconds(1e300));
    }

    [Fact]
    public void A_year_has_365_days()
    {
        Assert.Equal(1, Duration.FromDays(365).Years);
        Assert.Equal(0.5, Duration.FromSeconds(43_200).Days);
    }
}
