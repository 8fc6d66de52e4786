using Counterpoise.Learning.Methods;
using Counterpoise.Learning.Statistics;

namespace Counterpoise.Learning.Tests.Methods;

public sealed class MethodTests
{
    [Fact]
    public void An_expanding_quantile_is_that_of_the_sorted_sample_at_every_size()
    {
        var noise = new SplitMix(2);
        double[] values = [.. Enumerable.Range(0, 500).Select(_ => Math.Floor(noise.Uniform() * 100))];
        var sample = new ExpandingQuantile(values);
        for (var n = 1; n <= values.Length; n++)
        {
            sample.Add(values[n - 1]);
            double[] sorted = [.. values.Take(n).Order()];
            foreach (var p in new[] { 0.01, 0.5, 0.9, 0.99 })
            {
                var expected = sorted[Math.Min((int)Math.Ceiling(p * (n + 1) - 1e-9), n) - 1];
                Assert.Equal(expected, sample.At(p));
                double[] above = [.. sorted.Where(v => v > expected)];
                Assert.Equal(above.Length == 0 ? expected : above.Average(), sample.MeanAbove(expected), 9);
            }
        }
    }

    [Fact]
    public void The_tracker_keeps_the_frequency_within_its_bound_whatever_the_losses()
    {
        foreach (var seed in new ulong[] { 1, 2, 3 })
        {
            var noise = new SplitMix(seed);
            var tracker = new ScaleTracker(0.01);
            var breaches = 0;
            for (var t = 0; t < 3_000; t++)
            {
                // A scale that wanders: the forecast of 1 is wrong most of the time.
                var loss = 1.2 * noise.Uniform() * (1 + 0.5 * (t / 500 % 2));
                var isBreach = loss > tracker.Scale;
                if (isBreach) breaches++;
                tracker.Observe(isBreach);
            }
            Assert.InRange(Math.Abs(breaches / 3_000.0 - 0.01), 0, tracker.Bound);
            Assert.InRange(tracker.Bound, 0.012, 0.0125);
        }
    }

    [Fact]
    public void The_tracker_stands_at_a_bound_and_says_so()
    {
        var tracker = new ScaleTracker(0.01);
        for (var t = 0; t < 40; t++) tracker.Observe(isBreach: true);
        Assert.True(tracker.IsAtBound);
        Assert.Equal(3, tracker.Scale, 12);
    }

    [Fact]
    public void A_range_is_anti_procyclical_between_floor_and_cap()
    {
        var limits = new RangeLimits(0.08, 0.35);
        Assert.Equal(0.75 * 0.10 + 0.25 * 0.30, limits.Range(0.10, 0.30), 12);
        Assert.Equal(0.08, limits.Range(0.01, 0.10));
        Assert.Equal(0.35, limits.Range(0.60, 0.30));
        Assert.Equal(0.12, limits.Range(0.12, double.NaN));
    }
}
