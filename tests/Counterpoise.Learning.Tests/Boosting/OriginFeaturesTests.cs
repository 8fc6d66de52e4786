using Counterpoise.Learning.Boosting;
using Counterpoise.Learning.Methods;
using Counterpoise.Markets.Candles;

namespace Counterpoise.Learning.Tests.Boosting;

public sealed class OriginFeaturesTests
{
    private static readonly CandleHistory History = Made.History(6_000, 5);

    private static readonly OriginFeatures Features = OriginFeatures.Of(History, []);

    private static double At(OriginFeatures features, int index, string name) =>
        features.Row(index)[features.Names.ToList().IndexOf(name)];

    [Theory]
    [InlineData(1_500)]
    [InlineData(2_004)]
    [InlineData(3_333)]
    [InlineData(5_001)]
    public void Candles_from_the_origin_on_change_no_bit_before_or_at_it(int origin)
    {
        var changed = Made.History(6_000, 5, (hour, c) => hour < History.From + origin
            ? c : new Candle(3 * c.Open, 5 * c.High, 0.5 * c.Low, 2 * c.Close, 9 * c.Volume));
        var features = OriginFeatures.Of(changed, []);
        for (var index = 0; index <= origin; index++)
        {
            Assert.True(Bits(Features.Row(index)).SequenceEqual(Bits(features.Row(index))), $"row {index}");
            Assert.Equal(Features.Sigma(index, 24), features.Sigma(index, 24));
        }
        Assert.False(Bits(Features.Row(origin + 1)).SequenceEqual(Bits(features.Row(origin + 1))));
    }

    private static long[] Bits(ReadOnlySpan<double> row) =>
        Array.ConvertAll(row.ToArray(), BitConverter.DoubleToInt64Bits);

    [Fact]
    public void There_are_features_after_a_month_where_the_hour_before_has_a_candle()
    {
        Assert.False(Features.HasRow(719));
        Assert.True(Features.HasRow(720));
        Assert.True(Features.HasRow(2_001));
        Assert.False(Features.HasRow(2_003));
        Assert.False(Features.HasRow(5_001));
        Assert.True(Features.HasRow(6_000));
    }

    [Fact]
    public void A_gap_stays_a_gap_in_the_move_over_it_and_nowhere_else()
    {
        // Hours 2001 to 2003 are out: the close 6 hours before index 2008 is hour 2001's.
        Assert.True(double.IsNaN(At(Features, 2_008, "move 6 h")));
        Assert.False(double.IsNaN(At(Features, 2_008, "move 1 h")));
        Assert.False(double.IsNaN(At(Features, 2_008, "range 24 h")));
    }

    [Fact]
    public void Moves_and_the_largest_return_are_in_units_of_sigma()
    {
        const int index = 4_000;
        var sigma = Features.Sigma(index, 1);
        var closes = Enumerable.Range(index - 721, 721).Select(h => History[History.From + h].Close).ToArray();
        var day = Math.Log(closes[^1] / closes[^25]) / (sigma * Math.Sqrt(24));
        Assert.Equal(day, At(Features, index, "move 24 h"), 12);
        Assert.Equal(Math.Abs(day), At(Features, index, "|move| 24 h"), 12);
        var largest = Enumerable.Range(1, 720).Max(i => Math.Abs(Math.Log(closes[i] / closes[i - 1])));
        Assert.Equal(largest / sigma, At(Features, index, "largest move 30 d"), 9);
        Assert.Equal(Math.Log(sigma), At(Features, index, "vol level"), 12);
    }

    [Fact]
    public void Sigma_is_the_one_of_every_method() => Assert.Equal(
        new HourlyVol(History, HourlyVol.Fast).At(History.From + 1_000, 24), Features.Sigma(1_000, 24));

    [Fact]
    public void The_weekday_is_0_on_a_monday_and_the_hour_is_utc()
    {
        // 500,000 hours after 1970 began: Friday 2027-01-15 08:00.
        Assert.Equal("2027-01-15 08:00", CandleHistory.NameOf(500_000));
        Assert.Equal(4, At(Features, 24 * 35, "weekday"));
        Assert.Equal(8, At(Features, 24 * 35, "hour"));
        Assert.Equal(5, At(Features, 24 * 35 + 16, "weekday"));
        Assert.Equal(0, At(Features, 24 * 35 + 16, "hour"));
    }

    [Fact]
    public void An_indicator_is_known_after_its_hour_with_a_year_of_history_and_until_it_is_stale()
    {
        var series = new IndicatorSeries("dvol", 1, [0, 10_000, 10_024], [1, 2, double.NaN], 48);
        Assert.True(double.IsNaN(series.Before(0)));
        Assert.True(double.IsNaN(series.Before(40)));
        Assert.True(double.IsNaN(series.Before(10_000)));
        Assert.Equal(2, series.Before(10_001));
        Assert.Equal(2, series.Before(10_024));
        Assert.True(double.IsNaN(series.Before(10_025)));
        Assert.True(double.IsNaN(new IndicatorSeries("young", 0, [0, 100], [1, 2], 48).Before(110)));
        Assert.Equal(2, new IndicatorSeries("old", 0, [0, 9_000], [1, 2], 48).Before(9_048));
        Assert.True(double.IsNaN(new IndicatorSeries("stale", 0, [0, 9_000], [1, 2], 48).Before(9_049)));
    }

    [Fact]
    public void An_indicator_is_a_column_with_its_sign()
    {
        var from = History.From;
        var features = OriginFeatures.Of(
            History, [new IndicatorSeries("dvol", 1, [from - 9_000, from + 3_000], [50, 60], 20_000)]);
        Assert.Equal("dvol", features.Names[^1]);
        Assert.Equal(1, features.Signs[^1]);
        Assert.Equal(50, features.Row(3_000)[^1]);
        Assert.Equal(60, features.Row(3_001)[^1]);
    }

    [Fact]
    public void A_series_out_of_order_or_of_two_lengths_is_refused()
    {
        Assert.Throws<InvalidInputException>(() => new IndicatorSeries("x", 0, [1, 1], [1, 2], 1));
        Assert.Throws<InvalidInputException>(() => new IndicatorSeries("x", 0, [1], [1, 2], 1));
    }
}
