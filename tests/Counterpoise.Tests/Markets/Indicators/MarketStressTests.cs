using Counterpoise.Markets.Indicators;
using Counterpoise.Units;

namespace Counterpoise.Tests.Markets.Indicators;

public sealed class MarketStressTests
{
    private static readonly Instant Start = Instant.FromUtc(2025, 1, 1);

    [Fact]
    public void Groups_without_history_are_left_out_and_weights_renormalised()
    {
        var reading = new MarketStress(countsVolatility: true).Observe(
            Start,
            [
                Of(IndicatorGroup.Depth, 0.8), Of(IndicatorGroup.Funding, 0.4), Of(IndicatorGroup.Funding, 0.2),
                Of(IndicatorGroup.Spread, null), Of(IndicatorGroup.None, 1),
            ]);
        Assert.Equal(2, reading.Parts.Count);
        Assert.Equal((0.25 * 0.8 + 0.15 * 0.4) / 0.40, reading.Sum!.Value, 12);
        Assert.Equal(1, reading.Parts.Sum(p => p.Weight), 12);
        Assert.Null(new MarketStress(true).Observe(Start, [Of(IndicatorGroup.Spread, null)]).Sum);
    }

    [Fact]
    public void Volatility_counts_only_where_the_scan_does_not_follow_it()
    {
        (IndicatorTerms, IndicatorReading)[] readings = [Of(IndicatorGroup.Volatility, 1), Of(IndicatorGroup.Basis, 0)];
        Assert.Equal(0, new MarketStress(countsVolatility: false).Observe(Start, readings).Sum);
        Assert.Equal(0.25 / 0.40, new MarketStress(countsVolatility: true).Observe(Start, readings).Sum!.Value, 12);
    }

    [Fact]
    public void It_is_on_after_an_hour_and_off_after_a_day_at_limited_speed()
    {
        var stress = new MarketStress(countsVolatility: true);
        StressReading At(double hours, double score) =>
            stress.Observe(Start + Duration.FromSeconds(3_600 * hours), [Of(IndicatorGroup.Basis, score)]);

        At(0, 0.9);
        Assert.False(At(0.9, 0.9).IsOn);
        // A moment below 0.5: the hour begins anew.
        At(1, 0.4);
        At(1.5, 0.9);
        Assert.False(At(2.4, 0.9).IsOn);
        Assert.True(At(2.5, 0.9).IsOn);
        // It was on from the observation before the hour was full.
        Assert.Equal(0.11, At(3.5, 0.9).Level, 12);
        var high = At(20, 0.9).Level;
        Assert.Equal(0.9, high, 12);
        Assert.Equal(high - 0.02, At(21, 0.2).Level, 12);
        Assert.True(At(44.9, 0.2).IsOn);
        Assert.False(At(45, 0.2).IsOn);
        Assert.Equal(0, At(200, 0.2).Level);
    }

    [Fact]
    public void A_regime_report_names_what_changed_and_what_is_not_known()
    {
        var coin = new CoinIndicators();
        coin.Mark(Start, 100);
        coin.Depth(Start, new DepthSample(165e6, 99.5, 200e6, 100.5));
        coin.Funding(Start, 0.0001);
        var before = coin.At(Start);
        var later = Start + Duration.FromSeconds(60);
        coin.Depth(later, new DepthSample(24e6, 99.5, 200e6, 100.5));
        coin.Funding(later, -0.0008);
        var report = RegimeReport.Between(Start, before, later, coin.At(later));
        Assert.Equal(["depth fell from 165.0 M$ to 24.0 M$", "funding rose from 0.010 % to 0.080 %"],
            report.Changes.Select(c => $"{c.Pattern} {c.Words}"));
        Assert.All(report.Changes, c => Assert.True(c.NeedsMore));
        Assert.Contains("skew", report.Unknown);
        Assert.Contains("correlation", report.Unknown);
        Assert.Empty(RegimeReport.Between(later, coin.At(later), later, coin.At(later)).Changes);
        coin.Depth(later + Duration.FromSeconds(30), new DepthSample(24e6, 121, 200e6, 100.5));
        var rejected = RegimeReport.Between(later, coin.At(later), later, before).Changes;
        Assert.NotEmpty(rejected);
    }

    private static (IndicatorTerms, IndicatorReading) Of(IndicatorGroup group, double? score) => (
        new IndicatorTerms("x", "", group, RisesWithRisk: true, Duration.FromSeconds(60)),
        new IndicatorReading(1, default, IndicatorQuality.Fresh, null, score));
}
