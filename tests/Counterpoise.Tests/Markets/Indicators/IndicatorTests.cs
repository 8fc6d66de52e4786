using Counterpoise.Markets.Indicators;
using Counterpoise.Units;
using CsCheck;

namespace Counterpoise.Tests.Markets.Indicators;

public sealed class IndicatorTests
{
    private static readonly Instant Start = Instant.FromUtc(2025, 1, 1);

    private static readonly IndicatorTerms Rising =
        new("rising", "", IndicatorGroup.Spread, RisesWithRisk: true, Duration.FromSeconds(60))
        { Grace = Duration.FromSeconds(600), ClearAfter = Duration.FromSeconds(300) };

    private static readonly IndicatorTerms Falling = Rising with { Name = "falling", RisesWithRisk = false };

    [Fact]
    public void Before_anything_is_accepted_there_is_no_value()
    {
        var indicator = new Indicator(Rising);
        Assert.Equal((IndicatorQuality.NoHistory, null), (indicator.At(Start).Quality, indicator.At(Start).Value));
        var rejected = indicator.Reject(Start, "crossed");
        Assert.Equal((IndicatorQuality.Rejected, null), (rejected.Quality, rejected.Value));
        Assert.Null(rejected.ToObserved());
        Assert.Equal("rejected: crossed", rejected.QualityText);
    }

    [Fact]
    public void A_reading_ages_and_becomes_stale()
    {
        var indicator = new Indicator(Rising);
        indicator.Observe(Start, 5);
        var fresh = indicator.At(After(60));
        Assert.Equal((IndicatorQuality.Fresh, 60.0), (fresh.Quality, fresh.Age.Seconds));
        Assert.Equal(1, fresh.ToObserved()!.Value.Confidence);
        var stale = indicator.At(After(61));
        Assert.Equal((IndicatorQuality.Stale, 5.0), (stale.Quality, stale.Value));
        Assert.Equal(0.5, stale.ToObserved()!.Value.Confidence);
        Assert.Equal(0, indicator.At(After(660)).ToObserved()!.Value.Confidence);
    }

    [Theory]
    [InlineData(true, 9)]
    [InlineData(false, 2)]
    public void After_its_grace_a_bad_reading_takes_the_worst_of_the_day(bool rises, double worst)
    {
        var indicator = new Indicator(rises ? Rising : Falling);
        foreach (var (value, at) in ((double, double)[])[(2, 0), (9, 10), (5, 20)]) indicator.Observe(After(at), value);
        indicator.Reject(After(30), "crossed");
        Assert.Equal(5, indicator.At(After(629)).Value);
        Assert.Equal(worst, indicator.At(After(630)).Value);
        // Stale: grace begins when the value becomes too old.
        var silent = new Indicator(rises ? Rising : Falling);
        foreach (var (value, at) in ((double, double)[])[(2, 0), (9, 10), (5, 20)]) silent.Observe(After(at), value);
        Assert.Equal(5, silent.At(After(679)).Value);
        Assert.Equal(worst, silent.At(After(680)).Value);
    }

    [Fact]
    public void A_source_that_was_bad_has_to_be_good_for_a_while()
    {
        var indicator = new Indicator(Rising);
        indicator.Observe(Start, 5);
        indicator.Reject(After(30), "crossed");
        Assert.Equal(IndicatorQuality.Rejected, indicator.Observe(After(60), 1).Quality);
        Assert.Equal(5, indicator.Observe(After(359), 1).Value);
        var again = indicator.Observe(After(360), 1);
        Assert.Equal((IndicatorQuality.Fresh, 1.0), (again.Quality, again.Value));
        // One bad sample in between, and it begins anew.
        indicator.Reject(After(400), "crossed");
        indicator.Observe(After(410), 1);
        indicator.Reject(After(600), "crossed");
        Assert.Equal(IndicatorQuality.Rejected, indicator.Observe(After(720), 1).Quality);
    }

    [Fact]
    public void No_number_and_an_earlier_one_are_rejected()
    {
        var indicator = new Indicator(Rising);
        indicator.Observe(After(10), 5);
        Assert.Equal("not a number", indicator.Observe(After(20), double.NaN).Reason);
        Assert.Equal("earlier than the one before", indicator.Observe(After(5), 4).Reason);
        Assert.Equal(5, indicator.At(After(20)).Value);
    }

