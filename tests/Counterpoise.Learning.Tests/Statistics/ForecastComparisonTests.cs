using Counterpoise.Learning.Statistics;

namespace Counterpoise.Learning.Tests.Statistics;

public sealed class ForecastComparisonTests
{
    [Theory]
    [InlineData(0.10, 0.08, 0.0198)]
    [InlineData(0.02, 0.08, 0.0006)]
    public void Pinball_weighs_what_lies_above_99_times_as_much(double loss, double forecast, double cost) =>
        Assert.Equal(cost, ForecastComparison.Pinball(loss, forecast, 0.01), 12);

    [Fact]
    public void The_true_quantile_costs_least()
    {
        var noise = new SplitMix(3);
        double[] losses = [.. Enumerable.Range(0, 50_000).Select(_ => noise.Uniform())];
        double Cost(double q) => losses.Average(l => ForecastComparison.Pinball(l, q, 0.01));
        Assert.True(Cost(0.99) < Cost(0.98) && Cost(0.99) < Cost(0.999));
    }

    [Fact]
    public void Diebold_Mariano_is_of_one_sign_and_certain_where_the_difference_is()
    {
        var noise = new SplitMix(9);
        double[] better = [.. Enumerable.Range(0, 500).Select(_ => noise.Uniform())];
        double[] worse = [.. better.Select(c => c + 0.2 + 0.1 * noise.Uniform())];
        Assert.True(ForecastComparison.DieboldMariano(worse, better).P < 1e-6);
        Assert.True(ForecastComparison.DieboldMariano(better, worse).P > 1 - 1e-6);
        Assert.Equal(1, ForecastComparison.DieboldMariano(better, better).P);
    }

    [Fact]
    public void Diebold_Mariano_without_autocovariance_is_a_t_test()
    {
        double[] d = [0.3, -0.1, 0.2, 0.4, -0.3, 0.1, 0.25];
        var mean = d.Average();
        var lag1 = Enumerable.Range(1, 6).Sum(t => (d[t] - mean) * (d[t - 1] - mean)) / 7;
        var variance = d.Sum(x => (x - mean) * (x - mean)) / 7 + lag1;
        var expected = mean / Math.Sqrt(variance / 7) * Math.Sqrt(6.0 / 7);
        Assert.Equal(expected, ForecastComparison.DieboldMariano(d, new double[7]).Statistic, 12);
    }

    [Fact]
    public void The_confidence_set_keeps_equals_and_drops_the_dear()
    {
        var noise = new SplitMix(4);
        var costs = Enumerable.Range(0, 3).Select(_ => new double[800]).ToArray();
        for (var t = 0; t < 800; t++)
        {
            var common = noise.Uniform();
            costs[0][t] = common + 0.3 * noise.Uniform();
            costs[1][t] = common + 0.3 * noise.Uniform();
            costs[2][t] = common + 0.3 * noise.Uniform() + 0.1;
        }
        var set = ForecastComparison.ConfidenceSetOf(costs, 0.9);
        Assert.Equal([true, true, false], set.IsIn);
    }

    [Fact]
    public void Holm_rejects_step_by_step()
    {
        // 0.05/4, 0.05/3, then 0.03 > 0.05/2 stops it.
        Assert.Equal([true, false, true, false], Holm.Rejected([0.01, 0.04, 0.012, 0.03], 0.05));
        Assert.Equal([false, false, true], Holm.Rejected([double.NaN, 0.5, 0.02], 0.05));
    }

    [Fact]
    public void Expected_shortfall_that_is_right_passes_and_too_small_a_one_does_not()
    {
        var noise = new SplitMix(8);
        double[] losses = [.. Enumerable.Range(0, 3_000).Select(_ => noise.Uniform())];
        double[] Each(double value) => [.. losses.Select(_ => value)];
        double[] beyond = [.. Enumerable.Range(1, 100).Select(i => (0.975 + 0.025 * i / 100) / 0.9875)];
        var right = ExpectedShortfallTest.Test(losses, Each(0.975), Each(0.9875), beyond, 0.025);
        var small = ExpectedShortfallTest.Test(losses, Each(0.95), Each(0.97), beyond, 0.025);
        Assert.True(right.P > 0.05 && right.Critical < 0);
        Assert.True(small.P < 0.01);
    }
}
