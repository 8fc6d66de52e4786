using Counterpoise.Learning.Statistics;

namespace Counterpoise.Learning.Tests.Statistics;

/// <summary>Numbers of the literature, and of the methodology's own measurements.</summary>
public sealed class CoverageTests
{
    [Fact]
    public void Kupiec_of_seven_breaches_in_250_days_at_one_percent()
    {
        var result = Coverage.Kupiec(250, 7, 0.01);
        Assert.Equal(5.497, result.Statistic, 3);
        Assert.InRange(result.P, 0.01, 0.05);
    }

    [Theory]
    [InlineData(18, false)]
    [InlineData(17, true)]
    [InlineData(37, false)]
    [InlineData(38, true)]
    public void Kupiec_accepts_18_to_37_breaches_in_2700_days(int breaches, bool isRejected) =>
        Assert.Equal(isRejected, Coverage.Kupiec(2_700, breaches, 0.01).P < 0.05);

    [Fact]
    public void Kupiec_rejects_no_breach_in_231_days_and_accepts_one() => Assert.Equal(
        [true, false], [Coverage.Kupiec(231, 0, 0.01).P < 0.05, Coverage.Kupiec(231, 1, 0.01).P < 0.05]);

    [Fact]
    public void Christoffersen_of_230_6_6_1_transitions() =>
        Assert.Equal(1.804, Coverage.Independence(230, 6, 6, 1).Statistic, 3);

    [Fact]
    public void Transitions_are_counted_in_order()
    {
        bool[] hits = [false, true, true, false, false];
        Assert.Equal(Coverage.Independence(1, 1, 1, 1).Statistic, Coverage.Independence(hits).Statistic, 12);
    }

    [Fact]
    public void The_exact_interval_holds_what_it_says()
    {
        // Its ends are where the tails of the binomial are 2.5 %.
        var (low, high) = Coverage.CoverageInterval(200, 3, 0.95);
        Assert.Equal(0.025, Coverage.TooMany(200, 3, 1 - high), 9);
        Assert.Equal(0.975, Coverage.TooMany(200, 4, 1 - low), 9);
        Assert.Equal(1, Coverage.CoverageInterval(200, 0, 0.95).High);
    }

    [Fact]
    public void Clustered_breaches_are_found_dependent_and_scattered_ones_are_not()
    {
        var forecasts = Enumerable.Range(0, 2_000).Select(t => 1 + 0.2 * (t % 7)).ToArray();
        bool[] clustered = [.. Enumerable.Range(0, 2_000).Select(t => t is >= 1_000 and < 1_020)];
        bool[] scattered = [.. Enumerable.Range(0, 2_000).Select(t => t % 100 == 37)];
        Assert.True(Coverage.Independence(clustered).P < 0.001);
        Assert.True(DynamicQuantile.Test(clustered, forecasts, 0.01).P < 0.001);
        Assert.True(Coverage.Independence(scattered).P > 0.05);
        Assert.True(DynamicQuantile.Test(scattered, forecasts, 0.01).P > 0.05);
    }

    [Fact]
    public void Breaches_that_follow_the_forecast_are_found_though_they_are_rare_enough()
    {
        double[] forecasts = [.. Enumerable.Range(0, 2_000).Select(t => t < 1_000 ? 1 : 2.0)];
        bool[] hits = [.. Enumerable.Range(0, 2_000).Select(t => t < 1_000 && t % 50 == 3)];
        Assert.True(Coverage.Kupiec(2_000, hits.Count(h => h), 0.01).P > 0.9);
        Assert.InRange(DynamicQuantile.Test(hits, forecasts, 0.01).P, 0, 0.05);
    }

    [Fact]
    public void The_simulated_test_of_a_right_forecast_is_rejected_as_often_as_it_says()
    {
        var noise = new SplitMix(5);
        var rejected = 0;
        for (var s = 0; s < 200; s++)
        {
            bool[] hits = [.. Enumerable.Range(0, 1_000).Select(_ => noise.Uniform() < 0.01)];
            double[] forecasts = [.. Enumerable.Range(0, 1_000).Select(_ => noise.Uniform())];
            if (DynamicQuantile.Test(hits, forecasts, 0.01).P <= 0.1) rejected++;
        }
        // 20 expected; 95 % of the time 12 to 29.
        Assert.InRange(rejected, 10, 32);
    }
}