    [Fact]
    public void A_spike_alone_and_what_cannot_be_are_rejected()
    {
        var implied = new Indicator(IndicatorList.Terms(IndicatorName.Implied));
        implied.Observe(After(0), 0.5);
        Assert.Equal("spike: 2.4 times the one before", implied.Observe(After(10), 1.2).Reason);
        Assert.Equal(0.5, implied.At(After(10)).Value);
        // The next is as before: the spike is gone. Two in a row are a move.
        var after = implied.Observe(After(20), 0.52);
        Assert.Equal((IndicatorQuality.Fresh, 0.52), (after.Quality, after.Value));
        Assert.Equal("spike: 0.38 times the one before", implied.Observe(After(30), 0.2).Reason);
        Assert.Equal("spike: 2.5 times the one before", implied.Observe(After(40), 1.3).Reason);
        Assert.Equal(1.25, implied.Observe(After(50), 1.25).Value);
        // A percentage for a fraction.
        Assert.Equal("not possible: 62.5", implied.Observe(After(60), 62.5).Reason);
        Assert.Equal("not possible: 0.03", new CoinIndicators().Funding(Start, -0.03).Reason);
    }

    [Fact]
    public void Bad_input_never_needs_less_margin_than_the_last_good_value() =>
        Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, 2], Gen.Double[0, 10], Gen.Int[1, 900]).Array[1, 40]).Sample(
            (rises, steps) =>
            {
                var terms = rises ? Rising : Falling;
                var indicator = new Indicator(terms);
                var (time, last) = (Start, (double?)null);
                foreach (var (kind, value, seconds) in steps)
                {
                    time += Duration.FromSeconds(seconds);
                    var reading = kind switch
                    {
                        0 => indicator.Observe(time, value),
                        1 => indicator.Reject(time, "bad"),
                        _ => indicator.At(time),
                    };
                    if (reading.Quality == IndicatorQuality.Fresh) last = reading.Value;
                    else if (last is { } good) Assert.Equal(reading.Value, terms.Worse(good, reading.Value!.Value));
                }
            });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_score_is_that_of_the_year_before_and_there_is_none_with_less(bool rises)
    {
        var indicator = new Indicator(rises ? Rising : Falling);
        var random = new Random(7);
        double[] hours =
            [.. Enumerable.Range(0, Indicator.YearHours + 1).Select(_ => Math.Round(random.NextDouble(), 2))];
        for (var hour = 0; hour < Indicator.YearHours; hour++)
            Assert.Null(indicator.Observe(After(3_600.0 * hour), hours[hour]).Score);
        // The last one is judged by the 8,760 hours before it, which are over.
        var reading = indicator.Observe(After(3_600.0 * Indicator.YearHours), rises ? 1.2 : -0.2);
        double[] sorted = [.. hours.Take(Indicator.YearHours).Order()];
        var (median, tail) = (Quantile(sorted, 0.5), Quantile(sorted, rises ? 0.95 : 0.05));
        Assert.Equal(Math.Clamp((reading.Value!.Value - median) / (tail - median) - 1, 0, 1), reading.Score!.Value, 12);
        Assert.InRange(reading.Score.Value, 0.4, 0.7);
    }

    [Fact]
    public void A_window_keeps_its_hours_sorted()
    {
        var window = new SortedWindow(50);
        var random = new Random(3);
        var all = new List<(long Hour, double Value)>();
        for (long hour = 0; hour < 400; hour += random.Next(1, 4))
        {
            all.Add((hour, random.Next(10)));
            window.Add(hour, all[^1].Value);
            double[] kept = [.. all.Where(p => p.Hour > hour - 50).Select(p => p.Value).Order()];
            Assert.Equal(kept.Length, window.Count);
            foreach (var p in (double[])[0, 0.05, 0.5, 0.95, 1])
                Assert.Equal(Quantile(kept, p), window.Quantile(p), 12);
        }
        window.Add(0, 99);
        Assert.True(window.Quantile(1) < 99);
    }

    private static double Quantile(double[] sorted, double p)
    {
        var at = p * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length
            ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below])
            : sorted[below];
    }

    private static Instant After(double seconds) => Start + Duration.FromSeconds(seconds);
}
