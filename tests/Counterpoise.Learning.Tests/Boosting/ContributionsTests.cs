using Counterpoise.Learning.Boosting;

namespace Counterpoise.Learning.Tests.Boosting;

public sealed class ContributionsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void They_are_the_librarys_and_sum_to_the_prediction_less_the_base(int leaves)
    {
        var shape = new FitShape(0.9, 30, leaves, 50, 0.05, 100);
        var (rows, z) = Made.Rows(4_000, 1);
        var parameters = QuantileFit.Parameters(63, 4_000, 1);
        using var dataset = LightGbm.Dataset(rows, 4, parameters);
        var text = QuantileFit.Fit(dataset, z, Made.Ones(4_000), 1.5, shape, [1, 0, 0, 0], parameters);
        using var booster = LightGbm.Booster(text);
        var trees = FlatTrees.Parse(text);
        var (others, _) = Made.Rows(300, 9);
        var theirs = LightGbm.Predict(booster, others, 4, LightGbm.Prediction.Contributions);
        for (var row = 0; row < 300; row++)
        {
            var values = new double[4];
            var mean = Contributions.Add(trees, others.AsSpan(4 * row, 4), values);
            for (var feature = 0; feature < 4; feature++) Assert.Equal(theirs[5 * row + feature], values[feature], 9);
            Assert.Equal(theirs[5 * row + 4], mean, 9);
            Assert.Equal(trees.Predict(others.AsSpan(4 * row, 4)), mean + values.Sum(), 12);
        }
        Assert.True(Enumerable.Range(0, 300).Max(row => Math.Abs(theirs[5 * row])) > 0.1);
    }
}
