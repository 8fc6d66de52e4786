using Counterpoise.Markets.Candles;
using Counterpoise.Markets.Indicators;
using Counterpoise.Units;

namespace Counterpoise.Tests.Markets.Indicators;

public sealed class EstimatorTests
{
    private static readonly Instant Start = Instant.FromUtc(2025, 1, 1);

    [Fact]
    public void Exponential_volatility_is_its_formula()
    {
        const double lambda = 0.9;
        double[] prices = [100, 103, 99, 99, 110];
        var vol = new EwmaVol(lambda);
        foreach (var price in prices) vol.Step(price);
        double sum = 0, weights = 0;
        for (var t = 1; t < prices.Length; t++)
        {
            var r = Math.Log(prices[t] / prices[t - 1]);
            (sum, weights) = (lambda * sum + 0.1 * r * r, lambda * weights + 0.1);
        }
        Assert.Equal(Math.Sqrt(sum / weights), vol.PerStep, 14);
        Assert.Equal(4, vol.Count);
        // A move within the step shows at once, a lull lowers nothing.
        var fall = Math.Log(90.0 / 110);
        Assert.Equal(
            Math.Sqrt((lambda * sum + 0.1 * fall * fall) / (lambda * weights + 0.1)), vol.PerStepAt(90, 111), 14);
        Assert.Equal(vol.PerStep, vol.PerStepAt(110));
        var before = vol.PerStep;
        vol.Break();
        vol.Step(50);
        Assert.Equal(before, vol.PerStep);
    }

    [Fact]
    public void Range_volatilities_are_their_formulas()
    {
        Candle[] hours = [new(100, 104, 99, 101, 1), new(101, 102, 95, 96, 1), new(96, 97, 96, 97, 1)];
        var vol = new RangeVol(2);
        foreach (var hour in hours) vol.Step(hour);
        double[] ranges = [.. hours.Skip(1).Select(h => Math.Pow(Math.Log(h.High / h.Low), 2))];
        double[] bodies = [.. hours.Skip(1).Select(h => Math.Pow(Math.Log(h.Close / h.Open), 2))];
        Assert.Equal(Math.Sqrt(ranges.Average() / (4 * Math.Log(2))), vol.Parkinson, 12);
        Assert.Equal(
            Math.Sqrt(ranges.Average() / 2 - (2 * Math.Log(2) - 1) * bodies.Average()), vol.GarmanKlass, 12);
    }

    [Fact]
    public void Correlation_needs_a_month_and_leaves_gaps_out()
    {
        var gauge = new CorrelationGauge();
        var random = new Random(1);
        var (first, second) = (100.0, 10.0);
        for (var hour = 0; hour < 1_500; hour++)
        {
            if (hour <= 720) Assert.Null(gauge.Month);
            gauge.Step(hour, first, second);
            var (x, y) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5);
            first *= Math.Exp(0.01 * x);
            second *= Math.Exp(0.01 * (0.8 * x + 0.6 * y));
        }
        Assert.InRange(gauge.Month!.Value, 0.75, 0.85);
        Assert.InRange(gauge.ThreeDays!.Value, 0.65, 0.95);
        Assert.Null(gauge.Low);
        // A gap with opposite jumps would destroy it.
        var before = gauge.Month;
        gauge.Step(1_600, 2 * first, 0.5 * second);
        Assert.Equal(before, gauge.Month);
        gauge.Step(1_601, 2.2 * first, 0.4 * second);
        Assert.True(gauge.Month < before);
    }

    [Fact]
    public void Three_days_are_shrunk_more_than_a_month()
    {
        var gauge = new CorrelationGauge();
        var random = new Random(2);
        var (first, second) = (100.0, 10.0);
        for (var hour = 0; hour < 9_600; hour++)
        {
            gauge.Step(hour, first, second);
            var x = random.NextDouble() - 0.5;
            first *= Math.Exp(0.01 * x);
            second *= Math.Exp(0.01 * (hour < 9_400 ? x : -x));
        }
        // Of a series that has turned, three days say −1; the month before pulls them back by 24 of 167 hours.
        Assert.InRange(gauge.ThreeDays!.Value, -0.85, -0.6);
        Assert.InRange(gauge.Low!.Value, 0.99, 1);
        Assert.True(gauge.Break > 1);
    }

    [Fact]
    public void Concentration_is_one_over_n_of_equal_parts()
    {
        Assert.Equal(0.25, Concentration.Of([3, 3, 3, 3]), 15);
        Assert.Equal(1, Concentration.Of([0, 7]));
        Assert.True(double.IsNaN(Concentration.Of([])));
    }

    [Fact]
    public void A_limited_number_rises_at_once_and_falls_five_percent_a_day()
    {
        var limit = new FallLimit(0.05);
        Assert.Equal(0.10, limit.Observe(Start, 0.10));
        Assert.Equal(0.20, limit.Observe(Start + Duration.FromSeconds(1), 0.20));
        Assert.Equal(0.19, limit.Observe(Start + Duration.FromSeconds(86_401), 0.08), 12);
        Assert.Equal(0.1805, limit.Observe(Start + Duration.FromSeconds(2 * 86_400 + 1), 0.08), 12);
    }

    [Fact]
    public void An_outage_leaves_readings_stale_and_its_jump_is_no_return()
    {
        var coin = new CoinIndicators(Currency.Parse("ETH"));
        for (var hour = 0; hour < 100; hour++) coin.Hour(hour, Flat(hour % 2 == 0 ? 100 : 100.4));
        var before = coin.Parameters(Instant.FromUnixSeconds(100 * 3_600));
        Assert.Equal(0.10, before.ScanUp!.Value.Value);
        var out5 = coin[IndicatorName.FastVol].At(Instant.FromUnixSeconds(105 * 3_600));
        Assert.Equal(IndicatorQuality.Stale, out5.Quality);
        Assert.Equal(before.DailyVol!.Value.Value, out5.Value!.Value, 12);
        Assert.Equal(0, out5.Confidence);
        coin.Hour(110, Flat(150));
        Assert.Equal(before.DailyVol.Value.Value, VolAfter(110), 12);
        coin.Hour(111, Flat(160));
        Assert.True(VolAfter(111) > before.DailyVol.Value.Value);

        double VolAfter(int hour) => coin.Parameters(Instant.FromUnixSeconds((hour + 1) * 3_600)).DailyVol!.Value.Value;

        static Candle Flat(double price) => new(price, price, price, price, 1);
    }

    [Fact]
    public void Volume_is_the_lesser_of_five_and_thirty_days_and_the_scan_range_follows_volatility()
    {
        var coin = new CoinIndicators();
        var price = 100.0;
        for (var hour = 0; hour < 720; hour++)
        {
            price *= hour % 2 == 0 ? 1.01 : 1 / 1.01;
            coin.Hour(hour, new Candle(100, 102, 98, price, hour < 600 ? 10 : 20));
        }
        var risk = coin.Parameters(Instant.FromUnixSeconds(720 * 3_600));
        Assert.Equal(24 * (600 * 10 + 120 * 20) / 720.0, risk.DailyVolume!.Value.Value, 9);
        var vol = Math.Sqrt(24) * Math.Log(1.01);
        Assert.Equal(vol, risk.DailyVol!.Value.Value, 12);
        Assert.Equal(Math.Clamp(2.86 * vol, 0.08, 0.35), risk.ScanUp!.Value.Value, 12);
        Assert.Equal(0.65 * risk.ScanUp.Value.Value, risk.MaintenanceScanDown!.Value.Value, 12);
    }
}
