using Counterpoise.Learning.Boosting;

namespace Counterpoise.Learning.Tests.Boosting;

public sealed class ExpandingQuantileTests
{
    [Theory]
    [InlineData(0.99)]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void It_is_the_quantile_of_the_sorted_values_at_every_step(double alpha)
    {
        var random = new Random(3);
        var quantile = new ExpandingQuantile(alpha);
        Assert.True(double.IsNaN(quantile.Value));
        List<double> values = [];
        for (var i = 1; i <= 1_500; i++)
        {
            var x = Math.Round(random.NextDouble(), 2);
            quantile.Add(x);
            values.Insert(values.BinarySearch(x) is var at && at < 0 ? ~at : at, x);
            Assert.Equal(values[(int)Math.Ceiling(alpha * i - 1e-9) - 1], quantile.Value);
        }
        Assert.Equal(1_500, quantile.Count);
    }
}
