using Counterpoise.Learning.Boosting;

namespace Counterpoise.Learning.Tests.Boosting;

public sealed class GovernanceTests
{
    [Fact]
    public void The_stability_index_of_known_shares()
    {
        // Two bins of a half each; then a quarter and three quarters: ¼·ln 2 + ¼·ln 1.5.
        var index = new StabilityIndex([1, 2, 3, 4], 2);
        Assert.Equal(0.25 * Math.Log(2) + 0.25 * Math.Log(1.5), index.Of([2, 3, 3, 9]), 12);
        Assert.Equal(0, index.Of([1, 1, 4, 4]), 12);
        Assert.True(double.IsNaN(index.Of([])));
    }

    [Fact]
    public void Missing_values_have_a_bin_and_an_empty_bin_counts_a_ten_thousandth()
    {
        var index = new StabilityIndex([1, 1, double.NaN, double.NaN], 2);
        Assert.Equal(0, index.Of([1, double.NaN]), 12);
        Assert.Equal(
            (1 - 0.5) * Math.Log(2) + (1e-4 - 0.5) * Math.Log(1e-4 / 0.5), index.Of([double.NaN]), 12);
        Assert.True(index.Of([double.NaN]) > StabilityIndex.Alarm);
    }

    [Fact]
    public void A_window_like_the_training_window_is_stable_and_a_shifted_one_is_not()
    {
        var random = new Random(1);
        double[] training = [.. Enumerable.Range(0, 5_000).Select(_ => random.NextDouble())];
        double[] same = [.. Enumerable.Range(0, 2_000).Select(_ => random.NextDouble())];
        var index = new StabilityIndex(training);
        Assert.InRange(index.Of(same), 0, 0.02);
        Assert.True(index.Of(Array.ConvertAll(same, x => x + 0.3)) > StabilityIndex.Alarm);
    }

    [Fact]
    public void The_cusum_of_known_breaches()
    {
        var cusum = new BreachCusum(0.01, 0.03, 3);
        cusum.Add(false);
        Assert.Equal(0, cusum.Value);
        cusum.Add(true);
        Assert.Equal(Math.Log(3), cusum.Value, 12);
        cusum.Add(false);
        Assert.Equal(Math.Log(3) + Math.Log(0.97 / 0.99), cusum.Value, 12);
        cusum.Add(true);
        Assert.False(cusum.IsAlarm);
        cusum.Add(true);
        Assert.True(cusum.IsAlarm);
        for (var i = 0; i < 200; i++) cusum.Add(false);
        Assert.False(cusum.IsAlarm);
    }

    [Theory]
    [InlineData(0.01, 3_600, 5_400)]
    [InlineData(0.03, 190, 255)]
    [InlineData(0.05, 85, 112)]
    public void The_standard_cusum_is_rarely_alarmed_and_soon_when_breaches_triple(double rate, int least, int most)
    {
        var random = new Random(2);
        var days = 0;
        for (var run = 0; run < 1_000; run++)
        {
            var cusum = BreachCusum.Standard(0.01);
            for (; !cusum.IsAlarm; days++) cusum.Add(random.NextDouble() < rate);
        }
        Assert.InRange(days / 1_000, least, most);
    }

    [Theory]
    [InlineData(0.10, 0.12, 0.12, BoundKind.None)]
    [InlineData(0.10, 0.20, 0.125, BoundKind.Rise)]
    [InlineData(0.10, 0.05, 0.095, BoundKind.Fall)]
    [InlineData(0.34, 0.50, 0.35, BoundKind.Cap)]
    [InlineData(0.08, 0.01, 0.08, BoundKind.Floor)]
    [InlineData(double.NaN, 0.30, 0.30, BoundKind.None)]
    [InlineData(double.NaN, 0.90, 0.35, BoundKind.Cap)]
    public void Learning_moves_a_parameter_inside_its_bounds(
        double previous, double learned, double next, BoundKind bound)
    {
        var value = new LearnedBounds(0.08, 0.35, 1.25, 0.05).Next(previous, learned, 0.1, 1);
        Assert.Equal(next, value.Value, 12);
        Assert.Equal(bound, value.Bound);
        Assert.False(value.IsFallback);
    }

    [Fact]
    public void Two_days_allow_twice_the_speed_and_an_infinite_one_any()
    {
        Assert.Equal(
            0.1 * 1.25 * 1.25, new LearnedBounds(0.08, 0.35, 1.25, 0.05).Next(0.1, 0.3, 0.1, 2).Value, 12);
        Assert.Equal(
            0.3, new LearnedBounds(0.08, 0.35, double.PositiveInfinity, 0.05).Next(0.1, 0.3, 0.1, 1).Value, 12);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Without_a_learned_forecast_fhs_stands_in_and_without_either_the_cap(double learned)
    {
        var bounds = new LearnedBounds(0.08, 0.35, double.PositiveInfinity, 0.05);
        Assert.Equal(new BoundedValue(0.11, BoundKind.None, true), bounds.Next(0.1, learned, 0.11, 1));
        Assert.Equal(new BoundedValue(0.35, BoundKind.Cap, true), bounds.Next(0.1, learned, double.NaN, 1));
    }

    [Theory]
    [InlineData(90, 0.9, 1.0, 0.04, 0)]
    [InlineData(89, 0.9, 1.0, 0.04, 1)]
    [InlineData(90, 1.0, 1.0, 0.04, 1)]
    [InlineData(90, 0.9, 1.01, 0.04, 1)]
    [InlineData(90, 0.9, 1.0, 0.05, 1)]
    [InlineData(10, 1.1, 2.0, double.NaN, 4)]
    public void A_challenger_is_promoted_only_if_every_condition_holds(
        int days, double pinball, double beyond, double p, int reasons)
    {
        var decision = new ChampionRule().Decide(days, new MethodRecord(1, 1), new MethodRecord(pinball, beyond), p);
        Assert.Equal(reasons, decision.Reasons.Count);
        Assert.Equal(reasons == 0, decision.Promoted);
    }
}
