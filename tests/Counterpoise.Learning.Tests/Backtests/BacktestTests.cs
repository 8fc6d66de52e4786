using Counterpoise.Learning.Backtests;
using Counterpoise.Learning.Methods;
using Counterpoise.Learning.Statistics;
using Counterpoise.Markets.Candles;

namespace Counterpoise.Learning.Tests.Backtests;

public sealed class BacktestTests
{
    private const int Hours = 24 * 700;

    private static readonly Method[] Unlearned = [Method.Static, Method.Ewma, Method.Fhs, Method.Stress];

    private static BacktestReport Run(CandleHistory history) =>
        Backtest.Run([new BacktestAsset(history, RangeLimits.Of(history.Coin))], Unlearned);

    [Theory]
    [InlineData(24 * 550)]
    [InlineData(24 * 620 + 7)]
    public void What_happens_after_an_hour_changes_no_margin_up_to_it(int at)
    {
        var t = MadeUpHistory.Start + at;
        var before = Run(MadeUpHistory.Of(Hours));
        var after = Run(MadeUpHistory.Of(Hours, change: (hour, c) => hour < t
            ? c
            : new Candle(c.Open * 3, c.High * 4, c.Low / 2, c.Close * 2.5, c.Volume * 7)));
        var compared = 0;
        for (var s = 0; s < before.Series.Count; s++)
        {
            var (one, other) = (before.Series[s].Values, after.Series[s].Values);
            for (var i = 0; i < one.Origins.Count && one.Origins[i] <= t; i++)
            {
                Assert.Equal(
                    BitConverter.DoubleToInt64Bits(one.Values[i]), BitConverter.DoubleToInt64Bits(other.Values[i]));
                if (!double.IsNaN(one.Values[i])) compared++;
            }
        }
        Assert.True(compared > 2_000, $"only {compared} margins compared");
    }

    [Fact]
    public void Windows_of_a_day_begin_at_eight_and_do_not_overlap()
    {
        var series = Run(MadeUpHistory.Of(Hours)).Series.First(s => s.Values.Hours == 24).Values;
        Assert.All(series.Origins, o => Assert.Equal(8, o % 24));
        Assert.All(series.Origins.Zip(series.Origins.Skip(1)), pair => Assert.Equal(24, pair.Second - pair.First));
    }

    [Fact]
    public void A_window_with_a_missing_hour_is_in_no_test_and_listed_apart()
    {
        var gap = MadeUpHistory.Start + 24 * 600;
        var history = MadeUpHistory.Of(Hours, isMissing: hour => hour >= gap && hour < gap + 3);
        var whole = Run(MadeUpHistory.Of(Hours));
        var holed = Run(history);
        Assert.Empty(whole.Outages);
        var outage = Assert.Single(holed.Outages);
        Assert.InRange(gap, outage.Origin, outage.Origin + 24);
        Assert.Equal(3, outage.MissingHours);
        Assert.True(outage.LongLoss >= 0 && outage.ShortLoss >= 0);
        Assert.Equal(whole.Rows[2].N - 1, holed.Rows[2].N);
    }

    [Fact]
    public void Maintenance_covers_windows_of_two_hours_and_rises_at_most_a_quarter_a_day()
    {
        var report = Run(MadeUpHistory.Of(Hours));
        var rows = report.Rows.Where(r => r.Horizon == 2 && r.N > 0).ToArray();
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.True(r.Worst1d <= 1.25 + 1e-12, $"{r}"));
        Assert.All(rows, r => Assert.Null(r.KupiecP));
    }

    [Fact]
    public void Kupiec_rejects_a_right_model_as_often_as_it_says_and_far_more_often_on_overlapping_windows()
    {
        // Sums of 24 independent hours, whose quantile is known: the same law for windows that overlap and for those
        // that do not.
        const int days = 250;
        var noise = new SplitMix(6);
        var (apart, overlapping) = (0, 0);
        const int samples = 200;
        for (var s = 0; s < samples; s++)
        {
            double[] hours = [.. Enumerable.Range(0, 24 * days).Select(_ => Normal(ref noise))];
            double Window(int from) => hours.AsSpan(from, 24).ToArray().Sum() / Math.Sqrt(24);
            var hits = Enumerable.Range(0, 24 * (days - 1)).Select(h => Window(h) > 2.3263).ToArray();
            var every24 = Enumerable.Range(0, days - 1).Count(d => hits[24 * d]);
            if (Coverage.Kupiec(days - 1, every24, 0.01).P < 0.05) apart++;
            if (Coverage.Kupiec(hits.Length, hits.Count(h => h), 0.01).P < 0.05) overlapping++;
        }
        Assert.InRange(apart, 0, 0.15 * samples);
        Assert.InRange(overlapping, 0.4 * samples, 0.85 * samples);
    }

    [Fact]
    public void Nobody_is_promoted_who_did_not_run() =>
        Assert.Empty(Governance.Promotions(Run(MadeUpHistory.Of(Hours))));

    [Theory]
    [InlineData(1)]
    [InlineData(24 * 83)]
    [InlineData(24 * 501)]
    public void A_history_shorter_than_the_warm_up_is_refused(int hours)
    {
        var history = MadeUpHistory.Of(hours);
        var e = Assert.Throws<InvalidInputException>(() => Run(history));
        Assert.Equal("history of BTC", e.Field);
        Assert.Throws<InvalidInputException>(
            () => Calibration.Of(history, RangeLimits.Of(history.Coin), Method.Fhs));
    }

    private static double Normal(ref SplitMix noise)
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += noise.Uniform();
        return sum;
    }
}
